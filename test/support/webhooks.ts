import { createHmac } from 'node:crypto'
import { shopifyExample } from '../../functions/webhooks/shopify-example'
import type { Answer, World } from '../../infra/local/world'
import { monday } from './builders'

const mac = (secret: string, ...parts: readonly (string | Buffer)[]) =>
  parts.reduce((hmac, part) => hmac.update(part), createHmac('sha256', secret))

/** The headers of our own scheme, written out once more after the contract. */
export function kefuHeaders(raw: string | Buffer, secrets: string | readonly string[], at: string = monday) {
  const timestamp = String(Math.floor(Date.parse(at) / 1000))
  const signatures = [secrets].flat().map(secret => `v1=${mac(secret, `${timestamp}.`, raw).digest('hex')}`)
  return { 'kefu-timestamp': timestamp, 'kefu-signature': signatures.join(',') }
}

/** The header of Shopify's scheme. */
export const shopifyHeaders = (raw: string | Buffer, secret: string) => ({
  'x-shopify-hmac-sha256': mac(secret, raw).digest('base64'),
})

/** An order as Shopify tells of it, paid by card; the first of its orders of a test unless it says another id. */
export const aShopifyOrder = (fields: object = {}) => ({ ...shopifyExample, ...fields })

/** A sender that a supervisor of a world admits, and what it then sends there, signed at that world's time. */
export async function aSender(world: World, sender: string, fields: object) {
  const { secret = shopifySecret } = await world.post(`/v1/webhook-senders/${sender}/secrets`, {
    ...{ as: 'supervisor', idempotencyKey: `admit-${sender}`, body: fields },
  })
  const request = (path: string, raw: string, headers: Readonly<Record<string, string>>): Promise<Answer> =>
    world.request('POST', path, { body: raw, headers: { 'content-type': 'application/json', ...headers } })
  return {
    /** By our own scheme. */
    sends(path: string, body: object) {
      const raw = JSON.stringify(body)
      return request(path, raw, kefuHeaders(raw, secret, new Date(world.now()).toISOString()))
    },
    /** As Shopify does: `create` or `cancelled`. */
    tells(topic: string, order: object) {
      const raw = JSON.stringify(order)
      return request(`/v1/inbound/shopify/${sender}/orders/${topic}`, raw, shopifyHeaders(raw, secret))
    },
  }
}
export const shopifySecret = 'shpss_0123456789abcdef0123456789abcdef'
export const shopifyShop = { kind: 'shop', scheme: 'shopify', secret: shopifySecret }
