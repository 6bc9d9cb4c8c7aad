import { bringerOf } from '../domain/attachment'
import type { Instant } from '../domain/case'
import { dueOf } from '../domain/clocks'
import { actorsOf, open } from '../domain/engine'
import { languageOf } from '../domain/language'
import type { MailRecord } from '../domain/mail-record'
import type { Language, Market } from '../domain/market'
import type { Action } from '../domain/may'
import { caseNumber } from '../domain/number'
import type { Complaint, Ticket, TicketFacts } from '../domain/ticket'
import type { CaseStore, Contact, Registry } from '../stores/ports'
import { create, creatorOf } from './creation'
import { refersTo } from './reference'
import type { Call } from './route'
import { caseId, instant, standing } from './shapes'

/** A request as whoever takes it hands it in: the storefront, an agent on the phone, a third party or a monitor by webhook. */
export interface Request {
  readonly action: Action
  readonly kind: 'ticket' | 'complaint'
  readonly market: Market
  readonly language?: Language | undefined
  readonly customer: Contact
  readonly orderId?: string | undefined
  readonly description: string
  readonly attachments?: readonly string[] | undefined
  /** It came by mail: what staff see of that beside the words. */
  readonly mail?: MailRecord | undefined
  readonly facts: Pick<
    TicketFacts,
    | 'channel'
    | 'direction'
    | 'source'
    | 'occurredAt'
    | 'discoveredAt'
    | 'claimsToBelongTo'
    | 'followsUp'
    | 'noReceipt'
    | 'suspectedSpam'
  >
  /** Goes into the history: where it came from. */
  readonly origin?: object
}

/** An instant of someone else's clock, which may be ahead of ours. */
export function notAfter(said: string, now: Instant): Instant {
  const at = new Date(said).toISOString()
  return at < now ? at : now
}

/** What a request is answered with. */
export const receipt = () => standing().extend({ customerId: caseId, answerBy: instant.optional() })

/** A request becomes a ticket in the one system (R-CHN-02), with the customer's file if there is none and the words as content
 *  (R-PRV), in one transaction. */
export async function takeIn(
  { cases, registry }: { readonly cases: CaseStore; readonly registry: Registry },
  call: Call,
  { action, kind, market, customer, orderId, description, attachments, mail, origin, ...request }: Request,
) {
  const id = call.ids('ticket')
  const contentId = call.ids('message')
  const locale = { market, language: request.language ?? answerLanguage(description) }
  const attached = attachments && { ids: attachments, ...bringerOf(call.principal) }
  const opened = await create({ cases }, call, action, async numbersTaken => {
    const { customerId, tier, writes } = await registry.identify(customer, {
      ...{ newId: call.ids('customer'), at: call.now, source: 'customer_feedback', ...locale },
    })
    if (orderId) await refersTo(cases, 'order', orderId, customerId, 'orderId')
    const brought = { ...(attachments && { attachments }), ...(mail && { mail: mail.original }) }
    const message = { contentId, from: 'customer', purpose: 'request', ...brought } as const
    const facts = { ...request.facts, ...(orderId && { orderId }), ...(tier && { tier }) } as const
    const event = kind === 'ticket' ? 'receive' : 'record'
    const creator = creatorOf(call.principal, actorsOf(kind, event), customerId)
    const number = caseNumber('ticket', id, numbersTaken)
    const data = { channel: facts.channel, message, ...origin }
    const change = open(kind, { id, number, customerId, ...locale, facts, data }, event, creator, call.now)
    const content = { what: 'message', text: description, ...(mail && { mail }) } as const
    return {
      change,
      customers: [...writes, { what: 'content', customerId, contentId, content, ...(attached && { attached }) }],
    }
  })
  const { number, customerId, state, clocks } = opened as Ticket | Complaint
  const answerBy = dueOf(clocks, 'response')
  return { id, number, state, version: 1, customerId, ...(answerBy && { answerBy }) }
}

/** Chinese is answered in the Chinese in which it was written, everything else in English (R-I18-01). */
export const answerLanguage = (text: string): Language => {
  const written = languageOf(text)
  return written === 'other' ? 'en' : written
}
