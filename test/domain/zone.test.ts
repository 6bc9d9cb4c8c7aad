import * as fc from 'fast-check'
import { DateTime } from 'luxon'
import { localDate, localParts, zoneOffset } from '../../shared/domain/zone'

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
})
