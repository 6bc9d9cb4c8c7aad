import type { Role } from '../../shared/domain/case'
import { allowed, decide, settle } from '../../shared/domain/engine'
import type { Order, OrderEvent, OrderFacts, OrderState } from '../../shared/domain/order'
import { Refusal } from '../../shared/domain/refusal'
import { anOrder, by, later, monday } from '../support/builders'

const states: readonly OrderState[] = [
  'pending_review',
  'merged',
  'pending_payment',
  'payment_overdue',
  'payment_problem',
  'paid',
  'ready_to_ship',
  'packed',
  'shipped',
  'in_transit',
  'logistics_exception',
  'completed',
  'refund_pending',
  'cancelled',
]
const afterPayment: readonly OrderState[] = [
  'paid',
  'ready_to_ship',
  'packed',
  'shipped',
  'in_transit',
  'logistics_exception',
  'completed',
]
const whileAlive: readonly OrderState[] = [
  'pending_review',
  'pending_payment',
  'payment_overdue',
  'payment_problem',
  ...afterPayment,
]

function stays(row: string, from: readonly OrderState[], ...by: Role[]) {
  return Object.fromEntries(from.map(state => [state, [row, state, ...by] as const]))
}

/** §4.3 once more, by hand: by which row each event leads from each state, whereto, and for whom. */
const listed: Readonly<
  Record<string, Partial<Record<OrderState, readonly [row: string, to: OrderState, ...by: Role[]]>>>
> = {
  warn_of_stock: { pending_review: ['O1a', 'pending_review', 'agent'] },
  merge: { pending_review: ['O2', 'pending_review', 'agent'] },
  merge_into: { pending_review: ['O2', 'merged', 'agent'] },
  approve: { pending_review: ['O4', 'pending_payment', 'agent'] },
  reject: { pending_review: ['O3', 'cancelled', 'agent'] },
  confirm_payment: { pending_payment: ['O5', 'paid', 'finance'], payment_overdue: ['O7', 'paid', 'finance'] },
  not_arrived: { pending_payment: ['O6', 'payment_overdue', 'finance', 'system'] },
  cancel_unpaid: { payment_overdue: ['O8', 'cancelled', 'agent', 'system'] },
  want_contact: { payment_overdue: ['O8b', 'payment_overdue', 'system'] },
  record_contact_attempt: stays('O8a', ['pending_payment', 'payment_overdue'], 'agent'),
  record_late_payment: { cancelled: ['O8c', 'cancelled', 'finance'] },
  report_payment_problem: {
    pending_payment: ['O9', 'payment_problem', 'finance', 'agent'],
    payment_overdue: ['O9', 'payment_problem', 'finance', 'agent'],
  },
  clarify_paid: { payment_problem: ['O10', 'paid', 'finance'] },
  clarify_unpaid: { payment_problem: ['O11', 'payment_overdue', 'agent'] },
  notify_warehouse: { paid: ['O12', 'ready_to_ship', 'finance'] },
  pack: { ready_to_ship: ['O13', 'packed', 'warehouse'] },
  ship: { packed: ['O14', 'shipped', 'warehouse'] },
  delay: stays('O15', ['paid', 'ready_to_ship', 'packed'], 'agent', 'system'),
  scan: {
    shipped: ['O16', 'in_transit', 'courier'],
    ...stays('O16a', ['in_transit', 'logistics_exception'], 'courier'),
  },
  deliver: {
    shipped: ['O16b', 'in_transit', 'courier'],
    in_transit: ['O16b', 'in_transit', 'courier'],
    logistics_exception: ['O18a', 'in_transit', 'courier'],
  },
  report_exception: {
    shipped: ['O17', 'logistics_exception', 'courier', 'customer', 'agent'],
    in_transit: ['O17', 'logistics_exception', 'courier', 'customer', 'agent'],
    logistics_exception: ['O17a', 'logistics_exception', 'courier', 'agent'],
  },
  resolve_exception: { logistics_exception: ['O18', 'in_transit', 'agent'] },
  reship: { logistics_exception: ['O19', 'ready_to_ship', 'supervisor'] },
  refund_lost: { logistics_exception: ['O20', 'refund_pending', 'supervisor'] },
  confirm_receipt: {
    shipped: ['O21', 'completed', 'courier', 'customer'],
    in_transit: ['O21', 'completed', 'courier', 'customer'],
  },
  auto_receipt: { in_transit: ['O21a', 'completed', 'system'] },
  dispute_receipt: { completed: ['O21b', 'completed', 'customer', 'agent'] },
  cancel: {
    pending_review: ['O22', 'cancelled', 'customer', 'agent'],
    pending_payment: ['O22', 'cancelled', 'customer', 'agent'],
    payment_overdue: ['O22', 'cancelled', 'customer', 'agent'],
    paid: ['O23', 'refund_pending', 'agent'],
    ready_to_ship: ['O23', 'refund_pending', 'agent'],
    packed: ['O23', 'refund_pending', 'agent'],
  },
  want_refund: stays('O24a', afterPayment, 'agent', 'supervisor'),
  record_refund: { ...stays('O24b', afterPayment, 'finance'), refund_pending: ['O24', 'cancelled', 'finance'] },
  want_invoice: stays('I1', whileAlive, 'customer', 'agent'),
  issue_invoice: stays('I2', ['completed'], 'finance'),
  post_invoice: stays('I3', ['completed'], 'agent'),
  departments_notified: stays(
    'O4a',
    [...whileAlive.filter(state => state !== 'pending_review' && state !== 'completed'), 'refund_pending'],
    'system',
  ),
  want_call: stays('O0a', states, 'system'),
  record_call: stays('O0b', states, 'agent'),
}

const roles: readonly Role[] = ['customer', 'agent', 'supervisor', 'finance', 'warehouse', 'courier', 'system']
const events = Object.keys(listed) as OrderEvent[]

/** Everything that any guard asks for. */
const everything = (order: Order, event: OrderEvent) => ({
  reason: 'not_eligible',
  received: event === 'confirm_payment' ? order.facts.total : { amount: 1, currency: 'CNY' },
  collected: order.facts.total,
  courier: 'SF',
  trackingNumber: 'SF1',
  slipNumber: 'R-1',
  productNumbers: ['P-1001'],
  targetId: 'another',
  sourceIds: ['another'],
  finding: 'paid_elsewhere',
  kind: event === 'want_refund' ? 'part' : order.facts.exception === 'lost' ? 'delay' : 'lost',
  wanted: { amount: 1000, currency: 'CNY' },
  refunded: { amount: order.facts.refund?.amount ?? 0, currency: 'CNY' },
  postNumber: 'XA 1',
  notice: 'N-13',
})

/** What each event needs beside the state. */
const facts = (state: OrderState, event: OrderEvent): Partial<OrderFacts> => ({
  contactAttempts: event === 'want_contact' ? 0 : 1,
  ...(event === 'deliver' && state === 'logistics_exception' && { exception: 'delay' }),
  ...(event === 'record_call' && { callsWanted: ['N-13'] }),
  ...(event === 'record_refund' && state !== 'refund_pending' && { refund: { kind: 'part', amount: 700 } }),
  ...(event === 'issue_invoice' && { invoice: { state: 'needed', contentId: 'i' } }),
  ...(event === 'post_invoice' && { invoice: { state: 'issued', contentId: 'i' } }),
})

/** What the house does when a clock runs out is done by the clock itself. */
const byClock: readonly OrderEvent[] = ['delay', 'auto_receipt']

/** In `payment_overdue` the time for payment is over. */
const instant = (state: OrderState) => later(monday, state === 'payment_overdue' ? { days: 8 } : { minutes: 30 })

const outcome = (state: OrderState, event: OrderEvent, role: Role) => {
  const given = facts(state, event)
  const made = anOrder(state, given)
  const order: Order = { ...made, facts: { ...made.facts, ...given } }
  try {
    const delivered = event === 'auto_receipt' && state === 'in_transit' ? decided(order, 'deliver', 'courier') : order
    const change =
      role === 'system' && byClock.includes(event) && listed[event]?.[state]
        ? settle(delivered, later(monday, { days: 60 }))
        : decide(order, { event, actor: by(role), at: instant(state), data: everything(order, event) })
    return { to: change?.after.state, last: change?.events.find(({ type }) => !type.startsWith('Clock')) }
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}

const decided = (order: Order, event: OrderEvent, role: Role): Order =>
  decide(order, { event, actor: by(role), at: instant(order.state), data: everything(order, event) }).after

const rowsOf = (event: OrderEvent) => [...new Set(Object.values(listed[event] ?? {}).map(([row]) => row))].join(' and ')

describe('the order table (§4.3, R-ORD-29)', () => {
  for (const state of states) {
    for (const event of events) {
      const [row, to, ...actors]: readonly string[] = listed[event]?.[state] ?? []
      if (to === undefined) {
        test(`an order in ${state} refuses ${event} from everyone: ${rowsOf(event)} not for it`, () => {
          for (const role of roles) {
            const refused = outcome(state, event, role)
            expect(refused).toMatchObject({ kind: 'conflict', details: { state, event } })
          }
        })
        continue
      }
      test(`${row}: an order in ${state} goes to ${to} on ${event} by ${actors.join(', ')}, and by no one else`, () => {
        for (const role of roles) {
          const result = outcome(state, event, role)
          if (actors.includes(role))
            expect(result).toMatchObject({ to, last: { row, from: state, to, actor: { role } } })
          else expect(result).toMatchObject({ kind: 'forbidden', details: { state, event } })
        }
      })
    }
  }

  test('a refusal names what would be allowed now, and to whom', () => {
    expect(outcome('pending_review', 'ship', 'warehouse')).toMatchObject({
      message: expect.stringContaining('is pending_review: ship is not possible now'),
      details: {
        allowed: [
          { event: 'warn_of_stock', by: ['agent'] },
          { event: 'merge_into', by: ['agent'] },
          { event: 'merge', by: ['agent'] },
          { event: 'reject', by: ['agent'] },
          { event: 'approve', by: ['agent'] },
          { event: 'cancel', by: ['customer', 'agent'] },
          { event: 'want_invoice', by: ['customer', 'agent'] },
          { event: 'record_call', by: ['agent'] },
        ],
      },
    })
  })

  test('what is open to some roles is what the table lists for them', () => {
    const rowsFor = (state: OrderState, role: Role) => allowed(anOrder(state), [role]).map(({ row }) => row)
    expect(rowsFor('paid', 'finance')).toEqual(['O12', 'O24b'])
    expect(rowsFor('paid', 'warehouse')).toEqual([])
    expect(rowsFor('packed', 'warehouse')).toEqual(['O14'])
    expect(rowsFor('completed', 'courier')).toEqual([])
    expect(rowsFor('pending_review', 'customer')).toEqual(['O22', 'I1'])
  })
})
