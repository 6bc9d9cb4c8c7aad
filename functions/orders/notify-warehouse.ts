import * as z from 'zod'
import { act } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { standing } from '../../shared/entry/shapes'
import { type Desk, type OrderCall, orderParams, signOff } from './desk'

const body = signOff.extend({ shipsFrom: z.enum(['warehouse', 'supplier']).default('warehouse') })

/** Finance tells who ships the goods, warehouse or supplier (O12, R-ORD-17, R-ORD-18): nothing is packed before. */
export function notifyWarehouse(desk: Pick<Desk, 'cases'>, call: OrderCall<z.output<typeof body>>) {
  return act(desk, call, {
    kind: 'order',
    id: call.params.orderId,
    action: 'order.notify_warehouse',
    event: 'notify_warehouse',
    data: call.body,
  })
}

export const notifyWarehouseRoute = route({
  method: 'POST',
  path: '/v1/orders/{orderId}/warehouse-notice',
  operationId: 'notifyWarehouse',
  summary: { en: 'Ask the warehouse or the supplier to send the goods', zh: '通知仓储或供应商发货' },
  audience: ['staff'],
  versioned: true,
  params: orderParams,
  body,
  answer: standing,
  example: { how: 'system', shipsFrom: 'warehouse' },
  run: notifyWarehouse,
})
