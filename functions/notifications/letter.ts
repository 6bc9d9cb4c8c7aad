import { type Addressee, wordsFor, wordsSaid } from '../../shared/domain/addressee'
import type { Case, CaseEvent } from '../../shared/domain/case'
import { type CustomerFile, mailAddressOf } from '../../shared/domain/customer'
import { type Brand, type Mailbox, renderNotice } from '../../shared/domain/notice'
import { languageFor, noticeFacts } from '../../shared/domain/notice-facts'
import type { Order } from '../../shared/domain/order'
import type { NoticeId } from '../../shared/domain/table'
import type { TicketFacts } from '../../shared/domain/ticket'
import { fileOfPerson } from '../../shared/entry/person'
import { notices as rules } from '../../shared/handbook/notices'
import type { CaseStore, CustomerStore, LinkTokens, Mail, ReplyAddresses } from '../../shared/wiring'
import { linksFor } from './links-for'

export interface Desk {
  readonly cases: CaseStore
  readonly customers: CustomerStore
  readonly shopName: string
  readonly brand: Brand
  readonly mailboxes: Mailboxes
  readonly links: Pick<LinkTokens, 'make'>
  readonly replies: Pick<ReplyAddresses, 'make'>
  /** Where customers reach the API. */
  readonly apiUrl: string
}

export interface Mailboxes {
  readonly teams: Readonly<Record<Mailbox, string>>
  /** Where agents have mail, each under their id; without it their work list alone tells them. */
  readonly agentDomain?: string
}

/** The mail, or nothing when the customer has left no address, or one that takes no mail (R-NTF-03, R-NTF-04). Its tags let SES's
 *  own events find the case, its Message-ID, references and Reply-To the answers (R-CHN-07). */
export async function letterFor(
  desk: Desk,
  subject: Case,
  event: CaseEvent,
  id: NoticeId,
  addressee: Addressee,
  now: string,
): Promise<Mail | null> {
  const rule = rules[id]
  const isToCustomer = 'customerId' in addressee
  const contentId = wordsFor(rule, event)
  const file = isToCustomer || contentId ? await fileOfPerson(desk, subject.customerId) : null
  const to = addressOf(desk, addressee, file)
  if (!to) return null
  const { channel, lastMailId } = subject.facts as Partial<TicketFacts>
  const [said, answered, replyTo, links] = await Promise.all([
    contentId ? desk.customers.content(subject.customerId, contentId) : null,
    isToCustomer && lastMailId ? desk.customers.content(subject.customerId, lastMailId) : null,
    isToCustomer ? desk.replies.make(subject) : undefined,
    linksFor(desk, event, id),
  ])
  const words = said && 'text' in said ? wordsSaid(rule, said.text, ownOf(file)) : undefined
  const inReplyTo = answered?.what === 'message' ? answered.mail?.messageId : undefined
  const language = languageFor(id, subject, desk.brand.languages)
  const told = {
    ...{ shopName: desk.shopName, words, links },
    customerName: isToCustomer ? file?.fields.name?.value : undefined,
    mailbox: 'mailbox' in addressee ? addressee.mailbox : undefined,
    products: id === 'N-36' ? await productsOf(desk, subject) : undefined,
  }
  const facts = noticeFacts(subject, event, language, told)
  const { subject: title, text, html } = renderNotice(id, language, facts, desk.brand)
  return {
    ...{ to, subject: title, text, html, language, at: now },
    ...{ caseId: subject.id, name: `${subject.id}.${event.seq}.${id}` },
    tags: { caseId: subject.id, kind: subject.kind, seq: String(event.seq), notice: id },
    by: isToCustomer && words ? 'person' : rule.isReceipt && channel === 'email' ? 'receipt' : 'house',
    ...(replyTo && { replyTo }),
    ...(inReplyTo && { inReplyTo }),
    ...(links.unsubscribeUrl && { unsubscribe: links.unsubscribeUrl }),
  }
}

/** What would tell others who the customer is; their name greets them. */
const ownOf = (file: CustomerFile | null): readonly string[] =>
  (['phone', 'email', 'accountId', 'handle', 'address'] as const).flatMap(field => file?.fields[field]?.value ?? [])

/** What the ticket's order is for: the technical department must find the fault (N-36). */
async function productsOf({ cases }: Desk, { facts }: Case) {
  const { orderId } = facts as Partial<TicketFacts>
  const order = orderId ? ((await cases.get(orderId)) as Order | null) : null
  return order?.facts.lines.map(({ productNumber }) => productNumber)
}

function addressOf({ mailboxes: { teams, agentDomain } }: Desk, to: Addressee, file: CustomerFile | null) {
  if ('customerId' in to) return mailAddressOf(file)
  const address = 'mailbox' in to ? teams[to.mailbox] : `${to.agentId}@${agentDomain}`
  if (!address) throw new Error(`there is no mailbox of ${JSON.stringify(to)}`)
  return address
}
