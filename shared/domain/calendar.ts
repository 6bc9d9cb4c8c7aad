import type { Instant } from './case'
import { localDate, zoneOffset as offset } from './zone'

/** Wall-clock times of one day, 'HH:MM' or 'HH:MM:SS', up to '24:00'; the end is no longer open. */
export type Interval = readonly [from: string, to: string]

/** 业务日历: when a market works. Everything beyond the covered days follows the plain week and is provisional. */
export interface Calendar {
  /** IANA name. */
  readonly zone: string
  /** Monday first, seven entries; an empty one is a day off. */
  readonly hours: readonly (readonly Interval[])[]
  /** By local date: 'off' 放假, 'work' 调休上班 (hours of the week's first working day), or hours of its own. */
  readonly days: Readonly<Record<string, 'off' | 'work' | readonly Interval[]>>
  /** The first and last local date that `days` knows; without them the week alone is the truth. */
  readonly coveredFrom?: string
  readonly coveredTo?: string
}

interface Span {
  readonly from: number
  readonly to: number
}

const DAY = 86_400_000
/** Longer than any closure: a calendar that is never open must not be searched for ever. */
const SEARCH_DAYS = 4000

/** The first instant at which so much working time has passed since `from` (real seconds, whatever the clocks on the wall do).
 *  Ending exactly at closing time stays there (convention 1). Throws a RangeError for less than nothing, or no opening in sight. */
export function addWorkingSeconds(
  calendar: Calendar,
  from: Instant,
  seconds: number,
): { at: Instant; provisional: boolean } {
  if (!(seconds >= 0)) throw new RangeError(`working seconds to add must be 0 or more, not ${seconds}`)
  const start = Date.parse(from)
  const first = dayOf(calendar, start)
  const answer = (at: number) => ({
    at: new Date(at).toISOString(),
    provisional: !covered(calendar, first) || !covered(calendar, dayOf(calendar, at)),
  })
  let left = Math.round(seconds * 1000)
  let searched = 0
  for (let day = first; searched < SEARCH_DAYS; day = nextDay(day)) {
    const spans = spansOf(calendar, day)
    searched = spans.length > 0 ? 0 : searched + 1
    for (const span of spans) {
      if (left === 0 ? span.to < start : span.to <= start) continue
      const begin = Math.max(span.from, start)
      if (begin + left <= span.to) return answer(begin + left)
      left -= span.to - begin
    }
  }
  throw new RangeError(`the calendar of ${calendar.zone} has no opening within ${SEARCH_DAYS} days`)
}

/** Negative when `to` lies before `from`. */
export function workingSecondsBetween(calendar: Calendar, from: Instant, to: Instant): number {
  if (to < from) return -workingSecondsBetween(calendar, to, from)
  const [start, end] = [Date.parse(from), Date.parse(to)]
  let open = 0
  for (let day = dayOf(calendar, start); day <= dayOf(calendar, end); day = nextDay(day)) {
    for (const span of spansOf(calendar, day)) open += Math.max(0, Math.min(span.to, end) - Math.max(span.from, start))
  }
  return open / 1000
}

/** Whether there is any working time on a local date, 'YYYY-MM-DD'. */
export const isWorkingDay = (calendar: Calendar, date: string): boolean => intervalsOf(calendar, date).length > 0

/** `at` itself when the house is open then. */
export function nextOpening(calendar: Calendar, at: Instant): Instant {
  const instant = Date.parse(at)
  for (let day = dayOf(calendar, instant), searched = 0; searched < SEARCH_DAYS; day = nextDay(day), searched++) {
    const span = spansOf(calendar, day).find(candidate => candidate.to > instant)
    if (span) return new Date(Math.max(span.from, instant)).toISOString()
  }
  throw new RangeError(`the calendar of ${calendar.zone} has no opening within ${SEARCH_DAYS} days`)
}

const covered = ({ coveredFrom = '', coveredTo = '9999' }: Calendar, day: string) =>
  day >= coveredFrom && day <= coveredTo

function intervalsOf(calendar: Calendar, day: string): readonly Interval[] {
  const special = calendar.days[day]
  if (special === 'off') return []
  if (special === 'work') return calendar.hours.find(day => day.length > 0) ?? []
  return special ?? calendar.hours[(new Date(day).getUTCDay() + 6) % 7] ?? []
}

const remembered = new WeakMap<Calendar, Map<string, readonly Span[]>>()

/** A day's open spans as instants, in order, those that touch or overlap made one. Computed once a day and calendar. */
function spansOf(calendar: Calendar, day: string): readonly Span[] {
  const known = remembered.get(calendar) ?? new Map<string, readonly Span[]>()
  remembered.set(calendar, known)
  const before = known.get(day)
  if (before) return before
  const sorted = intervalsOf(calendar, day)
    .map(([from, to]) => ({ from: instantOf(calendar.zone, day, from), to: instantOf(calendar.zone, day, to) }))
    .filter(span => span.from < span.to)
    .sort((a, b) => a.from - b.from)
  const spans: Span[] = []
  for (const span of sorted) {
    const last = spans.at(-1)
    if (last && span.from <= last.to) spans[spans.length - 1] = { from: last.from, to: Math.max(last.to, span.to) }
    else spans.push(span)
  }
  known.set(day, spans)
  return spans
}

const dayOf = (calendar: Calendar, instant: number) => localDate(calendar.zone, instant)

const nextDay = (day: string) => new Date(Date.parse(day) + DAY).toISOString().slice(0, 10)

/** A wall-clock time as an instant: of two the first; one that the clocks skip is the instant of the skip. */
function instantOf(zone: string, day: string, time: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number)
  const wall = Date.parse(day) + ((hours * 60 + minutes) * 60 + seconds) * 1000
  const [early, late] = [offset(zone, wall - DAY), offset(zone, wall + DAY)]
  const candidates = [wall - early, wall - late].filter(instant => instant + offset(zone, instant) === wall)
  return candidates.length > 0 ? Math.min(...candidates) : skip(zone, wall - late, wall - early, late)
}

/** The instant between the two at which the zone takes up the new offset. */
function skip(zone: string, before: number, after: number, to: number): number {
  if (after - before <= 1) return after
  const middle = Math.floor((before + after) / 2)
  return offset(zone, middle) === to ? skip(zone, before, middle, to) : skip(zone, middle, after, to)
}
