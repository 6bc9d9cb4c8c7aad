import { maySee } from '../../shared/domain/may'
import { recordAccess } from '../../shared/entry/access'
import { found } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { type Desk, type OrderCall, orderParams } from './desk'
import { orderView, viewOf } from './order-view'

/** One order with its history (R-ORD-26): the address only for those who need it, and its reading is recorded (R-CUS-09). */
export async function readOrder({ cases, customers, notices }: Omit<Desk, 'registry'>, call: OrderCall) {
  const order = await found(cases, call, 'order.read', 'order', call.params.orderId)
  const [history, sent] = await Promise.all([
    cases.history(order.id),
    call.principal.kind === 'staff' ? notices.ofCase(order.id) : null,
  ])
  const { customerId, facts } = order
  const delivery = maySee(call.principal, 'address')
    ? await customers.content(customerId, facts.deliveryContentId)
    : null
  if (delivery) await recordAccess({ customers }, call, { customerId, what: 'delivery', caseId: order.id })
  return { status: 200, version: order.version, body: viewOf(order, history, sent, delivery, call.principal) }
}

export const readOrderRoute = route({
  method: 'GET',
  path: '/v1/orders/{orderId}',
  operationId: 'readOrder',
  summary: { en: 'Read an order', zh: '查看订单' },
  audience: ['staff', 'storefront'],
  versioned: true,
  params: orderParams,
  answer: orderView,
  run: readOrder,
})
