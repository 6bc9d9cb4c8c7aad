import * as z from 'zod'
import { act } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { standing } from '../../shared/entry/shapes'
import { type Desk, type OrderCall, orderParams, signOff } from './desk'

/** `customerWaits`: for the lines without stock (R-ORD-05). */
const body = signOff.extend({ customerWaits: z.literal(true).optional() })

/** Review passed (O4, R-ORD-06): finance is asked to check the account, and the payment clocks start. */
export function approveOrder(desk: Pick<Desk, 'cases'>, call: OrderCall<z.output<typeof body>>) {
  return act(desk, call, {
    kind: 'order',
    id: call.params.orderId,
    action: 'order.approve',
    event: 'approve',
    data: call.body,
  })
}

export const approveOrderRoute = route({
  method: 'POST',
  path: '/v1/orders/{orderId}/approval',
  operationId: 'approveOrder',
  summary: { en: 'Approve an order after review', zh: '审核通过' },
  audience: ['staff'],
  versioned: true,
  params: orderParams,
  body,
  answer: standing,
  example: { how: 'system' },
  run: approveOrder,
})
