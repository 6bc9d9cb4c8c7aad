import * as z from 'zod'
import { may } from '../../shared/domain/may'
import { Refusal } from '../../shared/domain/refusal'
import { route } from '../../shared/entry/route'
import { instant } from '../../shared/entry/shapes'
import { type Inbound, type SenderCall, senderParams } from './inbound'

const answer = () =>
  z.object({
    sender: z.string(),
    kind: z.string(),
    scheme: z.string(),
    market: z.string(),
    codes: z.string(),
    secrets: z.array(z.object({ id: z.string(), from: instant, until: instant.optional() })),
    refused: z.array(z.object({ subject: z.string(), at: instant, operation: z.string(), reason: z.string() })),
  })

/** A sender as it stands: which secrets hold (never what they are), and what we could not take from it (R-INT-06). */
export async function readSender({ senders }: Pick<Inbound, 'senders'>, call: SenderCall) {
  if (!may(call.principal, 'sender.read')) throw new Refusal('forbidden', 'senders are not for this caller')
  const [found, refusals] = await Promise.all([senders.get(call.params.sender), senders.refusals(call.params.sender)])
  if (!found) throw new Refusal('not_found', 'there is no such sender')
  const { sender, kind, scheme, market, codes } = found
  const secrets = found.secrets.map(({ id, from, until }) => ({ id, from, ...(until && { until }) }))
  const refused = [...refusals]
    .sort((a, b) => (a.at < b.at ? 1 : -1))
    .map(({ subject, at, operation, reason }) => ({ subject, at, operation, reason }))
  return { status: 200, body: { sender, kind, scheme, market, codes, secrets, refused } }
}

export const readSenderRoute = route({
  method: 'GET',
  path: '/v1/webhook-senders/{sender}',
  operationId: 'readWebhookSender',
  summary: { en: 'Read a sender of webhooks', zh: '查看推送方' },
  audience: ['staff'],
  params: senderParams,
  answer,
  run: readSender,
})
