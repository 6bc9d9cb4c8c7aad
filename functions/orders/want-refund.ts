import * as z from 'zod'
import { act } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { money, standing } from '../../shared/entry/shapes'
import { type Desk, type OrderCall, orderParams } from './desk'

const body = z.strictObject({ kind: z.enum(['part', 'shipping']), wanted: money })

/** Part of the price or the shipping goes back while the order goes on (O24a, G-07), within what the role may grant (G-20). */
export function wantRefund(desk: Pick<Desk, 'cases'>, call: OrderCall<z.output<typeof body>>) {
  return act(desk, call, {
    kind: 'order',
    id: call.params.orderId,
    action: 'order.want_refund',
    event: 'want_refund',
    data: call.body,
  })
}

export const wantRefundRoute = route({
  method: 'POST',
  path: '/v1/orders/{orderId}/refund-requests',
  operationId: 'wantRefund',
  summary: { en: 'Ask finance to pay back a part, or the shipping', zh: '申请部分退款或退运费' },
  audience: ['staff'],
  versioned: true,
  params: orderParams,
  body,
  answer: standing,
  example: { kind: 'part', wanted: { amount: 2000, currency: 'CNY' } },
  run: wantRefund,
})
