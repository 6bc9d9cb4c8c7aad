import * as z from 'zod'
import { place } from '../../shared/entry/placement'
import { route } from '../../shared/entry/route'
import { aboutOrder, type Inbound, refusedDelivery, type SenderCall, senderOf, senderParams, taken } from './inbound'
import { shopifyExample } from './shopify-example'
import { externalIdOf, type ShopifyOrder, shopifyOrder } from './shopify-order'
import { placementOf } from './shopify-placement'

/** Shopify's `orders/create` (O1, R-ORD-02): its first word about an order holds, and what cannot be an order of ours is
 *  answered with 200 and laid before people, since Shopify ends a subscription whose deliveries are refused. */
export async function receiveShopifyOrder(inbound: Omit<Inbound, 'newSecret'>, call: SenderCall<ShopifyOrder>) {
  const shop = senderOf(call, 'customer')
  const externalId = externalIdOf(call.body)
  const placement = placementOf(call.body, shop)
  if (typeof placement === 'string') return refusedDelivery(inbound, call, externalId, placement)
  const { name } = call.body
  const origin = { sender: shop.id, externalId, ...(name && { shopNumber: name }) }
  const about = { ...aboutOrder(call, externalId), requestHash: `shopify ${externalId}` }
  return taken(await place(inbound, about, placement, origin))
}

export const receiveShopifyOrderRoute = route({
  method: 'POST',
  path: '/v1/inbound/shopify/{sender}/orders/create',
  operationId: 'receiveShopifyOrder',
  summary: { en: 'Shopify tells of a new order', zh: '接收 Shopify 新订单' },
  audience: ['webhook'],
  signed: 'shopify',
  params: senderParams,
  body: shopifyOrder,
  answer: () => outcome(),
  example: shopifyExample,
  run: receiveShopifyOrder,
})

export const outcome = () =>
  z.object({
    outcome: z.enum(['taken', 'refused']),
    reason: z.string().optional(),
    id: z.string().optional(),
    number: z.string().optional(),
    state: z.string().optional(),
    version: z.int().optional(),
  })
