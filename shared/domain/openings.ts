import type { Calendar, Interval } from './calendar'
import { instantOf, wallTime } from './zone'

export interface Opening {
  readonly from: number
  readonly to: number
}

/** What is learned about a calendar: shifts in milliseconds of their day, days as numbers since 1970. */
export interface Plan {
  readonly name: string
  readonly zone: string
  readonly week: readonly (readonly Opening[])[]
  readonly named: ReadonlyMap<number, readonly Opening[]>
  readonly firstNamed: number
  readonly lastNamed: number
  readonly covered: Opening
  readonly openings: Map<number, readonly Opening[]>
}

const DAY = 86_400_000
/** Beyond the named days a plain week opens within so many, whatever the clocks do, or never. */
export const QUIET_DAYS = 14
const REMEMBERED_DAYS = 5000

const plans = new WeakMap<Calendar, Plan>()

export function planOf(calendar: Calendar): Plan {
  const known = plans.get(calendar)
  if (known) return known
  const faults = faultsOf(calendar)
  if (faults.length > 0) throw new RangeError(`${nameOf(calendar)} ${faults.join('; ')}`)
  const week = calendar.hours.map(shiftsOf)
  const madeUp = week.find(shifts => shifts.length > 0) ?? []
  const named = new Map(
    Object.entries(calendar.days).map(([date, day]) => [
      dayNumber(date),
      day === 'off' ? [] : day === 'work' ? madeUp : shiftsOf(day),
    ]),
  )
  const { zone, coveredFrom, coveredTo } = calendar
  const plan: Plan = {
    ...{ name: nameOf(calendar), zone, week, named, openings: new Map() },
    firstNamed: Math.min(...named.keys()),
    lastNamed: Math.max(...named.keys()),
    covered: {
      from: coveredFrom ? dayNumber(coveredFrom) : Number.NEGATIVE_INFINITY,
      to: coveredTo ? dayNumber(coveredTo) : Number.POSITIVE_INFINITY,
    },
  }
  plans.set(calendar, plan)
  return plan
}

function faultsOf({ zone, hours, days, coveredFrom, coveredTo }: Calendar): readonly string[] {
  const faults: string[] = []
  const check = (holds: boolean, fault: string) => holds || faults.push(fault)
  const checkHours = (of: readonly Interval[], where: string) => {
    for (const [from, to] of of) {
      const [begin, end] = [timeOf(from), timeOf(to)]
      check(begin < DAY && end <= DAY, `has hours on ${where} that are no times of day: ${from} to ${to}`)
      check(begin !== end, `has hours on ${where} without any length: ${from} to ${to}; a whole day is 00:00 to 24:00`)
    }
  }
  check(isZone(zone), 'has a zone that is not known')
  check(hours.length === 7, `has hours for ${hours.length} weekdays, not 7`)
  hours.forEach((of, i) => {
    checkHours(of, weekdays[i] ?? `weekday ${i + 1}`)
  })
  for (const [date, day] of Object.entries(days)) {
    check(isDate(date), `names a day that is no date: ${date}`)
    check(isHours(day) || day === 'off' || day === 'work', `knows neither 'off' nor 'work' nor hours for ${date}`)
    if (isHours(day)) checkHours(day, date)
    check(day !== 'work' || hours.some(of => of.length > 0), `has no weekday whose hours ${date} could take`)
  }
  for (const date of [coveredFrom, coveredTo]) {
    if (date !== undefined) check(isDate(date), `is covered from or to no date: ${date}`)
  }
  return faults
}

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
export const nameOf = ({ zone }: Calendar) => `the calendar of ${zone}`
export const isHours = (day: Calendar['days'][string]): day is readonly Interval[] => Array.isArray(day)

/** Milliseconds since midnight; NaN for what is no time. */
function timeOf(text: string): number {
  const [, hours, minutes, seconds = '0'] = /^(\d{1,2}):([0-5]\d)(?::([0-5]\d))?$/.exec(text) ?? []
  return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000
}

export const shiftOf = ([from, to]: Interval): Opening => {
  const [begin, end] = [timeOf(from), timeOf(to)]
  return { from: begin, to: end > begin ? end : end + DAY }
}

/** In order, those that touch or overlap made one. */
function shiftsOf(hours: readonly Interval[]): readonly Opening[] {
  const shifts: Opening[] = []
  for (const shift of hours.map(shiftOf).sort((a, b) => a.from - b.from)) {
    const last = shifts.at(-1)
    if (last && shift.from <= last.to) shifts[shifts.length - 1] = { from: last.from, to: Math.max(last.to, shift.to) }
    else shifts.push(shift)
  }
  return shifts
}

function isZone(zone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en-US', { timeZone: zone }))
  } catch {
    return false
  }
}

export const dateOf = (day: number) => new Date(day * DAY).toISOString().slice(0, 10)
const isDate = (date: string) =>
  /^\d{4}-\d\d-\d\d$/.test(date) && !Number.isNaN(Date.parse(date)) && dateOf(Date.parse(date) / DAY) === date

export function dayNumber(date: string): number {
  if (!isDate(date)) throw new RangeError(`'${date}' is no date`)
  return Date.parse(date) / DAY
}

export const dayOf = ({ zone }: Plan, instant: number) => Math.floor(wallTime(zone, instant) / DAY)

/** The openings of the shifts that begin on a day, as instants. */
export function ownOpeningsOf(plan: Plan, day: number): readonly Opening[] {
  const known = plan.openings.get(day)
  if (known) return known
  const shifts = plan.named.get(day) ?? plan.week[(((day + 3) % 7) + 7) % 7] ?? []
  const instant = (time: number) => instantOf(plan.zone, day * DAY + time)
  const openings = shifts
    .map(({ from, to }) => ({ from: instant(from), to: instant(to) }))
    .filter(opening => opening.from < opening.to)
  if (plan.openings.size > REMEMBERED_DAYS) plan.openings.clear()
  plan.openings.set(day, openings)
  return openings
}

/** The same without what the night before still covers. */
function openingsOf(plan: Plan, day: number): readonly Opening[] {
  const own = ownOpeningsOf(plan, day)
  const night = ownOpeningsOf(plan, day - 1).at(-1)?.to ?? Number.NEGATIVE_INFINITY
  if (own[0] === undefined || night <= own[0].from) return own
  return own
    .filter(opening => opening.to > night)
    .map(opening => ({ from: Math.max(opening.from, night), to: opening.to }))
}

/** Whether only the plain week lies ahead in that direction. */
export const beyond = ({ firstNamed, lastNamed }: Plan, day: number, step: number) =>
  Math.abs(day) > LAST_DAY || (step > 0 ? day > lastNamed : day < firstNamed)

/** The last day that a Date can hold, less some for zones. */
const LAST_DAY = 99_999_990

/** The openings that end at an instant or later, in order and apart, until it is sure that no more come. */
export function* openingsFrom(plan: Plan, instant: number): Generator<Opening> {
  let day = dayOf(plan, instant) - 1
  for (let quiet = 0; quiet <= QUIET_DAYS; day++, quiet = beyond(plan, day, 1) ? quiet + 1 : 0) {
    for (const opening of openingsOf(plan, day)) {
      quiet = 0
      if (opening.to >= instant) yield opening
    }
    if (day > LAST_DAY) return
  }
}

/** The openings that begin at an instant or before, the latest first. */
export function* openingsUntil(plan: Plan, instant: number): Generator<Opening> {
  let day = dayOf(plan, instant) + 1
  for (let quiet = 0; quiet <= QUIET_DAYS; day--, quiet = beyond(plan, day, -1) ? quiet + 1 : 0) {
    for (const opening of [...openingsOf(plan, day)].reverse()) {
      quiet = 0
      if (opening.from <= instant) yield opening
    }
    if (day < -LAST_DAY) return
  }
}
