import * as fc from 'fast-check'
import { DateTime } from 'luxon'
import {
  addWorkingSeconds,
  type Calendar,
  type Interval,
  isOpen,
  isWorkingDay,
  nextClosing,
  nextOpening,
  subtractWorkingSeconds,
  workingSecondsBetween,
} from '../../shared/domain/calendar'

const MINUTE = 60_000
const DAY = 86_400_000
const iso = (instant: number) => new Date(instant).toISOString()

/** Eight days around changes of the clock, and some without; the wall clock of each minute is read from a date library. */
const WINDOW_DAYS = 8
const windows = [
  ['Europe/Berlin', '2026-03-26'],
  ['Europe/Berlin', '2026-10-22'],
  ['America/New_York', '2026-03-05'],
  ['America/New_York', '2026-10-29'],
  ['America/Sao_Paulo', '2017-10-12'],
  ['America/Sao_Paulo', '2018-02-15'],
  ['Australia/Lord_Howe', '2026-10-01'],
  ['Australia/Lord_Howe', '2026-04-02'],
  ['Asia/Beirut', '2026-03-26'],
  ['Asia/Beirut', '2026-10-22'],
  ['America/St_Johns', '2010-11-04'],
  ['America/St_Johns', '2010-03-11'],
  ['Pacific/Chatham', '2026-09-24'],
  ['Pacific/Apia', '2011-12-27'],
  ['Africa/Casablanca', '2026-02-12'],
  ['Asia/Tehran', '2022-03-19'],
  ['Asia/Shanghai', '2026-02-12'],
  ['Asia/Kathmandu', '2026-02-12'],
] as const

interface Window {
  readonly zone: string
  readonly from: number
  /** By minute since `from`: what the wall shows, as if it were UTC. */
  readonly wall: readonly number[]
}
const seen = new Map<string, Window>()
const windowOf = ([zone, date]: readonly [string, string]): Window => {
  const known = seen.get(zone + date)
  if (known) return known
  const from = Date.parse(date)
  const ahead = (minute: number) => DateTime.fromMillis(from + minute * MINUTE, { zone }).offset
  const wall = Array.from({ length: WINDOW_DAYS * 24 }, (_, hour) => hour * 60).flatMap(first => {
    const steady = ahead(first) === ahead(first + 60) ? ahead(first) : undefined
    return Array.from({ length: 60 }, (_, n) => from + (first + n + (steady ?? ahead(first + n))) * MINUTE)
  })
  const window = { zone, from, wall }
  seen.set(zone + date, window)
  return window
}

/** The minutes of a window in which the house is open: from the first minute at which the wall shows the opening, or more, to
 *  the first at which it shows the closing. No line of this is shared with what it tests. */
function openMinutes({ from, wall }: Window, calendar: Calendar): readonly boolean[] {
  const open = wall.map(() => false)
  const reaches = (target: number) => {
    const minute = wall.findIndex(time => time >= target)
    return minute < 0 ? wall.length : minute
  }
  const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
  for (let day = from - DAY; day < from + (WINDOW_DAYS + 1) * DAY; day += DAY) {
    const usual = calendar.hours[(new Date(day).getUTCDay() + 6) % 7] ?? []
    const special = calendar.days[iso(day).slice(0, 10)]
    const made = calendar.hours.find(hours => hours.length > 0) ?? []
    for (const [a, b] of special === 'off' ? [] : special === 'work' ? made : (special ?? usual)) {
      const end = minutes(b) > minutes(a) ? minutes(b) : minutes(b) + 1440
      open.fill(true, reaches(day + minutes(a) * MINUTE), reaches(day + end * MINUTE))
    }
  }
  return open
}

const time = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
/** Mostly round times; a fifth of them any minute, and as many in the small hours in which clocks change. */
const minute = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 47 }).map(n => n * 30) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 1439 }) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 12 }).map(n => n * 15) },
)
const interval = fc
  .tuple(minute, fc.oneof(minute, fc.constant(1440)))
  .filter(([a, b]) => a !== b)
  .map(([a, b]): Interval => [time(a), time(b)])
const hours = fc.array(interval, { maxLength: 3 })
const week = fc.tuple(hours, hours, hours, hours, hours, hours, hours).filter(days => days.some(day => day.length > 0))

const situations = fc
  .constantFrom(...windows)
  .chain(window =>
    fc.record({
      window: fc.constant(window),
      hours: week,
      days: fc.dictionary(
        fc.integer({ min: 0, max: WINDOW_DAYS }).map(n => iso(Date.parse(window[1]) + n * DAY).slice(0, 10)),
        fc.oneof(fc.constant('off' as const), fc.constant('work' as const), hours),
        { maxKeys: 3 },
      ),
      a: fc.integer({ min: 2 * 1440, max: 6 * 1440 }),
      b: fc.integer({ min: 2 * 1440, max: 6 * 1440 }),
    }),
  )
  .map(({ window, hours, days, a, b }) => ({
    window: windowOf(window),
    calendar: { zone: window[0], hours, days } as Calendar,
    from: Math.min(a, b),
    to: Math.max(a, b),
  }))

describe('working time agrees with a reading of the wall clock, minute by minute', () => {
  test('when it is measured', () => {
    fc.assert(
      fc.property(situations, ({ window, calendar, from, to }) => {
        const open = openMinutes(window, calendar).slice(from, to).filter(Boolean).length
        const [start, end] = [from, to].map(at => iso(window.from + at * MINUTE)) as [string, string]
        expect(workingSecondsBetween(calendar, start, end)).toBe(open * 60)
      }),
      { numRuns: 400 },
    )
  })

  test('when it is added, forwards and backwards', () => {
    fc.assert(
      fc.property(situations, ({ window, calendar, from, to }) => {
        const open = openMinutes(window, calendar)
        const [start, end] = [from, to].map(at => iso(window.from + at * MINUTE)) as [string, string]
        const within = open.slice(from, to).filter(Boolean).length
        if (within === 0) return
        const last = from + open.slice(from, to).lastIndexOf(true) + 1
        const first = open.indexOf(true, from)
        expect(addWorkingSeconds(calendar, start, within * 60).at).toBe(iso(window.from + last * MINUTE))
        expect(subtractWorkingSeconds(calendar, end, within * 60).at).toBe(iso(window.from + first * MINUTE))
      }),
      { numRuns: 400 },
    )
  })

  test('when it is asked what is open, and what opens or closes next', () => {
    fc.assert(
      fc.property(situations, ({ window, calendar, from }) => {
        const open = openMinutes(window, calendar)
        const now = iso(window.from + from * MINUTE)
        expect(isOpen(calendar, now)).toBe(open[from])
        const opening = open.indexOf(true, from)
        if (opening < 0) return
        expect(nextOpening(calendar, now)).toBe(iso(window.from + opening * MINUTE))
        const closing = open.indexOf(false, opening)
        if (closing >= 0) expect(nextClosing(calendar, now)).toBe(iso(window.from + closing * MINUTE))
      }),
      { numRuns: 400 },
    )
  })
})

describe('working time with nights and changes of the clock', () => {
  const instants = fc.record({
    minute: fc.integer({ min: 0, max: 40 * 1440 }),
    ms: fc.integer({ min: 0, max: 59_999 }),
  })
  const cases = fc
    .record({ situation: situations, one: instants, two: instants, seconds: fc.integer({ min: 0, max: 400_000 }) })
    .map(({ situation: { window, calendar }, one, two, seconds }) => {
      const [a, b] = [one, two].map(({ minute, ms }) => window.from - 16 * DAY + minute * MINUTE + ms)
      return { calendar, from: iso(Math.min(a ?? 0, b ?? 0)), to: iso(Math.max(a ?? 0, b ?? 0)), seconds }
    })
  const check = (holds: (of: { calendar: Calendar; from: string; to: string; seconds: number }) => void) =>
    fc.assert(fc.property(cases, holds), { numRuns: 300 })

  test('what was added is what is measured, and what subtracting takes away', () => {
    check(({ calendar, from, seconds }) => {
      const { at } = addWorkingSeconds(calendar, from, seconds)
      expect(workingSecondsBetween(calendar, from, at)).toBe(seconds)
      const back = subtractWorkingSeconds(calendar, at, seconds).at
      expect(workingSecondsBetween(calendar, back, at)).toBe(seconds)
      if (seconds > 0) expect(addWorkingSeconds(calendar, back, seconds).at).toBe(at)
    })
  })

  test('adding twice is adding the sum', () => {
    check(({ calendar, from, seconds }) => {
      const third = Math.floor(seconds / 3)
      const { at } = addWorkingSeconds(calendar, from, third)
      expect(addWorkingSeconds(calendar, at, seconds - third).at).toBe(addWorkingSeconds(calendar, from, seconds).at)
    })
  })

  test('a later start or more time never ends earlier, a longer measure is never less', () => {
    check(({ calendar, from, to, seconds }) => {
      const end = (at: string, more = 0) => addWorkingSeconds(calendar, at, seconds + more).at
      expect(end(from) <= end(to)).toBe(true)
      expect(end(from) <= end(from, 1)).toBe(true)
      expect(workingSecondsBetween(calendar, from, to)).toBeGreaterThanOrEqual(0)
      expect(workingSecondsBetween(calendar, from, end(to))).toBeGreaterThanOrEqual(
        workingSecondsBetween(calendar, to, end(to)),
      )
    })
  })

  test('an end lies in open time or is a closing', () => {
    check(({ calendar, from, seconds }) => {
      const end = addWorkingSeconds(calendar, from, seconds + 1).at
      expect(isOpen(calendar, iso(Date.parse(end) - 1))).toBe(true)
      expect(isOpen(calendar, end) || nextClosing(calendar, iso(Date.parse(end) - 1)) === end).toBe(true)
    })
  })

  test('another holiday takes away its own hours, and moves only what reaches it', () => {
    check(({ calendar, from, to, seconds }) => {
      const date = to.slice(0, 10)
      const more: Calendar = { ...calendar, days: { ...calendar.days, [date]: 'off' } }
      const weekIsLeft = [...Array(14).keys()].some(n =>
        isWorkingDay(more, iso(Date.parse(date) + n * DAY).slice(0, 10)),
      )
      if (!weekIsLeft) return
      expect(workingSecondsBetween(more, from, to)).toBeLessThanOrEqual(workingSecondsBetween(calendar, from, to))
      const [before, after] = [calendar, more].map(each => addWorkingSeconds(each, from, seconds).at) as [
        string,
        string,
      ]
      expect(before <= after).toBe(true)
      if (before < iso(Date.parse(date) - DAY)) expect(after).toBe(before)
    })
  })

  test('a week later is a week later, where the clocks stand still and no day is special', () => {
    check(({ calendar, from, seconds }) => {
      const plain: Calendar = { ...calendar, zone: 'Asia/Kolkata', days: {} }
      const aWeekOn = (at: string) => iso(Date.parse(at) + 7 * DAY)
      expect(addWorkingSeconds(plain, aWeekOn(from), seconds).at).toBe(
        aWeekOn(addWorkingSeconds(plain, from, seconds).at),
      )
    })
  })
})
