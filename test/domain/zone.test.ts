import * as fc from 'fast-check'
import { DateTime } from 'luxon'
import { instantOf, localDate, localParts, wallTime, zoneOffset } from '../../shared/domain/zone'

describe('the wall clock of a zone', () => {
  const zones = fc.constantFrom(
    'Asia/Shanghai',
    'America/Sao_Paulo',
    'Europe/Berlin',
    'America/St_Johns',
    'Pacific/Apia',
    'Australia/Lord_Howe',
    'Asia/Kathmandu',
    'UTC',
  )

  test('is what a date library says it is', () => {
    fc.assert(
      fc.property(zones, fc.integer({ min: Date.UTC(1970, 0, 1), max: Date.UTC(2040, 0, 1) }), (zone, instant) => {
        const local = DateTime.fromMillis(instant, { zone })
        expect(zoneOffset(zone, instant)).toBe(local.offset * 60_000)
        expect(localDate(zone, instant)).toBe(local.toISODate())
        expect(localParts(zone, new Date(instant).toISOString())).toEqual({
          year: local.year,
          month: local.month,
          day: local.day,
          weekday: local.weekday - 1,
          time: local.toFormat('HH:mm'),
        })
      }),
      { numRuns: 400 },
    )
  })

  test('has midnight at the beginning of its day', () => {
    expect(localParts('Asia/Shanghai', '2026-03-08T16:00:00.000Z')).toMatchObject({ day: 9, time: '00:00' })
  })

  test('of an instant leads back to it, or to the first instant with the same face', () => {
    fc.assert(
      fc.property(zones, fc.integer({ min: Date.UTC(1970, 0, 1), max: Date.UTC(2040, 0, 1) }), (zone, instant) => {
        const back = instantOf(zone, wallTime(zone, instant))
        expect(wallTime(zone, back)).toBe(wallTime(zone, instant))
        expect(back).toBeLessThanOrEqual(instant)
      }),
      { numRuns: 400 },
    )
  })

  test.each([
    ['that is skipped is the skip', 'Europe/Berlin', '2026-03-29T02:30', '2026-03-29T01:00:00.000Z'],
    ['that comes twice is the first', 'Europe/Berlin', '2026-10-25T02:30', '2026-10-25T00:30:00.000Z'],
    ['on a date that is left out is its end', 'Pacific/Apia', '2011-12-30T12:00', '2011-12-30T10:00:00.000Z'],
    ['with half an hour', 'Asia/Kolkata', '2026-03-09T09:00', '2026-03-09T03:30:00.000Z'],
  ])('at a time %s', (_, zone, wall, expected) => {
    expect(new Date(instantOf(zone, Date.parse(`${wall}Z`))).toISOString()).toBe(expected)
  })

  test('of a zone that is not known is refused', () => {
    expect(() => zoneOffset('Mars/Olympus', 0)).toThrow(RangeError)
  })
})
