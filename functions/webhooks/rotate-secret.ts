import * as z from 'zod'
import { may } from '../../shared/domain/may'
import { Refusal } from '../../shared/domain/refusal'
import { rotated, type Sender, type SenderSecret } from '../../shared/domain/sender'
import { keyUsed } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { instant, market } from '../../shared/entry/shapes'
import { logger } from '../../shared/entry/telemetry'
import { type Inbound, type SenderCall, senderParams } from './inbound'

export const codeList = z.enum(['kefu', 'kuaidi100'])

const body = z
  .strictObject({
    kind: z.enum(['shop', 'carrier', 'monitoring']),
    scheme: z.enum(['kefu', 'shopify']).default('kefu'),
    market: market.default('CN'),
    codes: codeList.default('kefu'),
    /** Shopify's own secret of the shop; with our scheme we make one. */
    secret: z
      .string()
      .regex(/^[\x21-\x7e]{16,256}$/, '16 to 256 visible ASCII characters')
      .optional(),
    /** How long the secret that was in use until now holds beside the new one. */
    overlapHours: z.int().min(0).max(168).default(24),
  })
  .superRefine(({ kind, scheme, secret }, context) => {
    const issue = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
    if (scheme === 'shopify' && kind !== 'shop') issue('kind', 'Shopify is a shop')
    if (scheme === 'shopify' && !secret) issue('secret', "Shopify's secret of the shop is needed")
    if (scheme === 'kefu' && secret) issue('secret', 'with this scheme we make the secret')
  })

const attempts = 4

/** Admits a sender, or gives a known one its next secret (R-INT-01, R-INT-02): two hold while the sender changes over. */
export async function rotateSecret(
  { senders, newSecret }: Pick<Inbound, 'senders' | 'newSecret'>,
  call: SenderCall<z.output<typeof body>>,
) {
  if (!may(call.principal, 'sender.rotate_secret')) throw new Refusal('forbidden', 'senders are not for this caller')
  const { sender } = call.params
  for (let attempt = 0; attempt < attempts; attempt++) {
    const before = await senders.get(sender)
    const first = before?.secrets.find(({ id }) => id === call.ids('secret'))
    if (first && first.requestHash !== call.requestHash) throw keyUsed()
    if (before && first) return answer(before, first)
    const fresh = { id: call.ids('secret'), secret: call.body.secret ?? newSecret(), from: call.now }
    const after = withSecret(before, { ...fresh, requestHash: call.requestHash }, call)
    if (!(await senders.put(after, before))) continue
    logger.info('webhook secret rotated', { sender, secretId: fresh.id, by: call.principal.id })
    return answer(after, after.secrets[0] as SenderSecret)
  }
  throw new Refusal('conflict', 'others are changing this sender at the same moment: try again')
}

function withSecret(before: Sender | null, fresh: SenderSecret, call: SenderCall<z.output<typeof body>>): Sender {
  const { kind, scheme, market, codes, overlapHours } = call.body
  if (before && (before.kind !== kind || before.scheme !== scheme)) {
    throw new Refusal('conflict', `${before.sender} is a ${before.kind} that signs as ${before.scheme}`)
  }
  const until = new Date(Date.parse(call.now) + overlapHours * 3_600_000).toISOString()
  const secrets = rotated(before?.secrets ?? [], fresh, until)
  return { sender: call.params.sender, kind, scheme, market, codes, secrets, version: (before?.version ?? 0) + 1 }
}

/** A secret that we made is shown to whoever asked for it, and to nobody else ever. */
function answer({ sender, kind, scheme, market, codes, secrets }: Sender, { id, secret, from }: SenderSecret) {
  const previousUntil = secrets.find(other => other.id !== id)?.until
  const shown = { sender, kind, scheme, market, codes, secretId: id, from, ...(previousUntil && { previousUntil }) }
  return { status: 201, body: { ...shown, ...(scheme === 'kefu' && { secret }) } }
}

export const rotateSecretRoute = route({
  method: 'POST',
  path: '/v1/webhook-senders/{sender}/secrets',
  operationId: 'rotateWebhookSecret',
  summary: { en: 'Admit a sender of webhooks, or give it its next secret', zh: '登记推送方或更换密钥' },
  audience: ['staff'],
  creates: true,
  throttle: { rate: 5, burst: 10 },
  params: senderParams,
  body,
  answer: () =>
    z.object({
      sender: z.string(),
      kind: z.string(),
      scheme: z.string(),
      market: z.string(),
      codes: z.string(),
      secretId: z.string(),
      from: instant,
      secret: z.string().optional(),
      previousUntil: instant.optional(),
    }),
  example: { kind: 'shop', market: 'CN' },
  run: rotateSecret,
})
