import * as z from 'zod'
import { bringerOf } from '../../shared/domain/attachment'
import { dueOf } from '../../shared/domain/clocks'
import { actorsOf, open } from '../../shared/domain/engine'
import { languageOf } from '../../shared/domain/language'
import type { Language } from '../../shared/domain/market'
import { caseNumber } from '../../shared/domain/number'
import type { Complaint, Ticket } from '../../shared/domain/ticket'
import { create, creatorOf } from '../../shared/entry/creation'
import { refersTo } from '../../shared/entry/reference'
import { type Call, route } from '../../shared/entry/route'
import { attachmentIds, caseId, contact, instant, language, market, standing, words } from '../../shared/entry/shapes'
import { channels } from '../../shared/handbook/channels'
import type { CaseStore, Registry } from '../../shared/wiring'

const body = z.strictObject({
  channel: z.enum(channels),
  /** 投诉: said to be one from the start (K1); otherwise the classification finds out. */
  kind: z.enum(['ticket', 'complaint']).default('ticket'),
  market: market.default('CN'),
  language: language.optional(),
  customer: contact,
  /** The order that it is about, if any. */
  orderId: caseId.optional(),
  description: words(10_000),
  /** Of a customer who is known: what they brought before. */
  attachments: attachmentIds.optional(),
})

export interface Intake {
  readonly cases: CaseStore
  readonly registry: Registry
}

/** A request on any channel becomes a ticket in the one system (R-CHN-02), with the words kept as content (R-PRV). */
export async function openTicket({ cases, registry }: Intake, call: Call<unknown, unknown, z.output<typeof body>>) {
  const { customer, description, channel, kind, orderId, attachments } = call.body
  const id = call.ids('ticket')
  const contentId = call.ids('message')
  const locale = { market: call.body.market, language: call.body.language ?? answerLanguage(description) }
  const attached = attachments && { ids: attachments, ...bringerOf(call.principal) }
  const opened = await create({ cases }, call, 'ticket.open', async numbersTaken => {
    const { customerId, tier, writes } = await registry.identify(customer, {
      ...{ newId: call.ids('customer'), at: call.now, source: 'customer_feedback', ...locale },
    })
    if (orderId) await refersTo(cases, 'order', orderId, customerId, 'orderId')
    const direction = call.principal.kind === 'storefront' ? 'customer_initiated' : 'agent_initiated'
    const message = { contentId, from: 'customer', purpose: 'request', ...(attachments && { attachments }) } as const
    const facts = { channel, direction, ...(orderId && { orderId }), ...(tier && { tier }) } as const
    const event = kind === 'ticket' ? 'receive' : 'record'
    const creator = creatorOf(call.principal, actorsOf(kind, event), customerId)
    const seed = {
      id,
      number: caseNumber('ticket', id, numbersTaken),
      customerId,
      ...locale,
      facts,
      data: { channel, message },
    }
    const change = open(kind, seed, event, creator, call.now)
    const content = { what: 'message', text: description } as const
    return {
      change,
      customers: [...writes, { what: 'content', customerId, contentId, content, ...(attached && { attached }) }],
    }
  })
  const { number, customerId, state, clocks } = opened as Ticket | Complaint
  const answerBy = dueOf(clocks, 'response')
  return {
    status: 201,
    version: 1,
    body: { id, number, state, version: 1, customerId, ...(answerBy && { answerBy }) },
  }
}

/** Chinese is answered in the Chinese in which it was written, everything else in English (R-I18-01). */
const answerLanguage = (text: string): Language => {
  const written = languageOf(text)
  return written === 'other' ? 'en' : written
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
  answer: () => standing().extend({ customerId: caseId, answerBy: instant.optional() }),
  example: {
    channel: 'website',
    market: 'CN',
    customer: { accountId: 'shop-10027', email: 'customer@example.com' },
    description: '我的订单还没有收到，物流三天没有更新了，请帮忙查一下。',
  },
  run: openTicket,
})
