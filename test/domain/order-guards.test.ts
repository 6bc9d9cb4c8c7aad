import { decide, open, settle } from '../../shared/domain/engine'
import type { Order, OrderEvent, OrderFacts, OrderState } from '../../shared/domain/order'
import { Refusal } from '../../shared/domain/refusal'
import type { Row } from '../../shared/domain/table'
import { orderTransitions } from '../../shared/handbook/order-transitions'
import { anOrder, by, later, monday, orderFacts, placeOrder } from '../support/builders'

type Role = ReturnType<typeof by>['role']

interface Try {
  readonly row: string
  readonly when: string
  readonly state?: OrderState
  readonly event: OrderEvent
  readonly role: Role
  readonly facts?: Partial<OrderFacts>
  readonly data?: object
  readonly minutes?: number
  /** What is said, or the row that is taken in its place. */
  readonly instead: string
}

const total = { amount: 21000, currency: 'CNY' } as const
const less = { amount: 20000, currency: 'CNY' } as const
const cod = { paymentMethod: 'cash_on_delivery' } as const
const parts = { data: { kind: 'part', wanted: { amount: 100, currency: 'CNY' } } } as const

/** Each row with each of its guards broken, by hand. */
const broken: readonly Try[] = [
  {
    row: 'O1',
    when: 'its lines do not add up',
    event: 'place',
    role: 'customer',
    facts: { shipping: 1 },
    instead: 'do not add up',
  },
  {
    row: 'O1',
    when: 'it came by phone',
    event: 'place',
    role: 'customer',
    facts: { placedVia: 'phone' },
    instead: 'by phone',
  },
  {
    row: 'O1',
    when: 'nothing was read back',
    event: 'place',
    role: 'agent',
    facts: { placedVia: 'phone' },
    instead: 'read back',
  },
  {
    row: 'O1',
    when: 'by phone its lines do not add up',
    event: 'place',
    role: 'agent',
    facts: { placedVia: 'phone', readBack: true, shipping: 1 },
    instead: 'by phone',
  },
  {
    row: 'O1a',
    when: 'no line has the product',
    state: 'pending_review',
    event: 'warn_of_stock',
    role: 'agent',
    data: { productNumbers: ['X'] },
    instead: 'has no line',
  },
  {
    row: 'O2',
    when: 'no target is named',
    state: 'pending_review',
    event: 'merge_into',
    role: 'agent',
    instead: 'it goes into',
  },
  {
    row: 'O2',
    when: 'no source is named',
    state: 'pending_review',
    event: 'merge',
    role: 'agent',
    instead: 'go into it',
  },
  {
    row: 'O3',
    when: 'there is no reason',
    state: 'pending_review',
    event: 'reject',
    role: 'agent',
    instead: 'needs a reason',
  },
  {
    row: 'O3',
    when: 'it is prepaid and there is no reason',
    state: 'pending_review',
    event: 'reject',
    role: 'agent',
    facts: { paymentMethod: 'prepaid' },
    instead: 'needs a reason',
  },
  {
    row: 'O4',
    when: 'a line has no stock and nobody asked',
    state: 'pending_review',
    event: 'approve',
    role: 'agent',
    facts: { outOfStock: ['P-1001'] },
    instead: 'without stock',
  },
  {
    row: 'O5',
    when: 'the amount differs',
    state: 'pending_payment',
    event: 'confirm_payment',
    role: 'finance',
    data: { received: less },
    instead: 'O9',
  },
  {
    row: 'O6',
    when: 'the money comes with the courier',
    state: 'pending_payment',
    event: 'not_arrived',
    role: 'finance',
    facts: cod,
    instead: 'paid on delivery',
  },
  {
    row: 'O7',
    when: 'the amount differs',
    state: 'payment_overdue',
    event: 'confirm_payment',
    role: 'finance',
    data: { received: less },
    instead: 'O9',
  },
  {
    row: 'O8',
    when: 'nobody tried to reach the customer',
    state: 'payment_overdue',
    event: 'cancel_unpaid',
    role: 'agent',
    minutes: 60 * 24 * 8,
    instead: 'no recorded attempt',
  },
  {
    row: 'O8',
    when: 'there is still time',
    state: 'payment_overdue',
    event: 'cancel_unpaid',
    role: 'agent',
    facts: { contactAttempts: 1 },
    instead: 'within the time',
  },
  {
    row: 'O8b',
    when: 'there is still time',
    state: 'payment_overdue',
    event: 'want_contact',
    role: 'system',
    instead: 'within the time',
  },
  {
    row: 'O8b',
    when: 'somebody tried',
    state: 'payment_overdue',
    event: 'want_contact',
    role: 'system',
    minutes: 60 * 24 * 8,
    facts: { contactAttempts: 1 },
    instead: 'already has',
  },
  {
    row: 'O8c',
    when: 'no amount is named',
    state: 'cancelled',
    event: 'record_late_payment',
    role: 'finance',
    instead: 'needs the amount',
  },
  {
    row: 'O9',
    when: 'no amount is named',
    state: 'pending_payment',
    event: 'confirm_payment',
    role: 'finance',
    instead: 'needs the amount',
  },
  {
    row: 'O9',
    when: 'the whole amount came',
    state: 'pending_payment',
    event: 'confirm_payment',
    role: 'finance',
    data: { received: total },
    instead: 'O5',
  },
  {
    row: 'O10',
    when: 'nothing was found out',
    state: 'payment_problem',
    event: 'clarify_paid',
    role: 'finance',
    data: { received: total },
    instead: 'found out',
  },
  {
    row: 'O10',
    when: 'no amount is named',
    state: 'payment_problem',
    event: 'clarify_paid',
    role: 'finance',
    data: { finding: 'paid' },
    instead: 'needs the amount',
  },
  {
    row: 'O11',
    when: 'nothing was found out',
    state: 'payment_problem',
    event: 'clarify_unpaid',
    role: 'agent',
    instead: 'found out',
  },
  {
    row: 'O14',
    when: 'there is no tracking number',
    state: 'packed',
    event: 'ship',
    role: 'warehouse',
    data: { courier: 'SF' },
    instead: 'tracking number',
  },
  {
    row: 'O15',
    when: 'there is still time',
    state: 'paid',
    event: 'delay',
    role: 'system',
    instead: 'within the time for dispatch',
  },
  {
    row: 'O15',
    when: 'an agent says so without a reason',
    state: 'paid',
    event: 'delay',
    role: 'agent',
    instead: 'needs a reason',
  },
  {
    row: 'O15',
    when: 'an agent says so again',
    state: 'paid',
    event: 'delay',
    role: 'agent',
    facts: { delayed: true },
    data: { reason: 'x' },
    instead: 'known to be delayed',
  },
  {
    row: 'O16b',
    when: 'it is delivered already',
    state: 'in_transit',
    event: 'deliver',
    role: 'courier',
    facts: { deliveredAt: monday },
    instead: 'delivered already',
  },
  {
    row: 'O17',
    when: 'it is not said what went wrong',
    state: 'shipped',
    event: 'report_exception',
    role: 'courier',
    instead: 'what went wrong',
  },
  {
    row: 'O17a',
    when: 'it is no news',
    state: 'logistics_exception',
    event: 'report_exception',
    role: 'courier',
    data: { kind: 'lost' },
    instead: 'if it is news',
  },
  {
    row: 'O19',
    when: 'the parcel is only late',
    state: 'logistics_exception',
    event: 'reship',
    role: 'supervisor',
    facts: { exception: 'delay' },
    instead: 'late, not lost',
  },
  {
    row: 'O20',
    when: 'the parcel is only late',
    state: 'logistics_exception',
    event: 'refund_lost',
    role: 'supervisor',
    facts: { exception: 'delay' },
    instead: 'late, not lost',
  },
  {
    row: 'O20',
    when: 'it is only late and not paid',
    state: 'logistics_exception',
    event: 'refund_lost',
    role: 'supervisor',
    facts: { exception: 'delay', ...cod },
    instead: 'late, not lost',
  },
  {
    row: 'O21',
    when: 'there is no slip',
    state: 'shipped',
    event: 'confirm_receipt',
    role: 'courier',
    instead: 'receipt slip',
  },
  {
    row: 'O21',
    when: 'not all was collected',
    state: 'shipped',
    event: 'confirm_receipt',
    role: 'courier',
    facts: cod,
    data: { slipNumber: 'R', collected: less },
    instead: 'differs from',
  },
  {
    row: 'O21',
    when: 'the customer should pay the courier',
    state: 'shipped',
    event: 'confirm_receipt',
    role: 'customer',
    facts: cod,
    instead: 'paid on delivery',
  },
  {
    row: 'O21a',
    when: 'there are still days',
    state: 'in_transit',
    event: 'auto_receipt',
    role: 'system',
    instead: 'within the days',
  },
  {
    row: 'O21b',
    when: 'it is too late',
    state: 'completed',
    event: 'dispute_receipt',
    role: 'customer',
    minutes: 60 * 24 * 8,
    instead: 'more than 7 days',
  },
  {
    row: 'O21b',
    when: 'it is in dispute',
    state: 'completed',
    event: 'dispute_receipt',
    role: 'customer',
    facts: { disputedAt: monday },
    instead: 'in dispute already',
  },
  {
    row: 'O24',
    when: 'another amount went back',
    state: 'refund_pending',
    event: 'record_refund',
    role: 'finance',
    data: { refunded: less },
    instead: 'to be made',
  },
  {
    row: 'O24a',
    when: 'it is to be paid on delivery',
    state: 'shipped',
    event: 'want_refund',
    role: 'agent',
    facts: cod,
    ...parts,
    instead: 'not been paid yet',
  },
  {
    row: 'O24a',
    when: 'one is under way',
    state: 'paid',
    event: 'want_refund',
    role: 'agent',
    facts: { refund: { kind: 'part', amount: 1 } },
    ...parts,
    instead: 'under way',
  },
  {
    row: 'O24a',
    when: 'it is more than was paid',
    state: 'paid',
    event: 'want_refund',
    role: 'supervisor',
    data: { kind: 'part', wanted: { amount: 21000, currency: 'CNY' } },
    instead: 'at most CNY 209.99',
  },
  {
    row: 'O24a',
    when: 'it is more than the shipping',
    state: 'paid',
    event: 'want_refund',
    role: 'agent',
    data: { kind: 'shipping', wanted: { amount: 1201, currency: 'CNY' } },
    instead: 'at most CNY 12.00',
  },
  {
    row: 'O24a',
    when: 'it is more than an agent may grant (G-20)',
    state: 'paid',
    event: 'want_refund',
    role: 'agent',
    data: { kind: 'part', wanted: { amount: 20001, currency: 'CNY' } },
    instead: 'beyond what a agent',
  },
  {
    row: 'O24b',
    when: 'none is under way',
    state: 'paid',
    event: 'record_refund',
    role: 'finance',
    data: { refunded: less },
    instead: 'no refund under way',
  },
  {
    row: 'I1',
    when: 'it is asked for',
    state: 'paid',
    event: 'want_invoice',
    role: 'customer',
    facts: { invoice: { state: 'needed', contentId: 'i' } },
    instead: 'asked for',
  },
  {
    row: 'I1',
    when: 'it is asked for, and the order completed',
    state: 'completed',
    event: 'want_invoice',
    role: 'customer',
    facts: { invoice: { state: 'needed', contentId: 'i' } },
    instead: 'asked for',
  },
  {
    row: 'I2',
    when: 'none is needed',
    state: 'completed',
    event: 'issue_invoice',
    role: 'finance',
    instead: 'no invoice to be issued',
  },
  {
    row: 'I3',
    when: 'it is not issued',
    state: 'completed',
    event: 'post_invoice',
    role: 'agent',
    data: { postNumber: '1' },
    instead: 'no issued invoice',
  },
  {
    row: 'I3',
    when: 'there is no post number',
    state: 'completed',
    event: 'post_invoice',
    role: 'agent',
    facts: { invoice: { state: 'issued', contentId: 'i' } },
    instead: 'number of the registered letter',
  },
  {
    row: 'O0a',
    when: 'no notice is named',
    state: 'paid',
    event: 'want_call',
    role: 'system',
    instead: 'needs the notice',
  },
  {
    row: 'O0b',
    when: 'no call is wanted',
    state: 'paid',
    event: 'record_call',
    role: 'agent',
    data: { notice: 'N-13' },
    instead: 'waits for no call',
  },
]

/** Which of several rows is taken, and the facts that follow from it. */
const taken: readonly (Omit<Try, 'when' | 'instead'> & { readonly to: OrderState; readonly sets?: object })[] = [
  {
    row: 'O1',
    event: 'place',
    role: 'agent',
    facts: { placedVia: 'phone', readBack: true },
    to: 'pending_review',
    sets: { readBack: true },
  },
  {
    row: 'O1a',
    state: 'pending_review',
    event: 'warn_of_stock',
    role: 'agent',
    data: { productNumbers: ['P-1001'] },
    to: 'pending_review',
    sets: { outOfStock: ['P-1001'] },
  },
  {
    row: 'O2',
    state: 'pending_review',
    event: 'merge_into',
    role: 'agent',
    data: { targetId: 't' },
    to: 'merged',
    sets: { mergedInto: 't' },
  },
  {
    row: 'O3',
    state: 'pending_review',
    event: 'reject',
    role: 'agent',
    facts: { paymentMethod: 'prepaid' },
    data: { reason: 'x' },
    to: 'refund_pending',
    sets: { refund: { kind: 'whole', amount: 21000 } },
  },
  {
    row: 'O4',
    state: 'pending_review',
    event: 'approve',
    role: 'agent',
    facts: { outOfStock: ['P-1001'] },
    data: { customerWaits: true },
    to: 'pending_payment',
  },
  {
    row: 'O8a',
    state: 'payment_overdue',
    event: 'record_contact_attempt',
    role: 'agent',
    facts: { contactWanted: true },
    to: 'payment_overdue',
    sets: { contactAttempts: 1, contactWanted: undefined },
  },
  {
    row: 'O8b',
    state: 'payment_overdue',
    event: 'want_contact',
    role: 'system',
    minutes: 60 * 24 * 8,
    to: 'payment_overdue',
    sets: { contactWanted: true },
  },
  {
    row: 'O9',
    state: 'payment_overdue',
    event: 'confirm_payment',
    role: 'finance',
    data: { received: less },
    to: 'payment_problem',
  },
  {
    row: 'O12',
    state: 'paid',
    event: 'notify_warehouse',
    role: 'finance',
    data: { shipsFrom: 'supplier' },
    to: 'ready_to_ship',
    sets: { shipsFrom: 'supplier' },
  },
  {
    row: 'O14',
    state: 'packed',
    event: 'ship',
    role: 'warehouse',
    facts: { delayed: true },
    data: { courier: 'SF', trackingNumber: '1' },
    to: 'shipped',
    sets: { courier: 'SF', trackingNumber: '1', delayed: undefined },
  },
  {
    row: 'O15',
    state: 'paid',
    event: 'delay',
    role: 'agent',
    data: { reason: 'x' },
    to: 'paid',
    sets: { delayed: true },
  },
  {
    row: 'O16b',
    state: 'shipped',
    event: 'deliver',
    role: 'courier',
    data: { happenedAt: monday },
    to: 'in_transit',
    sets: { deliveredAt: monday },
  },
  {
    row: 'O17',
    state: 'in_transit',
    event: 'report_exception',
    role: 'customer',
    facts: { deliveredAt: monday },
    data: { kind: 'lost' },
    to: 'logistics_exception',
    sets: { exception: 'lost', deliveredAt: undefined },
  },
  {
    row: 'O17a',
    state: 'logistics_exception',
    event: 'report_exception',
    role: 'agent',
    facts: { exception: 'delay' },
    data: { kind: 'lost' },
    to: 'logistics_exception',
    sets: { exception: 'lost' },
  },
  {
    row: 'O18',
    state: 'logistics_exception',
    event: 'resolve_exception',
    role: 'agent',
    to: 'in_transit',
    sets: { exception: undefined },
  },
  {
    row: 'O19',
    state: 'logistics_exception',
    event: 'reship',
    role: 'supervisor',
    to: 'ready_to_ship',
    sets: { trackingNumber: undefined, courier: undefined, exception: undefined, reshipments: 1 },
  },
  {
    row: 'O20',
    state: 'logistics_exception',
    event: 'refund_lost',
    role: 'supervisor',
    to: 'refund_pending',
    sets: { refund: { kind: 'whole', amount: 21000 } },
  },
  {
    row: 'O20',
    state: 'logistics_exception',
    event: 'refund_lost',
    role: 'supervisor',
    facts: cod,
    to: 'cancelled',
    sets: { refund: undefined },
  },
  {
    row: 'O21b',
    state: 'completed',
    event: 'dispute_receipt',
    role: 'customer',
    to: 'completed',
    sets: { disputedAt: expect.any(String) },
  },
  {
    row: 'O22',
    state: 'pending_review',
    event: 'cancel',
    role: 'customer',
    facts: { paymentMethod: 'prepaid' },
    to: 'refund_pending',
    sets: { refund: { kind: 'whole', amount: 21000 } },
  },
  {
    row: 'O22',
    state: 'pending_payment',
    event: 'cancel',
    role: 'agent',
    facts: { paymentMethod: 'prepaid' },
    to: 'refund_pending',
    sets: { refund: { kind: 'whole', amount: 21000 } },
  },
  {
    row: 'O22',
    state: 'payment_overdue',
    event: 'cancel',
    role: 'customer',
    facts: { paymentMethod: 'prepaid' },
    to: 'refund_pending',
    sets: { refund: { kind: 'whole', amount: 21000 } },
  },
  ...(['paid', 'ready_to_ship', 'packed'] as const).flatMap(state => [
    {
      row: 'O23',
      state,
      event: 'cancel' as const,
      role: 'agent' as const,
      facts: { refunded: 1000 },
      to: 'refund_pending' as const,
      sets: { refund: { kind: 'whole', amount: 20000 } },
    },
    {
      row: 'O23',
      state,
      event: 'cancel' as const,
      role: 'agent' as const,
      facts: cod,
      to: 'cancelled' as const,
      sets: { refund: undefined },
    },
  ]),
  {
    row: 'O24',
    state: 'refund_pending',
    event: 'record_refund',
    role: 'finance',
    data: { refunded: total },
    to: 'cancelled',
    sets: { refund: undefined, refunded: 21000 },
  },
  {
    row: 'O24a',
    state: 'completed',
    event: 'want_refund',
    role: 'agent',
    facts: cod,
    ...parts,
    to: 'completed',
    sets: { refund: { kind: 'part', amount: 100 } },
  },
  {
    row: 'O24b',
    state: 'completed',
    event: 'record_refund',
    role: 'finance',
    facts: { refunded: 50, refund: { kind: 'part', amount: 100 } },
    data: { refunded: { amount: 100, currency: 'CNY' } },
    to: 'completed',
    sets: { refund: undefined, refunded: 150 },
  },
  {
    row: 'I2',
    state: 'completed',
    event: 'issue_invoice',
    role: 'finance',
    facts: { invoice: { state: 'needed', contentId: 'i' } },
    to: 'completed',
    sets: { invoice: { state: 'issued', contentId: 'i' } },
  },
  {
    row: 'I3',
    state: 'completed',
    event: 'post_invoice',
    role: 'agent',
    facts: { invoice: { state: 'issued', contentId: 'i' } },
    data: { postNumber: 'XA 1', postedAt: monday },
    to: 'completed',
    sets: { invoice: { state: 'posted', contentId: 'i', postNumber: 'XA 1', postedAt: monday } },
  },
  {
    row: 'O0a',
    state: 'cancelled',
    event: 'want_call',
    role: 'system',
    data: { notice: 'N-13' },
    to: 'cancelled',
    sets: { callsWanted: ['N-13'] },
  },
  {
    row: 'O0b',
    state: 'cancelled',
    event: 'record_call',
    role: 'agent',
    facts: { callsWanted: ['N-13'] },
    data: { notice: 'N-13' },
    to: 'cancelled',
    sets: { callsWanted: undefined },
  },
]

function attempt({ state, event, role, facts = {}, data = {}, minutes = 30 }: Omit<Try, 'row' | 'when' | 'instead'>) {
  if (state === undefined) {
    const { id, number, customerId, market, language } = placeOrder().after
    return open(
      'order',
      { id, number, customerId, market, language, facts: orderFacts(facts) },
      'place',
      by(role),
      monday,
    )
  }
  const made = anOrder(state, facts)
  const order: Order = { ...made, facts: { ...made.facts, ...facts } }
  return decide(order, { event, actor: by(role), at: later(monday, { minutes }), data })
}

describe('the guards of each row of the order table', () => {
  test.each(broken.map(each => [each.row, each.when, each] as const))(
    '%s is not taken when %s',
    (_, __, { instead, ...each }) => {
      try {
        expect(attempt(each).events.at(-1)?.row).toBe(instead)
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        expect(error.message).toContain(instead)
      }
    },
  )

  test.each(taken.map(each => [each.row, each.event, each.state ?? 'nothing', each.to, each] as const))(
    '%s: %s leads from %s to %s, with the facts that follow',
    (row, _, __, to, { sets = {}, ...each }) => {
      const { after, events } = attempt(each)
      expect([events.at(-1)?.row, after.state]).toEqual([row, to])
      for (const [fact, value] of Object.entries(sets))
        expect(new Map(Object.entries(after.facts)).get(fact)).toEqual(value)
    },
  )

  test('every row that has guards is tried with one of them broken, every row that sets facts is tried whole', () => {
    const ids = (rows: readonly Row[]) => new Set(rows.map(row => row.id))
    const guarded = ids(orderTransitions.rows.filter(row => row.guards?.length))
    const known = new Set([...broken, ...taken].map(({ row }) => row))
    expect([...guarded].filter(id => !known.has(id))).toEqual([])
    const setting = ids(orderTransitions.rows.filter(row => row.sets?.length))
    expect([...setting].filter(id => !taken.some(({ row }) => row === id))).toEqual([])
  })

  test('O21a: once the days for it are over the order completes by itself', () => {
    const shipped = anOrder('shipped')
    const delivered = decide(shipped, { event: 'deliver', actor: by('courier'), at: later(monday, { hours: 1 }) }).after
    expect(settle(delivered, later(monday, { days: 60 }))?.after.state).toBe('completed')
    const cash = decide(anOrder('shipped', cod), {
      event: 'deliver',
      actor: by('courier'),
      at: later(monday, { hours: 1 }),
    })
    expect(settle(cash.after, later(monday, { days: 60 }))?.after.state).toBe('in_transit')
  })
})
