import * as z from 'zod'
import { act } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { code, money, standing } from '../../shared/entry/shapes'
import { type Desk, type OrderCall, orderParams } from './desk'

const body = z.strictObject({ slipNumber: code().optional(), collected: money.optional() })

/** The goods have arrived, by the courier's slip or the customer's word (O21, R-ORD-23). */
export function confirmReceipt(desk: Pick<Desk, 'cases'>, call: OrderCall<z.output<typeof body>>) {
  return act(desk, call, {
    kind: 'order',
    id: call.params.orderId,
    action: 'order.confirm_receipt',
    event: 'confirm_receipt',
    data: call.body,
  })
}

export const confirmReceiptRoute = route({
  method: 'POST',
  path: '/v1/orders/{orderId}/receipt',
  operationId: 'confirmReceipt',
  summary: { en: 'Confirm that the goods have arrived', zh: '确认收货' },
  audience: ['staff', 'storefront'],
  versioned: true,
  params: orderParams,
  body,
  answer: standing,
  example: { slipNumber: 'SF-POD-7130' },
  run: confirmReceipt,
})
