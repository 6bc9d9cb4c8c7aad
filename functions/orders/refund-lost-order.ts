import * as z from 'zod'
import { act } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { standing } from '../../shared/entry/shapes'
import { lossReasons } from '../../shared/handbook/reasons'
import { type Desk, type OrderCall, orderParams } from './desk'

const body = z.strictObject({ reason: z.enum(lossReasons) })

/** A supervisor takes the parcel for lost and has finance pay it back (O20, R-TRK-03); unpaid cash on delivery is cancelled. */
export function refundLostOrder(desk: Pick<Desk, 'cases'>, call: OrderCall<z.output<typeof body>>) {
  return act(desk, call, {
    kind: 'order',
    id: call.params.orderId,
    action: 'order.refund_lost',
    event: 'refund_lost',
    data: call.body,
  })
}

export const refundLostOrderRoute = route({
  method: 'POST',
  path: '/v1/orders/{orderId}/loss-refund',
  operationId: 'refundLostOrder',
  summary: { en: 'Approve that a lost parcel is paid back', zh: '批准丢件退款' },
  audience: ['staff'],
  versioned: true,
  params: orderParams,
  body,
  answer: standing,
  example: { reason: 'confirmed_by_courier' },
  run: refundLostOrder,
})
