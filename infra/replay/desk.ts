import type { World } from '../local/world'
import type { RecordedOrder } from './recorded-order'

/** What one recorded fact asks of the desk: one or more requests, in order, each by the one who would have made it. */
export type Step = 'place' | 'approve' | 'confirm_payment' | 'notify_warehouse' | 'pack' | 'ship' | 'confirm_receipt'

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
      ...act(order.placedAt, 'place', 'approve'),
      ...act(order.paidAt, 'confirm_payment', 'notify_warehouse'),
      ...act(order.shippedAt, 'pack', 'ship'),
      ...act(order.deliveredAt, 'confirm_receipt'),
    ]
  })
  return acts.sort((a, b) => a.at - b.at || (a.order.reference < b.order.reference ? -1 : 1))
}

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
      'idempotency-key': `${order.reference}-${step}`,
    },
    body: JSON.stringify(body),
  })
  const told = (await answer.json()) as Answer['body']
  await world.settle()
  return { status: answer.status, body: told }
}

function requestOf(step: Step, order: RecordedOrder, placed: PlacedOrder | undefined): Request {
  const total = { amount: order.total, currency: order.currency }
  const path = (act: string) => `/${placed?.id}/${act}`
  const code = order.reference.slice(0, 12)
  switch (step) {
    case 'place':
      return ['', 'storefront', placement(order, total)]
    case 'approve':
      return [path('approval'), 'agent', {}]
    case 'confirm_payment':
      return [path('payment-confirmation'), 'finance', { received: total }]
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
  }
}

function placement(order: RecordedOrder, total: object) {
  return {
    market: order.market,
    customer: { accountId: order.customer, email: `${order.customer}@customers.example` },
    delivery: {
      consignee: 'as recorded',
      phone: '000000',
      address: `${order.postcode} ${order.city}`.trim() || 'not recorded',
    },
    paymentMethod: order.paymentMethod,
    lines: [{ productNumber: 'as-recorded', quantity: 1, unitPrice: order.total - order.shipping }],
    shipping: order.shipping,
    total,
  }
}
