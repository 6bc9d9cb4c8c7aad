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

/** One step as an HTTP request of the storefront, a member of staff or the courier. */
export async function perform(
  world: World,
  step: Step,
  order: RecordedOrder,
  placed: PlacedOrder | undefined,
): Promise<Answer> {
  const money = (amount: number) => ({ amount, currency: order.currency })
  if (step === 'place')
    return world.request('POST', '/v1/orders', {
      as: 'storefront',
      idempotencyKey: order.reference,
      body: placement(order),
    })
  const path = (act: string) => `/v1/orders/${placed?.id}/${act}`
  switch (step) {
    case 'approve':
      return world.request('POST', path('approval'), { as: 'agent', body: {} })
    case 'confirm_payment':
      return world.request('POST', path('payment-confirmation'), {
        as: 'finance',
        body: { received: money(order.total) },
      })
    case 'notify_warehouse':
      return world.request('POST', path('warehouse-notice'), { as: 'finance', body: {} })
    case 'pack':
      return world.request('POST', path('packing'), { as: 'warehouse', body: {} })
    case 'ship':
      return world.request('POST', path('shipment'), {
        as: 'warehouse',
        body: { courier: 'correios', trackingNumber: `BR${order.reference.slice(0, 12)}` },
      })
    case 'confirm_receipt':
      return world.request('POST', path('receipt'), {
        as: 'courier',
        body: {
          slipNumber: `S${order.reference.slice(0, 12)}`,
          ...(order.paymentMethod === 'cash_on_delivery' && { collected: money(order.total) }),
        },
      })
  }
}

function placement(order: RecordedOrder) {
  return {
    market: order.market,
    customer: { accountId: order.customer, name: 'Recorded customer', email: `${order.customer}@customers.example` },
    delivery: { name: 'Recorded customer', address: order.city, postcode: order.postcode },
    paymentMethod: order.paymentMethod,
    lines: [{ productNumber: 'recorded-goods', quantity: 1, unitPrice: order.goods }],
    shipping: order.shipping,
    total: { amount: order.total, currency: order.currency },
  }
}
