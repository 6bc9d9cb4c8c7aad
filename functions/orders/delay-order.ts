import * as z from 'zod'
import { act } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { standing } from '../../shared/entry/shapes'
import { delayReasons } from '../../shared/handbook/reasons'
import { type Desk, type OrderCall, orderParams } from './desk'

const body = z.strictObject({ reason: z.enum(delayReasons) })

/** An agent knows of a delay before the clock does (O15, R-ORD-21): warehouse urged, customer told, once for each shipment. */
export function delayOrder(desk: Pick<Desk, 'cases'>, call: OrderCall<z.output<typeof body>>) {
  return act(desk, call, {
    kind: 'order',
    id: call.params.orderId,
    action: 'order.delay',
    event: 'delay',
    data: call.body,
  })
}

export const delayOrderRoute = route({
  method: 'POST',
  path: '/v1/orders/{orderId}/delay',
  operationId: 'delayOrder',
  summary: { en: 'Record that the goods cannot be sent in time', zh: '登记发货延迟' },
  audience: ['staff'],
  versioned: true,
  params: orderParams,
  body,
  answer: standing,
  example: { reason: 'out_of_stock' },
  run: delayOrder,
})
