import * as z from 'zod'
import { act } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { standing } from '../../shared/entry/shapes'
import { cancellationReasons } from '../../shared/handbook/reasons'
import { type Desk, type OrderCall, orderParams } from './desk'

const body = z.strictObject({ reason: z.enum(cancellationReasons) })

/** The customer does not want it any more (O22, R-ORD-30); once it is paid an agent does it, until it is shipped (O23). */
export function cancelOrder(desk: Pick<Desk, 'cases'>, call: OrderCall<z.output<typeof body>>) {
  return act(desk, call, {
    kind: 'order',
    id: call.params.orderId,
    action: 'order.cancel',
    event: 'cancel',
    data: call.body,
  })
}

export const cancelOrderRoute = route({
  method: 'POST',
  path: '/v1/orders/{orderId}/cancellation',
  operationId: 'cancelOrder',
  summary: { en: 'Cancel an order that is not shipped', zh: '取消订单' },
  audience: ['staff', 'storefront'],
  versioned: true,
  params: orderParams,
  body,
  answer: standing,
  example: { reason: 'changed_mind' },
  run: cancelOrder,
})
