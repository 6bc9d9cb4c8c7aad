import type { CodeListName } from '../handbook/carrier-codes'
import type { Instant } from './case'
import type { Market } from './market'

/** `kefu`: ours, over time and body; `shopify`: Shopify's, over the body alone. */
export type SigningScheme = 'kefu' | 'shopify'

export interface SenderSecret {
  readonly id: string
  /** What the sender signs with: as secret as a password. */
  readonly secret: string
  readonly from: Instant
  /** Of the request that brought it: tells its repetition from another one. */
  readonly requestHash: string
  /** Set when a newer one took its place: until then both hold. */
  readonly until?: Instant
}

/** What is to be known of a sender to understand it. */
export interface SenderSettings {
  /** Of the orders of a shop. */
  readonly market: Market
  /** In which a carrier writes. */
  readonly codes: CodeListName
}

/** Who may write to us by webhook (R-INT-01, R-INT-02): a shop hands in orders and requests, a carrier tells of parcels, a monitor of
 *  what it sees (R-CHN-08). */
export interface Sender extends SenderSettings {
  readonly sender: string
  readonly kind: 'shop' | 'carrier' | 'monitoring'
  readonly scheme: SigningScheme
  /** Newest first, at most two. */
  readonly secrets: readonly SenderSecret[]
  readonly version: number
}

const mostSecrets = 2

/** Those that hold now. */
export const validSecrets = ({ secrets }: Pick<Sender, 'secrets'>, now: Instant): readonly SenderSecret[] =>
  secrets.filter(({ from, until }) => from <= now && (until === undefined || now < until))

/** A new secret before the one in use, which holds until `until`; a third one that still held ends at once. */
export function rotated(
  secrets: readonly SenderSecret[],
  fresh: SenderSecret,
  until: Instant,
): readonly SenderSecret[] {
  const kept = secrets.map(secret => (secret.until && secret.until < until ? secret : { ...secret, until }))
  return [fresh, ...kept].slice(0, mostSecrets)
}
