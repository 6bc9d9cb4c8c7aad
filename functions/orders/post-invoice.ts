import * as z from 'zod'
import { Refusal } from '../../shared/domain/refusal'
import { act } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { code, instant, standing } from '../../shared/entry/shapes'
import { type Desk, type OrderCall, orderParams } from './desk'

const body = z.strictObject({ postNumber: code(32), postedAt: instant.optional() })

/** Sent by registered post (I3, R-INV-01, R-INV-03): the customer has the number, and SLA-38 stops. */
export function postInvoice(desk: Pick<Desk, 'cases'>, call: OrderCall<z.output<typeof body>>) {
  if (call.body.postedAt && call.body.postedAt > call.now) {
    const errors = [{ path: 'postedAt', message: 'a letter is posted before it is recorded' }]
    throw new Refusal('invalid', 'some fields do not fit', { errors })
  }
  return act(desk, call, {
    kind: 'order',
    id: call.params.orderId,
    action: 'order.post_invoice',
    event: 'post_invoice',
    data: call.body,
  })
}

export const postInvoiceRoute = route({
  method: 'POST',
  path: '/v1/orders/{orderId}/invoice-posting',
  operationId: 'postInvoice',
  summary: { en: 'Record that the invoice was posted', zh: '发票已挂号寄出' },
  audience: ['staff'],
  versioned: true,
  params: orderParams,
  body,
  answer: standing,
  example: { postNumber: 'XA 1234 5678 9 31' },
  run: postInvoice,
})
