/**
 * Working time 工作时间: adds it to an instant, measures it between instants, and says when the house is open.
 *
 *     const office: Calendar = {
 *       zone: 'Europe/Berlin',
 *       hours: [...Array(5).fill([['09:00', '12:30'], ['13:30', '17:00']]), [], []],    // Monday first
 *       days: { '2026-12-24': [['09:00', '12:00']], '2026-12-25': 'off', '2026-12-19': 'work' },
 *     }
 *     addWorkingSeconds(office, '2026-12-23T15:00:00Z', 2 * 3600)  // { at: '2026-12-24T10:00:00.000Z', provisional: false }
 *     workingSecondsBetween(office, '2026-12-23T15:00:00Z', '2026-12-24T10:00:00Z')    // 7200
 *     nextOpening(office, '2026-12-24T12:00:00Z')                                       // '2026-12-28T08:00:00.000Z'
 *     isWorkingDay(office, '2026-12-25')                                                // false
 *
 * Where peers disagree:
 * - The house is open from an opening until just before its closing. A deadline that falls exactly on a closing is that
 *   closing, not the next opening (convention 1); counted backwards, one that falls on an opening is that opening.
 * - Seconds are real ones, whatever the clocks on the wall do (convention 3), kept to the millisecond (convention 2).
 *   A time of day that the wall shows twice is the first of the two; one that it skips is the instant of the skip.
 * - Hours that end before they begin, 22:00 to 06:00, run into the next day. They belong to the day on which they begin: a
 *   holiday takes away the night that begins on it, and leaves the end of the night before.
 * - Hours that touch or overlap are one. `checkCalendar` refuses overlaps, since in data they are mistakes.
 *
 * Instants are ISO 8601 with `Z` or an offset; answers are UTC with milliseconds. Every function throws a RangeError, which
 * names the fault, for a calendar or an instant that cannot be understood. Calendars are values: what is learned about one is
 * remembered, so change a copy.
 */
import type { Instant } from './case'
import {
  beyond,
  dateOf,
  dayNumber,
  dayOf,
  isHours,
  nameOf,
  ownSpansOf,
  type Plan,
  planOf,
  QUIET_DAYS,
  type Span,
  shiftOf,
  spansFrom,
  spansUntil,
} from './spans'

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

/** The first instant at which so much working time has passed since `from`; of no time at all, `from` itself when it is open
 *  or a closing, else the next opening. Also throws for less than nothing, and when the calendar has no more openings. */
export function addWorkingSeconds(calendar: Calendar, from: Instant, seconds: number): Deadline {
  const plan = planOf(calendar)
  const start = read(from)
  let left = milliseconds(seconds)
  for (const span of spansFrom(plan, start)) {
    if (span.to === start && left > 0) continue
    const begin = Math.max(span.from, start)
    if (begin + left <= span.to) return deadline(plan, start, begin + left)
    left -= span.to - begin
  }
  throw new RangeError(`${plan.name} has no opening after ${from} for so much working time`)
}

/** The last instant from which so much working time passes until `to`; the mirror of addWorkingSeconds. */
export function subtractWorkingSeconds(calendar: Calendar, to: Instant, seconds: number): Deadline {
  const plan = planOf(calendar)
  const end = read(to)
  let left = milliseconds(seconds)
  for (const span of spansUntil(plan, end)) {
    if (span.from === end && left > 0) continue
    const close = Math.min(span.to, end)
    if (close - left >= span.from) return deadline(plan, end, close - left)
    left -= close - span.from
  }
  throw new RangeError(`${plan.name} has no opening before ${to} for so much working time`)
}

export interface Deadline {
  readonly at: Instant
  /** Counted, in part at least, on days beyond those that the calendar covers. */
  readonly provisional: boolean
}

/** Seconds of working time, with a fraction for milliseconds; negative when `to` lies before `from`. */
export function workingSecondsBetween(calendar: Calendar, from: Instant, to: Instant): number {
  const [start, end] = [read(from), read(to)]
  if (end < start) return -workingSecondsBetween(calendar, to, from)
  let open = 0
  for (const span of spansFrom(planOf(calendar), start)) {
    if (span.from >= end) break
    open += Math.min(span.to, end) - Math.max(span.from, start)
  }
  return open / 1000
}

export function isOpen(calendar: Calendar, at: Instant): boolean {
  const instant = read(at)
  for (const span of spansFrom(planOf(calendar), instant)) {
    if (span.to > instant) return span.from <= instant
  }
  return false
}

/** Whether any working time begins on a local date, 'YYYY-MM-DD', or on the local date of an instant. */
export function isWorkingDay(calendar: Calendar, day: string): boolean {
  const plan = planOf(calendar)
  return ownSpansOf(plan, day.length === 10 ? dayNumber(day) : dayOf(plan, read(day))).length > 0
}

/** The local date of the working day so many working days after a local date (before it, when negative), which itself is not
 *  counted. Throws for 0, and when there are no more. */
export function workingDayAfter(calendar: Calendar, date: string, days = 1): string {
  const plan = planOf(calendar)
  if (!Number.isInteger(days) || days === 0) throw new RangeError(`working days to go must be whole, not ${days}`)
  const step = Math.sign(days)
  let left = Math.abs(days)
  for (let day = dayNumber(date) + step, quiet = 0; left > 0; day += step, quiet++) {
    if (quiet > QUIET_DAYS && beyond(plan, day, step)) throw new RangeError(`${plan.name} has no more working days`)
    if (ownSpansOf(plan, day).length === 0) continue
    quiet = 0
    if (--left === 0) return dateOf(day)
  }
  return date
}

/** `at` itself when the house is open then. Also throws when it never opens again. */
export function nextOpening(calendar: Calendar, at: Instant): Instant {
  const plan = planOf(calendar)
  const instant = read(at)
  for (const span of spansFrom(plan, instant)) {
    if (span.to > instant) return iso(Math.max(span.from, instant))
  }
  throw new RangeError(`${plan.name} has no opening after ${at}`)
}

/** The first closing after `at`: the end of what is open then, or of what opens next. Also throws when it never closes. */
export function nextClosing(calendar: Calendar, at: Instant): Instant {
  const plan = planOf(calendar)
  const instant = read(at)
  let open: Span | undefined
  for (const span of spansFrom(plan, instant)) {
    if (span.to <= instant) continue
    if (open && span.from > open.to) break
    open = { from: open?.from ?? span.from, to: span.to }
    const always = open.to - open.from > QUIET_DAYS * 86_400_000 && dayOf(plan, open.to) > plan.lastNamed + QUIET_DAYS
    if (always) throw new RangeError(`${plan.name} is never closed after ${at}`)
  }
  if (!open) throw new RangeError(`${plan.name} has no closing after ${at}`)
  return iso(open.to)
}

/** The calendar itself, when it is one that a person meant: beside what every function refuses, no hours overlap. */
export function checkCalendar(calendar: Calendar): Calendar {
  planOf(calendar)
  const overlapping = [...calendar.hours, ...Object.values(calendar.days).filter(isHours)].flatMap(hours =>
    hours
      .map(shiftOf)
      .sort((a, b) => a.from - b.from)
      .filter((shift, i, sorted) => shift.from < (sorted[i - 1]?.to ?? 0)),
  )
  if (overlapping.length > 0) throw new RangeError(`${nameOf(calendar)} has hours that overlap`)
  return calendar
}

function read(at: Instant): number {
  const instant = /(Z|[+-]\d\d:?\d\d)$/i.test(at) ? Date.parse(at) : Number.NaN
  if (Number.isNaN(instant)) throw new RangeError(`'${at}' is no instant: ISO 8601 with Z or an offset`)
  return instant
}

function milliseconds(seconds: number): number {
  if (!(seconds >= 0 && Number.isFinite(seconds))) {
    throw new RangeError(`working seconds must be 0 or more, not ${seconds}`)
  }
  return Math.round(seconds * 1000)
}

const iso = (instant: number): Instant => new Date(instant).toISOString()

function deadline(plan: Plan, start: number, end: number): Deadline {
  const uncovered = (day: number) => day < plan.covered.from || day > plan.covered.to
  return { at: iso(end), provisional: uncovered(dayOf(plan, start)) || uncovered(dayOf(plan, end)) }
}
