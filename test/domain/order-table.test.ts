import type { Role } from '../../shared/domain/case'
import { allowed, decide } from '../../shared/domain/engine'
import type { Order, OrderEvent, OrderState } from '../../shared/domain/order'
import { Refusal } from '../../shared/domain/refusal'
import { anOrder, by, later, monday } from '../support/builders'

/** §4.3 once more, by hand: where each event leads from each state, and for whom. */
const listed: Readonly<Record<string, Partial<Record<OrderState, readonly [to: OrderState, ...by: Role[]]>>>> = {
  approve: { pending_review: ['pending_payment', 'agent'] },
  reject: { pending_review: ['cancelled', 'agent'] },
  confirm_payment: { pending_payment: ['paid', 'finance'], payment_overdue: ['paid', 'finance'] },
  not_arrived: { pending_payment: ['payment_overdue', 'finance', 'system'] },
  cancel_unpaid: { payment_overdue: ['cancelled', 'agent', 'system'] },
  want_contact: { payment_overdue: ['payment_overdue', 'system'] },
  record_contact_attempt: {
    pending_payment: ['pending_payment', 'agent'],
    payment_overdue: ['payment_overdue', 'agent'],
  },
  notify_warehouse: { paid: ['ready_to_ship', 'finance'] },
  pack: { ready_to_ship: ['packed', 'warehouse'] },
  ship: { packed: ['shipped', 'warehouse'] },
  scan: { shipped: ['in_transit', 'courier'], in_transit: ['in_transit', 'courier'] },
  confirm_receipt: { shipped: ['completed', 'courier', 'customer'], in_transit: ['completed', 'courier', 'customer'] },
  cancel: {
    pending_review: ['cancelled', 'customer', 'agent'],
    pending_payment: ['cancelled', 'customer', 'agent'],
    payment_overdue: ['cancelled', 'customer', 'agent'],
  },
  departments_notified: {
    pending_payment: ['pending_payment', 'system'],
    payment_overdue: ['payment_overdue', 'system'],
    paid: ['paid', 'system'],
    ready_to_ship: ['ready_to_ship', 'system'],
    packed: ['packed', 'system'],
    shipped: ['shipped', 'system'],
    in_transit: ['in_transit', 'system'],
    refund_pending: ['refund_pending', 'system'],
  },
}

const states: readonly OrderState[] = [
  'pending_review',
  'pending_payment',
  'payment_overdue',
  'paid',
  'ready_to_ship',
  'packed',
  'shipped',
  'in_transit',
  'completed',
  'refund_pending',
  'cancelled',
]
const roles: readonly Role[] = ['customer', 'agent', 'supervisor', 'finance', 'warehouse', 'courier', 'system']
const events = Object.keys(listed) as OrderEvent[]

/** Everything that any guard asks for. */
const everything = (order: Order) => ({
  reason: 'not_eligible',
  received: order.facts.total,
  collected: order.facts.total,
  courier: 'SF',
  trackingNumber: 'SF1',
  slipNumber: 'R-1',
})

/** In `payment_overdue` the time for payment is over; one attempt was made, or for want_contact none. */
const ready = (state: OrderState, event: OrderEvent): Order =>
  anOrder(state, { contactAttempts: event === 'want_contact' ? 0 : 1 })

const outcome = (order: Order, event: OrderEvent, role: Role) => {
  const at = order.state === 'payment_overdue' ? later(monday, { days: 8 }) : later(monday, { minutes: 30 })
  try {
    const change = decide(order, { event, actor: by(role), at, data: everything(order) })
    const last = change.events.at(-1)
    return { to: change.after.state, last }
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}

describe('the order table (§4.3)', () => {
  for (const state of states) {
    for (const event of events) {
      const [to, ...actors]: readonly string[] = listed[event]?.[state] ?? []
      if (to === undefined) {
        test(`an order in ${state} refuses ${event} from everyone`, () => {
          for (const role of roles) {
            const refused = outcome(ready(state, event), event, role)
            expect(refused).toMatchObject({ kind: 'conflict', details: { state, event } })
          }
        })
        continue
      }
      test(`an order in ${state} goes to ${to} on ${event} by ${actors.join(', ')}, and by no one else`, () => {
        for (const role of roles) {
          const result = outcome(ready(state, event), event, role)
          if (actors.includes(role)) expect(result).toMatchObject({ to, last: { from: state, to, actor: { role } } })
          else expect(result).toMatchObject({ kind: 'forbidden', details: { state, event } })
        }
      })
    }
  }

  test('a refusal names what would be allowed now, and to whom', () => {
    expect(outcome(anOrder('pending_review'), 'ship', 'warehouse')).toMatchObject({
      message: expect.stringContaining('is pending_review: ship is not possible now'),
      details: {
        allowed: [
          { event: 'reject', by: ['agent'] },
          { event: 'approve', by: ['agent'] },
          { event: 'cancel', by: ['customer', 'agent'] },
        ],
      },
    })
  })

  test('what is open to some roles is what the table lists for them', () => {
    expect(allowed(anOrder('paid'), ['finance'])).toEqual([{ row: 'O12', event: 'notify_warehouse' }])
    expect(allowed(anOrder('paid'), ['agent'])).toEqual([])
    expect(allowed(anOrder('completed'), roles)).toEqual([])
    expect(allowed(anOrder('pending_review'), ['customer'])).toEqual([{ row: 'O22', event: 'cancel' }])
  })
})
