import * as z from 'zod'
import type { CaseEvent } from '../../shared/domain/case'
import { allowed } from '../../shared/domain/engine'
import { type Principal, shown } from '../../shared/domain/may'
import type { Order } from '../../shared/domain/order'
import { signOffsOf } from '../../shared/domain/sign-offs'
import { caseRecord, historyOf, standingOf } from '../../shared/entry/case-record'
import { caseId, instant, money, standing } from '../../shared/entry/shapes'
import { exceptionKinds } from '../../shared/handbook/reasons'
import type { Content, NoticeRecord } from '../../shared/wiring'

/** One line of a list: what is needed to choose the next order, nothing personal. */
export const orderLine = () =>
  standing().extend({
    changedAt: instant,
    total: money,
    paymentMethod: z.string(),
    dueAt: instant.optional(),
    outOfStock: z.array(z.string()).optional(),
    delayed: z.literal(true).optional(),
    exception: z.enum(exceptionKinds).optional(),
    /** What finance is asked to pay back, in minor units of the total's currency. */
    refund: z.object({ kind: z.enum(['whole', 'part', 'shipping']), amount: z.int() }).optional(),
    invoice: z.enum(['needed', 'issued', 'posted']).optional(),
  })

/** What stands on a parcel, as far as the caller may see it. */
export const deliveryShape = () =>
  z.object({ consignee: z.string(), phone: z.string(), address: z.string() }).partial().optional()

const actor = () => z.object({ role: z.string(), id: z.string() })

/** Who confirmed which gate, when and how (R-ORD-27). */
export const signOffs = () =>
  z.array(z.object({ gate: z.string(), type: z.string(), by: actor(), at: instant, how: z.string() }))

export const orderView = () =>
  orderLine().extend({
    customerId: caseId,
    market: z.string(),
    placedAt: instant,
    placedVia: z.string(),
    lines: z.array(z.object({ productNumber: z.string(), quantity: z.int(), unitPrice: z.int() })),
    shipping: z.int(),
    courier: z.string().optional(),
    trackingNumber: z.string().optional(),
    shipsFrom: z.enum(['warehouse', 'supplier']).optional(),
    deliveredAt: instant.optional(),
    reshipments: z.int().optional(),
    disputedAt: instant.optional(),
    /** What has gone back so far. */
    refunded: z.int().optional(),
    invoicePostNumber: z.string().optional(),
    mergedInto: caseId.optional(),
    mergedFrom: z.array(caseId).optional(),
    /** The technical problem for which an agent placed it (R-ABN-02). */
    ticketId: caseId.optional(),
    /** From here on for staff. */
    placedBy: actor().optional(),
    beautyConsultantId: z.string().optional(),
    contactAttempts: z.int().optional(),
    signOffs: signOffs().optional(),
    delivery: deliveryShape(),
    ...caseRecord(),
    next: z.array(z.object({ row: z.string(), event: z.string() })),
  })

export function lineOf(order: Order): z.input<ReturnType<typeof orderLine>> {
  const { id, number, state, version, changedAt, facts } = order
  const { outOfStock, delayed, exception, refund, invoice } = facts
  const running = Object.values(order.clocks).filter(clock => !clock.stoppedAt)
  const dueAt = running.map(clock => clock.dueAt).sort()[0]
  return {
    id,
    number,
    state,
    version,
    changedAt,
    total: facts.total,
    paymentMethod: facts.paymentMethod,
    ...(dueAt && { dueAt }),
    ...{ delayed, exception, refund, invoice: invoice?.state },
    ...(outOfStock && { outOfStock: [...outOfStock] }),
  }
}

export function viewOf(
  order: Order,
  history: readonly CaseEvent[],
  notices: readonly NoticeRecord[] | null,
  delivery: Content | null,
  principal: Principal,
): z.input<ReturnType<typeof orderView>> {
  const { customerId, market, createdAt: placedAt, facts } = order
  const { placedVia, lines, shipping, courier, trackingNumber, shipsFrom, deliveredAt, reshipments } = facts
  const { disputedAt, refunded, invoice, mergedInto, mergedFrom, ticketId } = facts
  return {
    ...lineOf(order),
    ...{ customerId, market, placedAt, placedVia, lines: [...lines], shipping, courier, trackingNumber, shipsFrom },
    ...{ deliveredAt, reshipments, disputedAt, refunded, invoicePostNumber: invoice?.postNumber, mergedInto, ticketId },
    ...(mergedFrom && { mergedFrom: [...mergedFrom] }),
    ...(principal.kind === 'staff' && forStaff(order, history)),
    ...(delivery?.what === 'delivery' && { delivery: shown(principal, deliveryOf(delivery)) }),
    history: historyOf(history),
    ...(notices && standingOf(order, notices)),
    next: [...allowed(order, 'roles' in principal ? principal.roles : ['customer'])],
  }
}

const forStaff = ({ facts: { beautyConsultantId, contactAttempts } }: Order, history: readonly CaseEvent[]) => ({
  ...{ beautyConsultantId, contactAttempts, placedBy: history[0]?.actor, signOffs: [...signOffsOf(history)] },
})

export const deliveryOf = ({ consignee, phone, address }: Extract<Content, { what: 'delivery' }>) => ({
  consignee,
  phone,
  address,
})
