import * as z from 'zod'
import { Refusal } from '../../shared/domain/refusal'
import { type Call, route } from '../../shared/entry/route'
import { attachmentIds, caseId, contact, language, market, words } from '../../shared/entry/shapes'
import { notAfter, receipt, takeIn } from '../../shared/entry/ticket-opening'
import { channels } from '../../shared/handbook/channels'
import type { CaseStore, Registry } from '../../shared/wiring'

const body = z.strictObject({
  channel: z.enum(channels),
  /** Of what staff enter: who began it; an agent, unless said otherwise (R-CHN-04). */
  direction: z.enum(['customer_initiated', 'agent_initiated']).optional(),
  /** 投诉: said to be one from the start (K1); otherwise the classification finds out. */
  kind: z.enum(['ticket', 'complaint']).default('ticket'),
  market: market.default('CN'),
  language: language.optional(),
  customer: contact,
  /** The order that it is about, if any. */
  orderId: caseId.optional(),
  description: words(10_000),
  /** Of a problem that staff found themselves: when (R-SLA-20). */
  discoveredAt: z.iso.datetime({ offset: true }).optional(),
  /** Of a customer who is known: what they brought before. */
  attachments: attachmentIds.optional(),
})

export interface Intake {
  readonly cases: CaseStore
  readonly registry: Registry
}

/** A request on any channel becomes a ticket (R-CHN-02); what an agent enters has that agent as first responder (R-CHN-05). */
export async function openTicket(intake: Intake, call: Call<unknown, unknown, z.output<typeof body>>) {
  const { channel, direction: said = 'agent_initiated', discoveredAt: found, ...request } = call.body
  const isCustomer = call.principal.kind === 'storefront'
  if (isCustomer && found) throw new Refusal('unprocessable', 'what a customer tells was not discovered by the house')
  const direction = isCustomer ? 'customer_initiated' : said
  const facts = { channel, direction, ...(found && { discoveredAt: notAfter(found, call.now) }) }
  const opened = await takeIn(intake, call, { ...request, action: 'ticket.open', facts })
  return { status: 201, version: 1, body: opened }
}

export const openTicketRoute = route({
  method: 'POST',
  path: '/v1/tickets',
  operationId: 'openTicket',
  summary: { en: 'Open a ticket', zh: '提交工单' },
  audience: ['storefront', 'staff'],
  creates: true,
  versioned: true,
  body,
  answer: receipt,
  example: {
    channel: 'website',
    market: 'CN',
    customer: { accountId: 'shop-10027', email: 'customer@example.com' },
    description: '我的订单还没有收到，物流三天没有更新了，请帮忙查一下。',
  },
  run: openTicket,
})
