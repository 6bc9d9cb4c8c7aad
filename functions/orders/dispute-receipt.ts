import * as z from 'zod'
import { act } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { standing, words } from '../../shared/entry/shapes'
import { type Desk, type OrderCall, orderParams, withWords } from './desk'

const body = z.strictObject({ description: words(2_000).optional() })

/** Completed, says the slip or the calendar; nothing came, says the customer, within seven days (O21b, C-20): a ticket is opened. */
export function disputeReceipt(desk: Pick<Desk, 'cases'>, call: OrderCall<z.output<typeof body>>) {
  return act(desk, call, {
    kind: 'order',
    id: call.params.orderId,
    action: 'order.dispute_receipt',
    event: 'dispute_receipt',
    ...withWords(call, {}, call.body.description),
  })
}

export const disputeReceiptRoute = route({
  method: 'POST',
  path: '/v1/orders/{orderId}/receipt-dispute',
  operationId: 'disputeReceipt',
  summary: { en: 'Say that the goods have not arrived', zh: '对收货有异议' },
  audience: ['staff', 'storefront'],
  versioned: true,
  params: orderParams,
  body,
  answer: standing,
  example: { description: '显示已签收，但我没有收到包裹。' },
  run: disputeReceipt,
})
