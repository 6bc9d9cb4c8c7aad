import * as z from 'zod'
import { actorsOf, open } from '../domain/engine'
import { caseNumber } from '../domain/number'
import { factsOf, localeOf, totalOf } from '../domain/placement'
import type { CaseStore, Content, Registry } from '../stores/ports'
import { create, creatorOf } from './creation'
import { refersTo } from './reference'
import type { Call } from './route'
import { amount, caseId, code, contact, language, market, money, phone, words } from './shapes'

const said = z.literal(true)

/** 电话订单: the five fields confirmed with the customer, and that delivery starts after the money has arrived (R-ORD-03, R-ORD-04). */
const readBack = z.strictObject({
  ...{ productNumbers: said, prices: said, name: said, address: said, phone: said, paymentFirst: said },
})

/** 发票: where no address is given the delivery's is meant (R-INV-02). */
export const invoiceWish = z.strictObject({
  ...{ title: words(200), taxNumber: code(32).optional(), address: words(500).optional() },
})

/** An order as whoever takes it hands it in: the storefront, an agent on the phone, a shop by webhook. */
export const placementWith = (deliveryPhone: z.ZodType<string>) =>
  z
    .strictObject({
      market: market.default('CN'),
      language: language.optional(),
      placedVia: z.enum(['online', 'phone']).default('online'),
      customer: contact,
      delivery: z.strictObject({ consignee: words(100), phone: deliveryPhone, address: words(500) }),
      paymentMethod: z.enum(['prepaid', 'transfer', 'cash_on_delivery']),
      lines: z
        .array(
          z.strictObject({
            ...{ productNumber: code(), quantity: z.int().min(1).max(10_000), unitPrice: amount },
            /** False: not in stock, and the customer chooses to wait or to cancel (R-ORD-05). */
            inStock: z.boolean().optional(),
          }),
        )
        .min(1)
        .max(100),
      shipping: amount.default(0),
      total: money,
      beautyConsultantId: code().optional(),
      readBack: readBack.optional(),
      /** The technical problem for which an agent places the order (R-ABN-02). */
      ticketId: caseId.optional(),
      invoice: invoiceWish.optional(),
    })
    .superRefine((order, context) => {
      const expected = totalOf(order)
      for (const field of ['amount', 'currency'] as const) {
        if (order.total[field] === expected[field]) continue
        context.addIssue({ code: 'custom', path: ['total', field], message: `expected ${expected[field]}` })
      }
    })

export const placement = placementWith(phone)
export type Placement = z.output<typeof placement>

/** Opens the order, the customer's file if there is none, and the address as content, in one transaction (O1, R-ORD-02).
 *  `origin` goes into the history: where the order was placed. */
export async function place(
  { cases, registry }: { readonly cases: CaseStore; readonly registry: Registry },
  call: Call,
  { customer, delivery, invoice, ...order }: Placement,
  origin: object = {},
) {
  const id = call.ids('order')
  const deliveryContentId = call.ids('delivery')
  const needed = { state: 'needed', contentId: call.ids('invoice') } as const
  const locale = localeOf(order)
  const placed = await create({ cases }, call, 'order.place', async numbersTaken => {
    const seed = { newId: call.ids('customer'), at: call.now, source: 'order_information', ...locale } as const
    const { customerId, writes } = await registry.identify(customer, seed)
    if (order.ticketId) await refersTo(cases, 'ticket', order.ticketId, customerId, 'ticketId')
    const facts = { ...factsOf(order), deliveryContentId, ...(invoice && { invoice: needed }) }
    const change = open(
      'order',
      {
        id,
        number: caseNumber('order', id, numbersTaken),
        customerId,
        ...locale,
        facts,
        data: { total: order.total, ...origin },
      },
      'place',
      creatorOf(call.principal, actorsOf('order', 'place'), customerId),
      call.now,
    )
    const content = (contentId: string, content: Content) =>
      ({ what: 'content', customerId, contentId, content }) as const
    return {
      change,
      customers: [
        ...writes,
        content(deliveryContentId, { what: 'delivery', ...delivery }),
        ...(invoice ? [content(needed.contentId, { what: 'invoice', ...invoice })] : []),
      ],
    }
  })
  const { number, customerId } = placed
  return { id, number, state: 'pending_review', version: 1, customerId }
}
