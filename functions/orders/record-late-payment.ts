import type * as z from 'zod'
import { act } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { money, standing } from '../../shared/entry/shapes'
import { type Desk, type OrderCall, orderParams, signOff } from './desk'

const body = signOff.extend({ received: money })

/** Money for an order that is cancelled revives nothing (O8c, R-ORD-16): a ticket asks whether to pay back or to order anew. */
export function recordLatePayment(desk: Pick<Desk, 'cases'>, call: OrderCall<z.output<typeof body>>) {
  return act(desk, call, {
    kind: 'order',
    id: call.params.orderId,
    action: 'order.record_late_payment',
    event: 'record_late_payment',
    data: call.body,
  })
}

export const recordLatePaymentRoute = route({
  method: 'POST',
  path: '/v1/orders/{orderId}/late-payment',
  operationId: 'recordLatePayment',
  summary: { en: 'Record a payment that came after the cancellation', zh: '取消后到账' },
  audience: ['staff'],
  versioned: true,
  params: orderParams,
  body,
  answer: standing,
  example: { received: { amount: 25800, currency: 'CNY' } },
  run: recordLatePayment,
})
