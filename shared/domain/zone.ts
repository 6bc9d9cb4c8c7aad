import type { Instant } from './case'

const DAY = 86_400_000

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

/** Asks Node, which knows the zones (a date library weighs 70 KB in each bundle), but takes microseconds to answer. */
function askedOffset(zone: string, instant: number): number {
  const part: Record<string, number> = {}
  for (const { type, value } of formatOf(zone).formatToParts(instant)) part[type] = Number(value)
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant / 1000) * 1000
}

/** Six days, in which a zone changes its offset once at most. */
interface Stretch {
  readonly change: number
  readonly before: number
  readonly after: number
}

const STRETCH = 2 ** 29
const REMEMBERED = 20_000
const stretches = new Map<string, Map<number, Stretch>>()

function stretchOf(zone: string, number: number): Stretch {
  const ofZone = stretches.get(zone) ?? new Map<number, Stretch>()
  stretches.set(zone, ofZone)
  const known = ofZone.get(number)
  if (known) return known
  const [from, to] = [number * STRETCH, (number + 1) * STRETCH]
  const [before, after] = [askedOffset(zone, from), askedOffset(zone, to)]
  const change = before === after ? Number.POSITIVE_INFINITY : changeBetween(zone, from, to, after)
  if (ofZone.size > REMEMBERED) ofZone.clear()
  ofZone.set(number, { change, before, after })
  return { change, before, after }
}

/** The first instant with the new offset. */
function changeBetween(zone: string, before: number, after: number, offset: number): number {
  if (after - before <= 1) return after
  const middle = Math.floor((before + after) / 2)
  return askedOffset(zone, middle) === offset
    ? changeBetween(zone, before, middle, offset)
    : changeBetween(zone, middle, after, offset)
}

/** Milliseconds by which the zone is ahead of UTC at that instant; for years after 100. Throws a RangeError for a zone
 *  that Node does not know. */
export function zoneOffset(zone: string, instant: number): number {
  const { change, before, after } = stretchOf(zone, Math.floor(instant / STRETCH))
  return instant < change ? before : after
}

/** What the clock on the wall shows, as if it were UTC; milliseconds since 1970. */
export const wallTime = (zone: string, instant: number): number => instant + zoneOffset(zone, instant)

/** The instant at which the wall shows that time: of two the first; a time that the clocks skip is the instant of the skip. */
export function instantOf(zone: string, wall: number): number {
  const [early, late] = [zoneOffset(zone, wall - DAY), zoneOffset(zone, wall + DAY)]
  const [first, second] = [wall - Math.max(early, late), wall - Math.min(early, late)]
  if (wallTime(zone, first) === wall) return first
  if (wallTime(zone, second) === wall) return second
  const [here, there] = [first, second].map(instant => stretchOf(zone, Math.floor(instant / STRETCH)).change)
  return here !== undefined && here > first && here <= second ? here : (there ?? second)
}

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
