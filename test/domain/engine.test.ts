import * as fc from 'fast-check'
import { calendarOf } from '../../shared/domain/calendars'
import type { Case, CaseEvent, Change } from '../../shared/domain/case'
import { startClock } from '../../shared/domain/clocks'
import { type Act, decide, nextInstant, settle } from '../../shared/domain/engine'
import type { Order } from '../../shared/domain/order'
import { Refusal } from '../../shared/domain/refusal'
import { limits } from '../../shared/handbook/limits'
import { aComplaint, anOrder, aTicket, by, later, monday } from '../support/builders'

const MINUTE = 60_000
const invoice = { state: 'needed', contentId: 'd0000000-0000-4000-8000-000000000009' } as const
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

  test('money that has not arrived in time makes the order overdue at that very instant (SLA-36, O6, R-ORD-13)', () => {
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
  const delivered = decide(anOrder('in_transit'), {
    event: 'deliver',
    actor: by('courier'),
    at: later(monday, { hours: 1 }),
  })
  const subjects = [
    anOrder('pending_review'),
    anOrder('pending_payment'),
    anOrder('payment_overdue'),
    anOrder('paid'),
    delivered.after,
    anOrder('completed', { invoice }),
    aTicket('received'),
    aTicket('assigned'),
    aTicket('in_progress'),
    aTicket('waiting_department'),
    aTicket('feedback_sent'),
    aTicket('closed'),
    aComplaint('coordinating'),
  ]

  test.each(subjects.map(subject => [`${subject.kind} ${subject.state}`, subject] as const))(
    '%s: every minute, five minutes, hour or once at the end, the record is the same',
    (_, subject) => {
      const until = later(monday, { days: 45 })
      const once = settle(subject, until)
      for (const minutes of [1, 5, 60]) {
        const { head, events } = swept(subject, minutes, until)
        expect(events).toEqual(once?.events ?? [])
        expect(head).toEqual(once?.after)
      }
    },
  )

  const instants = fc
    .array(fc.integer({ min: 0, max: 40 * 24 * 60 }), { minLength: 1, maxLength: 8 })
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

describe('whatever is done, and whenever one sweeps between', () => {
  const { total } = anOrder().facts
  const steps: readonly [Order['state'], Omit<Act<Order>, 'at'>][] = [
    ['pending_review', { event: 'approve', actor: by('agent') }],
    ['pending_payment', { event: 'report_payment_problem', actor: by('agent') }],
    ['pending_payment', { event: 'confirm_payment', actor: by('finance'), data: { received: total } }],
    ['payment_overdue', { event: 'confirm_payment', actor: by('finance'), data: { received: total } }],
    ['payment_problem', { event: 'clarify_unpaid', actor: by('agent'), data: { finding: 'nothing came' } }],
    ['paid', { event: 'notify_warehouse', actor: by('finance') }],
    ['ready_to_ship', { event: 'pack', actor: by('warehouse') }],
    ['packed', { event: 'ship', actor: by('warehouse'), data: { courier: 'SF', trackingNumber: 'SF1' } }],
    ['shipped', { event: 'deliver', actor: by('courier') }],
  ]
  const stays = fc.array(fc.integer({ min: 0, max: 4 * 24 * 60 }), { minLength: 1, maxLength: 9 })

  /** Takes the first way on from where the order stands, after each stay; the sweeper looks at the instants that `looks` names. */
  const lived = (minutes: readonly number[], looks: (from: string, to: string) => readonly string[]) => {
    let order = anOrder('pending_review', { invoice })
    let now = later(monday, { hours: 1 })
    const events: CaseEvent[] = []
    const then = (change: Change<Order> | null) => {
      order = change?.after ?? order
      events.push(...(change?.events ?? []))
    }
    for (const stay of [...minutes, 60 * 24 * 60]) {
      const to = later(now, { minutes: stay })
      for (const at of looks(now, to)) then(settle(order, at))
      const standing = settle(order, to)?.after ?? order
      const step = steps.find(([state]) => state === standing.state)?.[1]
      then(step ? decide(order, { ...step, at: to }) : settle(order, to))
      now = to
    }
    return { order, events }
  }

  test('the history and the head end the same', () => {
    const rates = fc.constantFrom(1, 5, 60, 24 * 60)
    const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 })
    fc.assert(
      fc.property(stays, rates, shares, (minutes, rate, some) => {
        const alone = lived(minutes, () => [])
        const watched = lived(minutes, (from, to) => {
          const length = (Date.parse(to) - Date.parse(from)) / MINUTE
          const regular = Array.from({ length: Math.min(50, Math.floor(length / rate)) }, (_, n) => n * rate)
          const all = [...regular, ...some.map(share => Math.floor(share * length))].sort((a, b) => a - b)
          return all.map(minute => later(from, { minutes: minute }))
        })
        expect(watched).toEqual(alone)
      }),
      { numRuns: 200 },
    )
  })
})

describe('a clock keeps what it was started with (R-SLA-47)', () => {
  afterEach(() => jest.restoreAllMocks())

  test('a shorter limit does not move what runs, and rules what starts', () => {
    const approved = anOrder('pending_payment')
    jest.replaceProperty(limits as Record<string, object>, 'SLA-34', { ...limits['SLA-34'], limit: { hours: 1 } })
    expect(settle(approved, later(monday, { minutes: 90 }))).toBeNull()
    expect(anOrder('pending_payment').clocks['SLA-34']?.dueAt).toBe(later(monday, { minutes: 61 }))
  })

  test('a provisional one is computed anew at the next touch, before its stages, and the history says so', () => {
    const thursday = '2026-02-12T02:00:00.000Z'
    const ignorant = { ...calendarOf('CN'), days: {}, coveredTo: '2025-12-31' }
    const approved = anOrder('pending_payment', {}, { createdAt: thursday })
    const guess = startClock('SLA-37', later(thursday, { minutes: 1 }), ignorant)
    const order: Order = { ...approved, clocks: { 'SLA-37': guess } }
    expect(nextInstant(order)).toBe(guess.warnAt)
    const change = settle(order, guess.dueAt)
    expect(change?.events).toMatchObject([
      {
        type: 'ClockRecomputed',
        at: guess.dueAt,
        data: { clock: 'SLA-37', was: guess.dueAt, dueAt: '2026-02-26T02:01:00.000Z' },
      },
    ])
    expect(change?.after.clocks['SLA-37']).toEqual(approved.clocks['SLA-37'])
    expect(settle(change?.after ?? order, guess.dueAt)).toBeNull()
    expect(
      decide(order, { event: 'record_contact_attempt', actor: by('agent'), at: guess.dueAt }).events,
    ).toMatchObject([{ type: 'ClockRecomputed' }, { type: 'ContactAttempted' }])
  })

  test('an invoice asked for after the completion has its month since the completion (R-SLA-38)', () => {
    const completed = anOrder('completed')
    const at = later(monday, { days: 6 })
    const { after } = decide(completed, {
      event: 'want_invoice',
      actor: by('customer'),
      at,
      facts: { invoice },
    })
    expect(after.clocks['SLA-38']?.startedAt).toBe(completed.enteredAt)
  })

  test('a payment problem leaves the five working days their start (O11)', () => {
    const problem = anOrder('payment_problem')
    const unpaid = decide(problem, {
      event: 'clarify_unpaid',
      actor: by('agent'),
      at: later(monday, { days: 2 }),
      data: { finding: 'none' },
    })
    expect(unpaid.after.state).toBe('payment_overdue')
    expect(unpaid.after.clocks['SLA-37']?.startedAt).toBe(problem.clocks['SLA-37']?.startedAt)
    expect(unpaid.after.clocks['SLA-37']).not.toHaveProperty('stoppedAt')
  })
})
