import { calendarOf } from '../../shared/domain/calendars'
import type { Clock } from '../../shared/domain/case'
import { dueOf, governing, marked, nextStage, recomputed, recordOf, startClock } from '../../shared/domain/clocks'
import { endOf } from '../../shared/domain/deadlines'
import type { ClockId } from '../../shared/domain/table'
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
    expect([dueOf(clocks, 'response'), dueOf(clocks, 'plan')]).toEqual([clocks['SLA-01'].dueAt, undefined])
  })

  test('a clock looks ahead to its warning, then to the millisecond after its due instant, then to nothing', () => {
    const clock = startClock('SLA-36', monday, china)
    expect(nextStage({ 'SLA-36': clock }, china)).toMatchObject({ stage: 'warning', from: clock.warnAt })
    const warned = { ...clock, warnedAt: clock.warnAt ?? '' }
    expect(nextStage({ 'SLA-36': warned }, china)).toMatchObject({
      stage: 'breach',
      at: clock.dueAt,
      from: later(clock.dueAt, { ms: 1 }),
    })
    expect(nextStage({ 'SLA-36': { ...warned, breachedAt: clock.dueAt } }, china)).toBeUndefined()
    expect(nextStage({ 'SLA-36': { ...clock, stoppedAt: monday } }, china)).toBeUndefined()
  })
})

describe('the clocks of an order', () => {
  const inChina = (wall: string) => `${wall}:00.000+08:00`
  const utc = (wall: string) => new Date(inChina(wall)).toISOString()
  test.each([
    ['SLA-35', '2026-03-09T10:00', '2026-03-09T15:15', '2026-03-09T17:00'],
    ['SLA-35', '2026-03-13T16:00', '2026-03-16T14:45', '2026-03-16T17:00'],
    ['SLA-38', '2026-03-09T10:00', '2026-04-01T10:00', '2026-04-09T10:00'],
    ['SLA-38', '2026-01-31T10:00', '2026-02-14T10:00', '2026-02-28T10:00'],
    ['SLA-43', '2026-03-09T10:00', '2026-03-09T11:30', '2026-03-09T12:00'],
    ['SLA-43', '2026-03-13T16:30', '2026-03-16T10:00', '2026-03-16T10:30'],
    ['DISPATCH', '2026-03-13T10:00', '2026-03-13T16:00', '2026-03-16T10:00'],
  ] as const)('%s from %s warns at %s and is due at %s', (id, from, warn, due) => {
    expect(startClock(id, utc(from), china)).toMatchObject({ warnAt: utc(warn), dueAt: utc(due) })
  })

  test('of the automatic receipt runs the days of its market and warns nobody', () => {
    const clock = startClock('AUTO-RECEIPT', monday, china)
    expect(clock).toEqual({
      id: 'AUTO-RECEIPT',
      startedAt: monday,
      dueAt: later(monday, { days: 10 }),
      policyVersion: POLICY_VERSION,
    })
    expect(startClock('AUTO-RECEIPT', monday, { ...china, autoReceipt: { days: 3 } }).dueAt).toBe(
      later(monday, { days: 3 }),
    )
    const stage = nextStage({ a: clock }, china)
    expect(stage?.stage).toBe('breach')
    expect(stage && recordOf(stage).type).toBe('ClockRanOut')
  })

  test('the month of an invoice is warned of five working days before its end, by a notice to the desk (R-INV-03, N-48)', () => {
    const clock = startClock('SLA-38', monday, china)
    expect(recordOf(nextStage({ a: clock }, china)!)).toMatchObject({ type: 'ClockWarned', notices: ['N-48'] })
  })

  test('a warning never comes before its clock', () => {
    const short = { ...limits['SLA-38'], limit: { days: 2 } }
    jest.replaceProperty(limits as Record<string, object>, 'SLA-38', short)
    expect(startClock('SLA-38', monday, china).warnAt).toBe(monday)
    jest.restoreAllMocks()
  })
})

describe('the three stages of a clock (C-36)', () => {
  test('follow one another, each told to whom it concerns', () => {
    let clock = startClock('SLA-34', monday, china)
    const told: unknown[] = []
    for (let stage = nextStage({ a: clock }, china); stage; stage = nextStage({ a: clock }, china)) {
      const { type, data } = recordOf(stage)
      told.push([type, stage.at, data.dueAt, data.tell])
      clock = marked(stage)
    }
    const [due, end] = [later(monday, { hours: 2 }), later(monday, { hours: 24 })]
    expect(told).toEqual([
      ['ClockWarned', later(monday, { minutes: 90 }), due, undefined],
      ['ClockBreached', due, due, 'supervisor'],
      ['ClockOverrun', end, end, 'operations manager'],
    ])
    expect(clock).toMatchObject({ breachedAt: due, overrunAt: end })
  })
})

describe('the ladder of a breach (R-ESC-06)', () => {
  const told = (id: ClockId, from: Partial<Clock> = {}) => {
    let clock: Clock = { ...startClock(id, monday, china), ...from }
    const stages: unknown[] = []
    for (let stage = nextStage({ a: clock }, china); stage; stage = nextStage({ a: clock }, china)) {
      const { type, data } = recordOf(stage)
      stages.push([type, stage.at, data.tell])
      clock = marked(stage)
    }
    return stages
  }
  const at = (hours: number) => later(monday, { hours })

  test('tells the supervisor, then after half of the limit more the operations manager, after the whole of it senior management', () => {
    expect(told('SLA-01')).toEqual([
      ['ClockWarned', at(18), undefined],
      ['ClockBreached', at(24), 'supervisor'],
      ['ClockEscalated', at(36), 'operations_manager'],
      ['ClockEscalated', at(48), 'senior_management'],
    ])
  })

  test.each(['SLA-09', 'SLA-12'] as const)('of %s begins with senior management (table 1.3c)', id => {
    expect(told(id).slice(1)).toEqual([
      ['ClockBreached', at(1), 'senior_management'],
      ['ClockEscalated', at(1.5), 'senior_management'],
      ['ClockEscalated', at(2), 'senior_management'],
    ])
  })

  test('counts in working time where its limit does', () => {
    expect(told('ARCHIVE-CHECK').slice(1)).toEqual([
      ['ClockBreached', '2026-03-13T09:00:00.000Z', 'supervisor'],
      ['ClockEscalated', '2026-03-18T05:00:00.000Z', 'operations_manager'],
      ['ClockEscalated', '2026-03-20T09:00:00.000Z', 'senior_management'],
    ])
  })

  test('leaves out the time that the clock stood still', () => {
    const late = { dueAt: at(34), pausedSeconds: 10 * 3600 }
    expect(
      told('SLA-01', late)
        .slice(2)
        .map(stage => (stage as string[])[1]),
    ).toEqual([at(46), at(58)])
  })

  test('has no step for an alarm, nor for an order (C-36)', () => {
    expect(told('SLA-42')).toEqual([['ClockRanOut', at(48), 'supervisor']])
    expect(told('SLA-37').map(stage => (stage as string[])[0])).toEqual(['ClockWarned', 'ClockBreached'])
  })

  test('waits while the clock stands still', () => {
    expect(told('SLA-01', { pausedAt: monday })).toEqual([])
  })
})

describe('a clock that starts again', () => {
  const first = startClock('SLA-03', monday, china)
  const again = later(monday, { days: 5 })

  test('is counted, from its own start (R-SLA-48)', () => {
    const second = startClock('SLA-03', again, china, { before: { ...first, stoppedAt: again } })
    expect(second).toEqual({ ...startClock('SLA-03', again, china), round: 2 })
    expect(startClock('SLA-03', again, china, { before: second }).round).toBe(3)
  })

  test('keeps the first breach on record, whatever comes after', () => {
    const breached = { ...first, breachedAt: first.dueAt, stoppedAt: again }
    const second = startClock('SLA-03', again, china, { before: breached })
    expect(second).toMatchObject({ round: 2, earlierBreachAt: first.dueAt })
    expect(second).not.toHaveProperty('breachedAt')
    const third = startClock('SLA-03', again, china, { before: { ...second, breachedAt: second.dueAt } })
    expect(third).toMatchObject({ round: 3, earlierBreachAt: first.dueAt })
  })
})

describe('a provisional deadline', () => {
  // as if the handbook ended with 2025: no Spring Festival, no day made up
  const ignorant = {
    ...china,
    days: Object.fromEntries(Object.entries(china.days).filter(([date]) => date < '2026')),
    coveredTo: '2025-12-31',
  }
  const thursday = '2026-02-12T02:00:00.000Z'
  const guess = startClock('SLA-37', thursday, ignorant)

  test('is by the plain week, and keeps the terms of its day', () => {
    expect(guess).toMatchObject({
      dueAt: '2026-02-19T02:00:00.000Z',
      provisional: true,
      terms: { limit: { workingDays: 5 }, warnAtShare: 0.75 },
    })
  })

  test('is computed anew from its own start when the holidays are known', () => {
    expect(recomputed(guess, china)).toEqual(startClock('SLA-37', thursday, china))
    expect(recomputed(guess, china)?.dueAt).toBe('2026-02-26T02:00:00.000Z')
  })

  test('moves by its own terms though the limit has changed since', () => {
    jest.replaceProperty(limits as Record<string, object>, 'SLA-37', { ...limits['SLA-37'], limit: { workingDays: 1 } })
    expect(recomputed(guess, china)?.dueAt).toBe('2026-02-26T02:00:00.000Z')
    jest.restoreAllMocks()
  })

  test('stays while nothing more is known, and when it is over', () => {
    expect(recomputed(guess, ignorant)).toBeNull()
    expect(recomputed({ ...guess, stoppedAt: thursday }, china)).toBeNull()
    expect(recomputed({ ...guess, breachedAt: guess.dueAt }, china)).toBeNull()
    expect(recomputed(startClock('SLA-37', thursday, china), ignorant)).toBeNull()
  })

  test('keeps its warning, its round and its policy', () => {
    const kept = { warnedAt: guess.warnAt ?? '', round: 2, policyVersion: 'of old' }
    expect(recomputed({ ...guess, ...kept }, china)).toMatchObject(kept)
  })

  test('may be one of its warning alone', () => {
    const clock = startClock('SLA-38', '2025-12-20T02:00:00.000Z', ignorant)
    expect(clock).toMatchObject({ dueAt: '2026-01-20T02:00:00.000Z', provisional: true })
  })
})
