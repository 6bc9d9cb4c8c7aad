import * as z from 'zod'
import type { CaseEvent } from '../../shared/domain/case'
import { allowed } from '../../shared/domain/engine'
import { type Principal, shown } from '../../shared/domain/may'
import type { Order } from '../../shared/domain/order'
import { caseRecord, historyOf, standingOf } from '../../shared/entry/case-record'
import { caseId, instant, money, standing } from '../../shared/entry/shapes'
import type { Content, NoticeRecord } from '../../shared/wiring'

/** One line of a list: what is needed to choose the next order, nothing personal. */
export const orderLine = () =>
  standing().extend({
    changedAt: instant,
    total: money,
    paymentMethod: z.string(),
    dueAt: instant.optional(),
  })

/** What stands on a parcel, as far as the caller may see it. */
export const deliveryShape = () =>
  z.object({ consignee: z.string(), phone: z.string(), address: z.string() }).partial().optional()

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
    delivery: deliveryShape(),
    ...caseRecord(),
    next: z.array(z.object({ row: z.string(), event: z.string() })),
  })

export function lineOf(order: Order): z.input<ReturnType<typeof orderLine>> {
  const { id, number, state, version, changedAt, facts } = order
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
  const { placedVia, lines, shipping, courier, trackingNumber } = facts
  return {
    ...lineOf(order),
    ...{ customerId, market, placedAt, placedVia, lines: [...lines], shipping },
    ...(courier && { courier }),
    ...(trackingNumber && { trackingNumber }),
    ...(delivery?.what === 'delivery' && { delivery: shown(principal, deliveryOf(delivery)) }),
    history: historyOf(history),
    ...(notices && standingOf(order, notices)),
    next: [...allowed(order, principal.kind === 'storefront' ? ['customer'] : principal.roles)],
  }
}

export const deliveryOf = ({ consignee, phone, address }: Extract<Content, { what: 'delivery' }>) => ({
  consignee,
  phone,
  address,
})
