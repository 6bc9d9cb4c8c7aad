import { createHash } from 'node:crypto'
import type { World } from '../local/world'
import { type RecordedOrder, totalOf } from './recorded-order'

/** What recorded facts ask of the desk, in the order of an order's life: requests, each by the one who would have made it. */
export const steps = [
  'place',
  'approve',
  'confirm_payment',
  'clarify_paid',
  'notify_warehouse',
  'pack',
  'ship',
  'confirm_receipt',
  'cancel',
  'report_lost',
  'refund_lost',
  'record_refund',
] as const
export type Step = (typeof steps)[number]

export interface Act {
  readonly at: number
  readonly order: RecordedOrder
  readonly steps: readonly Step[]
}

export interface PlacedOrder {
  readonly id: string
  readonly customerId: string
}

/** The acts of the recorded orders in the order of their instants: the order desk then replays what people did. */
export function actsOf(orders: readonly RecordedOrder[]): readonly Act[] {
  const acts = orders.flatMap(order => {
    const act = (at: number | undefined, ...steps: Step[]): Act[] => (at === undefined ? [] : [{ at, order, steps }])
    return [
      ...act(order.placedAt, 'place', ...reviewOf(order)),
      ...act(order.paidAt, ...paymentOf(order)),
      ...act(order.shippedAt, 'pack', 'ship'),
      ...act(order.deliveredAt, 'confirm_receipt'),
      ...act(order.cancelledAt, ...cancellationOf(order)),
    ]
  })
  return acts.sort((a, b) => a.at - b.at) // of one instant in the order of the file, and of the order's life
}

/** An order that the file only knows as placed has met nobody yet. */
const reviewOf = ({ finalStates, paidAt }: RecordedOrder): Step[] =>
  finalStates?.includes('pending_review') && paidAt === undefined ? [] : ['approve']

/** Another amount than the total becomes a payment problem, which finance clarifies at once (O9, O10). */
const paymentOf = (order: RecordedOrder): Step[] => [
  'confirm_payment',
  ...(order.received === totalOf(order) ? [] : ['clarify_paid' as const]),
  ...(order.finalStates?.includes('paid') && order.shippedAt === undefined ? [] : ['notify_warehouse' as const]),
]

/** Until it is shipped an agent cancels (O22, O23); what the courier has is given up as lost (O20). Money that came goes back (O24). */
function cancellationOf({ paymentMethod, paidAt, shippedAt, deliveredAt }: RecordedOrder): Step[] {
  if (deliveredAt !== undefined) return ['cancel']
  const paid = paymentMethod === 'prepaid' || (paymentMethod === 'transfer' && paidAt !== undefined)
  return [...(shippedAt === undefined ? ['cancel' as const] : lost), ...(paid ? ['record_refund' as const] : [])]
}
const lost: readonly Step[] = ['report_lost', 'refund_lost']

export interface Answer {
  readonly status: number
  readonly body: Record<string, unknown>
}

type Request = readonly [path: string, as: string, body: object]

/** One step as an HTTP request of the storefront, a member of staff or the courier; what follows from it is then settled. */
export async function perform(
  world: World,
  step: Step,
  order: RecordedOrder,
  placed: PlacedOrder | undefined,
): Promise<Answer> {
  const [path, as, body] = requestOf(step, order, placed)
  const answer = await fetch(`${world.api}/v1/orders${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await world.as(as)}`,
      'content-type': 'application/json',
      'idempotency-key': `replay-${named(order.reference)}-${step}`,
    },
    body: JSON.stringify(body),
  })
  const told = (await answer.json()) as Answer['body']
  await world.settle()
  return { status: answer.status, body: told }
}

function requestOf(step: Step, order: RecordedOrder, placed: PlacedOrder | undefined): Request {
  const money = (amount: number) => ({ amount, currency: order.currency })
  const total = money(totalOf(order))
  const received = money(order.received)
  const path = (act: string) => `/${placed?.id}/${act}`
  const code = named(order.reference).slice(0, 24)
  switch (step) {
    case 'place':
      return ['', 'storefront', placement(order, total)]
    case 'approve':
      return [path('approval'), 'agent', {}]
    case 'confirm_payment':
      return [path('payment-confirmation'), 'finance', { received }]
    case 'clarify_paid':
      return [path('payment-clarification'), 'finance', { finding: 'paid', received }]
    case 'notify_warehouse':
      return [path('warehouse-notice'), 'finance', {}]
    case 'pack':
      return [path('packing'), 'warehouse', {}]
    case 'ship':
      return [path('shipment'), 'warehouse', { courier: 'recorded courier', trackingNumber: `TN-${code}` }]
    case 'confirm_receipt': {
      const collected = order.paymentMethod === 'cash_on_delivery' ? { collected: total } : {}
      return [path('receipt'), 'courier', { slipNumber: `POD-${code}`, ...collected }]
    }
    case 'cancel':
      return [path('cancellation'), 'agent', { reason: 'too_slow' }]
    case 'report_lost':
      return [path('exceptions'), 'agent', { kind: 'lost' }]
    case 'refund_lost':
      return [path('loss-refund'), 'supervisor', { reason: 'no_trace' }]
    case 'record_refund':
      return [path('refunds'), 'finance', { refunded: total }]
  }
}

/** A shop's own names, where they can stand in a header, an address and a number; else a digest of them. */
const named = (name: string): string =>
  /^[A-Za-z0-9][\w-]{0,63}$/.test(name) ? name : createHash('sha256').update(name).digest('hex').slice(0, 32)

function placement(order: RecordedOrder, total: object) {
  const { goods, received, shipping } = order
  const customer = named(order.customer)
  return {
    market: order.market,
    customer: { accountId: customer, email: `${customer}@customers.example` },
    delivery: {
      consignee: 'as recorded',
      phone: '000000',
      address: `${order.postcode} ${order.city}`.trim().slice(0, 200) || 'not recorded',
    },
    paymentMethod: order.paymentMethod,
    lines: [
      goods === undefined
        ? { productNumber: 'unlisted', quantity: 1, unitPrice: received }
        : { productNumber: 'as-recorded', quantity: 1, unitPrice: goods },
    ],
    shipping,
    total,
  }
}
