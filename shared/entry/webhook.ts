import { createHmac, timingSafeEqual } from 'node:crypto'
import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import type { Instant } from '../domain/case'
import type { Principal } from '../domain/may'
import { Refusal } from '../domain/refusal'
import { type Sender, type SigningScheme, validSecrets } from '../domain/sender'
import { logger } from './telemetry'

/** How far the sender's clock may be from ours, either way; a copy of a webhook is worth nothing afterwards. */
export const toleranceSeconds = 300
/** More than two keys nobody has. */
const mostSignatures = 4

type Headers = Readonly<Record<string, string | undefined>>
type Event = Pick<APIGatewayProxyEventV2, 'body' | 'headers' | 'isBase64Encoded'>

/** What a request claims: one of these signatures, made over the body with this before it. */
interface Signed {
  readonly signatures: readonly Buffer[]
  readonly before: string
  /** When the sender says that it signed; not all schemes say so. */
  readonly at?: number
}

const schemes: Readonly<Record<SigningScheme, (headers: Headers) => Signed | null>> = {
  kefu(headers) {
    const timestamp = /^\d{1,12}$/.exec(headers['kefu-timestamp'] ?? '')?.[0]
    const given = (headers['kefu-signature'] ?? '').split(',').slice(0, mostSignatures)
    const signatures = given.flatMap(each => /^\s*v1=([0-9a-f]{64})\s*$/.exec(each)?.[1] ?? [])
    if (timestamp === undefined || signatures.length === 0) return null
    const bytes = signatures.map(each => Buffer.from(each, 'hex'))
    return { signatures: bytes, before: `${timestamp}.`, at: Number(timestamp) * 1000 }
  },
  // shopify.dev/docs/apps/build/webhooks/verify-deliveries
  shopify(headers) {
    const signature = Buffer.from(headers['x-shopify-hmac-sha256'] ?? '', 'base64')
    return signature.length === 32 ? { signatures: [signature], before: '' } : null
  },
}

/** The body as it came over the wire: what is signed are its bytes. */
export const rawBody = ({ body = '', isBase64Encoded }: Event): Buffer =>
  Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8')

/** Why a request is not its sender's; null when it is. Takes the same time whichever signature and secret are compared. */
export function objectionTo(event: Event, sender: Sender | null, scheme: SigningScheme, now: Instant): string | null {
  const signed = schemes[scheme](event.headers)
  if (!signed) return 'unsigned'
  if (signed.at !== undefined && Math.abs(Date.parse(now) - signed.at) > toleranceSeconds * 1000) return 'stale'
  const secrets = sender ? validSecrets(sender, now) : [{ secret: 'of nobody' }]
  const raw = rawBody(event)
  let matches = false
  for (const { secret } of secrets) {
    const ours = createHmac('sha256', secret).update(signed.before).update(raw).digest()
    for (const signature of signed.signatures) matches = timingSafeEqual(ours, signature) || matches
  }
  if (!sender) return 'unknown sender'
  if (sender.scheme !== scheme) return 'another scheme'
  return matches ? null : 'wrong'
}

const roleOf = { shop: 'customer', carrier: 'courier', monitoring: 'system' } as const

/** The sender of a webhook, once its signature holds: one answer for every cause, which is in the log alone. */
export function webhookPrincipal(
  event: Event,
  sender: Sender | null,
  scheme: SigningScheme,
  now: Instant,
): Extract<Principal, { kind: 'webhook' }> {
  const cause = objectionTo(event, sender, scheme, now)
  if (cause === null && sender) {
    const { sender: id, kind, market, codes } = sender
    return { kind: 'webhook', id, roles: [roleOf[kind]], market, codes }
  }
  logger.info('webhook refused', { cause, ...(sender && { sender: sender.sender }) })
  throw new Refusal('unauthenticated', 'this is not signed by a sender that we know')
}
