import * as z from 'zod'
import { act } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { standing } from '../../shared/entry/shapes'
import { cancellationReasons } from '../../shared/handbook/reasons'
import { aboutOrder, type Inbound, type SenderCall, senderOf, senderParams } from './inbound'
import { externalId } from './receive-order'

const body = z.strictObject({ externalId, reason: z.enum(cancellationReasons) })

/** A shop's customer does not want the order any more (O22, R-ORD-30): the table says whether that is still possible. */
export function cancelShopOrder(inbound: Pick<Inbound, 'cases'>, call: SenderCall<z.output<typeof body>>) {
  senderOf(call, 'customer')
  const { externalId, reason } = call.body
  const about = aboutOrder(call, externalId)
  return act(
    inbound,
    { ...about, key: `cancellation ${externalId}` },
    { kind: 'order', id: about.ids('order'), action: 'order.cancel', event: 'cancel', data: { reason } },
  )
}

export const cancelShopOrderRoute = route({
  method: 'POST',
  path: '/v1/inbound/orders/{sender}/cancellations',
  operationId: 'cancelShopOrder',
  summary: { en: 'Cancel an order of a shop', zh: '商城取消订单' },
  audience: ['webhook'],
  signed: 'kefu',
  params: senderParams,
  body,
  answer: standing,
  example: { externalId: '100271', reason: 'changed_mind' },
  run: cancelShopOrder,
})
