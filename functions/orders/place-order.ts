import * as z from 'zod'
import { actorsOf, open } from '../../shared/domain/engine'
import { sum } from '../../shared/domain/money'
import { caseNumber } from '../../shared/domain/number'
import { create, creatorOf } from '../../shared/entry/creation'
import { type Call, route } from '../../shared/entry/route'
import {
  amount,
  caseId,
  code,
  contact,
  language,
  market,
  money,
  phone,
  standing,
  words,
} from '../../shared/entry/shapes'
import { markets } from '../../shared/handbook/markets'
import type { Desk } from './desk'

const body = z
  .strictObject({
    market: market.default('CN'),
    language: language.optional(),
    placedVia: z.enum(['online', 'phone']).default('online'),
    customer: contact,
    delivery: z.strictObject({ consignee: words(100), phone, address: words(500) }),
    paymentMethod: z.enum(['prepaid', 'transfer', 'cash_on_delivery']),
    lines: z
      .array(z.strictObject({ productNumber: code(), quantity: z.int().min(1).max(10_000), unitPrice: amount }))
      .min(1)
      .max(100),
    shipping: amount.default(0),
    total: money,
  })
  .superRefine((order, context) => {
    const expected = { amount: sum(order.lines, order.shipping), currency: markets[order.market].currency }
    for (const field of ['amount', 'currency'] as const) {
      if (order.total[field] === expected[field]) continue
      context.addIssue({ code: 'custom', path: ['total', field], message: `expected ${expected[field]}` })
    }
  })

/** An order as the storefront, or an agent on the phone, places it (O1, R-ORD-02): it waits for review. */
export async function placeOrder(
  { cases, registry }: Omit<Desk, 'customers' | 'notices'>,
  call: Call<unknown, unknown, z.output<typeof body>>,
) {
  const { customer, delivery, ...order } = call.body
  const id = call.ids('order')
  const deliveryContentId = call.ids('delivery')
  const locale = { market: order.market, language: order.language ?? markets[order.market].staffLanguage }
  const placed = await create({ cases }, call, 'order.place', async numbersTaken => {
    const seed = { newId: call.ids('customer'), at: call.now, source: 'order_information', ...locale } as const
    const { customerId, writes } = await registry.identify(customer, seed)
    const { placedVia, paymentMethod, lines, shipping, total } = order
    const facts = { placedVia, paymentMethod, lines, shipping, total, deliveryContentId, contactAttempts: 0 }
    const change = open(
      'order',
      { id, number: caseNumber('order', id, numbersTaken), customerId, ...locale, facts, data: { total } },
      'place',
      creatorOf(call.principal, actorsOf('order', 'place'), customerId),
      call.now,
    )
    const content = { what: 'delivery', ...delivery } as const
    return { change, customers: [...writes, { what: 'content', customerId, contentId: deliveryContentId, content }] }
  })
  const { number, customerId } = placed
  return { status: 201, version: 1, body: { id, number, state: 'pending_review', version: 1, customerId } }
}

export const placeOrderRoute = route({
  method: 'POST',
  path: '/v1/orders',
  operationId: 'placeOrder',
  summary: { en: 'Place an order', zh: '下单' },
  audience: ['storefront', 'staff'],
  creates: true,
  versioned: true,
  body,
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
