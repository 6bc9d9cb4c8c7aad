import * as z from 'zod'
import { act } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { code, standing } from '../../shared/entry/shapes'
import { type Desk, type OrderCall, orderParams } from './desk'

const body = z.strictObject({ place: code(80).optional() })

/** The courier has delivered, without a slip (O16b, R-ORD-24): the customer confirms, or the days for it pass. */
export function recordDelivery(desk: Pick<Desk, 'cases'>, call: OrderCall<z.output<typeof body>>) {
  return act(desk, call, {
    kind: 'order',
    id: call.params.orderId,
    action: 'order.deliver',
    event: 'deliver',
    data: call.body,
  })
}

export const recordDeliveryRoute = route({
  method: 'POST',
  path: '/v1/orders/{orderId}/delivery',
  operationId: 'recordDelivery',
  summary: { en: 'Record that the parcel was delivered', zh: '登记妥投' },
  audience: ['staff'],
  versioned: true,
  params: orderParams,
  body,
  answer: standing,
  example: { place: 'front desk' },
  run: recordDelivery,
})
