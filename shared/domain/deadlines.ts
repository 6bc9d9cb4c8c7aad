import {
  addWorkingSeconds,
  type Calendar,
  type Deadline,
  isCovered,
  isWorkingDay,
  subtractWorkingSeconds,
  workingDayAfter,
} from './calendar'
import type { Instant } from './case'
import { instantOf, localDate, wallTime } from './zone'

/** How long something may take (requirements §0): hours and days are elapsed time, a working day is eight working hours, a
 *  month is one of the calendar, clamped to its last day. */
export type Span =
  | { readonly hours: number }
  | { readonly days: number }
  | { readonly workingHours: number }
  | { readonly workingSeconds: number }
  | { readonly workingDays: number }
  | { readonly months: number }
  | { readonly until: Instant }
  | SameDay

/** What comes by the cut-off of a working day is due on that day, all else on the next; wall-clock times (C-01). */
export interface SameDay {
  readonly cutOff: string
  readonly by: string
}

/** 一个工作日 is eight hours of working time, however the day is cut (requirements §0). */
export const WORKING_DAY_SECONDS = 8 * 60 * 60

/** The end of a span that begins at `at`. */
export function endOf(span: Span, at: Instant, calendar: Calendar): Deadline {
  if ('hours' in span) return elapsed(at, span.hours * HOUR)
  if ('days' in span) return elapsed(at, span.days * DAY)
  if ('workingHours' in span) return addWorkingSeconds(calendar, at, span.workingHours * 3600)
  if ('workingSeconds' in span) return addWorkingSeconds(calendar, at, span.workingSeconds)
  if ('workingDays' in span) return addWorkingSeconds(calendar, at, span.workingDays * WORKING_DAY_SECONDS)
  if ('until' in span) return { at: span.until, provisional: false }
  return 'months' in span ? monthsAfter(span.months, at, calendar) : sameDayAfter(span, at, calendar)
}

/** Whether only working time counts in a span, and so in a share of it. */
export const isWorkingTime = (span: object): boolean =>
  !['hours', 'days', 'months', 'until', 'givenBy'].some(unit => unit in span)

const HOUR = 3_600_000
const DAY = 24 * HOUR

const iso = (instant: number): Instant => new Date(instant).toISOString()

const elapsed = (at: Instant, milliseconds: number): Deadline => ({
  at: iso(Date.parse(at) + milliseconds),
  provisional: false,
})

/** The same time of day on the same day of a later month; on its last day when it has no such day. */
function monthsAfter(months: number, at: Instant, { zone }: Calendar): Deadline {
  const wall = wallTime(zone, Date.parse(at))
  const midnight = new Date(Math.floor(wall / DAY) * DAY)
  const [year, month] = [midnight.getUTCFullYear(), midnight.getUTCMonth() + months]
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  const day = Date.UTC(year, month, Math.min(midnight.getUTCDate(), lastDay))
  return { at: iso(instantOf(zone, day + (wall - midnight.getTime()))), provisional: false }
}

function sameDayAfter(span: SameDay, at: Instant, calendar: Calendar): Deadline {
  const today = localDate(calendar.zone, Date.parse(at))
  const inTime = isWorkingDay(calendar, today) && at <= handOverOn(today, span, calendar).cutOff
  const day = inTime ? today : workingDayAfter(calendar, today)
  return {
    at: handOverOn(day, span, calendar).by,
    provisional: !isCovered(calendar, today) || !isCovered(calendar, day),
  }
}

/** Both instants of a day; on one that closes earlier both come earlier by as much. */
function handOverOn(day: string, span: SameDay, calendar: Calendar) {
  const on = (time: string) => instantOf(calendar.zone, Date.parse(`${day}T${time}Z`))
  const closing = subtractWorkingSeconds(calendar, iso(on(span.by)), 0).at
  const early = localDate(calendar.zone, Date.parse(closing)) === day ? on(span.by) - Date.parse(closing) : 0
  return { cutOff: iso(on(span.cutOff) - early), by: iso(on(span.by) - early) }
}
