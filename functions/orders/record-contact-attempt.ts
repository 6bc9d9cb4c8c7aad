import * as z from 'zod'
import { act } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { standing } from '../../shared/entry/shapes'
import { type Desk, type OrderCall, orderParams } from './desk'

const body = z.strictObject({
  by: z.enum(['phone', 'email', 'chat']),
  result: z.enum(['reached', 'promised_to_pay', 'no_answer', 'refused']),
})

/** Someone tried to reach the customer about the payment (R-ORD-14): only then may the order be cancelled for it. */
export function recordContactAttempt(desk: Pick<Desk, 'cases'>, call: OrderCall<z.output<typeof body>>) {
  return act(desk, call, {
    kind: 'order',
    id: call.params.orderId,
    action: 'order.record_contact_attempt',
    event: 'record_contact_attempt',
    data: call.body,
  })
}

export const recordContactAttemptRoute = route({
  method: 'POST',
  path: '/v1/orders/{orderId}/contact-attempts',
  operationId: 'recordContactAttempt',
  summary: { en: 'Record an attempt to reach the customer', zh: '记录联系客户' },
  audience: ['staff'],
  versioned: true,
  params: orderParams,
  body,
  answer: standing,
  example: { by: 'phone', result: 'no_answer' },
  run: recordContactAttempt,
})
