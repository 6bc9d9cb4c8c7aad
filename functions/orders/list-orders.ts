import * as z from 'zod'
import { mayList } from '../../shared/domain/may'
import type { Order } from '../../shared/domain/order'
import { Refusal } from '../../shared/domain/refusal'
import { type Call, route } from '../../shared/entry/route'
import { cursor } from '../../shared/entry/shapes'
import { orderStages, orderTasks } from '../../shared/handbook/lists'
import type { Desk } from './desk'
import { lineOf, orderLine } from './order-view'

const lists = [...orderStages, ...orderTasks].map(({ list }) => list.slice('orders:'.length))

const query = z.strictObject({
  list: z.enum(lists),
  cursor: cursor.optional(),
})

/** The work list of a stage (R-ORD-22), the most pressing order first. */
export async function listOrders(
  { cases }: Pick<Desk, 'cases'>,
  { principal, query: { list, cursor } }: Call<unknown, z.output<typeof query>>,
) {
  const listKey = `orders:${list}`
  if (!mayList(principal, listKey)) throw new Refusal('forbidden', `the list ${list} is not for this caller`)
  const { items, ...rest } = await cases.list(listKey, cursor)
  return { status: 200, body: { items: items.map(order => lineOf(order as Order)), ...rest } }
}

export const listOrdersRoute = route({
  method: 'GET',
  path: '/v1/orders',
  operationId: 'listOrders',
  summary: { en: 'List the orders of a stage', zh: '按环节查看订单' },
  audience: ['staff'],
  query,
  line: orderLine,
  run: listOrders,
})
