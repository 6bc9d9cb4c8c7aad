import * as fc from 'fast-check'
import { DateTime } from 'luxon'
import {
  addWorkingSeconds,
  type Calendar,
  type Interval,
  isWorkingDay,
  nextOpening,
  workingSecondsBetween,
} from '../../shared/domain/calendar'
import { calendarOf } from '../../shared/domain/calendars'

const HOUR = 3600
const DAY = 8 * HOUR

const week = (hours: readonly Interval[], weekend: readonly Interval[] = []) => [
  hours,
  hours,
  hours,
  hours,
  hours,
  weekend,
  weekend,
]
const plain = (zone: string, hours: readonly Interval[], more: Partial<Calendar> = {}): Calendar => ({
  zone,
  hours: week(hours),
  days: {},
  ...more,
})
/** A wall-clock time as an instant: '2026-02-13 16:00'. */
const at = (zone: string, wall: string) => DateTime.fromISO(wall.replace(' ', 'T'), { zone }).toUTC().toISO() ?? ''
const wall = (zone: string, instant: string) =>
  DateTime.fromISO(instant, { zone })
    .toFormat('yyyy-MM-dd HH:mm:ss.SSS')
    .replace(/(:00)?\.000$/, '')

const china = calendarOf('CN')
const brazil = calendarOf('BR')

describe('working time in China', () => {
  test.each([
    ['within a day', '2026-03-09 10:00', 2 * HOUR, '2026-03-09 12:00'],
    [
      'one working day from an opening is its closing, not the next opening',
      '2026-03-09 09:00',
      DAY,
      '2026-03-09 17:00',
    ],
    ['one working day from the morning', '2026-03-09 10:30', DAY, '2026-03-10 10:30'],
    ['seconds are kept', '2026-03-09 10:30:17', DAY, '2026-03-10 10:30:17'],
    ['milliseconds too', '2026-03-09 10:30:17.123', DAY, '2026-03-10 10:30:17.123'],
    ['from the evening', '2026-03-09 20:00', HOUR, '2026-03-10 10:00'],
    ['from before the opening', '2026-03-09 03:00', HOUR, '2026-03-09 10:00'],
    ['from closing time itself', '2026-03-09 17:00', HOUR, '2026-03-10 10:00'],
    ['over a weekend', '2026-03-13 16:00', 2 * HOUR, '2026-03-16 10:00'],
    ['from a Saturday', '2026-03-14 12:00', DAY, '2026-03-16 17:00'],
    ['five working days in a plain week', '2026-03-09 09:01', 5 * DAY, '2026-03-16 09:01'],
    ['nothing at all, in open time', '2026-03-09 12:34', 0, '2026-03-09 12:34'],
    ['nothing at all, at closing time', '2026-03-09 17:00', 0, '2026-03-09 17:00'],
    ['nothing at all, at night', '2026-03-09 22:00', 0, '2026-03-10 09:00'],
    // 春节 2026: 15–23 February off; Saturdays 14 and 28 February are made up
    ['a make-up Saturday counts', '2026-02-13 16:00', 2 * HOUR, '2026-02-14 10:00'],
    ['over the Spring Festival', '2026-02-14 16:00', 2 * HOUR, '2026-02-24 10:00'],
    ['five working days over the Spring Festival', '2026-02-12 10:00', 5 * DAY, '2026-02-26 10:00'],
    ['the second make-up Saturday counts as well', '2026-02-27 10:00', DAY, '2026-02-28 10:00'],
    // 国庆 2026: 1–7 October off; 20 September (Sunday) and 10 October (Saturday) are made up
    ['a make-up Sunday before the National Day', '2026-09-18 16:00', 2 * HOUR, '2026-09-20 10:00'],
    ['five working days over the National Day', '2026-09-29 14:00', 5 * DAY, '2026-10-12 14:00'],
    // 元旦 2026: 1–3 January off, Sunday the 4th made up
    ['over New Year', '2025-12-31 16:00', 2 * HOUR, '2026-01-04 10:00'],
    // 2024: 10–17 February off, 4 and 18 February (Sundays) made up
    ['the Spring Festival of 2024', '2024-02-09 16:00', 2 * HOUR, '2024-02-18 10:00'],
    ['the long holiday of 2020', '2020-01-23 16:00', 2 * HOUR, '2020-02-03 10:00'],
  ])('%s', (_, from, seconds, expected) => {
    const result = addWorkingSeconds(china, at(china.zone, from), seconds)
    expect([wall(china.zone, result.at), result.provisional]).toEqual([expected, false])
  })

  test.each([
    ['2026-02-14', true],
    ['2026-02-15', false],
    ['2026-02-16', false],
    ['2026-02-24', true],
    ['2026-02-28', true],
    ['2026-03-07', false],
    ['2026-10-10', true],
    ['2025-10-08', false],
    ['2004-05-08', true],
  ])('%s is a working day: %s', (date, expected) => {
    expect(isWorkingDay(china, date)).toBe(expected)
  })

  test('a day beyond the published holidays is counted by the plain week, and marked', () => {
    const over = addWorkingSeconds(china, at(china.zone, '2026-12-31 16:00'), 2 * HOUR)
    expect([wall(china.zone, over.at), over.provisional]).toEqual(['2027-01-01 10:00', true])
    expect(addWorkingSeconds(china, at(china.zone, '2026-12-31 15:00'), HOUR).provisional).toBe(false)
    expect(addWorkingSeconds(china, at(china.zone, '2003-06-02 15:00'), HOUR).provisional).toBe(true)
    expect([china.coveredFrom, china.coveredTo]).toEqual(['2004-01-01', '2026-12-31'])
  })

  test('measuring counts open time only, and backwards is negative', () => {
    const [from, to] = [at(china.zone, '2026-02-13 16:00'), at(china.zone, '2026-02-24 10:00')]
    expect(workingSecondsBetween(china, from, to)).toBe(HOUR + DAY + HOUR)
    expect(workingSecondsBetween(china, to, from)).toBe(-(HOUR + DAY + HOUR))
    expect(workingSecondsBetween(china, at(china.zone, '2026-03-14 00:00'), at(china.zone, '2026-03-15 23:59'))).toBe(0)
  })

  test.each([
    ['2026-03-09 12:00', '2026-03-09 12:00'],
    ['2026-03-09 08:00', '2026-03-09 09:00'],
    ['2026-03-09 17:00', '2026-03-10 09:00'],
    ['2026-03-13 17:00', '2026-03-16 09:00'],
    ['2026-02-14 17:00', '2026-02-24 09:00'],
  ])('at %s the next opening is %s', (from, expected) => {
    expect(wall(china.zone, nextOpening(china, at(china.zone, from)))).toBe(expected)
  })
})

describe('working time in Brazil', () => {
  test.each([
    ['over Good Friday', '2017-04-13 16:00', 2 * HOUR, '2017-04-17 10:00'],
    ['the Monday of Carnival is worked', '2017-02-24 16:00', 2 * HOUR, '2017-02-27 10:00'],
    ['when the clocks go forward at midnight', '2017-10-13 16:00', 2 * HOUR, '2017-10-16 10:00'],
    ['when they go back', '2018-02-16 16:00', 2 * HOUR, '2018-02-19 10:00'],
  ])('%s', (_, from, seconds, expected) => {
    expect(wall(brazil.zone, addWorkingSeconds(brazil, at(brazil.zone, from), seconds).at)).toBe(expected)
  })
})

describe('days with several hours', () => {
  const noon = plain('Asia/Shanghai', [
    ['09:00', '12:00'],
    ['13:30', '18:00'],
  ])
  test.each([
    ['09:00', 3 * HOUR, '2026-03-09 12:00'],
    ['09:00', 3 * HOUR + 1, '2026-03-09 13:30:01'],
    ['12:30', HOUR, '2026-03-09 14:30'],
    ['12:00', 0, '2026-03-09 12:00'],
    ['13:00', 0, '2026-03-09 13:30'],
    ['17:00', 2 * HOUR, '2026-03-10 10:00'],
  ])('from %s, %d s', (from, seconds, expected) => {
    expect(wall(noon.zone, addWorkingSeconds(noon, at(noon.zone, `2026-03-09 ${from}`), seconds).at)).toBe(expected)
  })

  test('hours that touch, overlap or stand in any order are one', () => {
    const messy = plain('Asia/Shanghai', [
      ['13:00', '17:00'],
      ['09:00', '12:00'],
      ['11:00', '13:00'],
    ])
    expect(wall(messy.zone, addWorkingSeconds(messy, at(messy.zone, '2026-03-09 09:00'), DAY).at)).toBe(
      '2026-03-09 17:00',
    )
  })

  test('a part-day holiday has hours of its own', () => {
    const eve = plain('Asia/Shanghai', [['09:00', '17:00']], {
      days: { '2026-03-10': [['09:00', '12:00']], '2026-03-14': 'work' },
    })
    expect(wall(eve.zone, addWorkingSeconds(eve, at(eve.zone, '2026-03-10 11:00'), 2 * HOUR).at)).toBe(
      '2026-03-11 10:00',
    )
    expect(isWorkingDay(eve, '2026-03-10')).toBe(true)
    expect(isWorkingDay(eve, '2026-03-14')).toBe(true)
    expect(wall(eve.zone, addWorkingSeconds(eve, at(eve.zone, '2026-03-13 17:00'), DAY).at)).toBe('2026-03-14 17:00')
  })

  test('a house that never closes counts like the clock', () => {
    const always: Calendar = { zone: 'Europe/Berlin', hours: Array(7).fill([['00:00', '24:00']]), days: {} }
    const from = '2026-03-28T12:00:00.000Z'
    expect(addWorkingSeconds(always, from, 48 * HOUR).at).toBe('2026-03-30T12:00:00.000Z')
  })

  test('a calendar that never opens is refused, and so is less than nothing', () => {
    const never: Calendar = { zone: 'UTC', hours: Array(7).fill([]), days: {} }
    expect(() => addWorkingSeconds(never, '2026-03-09T00:00:00.000Z', 1)).toThrow(RangeError)
    expect(() => nextOpening(never, '2026-03-09T00:00:00.000Z')).toThrow(RangeError)
    expect(() => addWorkingSeconds(china, '2026-03-09T00:00:00.000Z', -1)).toThrow(RangeError)
    expect(() => addWorkingSeconds(china, '2026-03-09T00:00:00.000Z', Number.NaN)).toThrow(RangeError)
  })
})

describe('daylight saving: elapsed time counts real seconds (convention 3)', () => {
  const night: readonly Interval[] = [['00:00', '08:00']]
  const berlin: Calendar = { zone: 'Europe/Berlin', hours: Array(7).fill(night), days: {} }

  test('a night in which the clocks go forward has seven hours', () => {
    expect(
      workingSecondsBetween(berlin, at('Europe/Berlin', '2026-03-29 00:00'), at('Europe/Berlin', '2026-03-29 08:00')),
    ).toBe(7 * HOUR)
    expect(wall('Europe/Berlin', addWorkingSeconds(berlin, at('Europe/Berlin', '2026-03-29 01:00'), 2 * HOUR).at)).toBe(
      '2026-03-29 04:00',
    )
  })

  test('a night in which they go back has nine', () => {
    expect(
      workingSecondsBetween(berlin, at('Europe/Berlin', '2026-10-25 00:00'), at('Europe/Berlin', '2026-10-25 08:00')),
    ).toBe(9 * HOUR)
  })

  test('an opening that the clocks skip is the instant of the skip', () => {
    const early: Calendar = { zone: 'Europe/Berlin', hours: Array(7).fill([['02:30', '04:00']]), days: {} }
    expect(nextOpening(early, '2026-03-29T00:00:00.000Z')).toBe('2026-03-29T01:00:00.000Z')
    expect(workingSecondsBetween(early, '2026-03-29T00:00:00.000Z', '2026-03-29T06:00:00.000Z')).toBe(HOUR)
  })

  test('an opening that comes twice is the first of the two', () => {
    const early: Calendar = { zone: 'Europe/Berlin', hours: Array(7).fill([['02:30', '04:00']]), days: {} }
    expect(nextOpening(early, '2026-10-24T23:00:00.000Z')).toBe('2026-10-25T00:30:00.000Z')
  })

  test('a date that a zone leaves out has no hours', () => {
    const samoa = plain('Pacific/Apia', [['09:00', '17:00']])
    expect(
      workingSecondsBetween(samoa, at('Pacific/Apia', '2011-12-29 17:00'), at('Pacific/Apia', '2011-12-31 09:00')),
    ).toBe(0)
  })

  test('zones with half hours', () => {
    const lordHowe = plain('Australia/Lord_Howe', [['00:00', '24:00']], { hours: Array(7).fill([['00:00', '24:00']]) })
    const day = ['2026-10-04 00:00', '2026-10-05 00:00'].map(time => at('Australia/Lord_Howe', time))
    expect(workingSecondsBetween(lordHowe, day[0] ?? '', day[1] ?? '')).toBe(23.5 * HOUR)
  })
})

describe('working time, whatever the calendar', () => {
  const quarter = fc.integer({ min: 16, max: 95 }).map(n => n * 15)
  const time = (minutes: number) =>
    `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
  const interval = fc
    .tuple(quarter, quarter)
    .filter(([a, b]) => a !== b)
    .map(([a, b]): Interval => [time(Math.min(a, b)), time(Math.max(a, b))])
  const hours = fc.array(interval, { maxLength: 3 })
  const date = fc.integer({ min: 0, max: 60 }).map(n => new Date(Date.UTC(2026, 2, 1 + n)).toISOString().slice(0, 10))
  const special = fc.oneof(
    fc.constant('off' as const),
    fc.constant('work' as const),
    fc.array(interval, { maxLength: 2 }),
  )
  const calendars: fc.Arbitrary<Calendar> = fc.record({
    zone: fc.constantFrom(
      'Asia/Shanghai',
      'Europe/Berlin',
      'America/New_York',
      'America/Sao_Paulo',
      'Asia/Kolkata',
      'Pacific/Auckland',
    ),
    hours: fc.tuple(fc.array(interval, { minLength: 1, maxLength: 3 }), hours, hours, hours, hours, hours, hours),
    days: fc.dictionary(date, special, { maxKeys: 8 }),
  })
  const instants = fc
    .integer({ min: Date.UTC(2026, 2, 1), max: Date.UTC(2026, 3, 25) })
    .map(ms => new Date(ms).toISOString())
  const seconds = fc.integer({ min: 0, max: 60 * HOUR })

  test('what was added is what is measured', () => {
    fc.assert(
      fc.property(calendars, instants, seconds, (calendar, from, added) => {
        expect(workingSecondsBetween(calendar, from, addWorkingSeconds(calendar, from, added).at)).toBeCloseTo(added, 6)
      }),
    )
  })

  test('more time, and a later start, never end earlier', () => {
    fc.assert(
      fc.property(calendars, instants, instants, seconds, seconds, (calendar, a, b, less, more) => {
        const [first, second] = a < b ? [a, b] : [b, a]
        const end = (from: string, added: number) => addWorkingSeconds(calendar, from, added).at
        expect(end(first, less) <= end(first, less + more)).toBe(true)
        expect(end(first, less) <= end(second, less)).toBe(true)
      }),
    )
  })

  test('an end lies in open time or at a closing, never in between', () => {
    fc.assert(
      fc.property(calendars, instants, fc.integer({ min: 1, max: 60 * HOUR }), (calendar, from, added) => {
        const end = addWorkingSeconds(calendar, from, added).at
        const justBefore = new Date(Date.parse(end) - 1).toISOString()
        expect(nextOpening(calendar, justBefore)).toBe(justBefore)
      }),
    )
  })

  test('measuring adds up', () => {
    fc.assert(
      fc.property(calendars, fc.tuple(instants, instants, instants), (calendar, three) => {
        const [a = '', b = '', c = ''] = [...three].sort()
        const between = (from: string, to: string) => workingSecondsBetween(calendar, from, to)
        expect(between(a, b) + between(b, c)).toBeCloseTo(between(a, c), 6)
      }),
    )
  })

  test('counting quarters of an hour by the wall clock gives the same', () => {
    const openAt = (calendar: Calendar, ms: number) => {
      const local = DateTime.fromMillis(ms, { zone: calendar.zone })
      const now = local.toFormat('HH:mm')
      const day = calendar.days[local.toFormat('yyyy-MM-dd')]
      const usual = calendar.hours[local.weekday - 1] ?? []
      const first = calendar.hours.find(hours => hours.length > 0) ?? []
      const open = day === 'off' ? [] : day === 'work' ? first : (day ?? usual)
      return open.some(([from, to]) => from <= now && now < to)
    }
    fc.assert(
      fc.property(
        calendars,
        fc.integer({ min: 0, max: 200 }),
        fc.integer({ min: 1, max: 400 }),
        (calendar, start, steps) => {
          const from = Date.UTC(2026, 2, 5) + start * 900_000 * 20
          const open = Array.from({ length: steps }, (_, n) => openAt(calendar, from + n * 900_000)).filter(
            Boolean,
          ).length
          const [a, b] = [from, from + steps * 900_000].map(ms => new Date(ms).toISOString())
          expect(workingSecondsBetween(calendar, a ?? '', b ?? '')).toBe(open * 900)
        },
      ),
      { numRuns: 60 },
    )
  })
})
