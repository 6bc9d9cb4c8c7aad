import { DateTime } from 'luxon'
import { NotHonoured } from './kernel'

/** The first occurrence after an instant; `anchor` is where a rate counts from. */
export type Next = (after: number, anchor: number) => number | undefined

const minutes: Readonly<Record<string, number>> = { minute: 1, hour: 60, day: 1440 }

/** Reads `rate(…)`, `cron(…)` and `at(…)` in a time zone, refusing by name what it does not honour.
 *  https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html */
export function readExpression(expression: string, zone: string): Next {
  const [, kind, text] = /^(rate|cron|at)\((.+)\)$/.exec(expression) ?? []
  const [, count, unit] = /^([1-9]\d*) (minute|hour|day)s?$/.exec(text ?? '') ?? []
  if (kind === 'rate' && unit) return rate(Number(count) * minutes[unit]! * 60_000)
  if (kind === 'cron') return cron(text!.split(/\s+/), zone, expression)
  const instant = kind === 'at' ? DateTime.fromISO(text!, { zone }).toMillis() : Number.NaN
  if (Number.isNaN(instant)) throw new NotHonoured(`the schedule expression ${expression}`)
  return after => (instant > after ? instant : undefined)
}

const rate =
  (period: number): Next =>
  (after, anchor) =>
    anchor + Math.max(0, Math.floor((after - anchor) / period) + 1) * period

const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC']
const weekdays = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT']
/** February 29 comes at least once in so many years. */
const longestGapYears = 8

/** A local time that a daylight-saving change skips does not occur; one that it repeats occurs once. */
function cron(fields: readonly string[], zone: string, expression: string): Next {
  const refuse = (what: string) => new NotHonoured(`${what} of the schedule expression ${expression}`)
  const [minute, hour, day, month, weekday, year] = fields as [string, string, string, string, string, string]
  if (fields.length !== 6 || (day === '?') === (weekday === '?')) throw refuse('the fields')
  const read = (text: string, min: number, max: number, names: readonly string[] = []): readonly number[] => {
    const number = (part: string) => (names.includes(part) ? names.indexOf(part) + 1 : Number(part))
    return text.split(',').flatMap(item => {
      const [, from = '', to, step] = /^(\*|\?|\w+)(?:-(\w+))?(?:\/(\d+))?$/.exec(item) ?? []
      const first = /[*?]/.test(from) ? min : number(from)
      const last = to ? number(to) : /[*?]/.test(from) || step ? max : first
      if (!(first >= min && last <= max && first <= last && step !== '0')) throw refuse(`the field ${text}`)
      const length = Math.floor((last - first) / Number(step ?? 1)) + 1
      return Array.from({ length }, (_, index) => first + index * Number(step ?? 1))
    })
  }
  const times = read(hour, 0, 23).flatMap(h => read(minute, 0, 59).map(m => ({ hour: h, minute: m })))
  times.sort((a, b) => a.hour - b.hour || a.minute - b.minute)
  const [days, ofMonths, years] = [read(day, 1, 31), read(month, 1, 12, months), read(year, 1970, 2199)]
  const ofWeek = read(weekday, 1, 7, weekdays)
  const falls = (date: DateTime) =>
    years.includes(date.year) &&
    ofMonths.includes(date.month) &&
    days.includes(date.day) &&
    ofWeek.includes((date.weekday % 7) + 1)

  return after => {
    const start = DateTime.fromMillis(after, { zone }).startOf('day')
    const until = Math.max(start.year, Math.min(...years)) + longestGapYears
    for (let date = start; date.year <= until; date = date.plus({ days: 1 })) {
      if (!falls(date)) continue
      for (const time of times) {
        const at = date.set(time)
        if (at.hour === time.hour && at.minute === time.minute && at.toMillis() > after) return at.toMillis()
      }
    }
    return undefined
  }
}
