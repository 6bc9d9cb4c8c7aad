/**
 * Working time 工作时间: adds it to an instant, measures it between instants, and says when the house is open.
 *
 *     const office: Calendar = {
 *       zone: 'Europe/Berlin',
 *       hours: [...Array(5).fill([['09:00', '12:30'], ['13:30', '17:00']]), [], []],    // Monday first
 *       days: { '2026-12-24': [['09:00', '12:00']], '2026-12-25': 'off', '2026-12-19': 'work' },
 *     }
 *     addWorkingSeconds(office, '2026-12-23T15:00:00Z', 2 * 3600)  // { at: '2026-12-24T09:00:00.000Z', provisional: false }
 *     workingSecondsBetween(office, '2026-12-23T15:00:00Z', '2026-12-24T09:00:00Z')    // 7200
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
  type Opening,
  openingsFrom,
  openingsUntil,
  ownOpeningsOf,
  type Plan,
  planOf,
  QUIET_DAYS,
  shiftOf,
} from './openings'

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
  for (const opening of openingsFrom(plan, start)) {
    if (opening.to === start && left > 0) continue
    const begin = Math.max(opening.from, start)
    if (begin + left <= opening.to) return deadline(plan, start, begin + left)
    left -= opening.to - begin
  }
  throw new RangeError(`${plan.name} has no opening after ${from} for so much working time`)
}

/** The last instant from which so much working time passes until `to`; the mirror of addWorkingSeconds. */
export function subtractWorkingSeconds(calendar: Calendar, to: Instant, seconds: number): Deadline {
  const plan = planOf(calendar)
  const end = read(to)
  let left = milliseconds(seconds)
  for (const opening of openingsUntil(plan, end)) {
    if (opening.from === end && left > 0) continue
    const close = Math.min(opening.to, end)
    if (close - left >= opening.from) return deadline(plan, end, close - left)
    left -= close - opening.from
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
  if (end < start) return 0 - workingSecondsBetween(calendar, to, from)
  let open = 0
  for (const opening of openingsFrom(planOf(calendar), start)) {
    if (opening.from >= end) break
    open += Math.min(opening.to, end) - Math.max(opening.from, start)
  }
  return open / 1000
}

export function isOpen(calendar: Calendar, at: Instant): boolean {
  const instant = read(at)
  for (const opening of openingsFrom(planOf(calendar), instant)) {
    if (opening.to > instant) return opening.from <= instant
  }
  return false
}

/** Whether any working time begins on a local date, 'YYYY-MM-DD', or on the local date of an instant. */
export function isWorkingDay(calendar: Calendar, day: string): boolean {
  const plan = planOf(calendar)
  return ownOpeningsOf(plan, day.length === 10 ? dayNumber(day) : dayOf(plan, read(day))).length > 0
}

/** The local date of the working day so many working days after a local date (before it, when negative), which itself is not
 *  counted. Throws for 0, and when there are no more. */
export function workingDayAfter(calendar: Calendar, date: string, days = 1): string {
  const plan = planOf(calendar)
  if (!Number.isInteger(days) || days === 0) throw new RangeError(`working days to go must be whole, not ${days}`)
  const step = Math.sign(days)
  let day = dayNumber(date)
  for (let left = Math.abs(days), quiet = 0; left > 0; quiet = beyond(plan, day, step) ? quiet + 1 : 0) {
    if (quiet > QUIET_DAYS) throw new RangeError(`${plan.name} has no such working day`)
    day += step
    if (ownOpeningsOf(plan, day).length === 0) continue
    left--
    quiet = 0
  }
  return dateOf(day)
}

/** Whether the calendar knows the special days around a local date. */
export const isCovered = (calendar: Calendar, date: string): boolean => knows(planOf(calendar), dayNumber(date))

/** `at` itself when the house is open then. Also throws when it never opens again. */
export function nextOpening(calendar: Calendar, at: Instant): Instant {
  const plan = planOf(calendar)
  const instant = read(at)
  for (const opening of openingsFrom(plan, instant)) {
    if (opening.to > instant) return iso(Math.max(opening.from, instant))
  }
  throw new RangeError(`${plan.name} has no opening after ${at}`)
}

/** The first closing after `at`: the end of what is open then, or of what opens next. Also throws when it never closes. */
export function nextClosing(calendar: Calendar, at: Instant): Instant {
  const plan = planOf(calendar)
  const instant = read(at)
  let open: Opening | undefined
  for (const opening of openingsFrom(plan, instant)) {
    if (opening.to <= instant) continue
    if (open && opening.from > open.to) break
    open = { from: open?.from ?? opening.from, to: opening.to }
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

const knows = ({ covered }: Plan, day: number) => day >= covered.from && day <= covered.to

const deadline = (plan: Plan, start: number, end: number): Deadline => ({
  at: iso(end),
  provisional: !knows(plan, dayOf(plan, start)) || !knows(plan, dayOf(plan, end)),
})
