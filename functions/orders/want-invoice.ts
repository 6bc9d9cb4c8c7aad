import type * as z from 'zod'
import { act } from '../../shared/entry/act'
import { invoiceWish } from '../../shared/entry/placement'
import { route } from '../../shared/entry/route'
import { standing } from '../../shared/entry/shapes'
import { type Desk, type OrderCall, orderParams } from './desk'

/** The customer needs an invoice after all (I1, R-INV-02): title, tax number and address go into the room of personal data. */
export function wantInvoice(desk: Pick<Desk, 'cases'>, call: OrderCall<z.output<typeof invoiceWish>>) {
  const invoice = { state: 'needed', contentId: call.ids('invoice') } as const
  const { contentId } = invoice
  return act(desk, call, {
    kind: 'order',
    id: call.params.orderId,
    action: 'order.want_invoice',
    event: 'want_invoice',
    facts: () => ({ invoice }),
    also: ({ customerId }) => ({
      customers: [{ what: 'content', customerId, contentId, content: { what: 'invoice', ...call.body } }],
    }),
  })
}

export const wantInvoiceRoute = route({
  method: 'POST',
  path: '/v1/orders/{orderId}/invoice',
  operationId: 'wantInvoice',
  summary: { en: 'Ask for an invoice', zh: '申请发票' },
  audience: ['staff', 'storefront'],
  versioned: true,
  params: orderParams,
  body: invoiceWish,
  answer: standing,
  example: { title: '示例公司', taxNumber: '91310000MA1K000000' },
  run: wantInvoice,
})
