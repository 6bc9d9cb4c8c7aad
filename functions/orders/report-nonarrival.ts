import type * as z from 'zod'
import { act } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { standing } from '../../shared/entry/shapes'
import { type Desk, type OrderCall, orderParams, signOff } from './desk'

/** Finance sees no money in the time for it (O6, R-ORD-13): customer service follows the order and talks to the customer. */
export function reportNonarrival(desk: Pick<Desk, 'cases'>, call: OrderCall<z.output<typeof signOff>>) {
  return act(desk, call, {
    kind: 'order',
    id: call.params.orderId,
    action: 'order.not_arrived',
    event: 'not_arrived',
    data: call.body,
  })
}

export const reportNonarrivalRoute = route({
  method: 'POST',
  path: '/v1/orders/{orderId}/nonarrival',
  operationId: 'reportNonarrival',
  summary: { en: 'Report that the money has not arrived', zh: '规定时间未到账' },
  audience: ['staff'],
  versioned: true,
  params: orderParams,
  body: signOff,
  answer: standing,
  example: { how: 'system' },
  run: reportNonarrival,
})
