import * as z from 'zod'
import { act } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { code, standing } from '../../shared/entry/shapes'
import { type Desk, type OrderCall, orderParams } from './desk'

const body = z.strictObject({ invoiceNumber: code(32).optional() })

/** Finance has made out the invoice of a completed order (I2, R-INV-01): an agent posts it. */
export function issueInvoice(desk: Pick<Desk, 'cases'>, call: OrderCall<z.output<typeof body>>) {
  return act(desk, call, {
    kind: 'order',
    id: call.params.orderId,
    action: 'order.issue_invoice',
    event: 'issue_invoice',
    data: call.body,
  })
}

export const issueInvoiceRoute = route({
  method: 'POST',
  path: '/v1/orders/{orderId}/invoice-issue',
  operationId: 'issueInvoice',
  summary: { en: 'Record that the invoice is issued', zh: '已开发票' },
  audience: ['staff'],
  versioned: true,
  params: orderParams,
  body,
  answer: standing,
  example: { invoiceNumber: '25317000001234567890' },
  run: issueInvoice,
})
