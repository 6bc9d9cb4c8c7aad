import { type Placement, place, placement } from '../../shared/entry/placement'
import { type Call, route } from '../../shared/entry/route'
import { caseId, standing } from '../../shared/entry/shapes'
import type { Desk } from './desk'

/** An order as the storefront, or an agent on the phone, places it (O1, R-ORD-02): it waits for review. */
export async function placeOrder(desk: Pick<Desk, 'cases' | 'registry'>, call: Call<unknown, unknown, Placement>) {
  return { status: 201, version: 1, body: await place(desk, call, call.body) }
}

export const placeOrderRoute = route({
  method: 'POST',
  path: '/v1/orders',
  operationId: 'placeOrder',
  summary: { en: 'Place an order', zh: '下单' },
  audience: ['storefront', 'staff'],
  creates: true,
  versioned: true,
  body: placement,
  answer: () => standing().extend({ customerId: caseId }),
  example: {
    market: 'CN',
    customer: { accountId: 'shop-10027', name: '示例顾客', email: 'customer@example.com' },
    delivery: { consignee: '示例顾客', phone: '+86 138 0000 0027', address: '上海市徐汇区示例路 8 号 301 室' },
    paymentMethod: 'transfer',
    lines: [{ productNumber: 'P-1001', quantity: 2, unitPrice: 12900 }],
    shipping: 0,
    total: { amount: 25800, currency: 'CNY' },
  },
  run: placeOrder,
})
