import * as z from 'zod'
import { act } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { code, standing } from '../../shared/entry/shapes'
import { type Desk, type OrderCall, orderParams } from './desk'

const body = z.strictObject({ productNumbers: z.array(code()).min(1).max(200) })

/** Review finds lines without stock, and the customer is reminded in time (O1a, R-ORD-05): to wait, or to cancel. */
export function warnOfStock(desk: Pick<Desk, 'cases'>, call: OrderCall<z.output<typeof body>>) {
  return act(desk, call, {
    kind: 'order',
    id: call.params.orderId,
    action: 'order.warn_of_stock',
    event: 'warn_of_stock',
    data: call.body,
  })
}

export const warnOfStockRoute = route({
  method: 'POST',
  path: '/v1/orders/{orderId}/stock-warnings',
  operationId: 'warnOfStock',
  summary: { en: 'Warn the customer of lines without stock', zh: '缺货提醒' },
  audience: ['staff'],
  versioned: true,
  params: orderParams,
  body,
  answer: standing,
  example: { productNumbers: ['P-1001'] },
  run: warnOfStock,
})
