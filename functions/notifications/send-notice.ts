import { type Addressee, addresseeOf, wordsFor, wordsSaid } from '../../shared/domain/addressee'
import type { Case, CaseEvent } from '../../shared/domain/case'
import { type CustomerFile, mailAddressOf } from '../../shared/domain/customer'
import { type Mailbox, renderNotice } from '../../shared/domain/notice'
import { languageFor, noticeFacts } from '../../shared/domain/notice-facts'
import type { Order } from '../../shared/domain/order'
import { tellAt } from '../../shared/domain/quiet-hours'
import type { NoticeId } from '../../shared/domain/table'
import type { TicketFacts } from '../../shared/domain/ticket'
import { fileOfPerson } from '../../shared/entry/person'
import { count, logger } from '../../shared/entry/telemetry'
import { notices as rules } from '../../shared/handbook/notices'
import type { CaseStore, CustomerStore, LinkTokens, MailGateway, NoticeRecord, NoticeStore } from '../../shared/wiring'
import { actOnOutcome } from './act-on-outcome'
import { linksFor } from './links-for'
import { type Bearer, claimedBy, isSettled, stepFor } from './sending-step'

export interface Post {
  readonly cases: CaseStore
  readonly customers: CustomerStore
  readonly notices: NoticeStore
  readonly mail: MailGateway
  readonly shopName: string
  readonly mailboxes: Mailboxes
  readonly links: Pick<LinkTokens, 'make'>
  /** Where customers reach the API. */
  readonly apiUrl: string
}

export interface Mailboxes {
  readonly teams: Readonly<Record<Mailbox, string>>
  /** Where agents have mail, each under their id; without it their work list alone tells them. */
  readonly agentDomain?: string
}

/** Tries of an address that SES refuses, before a person is asked to call (R-NTF-03). */
const tries = 3

/** Sends one notice of one event once (R-NTF-02): claim, send, confirm; should it die before the last, SES's event confirms
 *  (hear-of-mail.ts). What an agent's work list says already is not sent at all. Throws when it is to be tried again. */
export async function sendNotice(
  post: Post,
  subject: Case,
  event: CaseEvent,
  id: NoticeId,
  bearer: Bearer,
): Promise<Pick<NoticeRecord, 'state'> | { readonly state: 'listed' }> {
  const { caseId, seq } = event
  const name = `${id} of ${caseId}/${seq}`
  const put = async (record: NoticeRecord, from: NoticeRecord | null): Promise<NoticeRecord | null> => {
    if (isSettled(record)) await actOnOutcome(post.cases, { ...record, at: record.sentAt ?? bearer.now }, subject)
    const met = await post.notices.put(record, from)
    if (met) return met
    if (counted[record.state]) count(counted[record.state]!)
    logger.info('notice', { caseId, seq, notice: id, state: record.state })
    return null
  }

  const rule = rules[id]
  const addressee = addresseeOf(rule, subject, event)
  if ('agentId' in addressee && !post.mailboxes.agentDomain) return { state: 'listed' }
  const late = rule.onlyWhile !== undefined && !rule.onlyWhile.includes(subject.state)
  const dueAt = tellAt(rule, subject.market, bearer.now)
  const waits = !late && dueAt > bearer.now
  const mail = late || waits ? null : await mailFor(post, subject, event, id, addressee, bearer)
  const claimOver = (before: NoticeRecord | null): NoticeRecord => ({
    ...{ caseId, seq, notice: id, state: late ? 'obsolete' : waits ? 'waiting' : 'claimed' },
    ...{ claimedBy: claimedBy(bearer), claimedAt: bearer.now, attempts: (before?.attempts ?? 0) + (waits ? 0 : 1) },
    ...(waits && { dueAt }),
    ...(before?.bounces && { bounces: before.bounces }),
  })
  let claim = claimOver(null)
  const before = await put(claim, null)
  if (before) {
    const step = stepFor(before, bearer)
    if (step === 'settled' || step === 'waits') return before
    if (step === 'in other hands') throw new Error(`another delivery is sending ${name}`)
    claim = claimOver(before)
    if (await put(claim, before)) throw new Error(`another delivery took ${name}`)
  }
  if (claim.state !== 'claimed') return claim

  const settle = async (state: NoticeRecord['state'], more: Partial<NoticeRecord> = {}) => {
    const record = { ...claim, state, ...more }
    await put(record, claim)
    return record
  }
  if (!mail) return settle('phone_task')
  const sending = await post.mail.send(mail)
  switch (sending.outcome) {
    case 'sent':
      return settle('sent', { messageId: sending.messageId, sentAt: sending.at })
    case 'refused':
      if (claim.attempts >= tries && rule.recipient === 'customer') return settle('phone_task')
      await settle('failed')
      break
    case 'busy':
      await settle('failed', { attempts: claim.attempts - 1 })
  }
  throw new Error(`SES did not take ${name}: ${sending.error}`)
}

const counted: Partial<Record<NoticeRecord['state'], string>> = {
  sent: 'NoticesSent',
  obsolete: 'NoticesObsolete',
  phone_task: 'PhoneTasks',
}

/** The mail, or nothing when the customer has left no address, or one that takes no mail (R-NTF-03, R-NTF-04). Its tags let SES's own events find the case. */
async function mailFor(
  post: Post,
  subject: Case,
  event: CaseEvent,
  id: NoticeId,
  addressee: Addressee,
  { now }: Bearer,
) {
  const contentId = wordsFor(rules[id], event)
  const isRead = 'customerId' in addressee || contentId !== undefined
  const file = isRead ? await fileOfPerson(post, subject.customerId) : null
  const to = addressOf(post, addressee, file)
  if (!to) return null
  const words = contentId ? await post.customers.content(subject.customerId, contentId) : null
  const language = languageFor(id, subject)
  const told = {
    shopName: post.shopName,
    customerName: 'customerId' in addressee ? file?.fields.name?.value : undefined,
    mailbox: 'mailbox' in addressee ? addressee.mailbox : undefined,
    words: words && 'text' in words ? wordsSaid(rules[id], words.text, ownOf(file)) : undefined,
    products: id === 'N-36' ? await productsOf(post, subject) : undefined,
    links: await linksFor(post, event, id),
  }
  const { subject: title, text, html } = renderNotice(id, language, noticeFacts(subject, event, language, told))
  const tags = { caseId: subject.id, kind: subject.kind, seq: String(event.seq), notice: id }
  return { to, subject: title, text, html, at: now, name: `${subject.id}.${event.seq}.${id}`, tags }
}

/** What would tell others who the customer is; their name greets them. */
const ownOf = (file: CustomerFile | null): readonly string[] =>
  (['phone', 'email', 'accountId', 'handle', 'address'] as const).flatMap(field => file?.fields[field]?.value ?? [])

/** What the ticket's order is for: the technical department must find the fault (N-36). */
async function productsOf({ cases }: Post, { facts }: Case) {
  const { orderId } = facts as Partial<TicketFacts>
  const order = orderId ? ((await cases.get(orderId)) as Order | null) : null
  return order?.facts.lines.map(({ productNumber }) => productNumber)
}

function addressOf({ mailboxes: { teams, agentDomain } }: Post, to: Addressee, file: CustomerFile | null) {
  if ('customerId' in to) return mailAddressOf(file)
  const address = 'mailbox' in to ? teams[to.mailbox] : `${to.agentId}@${agentDomain}`
  if (!address) throw new Error(`there is no mailbox of ${JSON.stringify(to)}`)
  return address
}
