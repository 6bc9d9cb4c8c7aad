import * as fc from 'fast-check'
import { DateTime } from 'luxon'
import { isOpen, isWorkingDay, nextClosing } from '../../shared/domain/calendar'
import { calendarOf, type MarketCalendar } from '../../shared/domain/calendars'
import { endOf, type SameDay, type Span } from '../../shared/domain/deadlines'

const china = calendarOf('CN')
const brazil = calendarOf('BR')
const at = ({ zone }: { zone: string }, wall: string) =>
  DateTime.fromISO(wall.replace(' ', 'T'), { zone }).toUTC().toISO() ?? ''
const wall = ({ zone }: { zone: string }, instant: string) =>
  DateTime.fromISO(instant, { zone })
    .toFormat('yyyy-MM-dd HH:mm:ss.SSS')
    .replace(/(:00)?\.000$/, '')
const ends = (calendar: MarketCalendar, span: Span, from: string) =>
  wall(calendar, endOf(span, at(calendar, from), calendar).at)

describe('same-day hand-over: paid by 15:30, with the warehouse by 17:00 (SLA-35, R-ORD-10, C-01)', () => {
  test.each([
    ['in the morning', '2026-03-09 09:00', '2026-03-09 17:00'],
    ['before opening', '2026-03-09 03:00', '2026-03-09 17:00'],
    ['at the cut-off itself', '2026-03-09 15:30', '2026-03-09 17:00'],
    ['a millisecond after it', '2026-03-09 15:30:00.001', '2026-03-10 17:00'],
    ['in the evening', '2026-03-09 21:00', '2026-03-10 17:00'],
    ['on Friday after it', '2026-03-13 16:00', '2026-03-16 17:00'],
    ['on a Saturday', '2026-03-14 10:00', '2026-03-16 17:00'],
    ['on a Saturday that is made up', '2026-02-28 10:00', '2026-02-28 17:00'],
    ['before the Spring Festival', '2026-02-14 15:00', '2026-02-14 17:00'],
    ['before it, too late', '2026-02-14 15:31', '2026-02-24 17:00'],
    ['within it', '2026-02-18 10:00', '2026-02-24 17:00'],
    ['on New Year’s Eve after it', '2025-12-31 16:00', '2026-01-04 17:00'],
  ])('%s', (_, paid, due) => {
    expect(ends(china, china.handover, paid)).toBe(due)
  })

  test.each([
    ['on a day that closes at noon', '2026-03-10 10:00', '2026-03-10 12:00'],
    ['at the cut-off of such a day, as long before its closing', '2026-03-10 10:30', '2026-03-10 12:00'],
    ['after it', '2026-03-10 10:31', '2026-03-11 17:00'],
    ['after the day before', '2026-03-09 16:00', '2026-03-10 12:00'],
    ['on a day that closes later', '2026-03-12 16:00', '2026-03-13 17:00'],
  ])('%s', (_, paid, due) => {
    const days = { '2026-03-10': [['09:00', '12:00']], '2026-03-12': [['09:00', '21:00']] } as const
    expect(ends({ ...china, days }, china.handover, paid)).toBe(due)
  })

  test('the rival reading of the text is a matter of two settings: paid by 17:00, handed over by 17:30', () => {
    const rival: SameDay = { cutOff: '17:00', by: '17:30' }
    const late: MarketCalendar = {
      ...china,
      hours: china.hours.map(day => (day.length > 0 ? [['09:00', '17:30']] : [])),
    }
    expect(ends(late, rival, '2026-03-09 16:59')).toBe('2026-03-09 17:30')
    expect(ends(late, rival, '2026-03-09 17:01')).toBe('2026-03-10 17:30')
  })

  test('beyond the published holidays it is provisional', () => {
    const provisional = (paid: string) => endOf(china.handover, at(china, paid), china).provisional
    expect([provisional('2026-12-31 15:00'), provisional('2026-12-31 16:00')]).toEqual([false, true])
  })

  test('it is due on a working day at a closing, after the payment, and never before an earlier payment is', () => {
    const instants = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2026, 11, 20) })
    fc.assert(
      fc.property(instants, fc.integer({ min: 0, max: 10 * 86_400_000 }), (paid, later) => {
        const [first, second] = [paid, paid + later].map(
          ms => endOf(china.handover, new Date(ms).toISOString(), china).at,
        )
        expect(Date.parse(first ?? '')).toBeGreaterThan(paid)
        expect(isWorkingDay(china, first ?? '')).toBe(true)
        expect(wall(china, first ?? '')).toMatch(/ 17:00$/)
        expect((first ?? '') <= (second ?? '')).toBe(true)
      }),
    )
  })
})

describe('a month of the calendar (SLA-38)', () => {
  test.each([
    ['is the same day and time', '2026-03-09 10:30:17', '2026-04-09 10:30:17'],
    ['of January ends in February', '2026-01-28 10:00', '2026-02-28 10:00'],
    ['from the 29th is clamped', '2026-01-29 10:00', '2026-02-28 10:00'],
    ['from the 31st is clamped', '2026-01-31 10:00', '2026-02-28 10:00'],
    ['in a leap year is clamped later', '2028-01-31 10:00', '2028-02-29 10:00'],
    ['from the end of March', '2026-03-31 10:00', '2026-04-30 10:00'],
    ['goes over the year', '2026-12-15 10:00', '2027-01-15 10:00'],
    ['from the last instant of a month', '2026-08-31 23:59:59.999', '2026-09-30 23:59:59.999'],
    ['counts in the zone: still the 30th in UTC', '2026-03-31 07:00', '2026-04-30 07:00'],
  ])('%s', (_, from, to) => {
    expect(ends(china, { months: 1 }, from)).toBe(to)
  })

  test('keeps its time of day over a change of the clock', () => {
    expect(ends(brazil, { months: 1 }, '2017-10-01 10:00')).toBe('2017-11-01 10:00')
    expect(ends(brazil, { months: 1 }, '2017-09-15 00:30')).toBe('2017-10-15 01:00') // which the clocks skip
  })

  test('two, and twelve', () => {
    expect(ends(china, { months: 2 }, '2025-12-31 10:00')).toBe('2026-02-28 10:00')
    expect(ends(china, { months: 12 }, '2024-02-29 10:00')).toBe('2025-02-28 10:00')
  })
})

describe('the other spans', () => {
  test.each<readonly [string, Span, string, string]>([
    ['hours run day and night', { hours: 48 }, '2026-03-13 16:00', '2026-03-15 16:00'],
    ['so do days', { days: 10 }, '2026-02-12 16:00', '2026-02-22 16:00'],
    ['working hours do not', { workingHours: 2 }, '2026-03-13 16:00', '2026-03-16 10:00'],
    ['they end at closing', { workingHours: 2 }, '2026-03-13 15:00', '2026-03-13 17:00'],
    ['a working day has eight of them', { workingDays: 1 }, '2026-03-13 16:00', '2026-03-16 16:00'],
    ['half a working day four', { workingDays: 0.5 }, '2026-03-13 16:00', '2026-03-16 12:00'],
  ])('%s', (_, span, from, to) => {
    expect(ends(china, span, from)).toBe(to)
  })

  test('working spans end in open time or at a closing', () => {
    const instants = fc
      .integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2026, 11, 1) })
      .map(ms => new Date(ms).toISOString())
    fc.assert(
      fc.property(instants, fc.integer({ min: 1, max: 100 }), (from, workingHours) => {
        const end = endOf({ workingHours }, from, china).at
        const before = new Date(Date.parse(end) - 1).toISOString()
        expect(isOpen(china, end) || nextClosing(china, before) === end).toBe(true)
      }),
    )
  })
})
