import type * as z from 'zod'
import { act } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { money, standing } from '../../shared/entry/shapes'
import { type Desk, type OrderCall, orderParams, signOff } from './desk'

const body = signOff.extend({ received: money })

/** Finance says what arrived (O5, O7, R-ORD-11): another amount than the total is a payment problem (O9). */
export function confirmPayment(desk: Pick<Desk, 'cases'>, call: OrderCall<z.output<typeof body>>) {
  return act(desk, call, {
    kind: 'order',
    id: call.params.orderId,
    action: 'order.confirm_payment',
    event: 'confirm_payment',
    data: call.body,
  })
}

export const confirmPaymentRoute = route({
  method: 'POST',
  path: '/v1/orders/{orderId}/payment-confirmation',
  operationId: 'confirmPayment',
  summary: { en: 'Confirm that the money has arrived', zh: '确认到账' },
  audience: ['staff'],
  versioned: true,
  params: orderParams,
  body,
  answer: standing,
  example: { received: { amount: 25800, currency: 'CNY' } },
  run: confirmPayment,
})
