import * as z from 'zod'
import { route } from '../../shared/entry/route'
import { language, words } from '../../shared/entry/shapes'
import { notAfter, receipt, takeIn } from '../../shared/entry/ticket-opening'
import { systemChannel } from '../../shared/handbook/channels'
import { aboutRequest, accountAt, type Inbound, type SenderCall, senderOf, senderParams } from './inbound'
import { externalId } from './receive-order'

const body = z.strictObject({
  /** Of the alert, the same as long as the trouble lasts. */
  externalId,
  from: z.enum(['system_log', 'operations_data', 'monitoring_alert']).default('monitoring_alert'),
  /** When it began, by the sender's clock. */
  occurredAt: z.iso.datetime({ offset: true }),
  language: language.optional(),
  description: words(10_000),
})

/** What no customer said and a system saw is a problem ticket too (R-CHN-08); the same alert again is the same ticket. Nobody is
 *  written to; the monitor stands in the place of a customer, under a file of its own. */
export async function receiveSystemEvent(
  inbound: Pick<Inbound, 'cases' | 'registry'>,
  call: SenderCall<z.output<typeof body>>,
) {
  const { id: sender, market } = senderOf(call, 'system')
  const { externalId, from, language, description } = call.body
  const occurredAt = notAfter(call.body.occurredAt, call.now)
  const opened = await takeIn(inbound, aboutRequest(call, externalId), {
    ...{ action: 'ticket.report', kind: 'ticket', market, language, description, origin: { sender, externalId, from } },
    customer: { accountId: accountAt(sender, 'monitor') },
    facts: {
      channel: systemChannel,
      direction: 'agent_initiated',
      source: 'system',
      occurredAt,
      discoveredAt: occurredAt,
    },
  })
  return { status: 200, body: opened, version: 1 }
}

export const receiveSystemEventRoute = route({
  method: 'POST',
  path: '/v1/inbound/events/{sender}',
  operationId: 'receiveSystemEvent',
  summary: { en: 'Report what a system saw', zh: '系统、监控事件上报' },
  audience: ['webhook'],
  signed: 'kefu',
  params: senderParams,
  body,
  answer: receipt,
  example: {
    externalId: 'alert-7731',
    occurredAt: '2026-03-09T08:40:00+08:00',
    description: '支付页面从 08:40 起报错，五分钟内 37 次下单失败。',
  },
  run: receiveSystemEvent,
})
