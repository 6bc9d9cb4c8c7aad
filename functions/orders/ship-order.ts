import * as z from 'zod'
import { act } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { code, standing } from '../../shared/entry/shapes'
import { type Desk, type OrderCall, orderParams } from './desk'

const body = z.strictObject({ courier: code(), trackingNumber: code() })

/** The courier has the parcel (O14, R-ORD-19): the customer is told where to look for it. */
export function shipOrder(desk: Pick<Desk, 'cases'>, call: OrderCall<z.output<typeof body>>) {
  return act(desk, call, {
    kind: 'order',
    id: call.params.orderId,
    action: 'order.ship',
    event: 'ship',
    data: call.body,
    also: () => ({ claims: [{ what: 'tracking', trackingNumber: call.body.trackingNumber }] }),
  })
}

export const shipOrderRoute = route({
  method: 'POST',
  path: '/v1/orders/{orderId}/shipment',
  operationId: 'shipOrder',
  summary: { en: 'Hand the parcel to the courier', zh: '发货' },
  audience: ['staff'],
  versioned: true,
  params: orderParams,
  body,
  answer: standing,
  example: { courier: 'SF Express', trackingNumber: 'SF1040289377130' },
  run: shipOrder,
})
