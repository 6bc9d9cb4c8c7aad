import { calendarOf } from '../../shared/domain/calendars'
import { governing, nextStage, startClock } from '../../shared/domain/clocks'
import { endOf } from '../../shared/domain/deadlines'
import { limits, POLICY_VERSION } from '../../shared/handbook/limits'
import { later, monday } from '../support/builders'

const china = calendarOf('CN')

describe('the clocks of the handbook', () => {
  test.each([
    ['SLA-01', { hours: 18 }, { hours: 24 }],
    ['SLA-02', { minutes: 90 }, { hours: 2 }],
    ['SLA-03', { hours: 36 }, { hours: 48 }],
  ] as const)('%s warns at three quarters of its elapsed time', (id, warn, due) => {
    expect(startClock(id, monday, china)).toEqual({
      id,
      startedAt: monday,
      warnAt: later(monday, warn),
      dueAt: later(monday, due),
      policyVersion: POLICY_VERSION,
    })
  })

  test('SLA-36 is one working day, SLA-37 five, over the Spring Festival too', () => {
    const thursday = '2026-02-12T02:00:00.000Z'
    expect(startClock('SLA-36', thursday, china).dueAt).toBe('2026-02-13T02:00:00.000Z')
    expect(startClock('SLA-37', thursday, china)).toMatchObject({
      warnAt: '2026-02-24T08:00:00.000Z',
      dueAt: '2026-02-26T02:00:00.000Z',
    })
  })

  test('a clock that runs into years without published holidays is provisional', () => {
    expect(startClock('SLA-37', '2026-12-29T02:00:00.000Z', china).provisional).toBe(true)
    expect(startClock('SLA-03', '2026-12-29T02:00:00.000Z', china)).not.toHaveProperty('provisional')
  })

  test('the departments have a target, a limit and an end (C-36)', () => {
    expect(startClock('SLA-34', monday, china)).toMatchObject({
      warnAt: later(monday, { minutes: 90 }),
      dueAt: later(monday, { hours: 2 }),
      absoluteAt: later(monday, { hours: 24 }),
    })
    expect(limits['SLA-34']).toMatchObject({ target: { hours: 1 }, limit: { hours: 2 }, absolute: { hours: 24 } })
    expect(endOf({ hours: 24 }, monday, china).at).toBe(later(monday, { hours: 24 }))
  })

  test('of several running clocks the one that falls due first governs (R-SLA-45)', () => {
    const clocks = { 'SLA-03': startClock('SLA-03', monday, china), 'SLA-01': startClock('SLA-01', monday, china) }
    expect(governing(clocks)?.id).toBe('SLA-01')
    expect(governing({ ...clocks, 'SLA-01': { ...clocks['SLA-01'], stoppedAt: monday } })?.id).toBe('SLA-03')
    expect(governing({})).toBeUndefined()
  })

  test('a clock looks ahead to its warning, then to the millisecond after its due instant, then to nothing', () => {
    const clock = startClock('SLA-36', monday, china)
    expect(nextStage({ 'SLA-36': clock })).toMatchObject({ stage: 'warning', from: clock.warnAt })
    const warned = { ...clock, warnedAt: clock.warnAt ?? '' }
    expect(nextStage({ 'SLA-36': warned })).toMatchObject({
      stage: 'breach',
      at: clock.dueAt,
      from: later(clock.dueAt, { ms: 1 }),
    })
    expect(nextStage({ 'SLA-36': { ...warned, breachedAt: clock.dueAt } })).toBeUndefined()
    expect(nextStage({ 'SLA-36': { ...clock, stoppedAt: monday } })).toBeUndefined()
  })
})
