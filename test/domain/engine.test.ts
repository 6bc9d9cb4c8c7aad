import * as fc from 'fast-check'
import type { Case, CaseEvent, Change } from '../../shared/domain/case'
import { type Act, decide, nextInstant, settle } from '../../shared/domain/engine'
import type { Order } from '../../shared/domain/order'
import { Refusal } from '../../shared/domain/refusal'
import { anOrder, aTicket, by, later, monday } from '../support/builders'

const MINUTE = 60_000
const told = (events: readonly CaseEvent[]) => events.map(({ type, at, data }) => [type, at, data.clock])

/** Settles a case as a sweep of that rate would, until an instant. */
const swept = (start: Case, minutes: number, until: string): { head: Case; events: readonly CaseEvent[] } => {
  let head = start
  const events: CaseEvent[] = []
  for (let now = Date.parse(start.createdAt); ; now += minutes * MINUTE) {
    const at = new Date(Math.min(now, Date.parse(until))).toISOString()
    const due = nextInstant(head)
    const change = due !== undefined && due <= at ? settle(head, at) : null
    if (change) {
      head = change.after
      events.push(...change.events)
    }
    if (at === until) return { head, events }
  }
}

describe('settling the clocks of a case', () => {
  const approved = anOrder('pending_payment')
  const due = (id: string) => approved.clocks[id]?.dueAt ?? ''

  test('nothing is due, nothing changes', () => {
    expect(settle(approved, later(monday, { minutes: 5 }))).toBeNull()
    expect(settle(anOrder('cancelled'), later(monday, { days: 99 }))).toBeNull()
  })

  test('a warning is recorded at its instant, from that instant on', () => {
    const warnAt = approved.clocks['SLA-34']?.warnAt ?? ''
    expect(settle(approved, later(warnAt, { ms: -1 }))).toBeNull()
    expect(settle(approved, warnAt)?.events).toEqual([
      expect.objectContaining({
        type: 'ClockWarned',
        at: warnAt,
        actor: { role: 'system', id: 'clock' },
        from: 'pending_payment',
        to: 'pending_payment',
      }),
    ])
  })

  test('at the due instant there is no breach, a millisecond later it is recorded at the due instant', () => {
    const types = (at: string) => settle(approved, at)?.events.map(event => event.type)
    expect(types(due('SLA-34'))).toEqual(['ClockWarned'])
    const change = settle(approved, later(due('SLA-34'), { ms: 1 }))
    expect(change?.events.at(-1)).toMatchObject({ type: 'ClockBreached', at: due('SLA-34'), data: { clock: 'SLA-34' } })
    expect(change?.after.clocks['SLA-34']?.breachedAt).toBe(due('SLA-34'))
  })

  test('money that has not arrived in time makes the order overdue at that very instant (SLA-36, O6)', () => {
    const change = settle(approved, later(monday, { days: 3 }))
    expect(change?.after.state).toBe('payment_overdue')
    expect(change?.events.filter(event => event.at === due('SLA-36'))).toMatchObject([
      { type: 'ClockOverrun', data: { clock: 'SLA-34', dueAt: due('SLA-36'), tell: 'operations manager' } },
      { type: 'ClockBreached', data: { clock: 'SLA-36' } },
      { type: 'PaymentNotArrived', row: 'O6', to: 'payment_overdue', notices: ['N-12-service', 'N-12'] },
    ])
    expect(change?.after.clocks['SLA-36']).toMatchObject({ breachedAt: due('SLA-36'), stoppedAt: due('SLA-36') })
  })

  test('five working days go by: all is recorded, in the order in which it fell due', () => {
    const change = settle(approved, later(monday, { days: 30 }))
    expect(told(change?.events ?? [])).toEqual([
      ['ClockWarned', '2026-03-09T02:31:00.000Z', 'SLA-34'],
      ['ClockBreached', '2026-03-09T03:01:00.000Z', 'SLA-34'],
      ['ClockWarned', '2026-03-09T07:01:00.000Z', 'SLA-36'],
      ['ClockOverrun', '2026-03-10T01:01:00.000Z', 'SLA-34'],
      ['ClockBreached', '2026-03-10T01:01:00.000Z', 'SLA-36'],
      ['PaymentNotArrived', '2026-03-10T01:01:00.000Z', 'SLA-36'],
      ['ClockWarned', '2026-03-12T07:01:00.000Z', 'SLA-37'],
      ['ClockBreached', '2026-03-16T01:01:00.000Z', 'SLA-37'],
    ])
    expect(nextInstant(change?.after ?? approved)).toBeUndefined()
  })
})

describe('an act settles first', () => {
  test('a clock that is stopped after it was due is breached at due, then stopped', () => {
    const approved = anOrder('pending_payment')
    const at = later(monday, { days: 2 })
    const change = decide(approved, {
      event: 'confirm_payment',
      actor: by('finance'),
      at,
      data: { received: approved.facts.total },
    })
    expect(change.events.map(event => event.type)).toEqual([
      'ClockWarned',
      'ClockBreached',
      'ClockWarned',
      'ClockOverrun',
      'ClockBreached',
      'PaymentNotArrived',
      'PaymentConfirmed',
    ])
    expect(change.events.at(-1)).toMatchObject({ row: 'O7', from: 'payment_overdue', to: 'paid', at })
    expect(change.after.clocks).toMatchObject({
      'SLA-36': { breachedAt: approved.clocks['SLA-36']?.dueAt },
      'SLA-37': { stoppedAt: at },
    })
    expect(change.after.clocks['SLA-37']).not.toHaveProperty('breachedAt')
  })

  test('it is judged in the state that the clocks have led to', () => {
    const approved = anOrder('pending_payment')
    const act: Act<Order> = { event: 'not_arrived', actor: by('finance'), at: later(monday, { days: 2 }) }
    expect(() => decide(approved, act)).toThrow(Refusal)
    expect(() => decide(approved, act)).toThrow('is payment_overdue')
  })

  test('a history does not run backwards when the clocks of two machines differ', () => {
    const order = anOrder('pending_payment')
    const change = decide(order, {
      event: 'record_contact_attempt',
      actor: by('agent'),
      at: later(monday, { days: -1 }),
    })
    expect(change.events.at(-1)?.at).toBe(order.changedAt)
  })

  test('what was handed in goes into facts and history, and into no one else’s hands', () => {
    const order = anOrder('pending_payment')
    const change = decide(order, {
      event: 'record_contact_attempt',
      actor: by('agent', 'a-1'),
      at: later(monday, { minutes: 9 }),
      data: { by: 'phone' },
    })
    expect(change.before).toBe(order)
    expect(order.facts.contactAttempts).toBe(0)
    expect(change.after.facts.contactAttempts).toBe(1)
    expect(change.events.at(-1)).toMatchObject({ data: { by: 'phone' }, actor: { role: 'agent', id: 'a-1' }, seq: 3 })
  })

  test('a state is entered when it is reached, not when something happens in it', () => {
    const shipped = anOrder('shipped')
    const scan = (order: Order, minutes: number) =>
      decide(order, { event: 'scan', actor: by('courier'), at: later(monday, { minutes }) }).after
    const moving = scan(shipped, 40)
    expect([moving.enteredAt, scan(moving, 50).enteredAt]).toEqual([
      later(monday, { minutes: 40 }),
      later(monday, { minutes: 40 }),
    ])
    expect(scan(moving, 50).changedAt).toBe(later(monday, { minutes: 50 }))
  })
})

describe('the history of a case, however often it is swept', () => {
  const subjects = [
    anOrder('pending_payment'),
    anOrder('payment_overdue'),
    aTicket('received'),
    aTicket('assigned'),
    aTicket('in_progress'),
  ]

  test.each(subjects.map(subject => [`${subject.kind} ${subject.state}`, subject] as const))(
    '%s: every minute, five minutes, hour or once at the end, the record is the same',
    (_, subject) => {
      const until = later(monday, { days: 9 })
      const once = settle(subject, until)
      for (const minutes of [1, 5, 60]) {
        const { head, events } = swept(subject, minutes, until)
        expect(events).toEqual(once?.events ?? [])
        expect(head).toEqual(once?.after)
      }
    },
  )

  const instants = fc
    .array(fc.integer({ min: 0, max: 12 * 24 * 60 }), { minLength: 1, maxLength: 8 })
    .map(minutes => [...minutes].sort((a, b) => a - b).map(minute => later(monday, { minutes: minute })))

  test('settling at any instants, in any number, gives what settling once gives', () => {
    fc.assert(
      fc.property(fc.constantFrom(...subjects), instants, (subject, at) => {
        const last = at.at(-1) ?? monday
        const stepwise = at.reduce<{ head: Case; events: readonly CaseEvent[] }>(
          ({ head, events }, instant) => {
            const change = settle(head, instant)
            return { head: change?.after ?? head, events: [...events, ...(change?.events ?? [])] }
          },
          { head: subject, events: [] },
        )
        const once = settle(subject, last)
        expect(stepwise).toEqual({ head: once?.after ?? subject, events: once?.events ?? [] })
        expect(settle(stepwise.head, last)).toBeNull()
      }),
    )
  })

  test('sweeping before an act gives the history that the act alone gives', () => {
    fc.assert(
      fc.property(instants, at => {
        const last = at.at(-1) ?? monday
        const order = anOrder('pending_payment')
        const act: Act<Order> = { event: 'cancel', actor: by('customer'), at: last }
        const alone = decide(order, act)
        const early = settle(order, at[0] ?? monday)
        const after = decide((early?.after as Order | undefined) ?? order, act)
        expect([...(early?.events ?? []), ...after.events]).toEqual(alone.events)
        expect(after.after).toEqual(alone.after)
      }),
    )
  })

  test('seq is consecutive and ends at the version of the head', () => {
    fc.assert(
      fc.property(fc.constantFrom(...subjects), instants, (subject, at) => {
        let head: Case = subject
        for (const instant of at) {
          const change: Change | null = settle(head, instant)
          if (!change) continue
          expect(change.events.map(event => event.seq)).toEqual(
            change.events.map((_, index) => head.version + 1 + index),
          )
          expect(change.after.version).toBe(change.events.at(-1)?.seq)
          head = change.after
        }
      }),
    )
  })
})
