import type * as z from 'zod'
import { act } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { money, standing } from '../../shared/entry/shapes'
import { type Desk, type OrderCall, orderParams, signOff } from './desk'

const body = signOff.extend({ refunded: money })

/** Finance has paid back what was asked for, to the cent (O24, O24b): the customer is told, and a cancelled order is closed. */
export function recordRefund(desk: Pick<Desk, 'cases'>, call: OrderCall<z.output<typeof body>>) {
  return act(desk, call, {
    kind: 'order',
    id: call.params.orderId,
    action: 'order.record_refund',
    event: 'record_refund',
    data: call.body,
  })
}

export const recordRefundRoute = route({
  method: 'POST',
  path: '/v1/orders/{orderId}/refunds',
  operationId: 'recordRefund',
  summary: { en: 'Record that the money went back', zh: '退款完成' },
  audience: ['staff'],
  versioned: true,
  params: orderParams,
  body,
  answer: standing,
  example: { refunded: { amount: 2000, currency: 'CNY' } },
  run: recordRefund,
})
