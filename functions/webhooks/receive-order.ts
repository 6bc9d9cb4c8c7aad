import * as z from 'zod'
import { place, placement } from '../../shared/entry/placement'
import { route } from '../../shared/entry/route'
import { caseId, code, standing } from '../../shared/entry/shapes'
import { aboutOrder, accountAt, type Inbound, type SenderCall, senderOf, senderParams } from './inbound'

export const externalId = code(128)

const body = z.strictObject({ externalId, order: placement })

/** A shop hands in an order in our own form (O1, R-ORD-02, R-INT-01); told of again, it is the same order. */
export async function receiveOrder(
  inbound: Pick<Inbound, 'cases' | 'registry'>,
  call: SenderCall<z.output<typeof body>>,
) {
  const { id: sender } = senderOf(call, 'customer')
  const { externalId, order } = call.body
  const { accountId, ...contact } = order.customer
  const customer = { ...contact, ...(accountId && { accountId: accountAt(sender, accountId) }) }
  const placed = await place(inbound, aboutOrder(call, externalId), { ...order, customer }, { sender, externalId })
  return { status: 200, body: placed, version: 1 }
}

export const receiveOrderRoute = route({
  method: 'POST',
  path: '/v1/inbound/orders/{sender}',
  operationId: 'receiveOrder',
  summary: { en: 'Hand in an order of a shop', zh: '商城推送订单' },
  audience: ['webhook'],
  signed: 'kefu',
  params: senderParams,
  body,
  answer: () => standing().extend({ customerId: caseId }),
  example: {
    externalId: '100271',
    order: {
      customer: { accountId: '10027', name: '示例顾客', email: 'customer@example.com' },
      delivery: { consignee: '示例顾客', phone: '+86 138 0000 0027', address: '上海市徐汇区示例路 8 号 301 室' },
      paymentMethod: 'transfer',
      lines: [{ productNumber: 'P-1001', quantity: 2, unitPrice: 12900 }],
      total: { amount: 25800, currency: 'CNY' },
    },
  },
  run: receiveOrder,
})
