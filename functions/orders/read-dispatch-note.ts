import * as z from 'zod'
import { maySee, shown } from '../../shared/domain/may'
import { signOffsOf } from '../../shared/domain/sign-offs'
import { recordAccess } from '../../shared/entry/access'
import { found } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { instant, money } from '../../shared/entry/shapes'
import { type Desk, type OrderCall, orderParams } from './desk'
import { dispatchNotePage } from './dispatch-note-page'
import { deliveryOf, deliveryShape, signOffs } from './order-view'

export const dispatchNote = () =>
  z.object({
    number: z.string(),
    state: z.string(),
    placedAt: instant,
    /** Who ships it; absent until finance has said so. */
    shipsFrom: z.enum(['warehouse', 'supplier']).optional(),
    lines: z.array(z.object({ productNumber: z.string(), quantity: z.int(), unitPrice: z.int() })),
    delivery: deliveryShape(),
    paymentMethod: z.string(),
    total: money,
    /** What the courier brings back, of cash on delivery. */
    collect: money.optional(),
    courier: z.string().optional(),
    trackingNumber: z.string().optional(),
    signOffs: signOffs(),
  })

export type DispatchNote = z.input<ReturnType<typeof dispatchNote>>

/** 发货单, from gate to gate (R-ORD-27): what goes where, and who confirmed it. As JSON, or as a page to print. */
export async function readDispatchNote({ cases, customers }: Pick<Desk, 'cases' | 'customers'>, call: OrderCall) {
  const { principal } = call
  const order = await found(cases, call, 'order.read_dispatch_note', 'order', call.params.orderId)
  const { id, number, state, version, customerId, createdAt: placedAt, facts } = order
  const { shipsFrom, lines, paymentMethod, total, courier, trackingNumber } = facts
  const [history, delivery] = await Promise.all([
    cases.history(id),
    maySee(principal, 'consignee') ? customers.content(customerId, facts.deliveryContentId) : null,
  ])
  if (delivery) await recordAccess({ customers }, call, { customerId, what: 'delivery', caseId: id })
  const note: DispatchNote = {
    ...{ number, state, placedAt, shipsFrom, lines: [...lines], paymentMethod, total, courier, trackingNumber },
    ...(delivery?.what === 'delivery' && { delivery: shown(principal, deliveryOf(delivery)) }),
    ...(paymentMethod === 'cash_on_delivery' && { collect: total }),
    signOffs: [...signOffsOf(history)],
  }
  return call.page ? dispatchNotePage(note, order.market) : { status: 200, version, body: note }
}

export const readDispatchNoteRoute = route({
  method: 'GET',
  path: '/v1/orders/{orderId}/dispatch-note',
  operationId: 'readDispatchNote',
  summary: { en: 'Read or print the dispatch note', zh: '查看或打印发货单' },
  audience: ['staff'],
  versioned: true,
  page: true,
  params: orderParams,
  answer: dispatchNote,
  run: readDispatchNote,
})
