import * as z from 'zod'
import { joined, type Mergeable, mostMerged, tooMany, unfit } from '../../shared/domain/merge'
import type { Order } from '../../shared/domain/order'
import { Refusal } from '../../shared/domain/refusal'
import { actOnMany, asSeen, decideFor, found } from '../../shared/entry/act'
import { identitiesAmong } from '../../shared/entry/person'
import { route } from '../../shared/entry/route'
import { caseId, standing } from '../../shared/entry/shapes'
import { type Desk, type OrderCall, orderParams } from './desk'

const body = z.strictObject({
  orderIds: z
    .array(caseId)
    .min(1)
    .max(mostMerged - 1)
    .refine(ids => new Set(ids).size === ids.length, 'each order once'),
})

type Needs = Pick<Desk, 'cases' | 'customers'>

/** Several orders of one customer become one (O2, R-ORD-08), all in one transaction; who is refused is named, with the reason. */
export function mergeOrders({ cases, customers }: Needs, call: OrderCall<z.output<typeof body>>) {
  const { orderIds } = call.body
  return actOnMany({ cases }, call, async () => {
    const target = asSeen(call, await found(cases, call, 'order.merge', 'order', call.params.orderId))
    const sources = await Promise.all(orderIds.map((id, index) => sourceOf(cases, id, index)))
    const data = { targetId: target.id }
    const into = sources.map(source => decideFor<Order>(call, source, 'merge_into', data))
    await refuseMisfits({ cases, customers }, target, sources)
    const change = decideFor<Order>(call, target, 'merge', { sourceIds: orderIds }, joined(target, sources))
    return { changes: [change, ...into] }
  })
}

async function sourceOf(cases: Desk['cases'], id: string, index: number): Promise<Order> {
  const source = await cases.get(id)
  if (source?.kind === 'order') return source as Order
  throw misfit([{ path: `orderIds.${index}`, message: 'there is no such order' }])
}

/** Throws a Refusal that names each order that does not fit. Orders of one customer are compared by their addresses too. */
async function refuseMisfits({ cases, customers }: Needs, target: Order, sources: readonly Order[]): Promise<void> {
  const identities = await identitiesAmong(cases, target, sources)
  const all = [target, ...sources]
  const deliveries = await Promise.all(
    identities.map(id => {
      const own = all.filter(({ customerId }) => customerId === id)
      return customers.contents(
        id,
        own.map(({ facts }) => facts.deliveryContentId),
      )
    }),
  )
  const contents = new Map(deliveries.flatMap(found => [...found]))
  const withDelivery = (order: Order): Mergeable => {
    const content = contents.get(order.facts.deliveryContentId)
    return { order, delivery: content?.what === 'delivery' ? content : null }
  }
  const errors = sources.flatMap((source, index) => {
    const why = unfit(withDelivery(target), withDelivery(source), identities)
    return why ? [{ path: `orderIds.${index}`, message: `order ${source.number} ${why}` }] : []
  })
  if (errors.length > 0) throw misfit(errors)
  const why = tooMany(target, sources)
  if (why) throw misfit([{ path: 'orderIds', message: `order ${target.number} ${why}` }])
}

const misfit = (errors: readonly { path: string; message: string }[]) =>
  new Refusal('unprocessable', 'these orders do not go into one', { errors })

export const mergeOrdersRoute = route({
  method: 'POST',
  path: '/v1/orders/{orderId}/merge',
  operationId: 'mergeOrders',
  summary: { en: 'Merge orders of one customer into this one', zh: '合并订单' },
  audience: ['staff'],
  versioned: true,
  params: orderParams,
  body,
  answer: standing,
  example: { orderIds: ['0a000000-0000-4000-8000-0000000000a1'] },
  run: mergeOrders,
})
