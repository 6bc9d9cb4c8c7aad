import type { CaseEvent, Role } from '../../shared/domain/case'
import { type Act, decide, open } from '../../shared/domain/engine'
import type { Order, OrderEvent } from '../../shared/domain/order'
import { anOrder, by, later, monday, placeOrder } from '../support/builders'

const soon = later(monday, { minutes: 30 })

const act = (order: Order, event: OrderEvent, role: Role, data: object = {}, more: Partial<Act<Order>> = {}) =>
  decide(order, { event, actor: by(role), at: soon, data, ...more })

const last = ({ events }: { events: readonly CaseEvent[] }) => events.at(-1)

const refusal = (run: () => unknown): string => {
  try {
    run()
  } catch (error) {
    return (error as Error).message
  }
  throw new Error('nothing was refused')
}

describe('placing (O1)', () => {
  test('an order stands at review, with one event and a note to the customer (N-08)', () => {
    const { before, after: order, events } = placeOrder()
    expect(before).toBeNull()
    expect(order).toMatchObject({
      state: 'pending_review',
      version: 1,
      createdAt: monday,
      changedAt: monday,
      clocks: {},
    })
    expect(events).toEqual([
      expect.objectContaining({
        seq: 1,
        type: 'OrderPlaced',
        row: 'O1',
        from: null,
        to: 'pending_review',
        notices: ['N-08'],
      }),
    ])
  })

  test('customers and agents place orders, no one else does', () => {
    const place = (role: Role) => () => {
      const { id, number, customerId, market, language, facts } = anOrder()
      return open('order', { id, number, customerId, market, language, facts }, 'place', by(role), monday)
    }
    for (const role of ['customer', 'agent'] as const) expect(place(role)().after.state).toBe('pending_review')
    for (const role of ['supervisor', 'finance', 'warehouse', 'courier', 'system'] as const)
      expect(place(role)).toThrow('not for the role')
  })

  test('an order whose total is not the sum of its lines is refused', () => {
    expect(refusal(() => placeOrder({ total: { amount: 20999, currency: 'CNY' } }))).toMatch('do not add up')
    expect(refusal(() => placeOrder({ lines: [], total: { amount: 1200, currency: 'CNY' } }))).toMatch('do not add up')
  })
})

describe('review (O3, O4, R-ORD-06)', () => {
  test('approval starts SLA-34, 36 and 37 and asks finance to check (N-10)', () => {
    const change = act(anOrder(), 'approve', 'agent')
    expect(Object.keys(change.after.clocks)).toEqual(['SLA-43', 'SLA-34', 'SLA-36', 'SLA-37'])
    expect(change.after.clocks['SLA-43']).toMatchObject({ stoppedAt: soon })
    expect(change.after.clocks['SLA-34']).toMatchObject({ startedAt: soon, dueAt: later(soon, { hours: 2 }) })
    expect(last(change)).toMatchObject({ row: 'O4', type: 'OrderApproved', notices: ['N-10'] })
  })

  test('cash on delivery has no time for the payment to arrive', () => {
    const change = act(anOrder('pending_review', { paymentMethod: 'cash_on_delivery' }), 'approve', 'agent')
    expect(Object.keys(change.after.clocks)).toEqual(['SLA-43', 'SLA-34'])
  })

  test('a rejection needs a reason, and cancels (R-ORD-07)', () => {
    expect(refusal(() => act(anOrder(), 'reject', 'agent'))).toMatch('needs a reason')
    expect(refusal(() => act(anOrder(), 'reject', 'agent', { reason: ' ' }))).toMatch('needs a reason')
    const prepaid = anOrder('pending_review', { paymentMethod: 'prepaid' })
    expect(refusal(() => act(prepaid, 'reject', 'agent'))).toMatch('needs a reason')
    expect(last(act(anOrder(), 'reject', 'agent', { reason: 'duplicate' }))).toMatchObject({
      row: 'O3',
      to: 'cancelled',
      data: { reason: 'duplicate' },
      notices: ['N-13'],
    })
  })

  test('what was prepaid goes back before the order is cancelled (G-33)', () => {
    const order = anOrder('pending_review', { paymentMethod: 'prepaid' })
    expect(act(order, 'reject', 'agent', { reason: 'duplicate' }).after.state).toBe('refund_pending')
    expect(act(order, 'cancel', 'customer').after.state).toBe('refund_pending')
  })
})

describe('payment (O5 to O8)', () => {
  test.each([
    ['less', { amount: 20999, currency: 'CNY' }],
    ['more', { amount: 21001, currency: 'CNY' }],
    ['another currency', { amount: 21000, currency: 'BRL' }],
  ])('%s than the total is not confirmed: it is a payment problem (O9, R-ORD-11)', (_, received) => {
    for (const state of ['pending_payment', 'payment_overdue'] as const) {
      const change = act(anOrder(state), 'confirm_payment', 'finance', { received })
      expect(last(change)).toMatchObject({ row: 'O9', to: 'payment_problem', data: { received }, notices: ['N-37'] })
    }
  })

  test('once it is clear that it was paid the order goes on (O10); if not, SLA-37 has kept its start (O11)', () => {
    const order = anOrder('payment_problem')
    const paid = act(order, 'clarify_paid', 'finance', {
      finding: 'paid_elsewhere',
      received: { amount: 20999, currency: 'CNY' },
    })
    expect(last(paid)).toMatchObject({ row: 'O10', to: 'paid', notices: ['N-11', 'N-11-service'] })
    const unpaid = act(order, 'clarify_unpaid', 'agent', { finding: 'failed' }).after
    expect(unpaid).toMatchObject({ state: 'payment_overdue', clocks: { 'SLA-37': order.clocks['SLA-37'] } })
  })

  test('no amount at all is not confirmed', () => {
    expect(refusal(() => act(anOrder('pending_payment'), 'confirm_payment', 'finance'))).toMatch(
      'needs the amount received',
    )
  })

  test('the exact amount stops SLA-36 and 37 and tells customer and customer service (N-11, R-ORD-12)', () => {
    const change = act(anOrder('pending_payment'), 'confirm_payment', 'finance', {
      received: { amount: 21000, currency: 'CNY' },
    })
    expect(change.after.clocks).toMatchObject({ 'SLA-36': { stoppedAt: soon }, 'SLA-37': { stoppedAt: soon } })
    expect(last(change)).toMatchObject({ row: 'O5', to: 'paid', notices: ['N-11', 'N-11-service'] })
  })

  test('an overdue order can still be paid (O7)', () => {
    const received = { amount: 21000, currency: 'CNY' }
    expect(last(act(anOrder('payment_overdue'), 'confirm_payment', 'finance', { received }))).toMatchObject({
      row: 'O7',
      to: 'paid',
    })
  })

  test('finance may say before the time that the money will not come (O6): SLA-36 is stopped, not breached', () => {
    const change = act(anOrder('pending_payment'), 'not_arrived', 'finance')
    expect(change.after.clocks['SLA-36']).toMatchObject({ stoppedAt: soon })
    expect(change.after.clocks['SLA-36']).not.toHaveProperty('breachedAt')
    expect(last(change)?.notices).toEqual(['N-12-service', 'N-12'])
  })

  test('an unpaid order is not cancelled within its five working days (O8)', () => {
    const order = anOrder('payment_overdue', { contactAttempts: 1 })
    const due = order.clocks['SLA-37']?.dueAt ?? ''
    expect(refusal(() => act(order, 'cancel_unpaid', 'system', {}, { at: due }))).toMatch(
      'still within the time for payment',
    )
    expect(act(order, 'cancel_unpaid', 'system', {}, { at: later(due, { ms: 1 }) }).after.state).toBe('cancelled')
  })

  test('nor without a recorded attempt to reach the customer, not even by an agent (R-ORD-14)', () => {
    const late = { at: later(monday, { days: 20 }) }
    for (const role of ['system', 'agent'] as const) {
      expect(refusal(() => act(anOrder('payment_overdue'), 'cancel_unpaid', role, {}, late))).toMatch(
        'no recorded attempt',
      )
    }
  })

  test('nobody is asked to contact the customer while the time for payment runs', () => {
    expect(refusal(() => act(anOrder('payment_overdue'), 'want_contact', 'system'))).toMatch('still within the time')
  })

  test('the order then stands before an agent, once; the attempt takes it away again', () => {
    const late = { at: later(monday, { days: 20 }) }
    const wanted = act(anOrder('payment_overdue'), 'want_contact', 'system', {}, late).after
    expect(wanted.facts.contactWanted).toBe(true)
    expect(refusal(() => act(wanted, 'want_contact', 'system', {}, late))).toMatch('already has')
    const tried = act(wanted, 'record_contact_attempt', 'agent', { by: 'phone', result: 'no_answer' }, late).after
    expect(tried.facts).toMatchObject({ contactAttempts: 1 })
    expect(tried.facts).not.toHaveProperty('contactWanted')
    expect(act(tried, 'cancel_unpaid', 'system', {}, late).events.at(-1)).toMatchObject({
      row: 'O8',
      notices: ['N-13'],
    })
  })
})

describe('warehouse and delivery (O12 to O21)', () => {
  test('nothing ships without courier and tracking number (O14, R-ORD-19)', () => {
    expect(refusal(() => act(anOrder('packed'), 'ship', 'warehouse', { courier: 'SF' }))).toMatch(
      'courier and the tracking number',
    )
    expect(
      act(anOrder('packed'), 'ship', 'warehouse', { courier: 'SF', trackingNumber: 'SF1' }).after.facts,
    ).toMatchObject({
      courier: 'SF',
      trackingNumber: 'SF1',
    })
  })

  test('nothing ships without the confirmation of finance (R-ORD-17)', () => {
    expect(refusal(() => act(anOrder('paid'), 'ship', 'warehouse', { courier: 'SF', trackingNumber: 'SF1' }))).toMatch(
      'not possible now',
    )
  })

  test('the courier completes by a slip, the customer by a word (C-20)', () => {
    expect(refusal(() => act(anOrder('in_transit'), 'confirm_receipt', 'courier'))).toMatch('receipt slip')
    expect(act(anOrder('in_transit'), 'confirm_receipt', 'courier', { slipNumber: 'R-1' }).after.state).toBe(
      'completed',
    )
    expect(last(act(anOrder('shipped'), 'confirm_receipt', 'customer'))).toMatchObject({
      row: 'O21',
      notices: ['N-18'],
    })
  })

  test('the courier of a cash-on-delivery order brings the whole amount', () => {
    const order = anOrder('in_transit', { paymentMethod: 'cash_on_delivery' })
    const slip = { slipNumber: 'R-1' }
    expect(refusal(() => act(order, 'confirm_receipt', 'courier', slip))).toMatch('needs the amount collected')
    const short = { ...slip, collected: { amount: 20000, currency: 'CNY' } }
    expect(refusal(() => act(order, 'confirm_receipt', 'courier', short))).toMatch('differs from CNY 200.00 collected')
    const whole = { ...slip, collected: { amount: 21000, currency: 'CNY' } }
    expect(act(order, 'confirm_receipt', 'courier', whole).after.state).toBe('completed')
  })

  test('a completed or cancelled order has no running clock (convention 8)', () => {
    for (const state of ['completed', 'cancelled'] as const) {
      for (const clock of Object.values(anOrder(state).clocks)) expect(clock.stoppedAt).toBeDefined()
    }
  })

  test('N-10 delivered stops SLA-34 wherever the order is by then', () => {
    const change = act(anOrder('shipped'), 'departments_notified', 'system')
    expect(change.after).toMatchObject({ state: 'shipped', clocks: { 'SLA-34': { stoppedAt: soon } } })
  })
})
