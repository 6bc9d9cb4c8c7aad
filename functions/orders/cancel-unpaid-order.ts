import * as z from 'zod'
import { act } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { standing } from '../../shared/entry/shapes'
import { type Desk, type OrderCall, orderParams } from './desk'

const body = z.strictObject({})

/** Five working days are over and talking led to nothing (O8, R-ORD-14): the agent does not have to wait for the workflow. */
export function cancelUnpaidOrder(desk: Pick<Desk, 'cases'>, call: OrderCall<z.output<typeof body>>) {
  return act(desk, call, {
    kind: 'order',
    id: call.params.orderId,
    action: 'order.cancel_unpaid',
    event: 'cancel_unpaid',
    data: call.body,
  })
}

export const cancelUnpaidOrderRoute = route({
  method: 'POST',
  path: '/v1/orders/{orderId}/unpaid-cancellation',
  operationId: 'cancelUnpaidOrder',
  summary: { en: 'Cancel an order that stayed unpaid', zh: '未付款取消' },
  audience: ['staff'],
  versioned: true,
  params: orderParams,
  body,
  answer: standing,
  example: {},
  run: cancelUnpaidOrder,
})
