import * as z from 'zod'
import { act } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { standing } from '../../shared/entry/shapes'
import { lossReasons } from '../../shared/handbook/reasons'
import { type Desk, type OrderCall, orderParams } from './desk'

const body = z.strictObject({ reason: z.enum(lossReasons) })

/** A supervisor takes the parcel for lost and has the goods sent again (O19, R-TRK-03): the warehouse packs once more. */
export function reshipOrder(desk: Pick<Desk, 'cases'>, call: OrderCall<z.output<typeof body>>) {
  return act(desk, call, {
    kind: 'order',
    id: call.params.orderId,
    action: 'order.reship',
    event: 'reship',
    data: call.body,
  })
}

export const reshipOrderRoute = route({
  method: 'POST',
  path: '/v1/orders/{orderId}/reshipment',
  operationId: 'reshipOrder',
  summary: { en: 'Approve that a lost parcel is sent again', zh: '批准丢件补发' },
  audience: ['staff'],
  versioned: true,
  params: orderParams,
  body,
  answer: standing,
  example: { reason: 'confirmed_by_courier' },
  run: reshipOrder,
})
