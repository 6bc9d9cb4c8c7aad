import type { RequestOptions, World } from '../../infra/local/world'
import { kefuHeaders, shopifyHeaders, shopifySecret } from '../support/webhooks'
import type { Operation } from './operations'

/** The senders of webhooks that a supervisor has admitted, with their secrets. */
export type Senders = ReadonlyMap<string, string>

export async function admitted(world: World): Promise<Senders> {
  const admit = async (sender: string, body: object) => {
    const path = `/v1/webhook-senders/${sender}/secrets`
    const { secret = shopifySecret } = await world.post(path, {
      as: 'supervisor',
      idempotencyKey: `admit-${sender}`,
      body,
    })
    return [sender, String(secret)] as const
  }
  return new Map([
    await admit('fuzz-shop', { kind: 'shop', market: 'CN' }),
    await admit('fuzz-carrier', { kind: 'carrier', market: 'CN' }),
    await admit('fuzz-monitor', { kind: 'monitoring', market: 'CN' }),
    await admit('fuzz-shopify', { kind: 'shop', scheme: 'shopify', secret: shopifySecret, market: 'CN' }),
  ])
}

/** Who would send this; what a supervisor does is done to a sender of its own, so that these keep their secrets. */
export const senderFor = ({ scheme, id }: Operation): string =>
  scheme === 'shopify'
    ? 'fuzz-shopify'
    : scheme !== 'kefu'
      ? 'fuzz-other'
      : id === 'recordParcelEvents'
        ? 'fuzz-carrier'
        : id === 'receiveSystemEvent'
          ? 'fuzz-monitor'
          : 'fuzz-shop'

/** The request as its sender signs it, or as another one would. */
export function signed(
  { scheme }: Operation,
  { as, customer, idempotencyKey, body, headers, ...rest }: RequestOptions,
  secret: string,
  now: number,
): RequestOptions & { readonly headers: Record<string, string> } {
  const raw = typeof body === 'string' ? body : JSON.stringify(body ?? {})
  const proof =
    scheme === 'shopify' ? shopifyHeaders(raw, secret) : kefuHeaders(raw, secret, new Date(now).toISOString())
  return { ...rest, body: raw, headers: { 'content-type': 'application/json', ...proof, ...headers } }
}
