import fc from 'fast-check'
import type { Case, CaseEvent, Change } from '../../shared/domain/case'
import { explainClocks } from '../../shared/domain/clock-explanation'
import { decide, settle } from '../../shared/domain/engine'
import { by, later, monday, placeOrder } from '../support/builders'
import { expectExplained } from '../support/explanations'
import { aDeskLife, anOrderLife } from '../support/random-life'

const approved = () => {
  const placed = placeOrder()
  const change = decide(placed.after, {
    event: 'approve',
    actor: by('agent', 'a-1'),
    at: later(monday, { minutes: 1 }),
  })
  return { after: change.after, events: [...placed.events, ...change.events] }
}
const on = <C extends Case>(life: { after: C; events: readonly CaseEvent[] }, change: Change<C> | null) => ({
  after: change?.after ?? life.after,
  events: [...life.events, ...(change?.events ?? [])],
})
const of = (events: readonly CaseEvent[], id: string) => explainClocks(events).find(clock => clock.id === id)!

describe('the explanation of a clock', () => {
  const paid = (days: number) => {
    const life = approved()
    const at = later(monday, { days })
    return on(
      life,
      decide(life.after, {
        event: 'confirm_payment',
        actor: by('finance', 'f-1'),
        at,
        data: { received: life.after.facts.total },
      }),
    )
  }

  test('names the event that started it, what time counts, and the event that ended it, to the second', () => {
    const told = of(paid(1).events, 'SLA-37')
    expect(told).toMatchObject({
      ...{ round: 1, counts: 'working', zone: 'Asia/Shanghai', outcome: 'met' },
      startedBy: { seq: 2, row: 'O4', type: 'OrderApproved', at: later(monday, { minutes: 1 }), by: 'agent' },
      countsFrom: { at: later(monday, { minutes: 1 }) },
      ...{ dueAt: '2026-03-16T01:01:00.000Z', limitSeconds: 5 * 8 * 3600, usedSeconds: 8 * 3600 - 60 },
      ended: { row: 'O5', by: 'finance', how: 'stopped', at: later(monday, { days: 1 }) },
    })
    expect(told.intervals.slice(0, 3)).toEqual([
      {
        from: '2026-03-09T01:01:00.000Z',
        to: '2026-03-09T09:00:00.000Z',
        counted: true,
        because: 'working_hours',
        seconds: 28740,
      },
      {
        from: '2026-03-09T09:00:00.000Z',
        to: '2026-03-10T01:00:00.000Z',
        counted: false,
        because: 'closed_hours',
        seconds: 57600,
      },
      {
        from: '2026-03-10T01:00:00.000Z',
        to: '2026-03-10T09:00:00.000Z',
        counted: true,
        because: 'working_hours',
        seconds: 28800,
      },
    ])
    expect(told.intervals.filter(({ because }) => because === 'weekend')).toHaveLength(1)
  })

  test('tells each stage with whom it told, at its instant', () => {
    const { events } = on(approved(), settle(approved().after, later(monday, { days: 30 })))
    expect(of(events, 'SLA-34')).toMatchObject({
      outcome: 'missed',
      stages: [
        { stage: 'warning', at: later(monday, { minutes: 91 }) },
        { stage: 'breach', at: later(monday, { hours: 2, minutes: 1 }), tell: 'supervisor' },
        { stage: 'overrun', at: later(monday, { hours: 24, minutes: 1 }), tell: 'operations manager' },
      ],
    })
  })

  test('names nobody but by role', () => {
    expect(JSON.stringify(explainClocks(paid(1).events))).not.toMatch(/a-1|f-1/)
  })

  test('of no history is none', () => {
    expect(explainClocks([])).toEqual([])
  })

  test('equals what is stored, in any legal life of an order', () => {
    fc.assert(
      fc.property(anOrderLife(), ({ head, history }) => void expectExplained(head, history)),
      { numRuns: 200 },
    )
  })

  test('equals what is stored, in any legal life of a ticket or complaint', () => {
    fc.assert(
      fc.property(aDeskLife(), ({ head, history }) => void expectExplained(head, history)),
      { numRuns: 200 },
    )
  })
})
