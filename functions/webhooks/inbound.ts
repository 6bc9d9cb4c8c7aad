import * as z from 'zod'
import type { Role } from '../../shared/domain/case'
import type { Principal } from '../../shared/domain/may'
import { Refusal } from '../../shared/domain/refusal'
import { idsFrom } from '../../shared/entry/ids'
import type { Call } from '../../shared/entry/route'
import { senderName } from '../../shared/entry/shapes'
import { count, logger } from '../../shared/entry/telemetry'
import type { CaseStore, Registry, SenderStore } from '../../shared/wiring'

/** What the use cases of this folder need between them. */
export interface Inbound {
  readonly cases: CaseStore
  readonly registry: Registry
  readonly senders: SenderStore
  readonly newSecret: () => string
}

export const senderParams = z.strictObject({ sender: senderName })

export type SenderCall<Body = Record<string, never>> = Call<z.output<typeof senderParams>, unknown, Body>

type WebhookPrincipal = Extract<Principal, { kind: 'webhook' }>

/** The sender behind a call, if it is of the kind that the route is for. */
export function senderOf(
  { principal }: Pick<Call, 'principal'>,
  role: 'customer' | 'courier' | 'system',
): WebhookPrincipal {
  if (principal.kind === 'webhook' && principal.roles.includes(role)) return principal
  const caller = principal.kind === 'webhook' && principal.roles[0]
  throw new Refusal('forbidden', `this is not for a ${caller ? (kindOf[caller] ?? caller) : principal.kind}`)
}

const kindOf: Readonly<Partial<Record<Role, string>>> = { customer: 'shop', courier: 'carrier', system: 'monitor' }

/** The same order of the same shop has the same id, however often and in whatever words it is told of: the shop's own id is
 *  the idempotency key. */
export const aboutOrder = <C extends Call>(call: C, externalId: string): C => ({
  ...call,
  ids: idsFrom('webhook', call.principal.id, externalId),
})

/** The same with a request or an alert, whose numbers may be those of orders too. */
export const aboutRequest = <C extends Call>(call: C, externalId: string): C => ({
  ...call,
  ids: idsFrom('webhook', call.principal.id, 'request', externalId),
})

/** A shop's accounts are its own: the same number in another shop is another person. */
export const accountAt = (sender: string, accountId: string) => `${sender}:${accountId}`

export const taken = (standing: object) => ({ status: 200, body: { outcome: 'taken', ...standing } })

/** Well signed, and nothing that we can take: kept where people look, counted for the alarm, and not asked for again. */
export async function refusedDelivery(
  { senders }: Pick<Inbound, 'senders'>,
  { principal, now, operation }: Call,
  subject: string,
  reason: string,
) {
  await senders.refuse({ sender: principal.id, subject, at: now, operation, reason })
  logger.info('delivery refused', { sender: principal.id, operation, subject, reason })
  count('InboundRefused')
  return { status: 200, body: { outcome: 'refused', reason } }
}
