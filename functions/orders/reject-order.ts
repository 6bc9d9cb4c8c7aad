import * as z from 'zod'
import { act } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { standing } from '../../shared/entry/shapes'
import { rejectionReasons } from '../../shared/handbook/reasons'
import { type Desk, type OrderCall, orderParams } from './desk'

const body = z.strictObject({ reason: z.enum(rejectionReasons) })

/** Review not passed (O3, R-ORD-07): cancelled with its reason, never deleted; what was prepaid goes back first. */
export function rejectOrder(desk: Pick<Desk, 'cases'>, call: OrderCall<z.output<typeof body>>) {
  return act(desk, call, {
    kind: 'order',
    id: call.params.orderId,
    action: 'order.reject',
    event: 'reject',
    data: call.body,
  })
}

export const rejectOrderRoute = route({
  method: 'POST',
  path: '/v1/orders/{orderId}/rejection',
  operationId: 'rejectOrder',
  summary: { en: 'Reject an order after review', zh: '审核不合格' },
  audience: ['staff'],
  versioned: true,
  params: orderParams,
  body,
  answer: standing,
  example: { reason: 'incomplete_details' },
  run: rejectOrder,
})
