import * as z from 'zod'
import { act } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { standing } from '../../shared/entry/shapes'
import { type Desk, type OrderCall, orderParams } from './desk'

const body = z.strictObject({})

/** The warehouse has packed the goods (O13, R-ORD-19). */
export function packOrder(desk: Pick<Desk, 'cases'>, call: OrderCall<z.output<typeof body>>) {
  return act(desk, call, {
    kind: 'order',
    id: call.params.orderId,
    action: 'order.pack',
    event: 'pack',
    data: call.body,
  })
}

export const packOrderRoute = route({
  method: 'POST',
  path: '/v1/orders/{orderId}/packing',
  operationId: 'packOrder',
  summary: { en: 'Record that the goods are packed', zh: '包装完成' },
  audience: ['staff'],
  versioned: true,
  params: orderParams,
  body,
  answer: standing,
  example: {},
  run: packOrder,
})
