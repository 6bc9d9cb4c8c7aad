import * as z from 'zod'
import { actorsOf, open } from '../domain/engine'
import { caseNumber } from '../domain/number'
import { localeOf, totalOf } from '../domain/placement'
import type { CaseStore, Registry } from '../stores/ports'
import { create, creatorOf } from './creation'
import type { Call } from './route'
import { amount, code, contact, language, market, money, phone, words } from './shapes'

/** An order as whoever takes it hands it in: the storefront, an agent on the phone, a shop by webhook. */
export const placement = z
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
    const expected = totalOf(order)
    for (const field of ['amount', 'currency'] as const) {
      if (order.total[field] === expected[field]) continue
      context.addIssue({ code: 'custom', path: ['total', field], message: `expected ${expected[field]}` })
    }
  })

export type Placement = z.output<typeof placement>

/** Opens the order, the customer's file if there is none, and the address as content, in one transaction (O1, R-ORD-02). */
export async function place(
  { cases, registry }: { readonly cases: CaseStore; readonly registry: Registry },
  call: Call,
  { customer, delivery, ...order }: Placement,
) {
  const id = call.ids('order')
  const deliveryContentId = call.ids('delivery')
  const locale = localeOf(order)
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
  return { id, number, state: 'pending_review', version: 1, customerId }
}
