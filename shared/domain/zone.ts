import type { Instant } from './case'

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known) return known
  const two = '2-digit'
  const format = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone: zone, hourCycle: 'h23', year: 'numeric', month: two, day: two, hour: two, minute: two, second: two },
  } as Intl.DateTimeFormatOptions)
  formats.set(zone, format)
  return format
}

/** What the clock on the wall shows, as if it were UTC; milliseconds since 1970, for years after 1. Node knows the zones:
 *  a date library weighs 70 KB in each bundle. */
export function wallTime(zone: string, instant: number): number {
  const part: Record<string, number> = {}
  for (const { type, value } of formatOf(zone).formatToParts(instant)) part[type] = Number(value)
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part
  return Date.UTC(year, month - 1, day, hour, minute, second) + (((instant % 1000) + 1000) % 1000)
}

/** Milliseconds by which the zone is ahead of UTC at that instant. */
export const zoneOffset = (zone: string, instant: number): number => wallTime(zone, instant) - instant

/** The local date, 'YYYY-MM-DD'. */
export const localDate = (zone: string, instant: number): string =>
  new Date(wallTime(zone, instant)).toISOString().slice(0, 10)

/** The wall-clock parts of an instant; weekday 0 is Monday. */
export function localParts(zone: string, at: Instant) {
  const wall = new Date(wallTime(zone, Date.parse(at)))
  return {
    year: wall.getUTCFullYear(),
    month: wall.getUTCMonth() + 1,
    day: wall.getUTCDate(),
    weekday: (wall.getUTCDay() + 6) % 7,
    time: wall.toISOString().slice(11, 16),
  }
}
