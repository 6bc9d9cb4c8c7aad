import { Refusal } from '../../shared/domain/refusal'
import { act } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { cancelReasons, otherCancelReason } from '../../shared/handbook/shopify'
import { aboutOrder, type Inbound, refusedDelivery, type SenderCall, senderOf, senderParams, taken } from './inbound'
import { outcome } from './receive-shopify-order'
import { shopifyExample } from './shopify-example'
import { externalIdOf, type ShopifyOrder, shopifyOrder } from './shopify-order'

/** Shopify's `orders/cancelled` (O22, R-ORD-30): where the table says that it is too late, people are told. An order that has not
 *  come yet is answered with 404, so that Shopify tells of its cancellation again. */
export async function cancelShopifyOrder(inbound: Omit<Inbound, 'newSecret'>, call: SenderCall<ShopifyOrder>) {
  const { id: sender } = senderOf(call, 'customer')
  if (!call.body.cancelled_at) throw new Refusal('unprocessable', 'this order is not cancelled')
  const externalId = externalIdOf(call.body)
  const about = aboutOrder(call, externalId)
  const key = `cancellation ${externalId}`
  const reason = cancelReasons[call.body.cancel_reason ?? ''] ?? otherCancelReason
  try {
    const done = await act(
      inbound,
      { ...about, key, requestHash: key },
      { kind: 'order', id: about.ids('order'), action: 'order.cancel', event: 'cancel', data: { reason } },
    )
    return taken(done.body as object)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const { state } = error.details
    if (isEnding(state)) return taken({ state })
    if (state) return refusedDelivery(inbound, call, key, String(state))
    const never = error.kind === 'not_found' && (await inbound.senders.refused(sender, externalId))
    if (never) return refusedDelivery(inbound, call, key, never.reason)
    throw error
  }
}

/** An agent, or the review, was quicker: all is as the shop wants it. */
const isEnding = (state: unknown) => state === 'cancelled' || state === 'refund_pending'

export const cancelShopifyOrderRoute = route({
  method: 'POST',
  path: '/v1/inbound/shopify/{sender}/orders/cancelled',
  operationId: 'cancelShopifyOrder',
  summary: { en: 'Shopify tells that an order is cancelled', zh: '接收 Shopify 订单取消' },
  audience: ['webhook'],
  signed: 'shopify',
  params: senderParams,
  body: shopifyOrder,
  answer: () => outcome(),
  example: { ...shopifyExample, cancelled_at: '2026-03-09T10:00:00+08:00', cancel_reason: 'customer' },
  run: cancelShopifyOrder,
})
