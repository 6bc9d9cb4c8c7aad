import type { CaseEvent } from '../../shared/domain/case'
import { decide, settle } from '../../shared/domain/engine'
import { type GateId, gateOf, isPast, onTimeout, parkUntil } from '../../shared/domain/gates'
import type { Order, OrderState } from '../../shared/domain/order'
import { destinations } from '../../shared/domain/routing'
import { gates } from '../../shared/handbook/gates'
import { anOrder, by, later, monday, placeOrder, receiveTicket } from '../support/builders'

const ids: readonly GateId[] = ['review', 'finance', 'warehouse', 'delivery']

describe('the gates of an order (R-ORD-01)', () => {
  test.each<[OrderState, GateId | undefined]>([
    ['pending_review', 'review'],
    ['pending_payment', 'finance'],
    ['payment_overdue', 'finance'],
    ['payment_problem', 'finance'],
    ['paid', 'warehouse'],
    ['ready_to_ship', 'warehouse'],
    ['packed', 'warehouse'],
    ['shipped', 'delivery'],
    ['in_transit', 'delivery'],
    ['logistics_exception', 'delivery'],
    ['completed', undefined],
    ['merged', undefined],
    ['cancelled', undefined],
    ['refund_pending', undefined],
  ])('an order in %s stands at %s, and is past every gate before it', (state, gate) => {
    const order = anOrder(state)
    expect(gateOf(order)?.gate).toBe(gate)
    const passed = ids.filter(id => isPast(order, id))
    expect(passed).toEqual(gate === undefined ? ids : ids.slice(0, ids.indexOf(gate)))
  })

  test('they stand in the order of the pipeline', () => {
    expect(gates.map(gate => gate.gate)).toEqual(ids)
  })
})

describe('how long a gate waits', () => {
  test('review waits for thirty days, then asks again', () => {
    const order = anOrder()
    expect(parkUntil(order, monday)).toBe(later(monday, { days: 30 }))
    expect(onTimeout(order, 'review', later(monday, { days: 30 }))).toEqual({
      kind: 'wait',
      until: later(monday, { days: 60 }),
    })
  })

  test('finance waits until SLA-37 is over: the first millisecond after its due instant', () => {
    const order = anOrder('pending_payment')
    expect(parkUntil(order, monday)).toBe(later(order.clocks['SLA-37']?.dueAt ?? '', { ms: 1 }))
  })

  test('a timeout before or at the due instant waits on', () => {
    const order = anOrder('payment_overdue', { contactAttempts: 1 })
    const due = order.clocks['SLA-37']?.dueAt ?? ''
    expect(onTimeout(order, 'finance', due)).toEqual({ kind: 'wait', until: later(due, { ms: 1 }) })
  })

  test('after it, an order with a contact attempt is cancelled, by the table', () => {
    const order = anOrder('pending_payment', { contactAttempts: 1 })
    const at = parkUntil(order, monday)
    const timeout = onTimeout(order, 'finance', at)
    expect(timeout).toEqual({ kind: 'decide', event: 'cancel_unpaid' })
    const change = decide(order, { event: 'cancel_unpaid', actor: by('system', 'workflow'), at })
    expect(change.after.state).toBe('cancelled')
    expect(change.events.map(event => event.type)).toContain('PaymentNotArrived')
  })

  test('one without goes before an agent, once, and the gate asks again every working day', () => {
    const order = anOrder('pending_payment')
    const at = parkUntil(order, monday)
    expect(onTimeout(order, 'finance', at)).toEqual({ kind: 'decide', event: 'want_contact' })
    const wanted = decide(order, { event: 'want_contact', actor: by('system', 'workflow'), at }).after
    const next = '2026-03-17T01:01:00.001Z'
    expect(parkUntil(wanted, at)).toBe(next)
    expect(onTimeout(wanted, 'finance', next)).toEqual({ kind: 'wait', until: '2026-03-18T01:01:00.001Z' })
    const tried = decide(wanted, { event: 'record_contact_attempt', actor: by('agent'), at: next }).after
    expect(onTimeout(tried, 'finance', later(next, { ms: 1 }))).toEqual({ kind: 'decide', event: 'cancel_unpaid' })
  })

  test('cash on delivery is never cancelled for want of money', () => {
    const order = anOrder('pending_payment', { paymentMethod: 'cash_on_delivery' })
    const at = later(monday, { days: 40 })
    expect(onTimeout(order, 'finance', at)).toEqual({ kind: 'wait', until: later(at, { days: 30 }) })
  })

  test('while it is asked where the payment is, nothing is cancelled (O9)', () => {
    const order = anOrder('payment_problem', { contactAttempts: 1 })
    const at = later(order.clocks['SLA-37']?.dueAt ?? '', { days: 3 })
    expect(onTimeout(order, 'finance', at)).toMatchObject({ kind: 'wait' })
  })

  test('a gate that the order has left lets it go', () => {
    expect(onTimeout(anOrder('paid'), 'finance', monday)).toEqual({ kind: 'release' })
    expect(onTimeout(anOrder('cancelled'), 'review', monday)).toEqual({ kind: 'release' })
  })
})

describe('where an event goes', () => {
  const to = (event: CaseEvent | undefined) => (event ? destinations(event) : [])
  const last = ({ events }: { events: readonly CaseEvent[] }) => to(events.at(-1))
  const act = (order: Order, event: 'approve' | 'pack' | 'notify_warehouse' | 'scan') =>
    decide(order, {
      event,
      actor: by(
        ({ approve: 'agent', pack: 'warehouse', notify_warehouse: 'finance', scan: 'courier' } as const)[event],
      ),
      at: order.changedAt,
    })

  test('a new ticket is classified, a new order starts its workflow and tells the customer', () => {
    expect(last(receiveTicket())).toEqual(['classification', 'due-clocks'])
    expect(last(placeOrder())).toEqual(['workflow-starts', 'notifications'])
  })

  test('leaving a gate releases it, moving within one does not', () => {
    expect(last(act(anOrder(), 'approve'))).toEqual(['notifications', 'workflow-releases'])
    expect(last(act(anOrder('ready_to_ship'), 'pack'))).toEqual([])
    expect(last(act(anOrder('paid'), 'notify_warehouse'))).toEqual(['notifications'])
  })

  test('scans and clocks never touch the workflow', () => {
    expect(last(act(anOrder('shipped'), 'scan'))).toEqual(['notifications'])
    expect(last(act(anOrder('in_transit'), 'scan'))).toEqual([])
    const overdue = settle(anOrder('pending_payment'), later(monday, { days: 30 }))?.events ?? []
    expect(overdue.flatMap(to)).toEqual(['notifications'])
  })

  test('a cancelled order leaves its gate', () => {
    const change = decide(anOrder('payment_overdue'), {
      event: 'cancel',
      actor: by('customer'),
      at: later(monday, { hours: 1 }),
    })
    expect(last(change)).toEqual(['notifications', 'workflow-releases'])
  })
})
