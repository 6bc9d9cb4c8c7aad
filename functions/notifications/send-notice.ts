import type { Case, CaseEvent } from '../../shared/domain/case'
import { renderNotice } from '../../shared/domain/notice'
import { languageFor, noticeFacts } from '../../shared/domain/notice-facts'
import type { NoticeId } from '../../shared/domain/table'
import { count, logger } from '../../shared/entry/telemetry'
import { notices as rules } from '../../shared/handbook/notices'
import type { CustomerStore, MailGateway, NoticeRecord, NoticeStore } from '../../shared/wiring'
import { type Bearer, claimedBy, stepFor } from './sending-step'

export interface Post {
  readonly customers: CustomerStore
  readonly notices: NoticeStore
  readonly mail: MailGateway
  readonly shopName: string
  /** Team to address. */
  readonly mailboxes: Readonly<Record<string, string>>
}

/** Tries of an address that SES refuses, before a person is asked to call (R-NTF-03). */
const tries = 3

/** Sends one notice of one event once (R-NTF-02): claim, send, confirm; should it die before the last, SES's event confirms
 *  (confirm-sending.ts). Throws when it is to be tried again. */
export async function sendNotice(
  post: Post,
  subject: Case,
  event: CaseEvent,
  id: NoticeId,
  bearer: Bearer,
): Promise<NoticeRecord> {
  const { caseId, seq } = event
  const before = await post.notices.get(caseId, seq, id)
  const step = stepFor(before, bearer)
  if (before && step === 'settled') return before
  if (step === 'in other hands') throw new Error(`another delivery is sending ${id} of ${caseId}/${seq}`)

  const claim: NoticeRecord = {
    ...{ caseId, seq, notice: id, state: 'claimed', claimedBy: claimedBy(bearer), claimedAt: bearer.now },
    attempts: (before?.attempts ?? 0) + 1,
  }
  const settle = async (from: NoticeRecord | null, state: NoticeRecord['state'], more: Partial<NoticeRecord> = {}) => {
    const record = { ...(from ?? claim), state, ...more }
    const isNews = await post.notices.put(record, from)
    if (isNews && counted[state]) count(counted[state])
    logger.info('notice', { caseId, seq, notice: id, state })
    return record
  }
  const rule = rules[id]
  if (rule.onlyWhile && !rule.onlyWhile.includes(subject.state)) return settle(before, 'obsolete')
  const mail = await mailFor(post, subject, event, id, bearer)
  if (!mail) return settle(before, 'phone_task')

  if (!(await post.notices.put(claim, before))) throw new Error(`another delivery took ${id} of ${caseId}/${seq}`)
  const sending = await post.mail.send(mail)
  switch (sending.outcome) {
    case 'sent':
      return settle(claim, 'sent', { messageId: sending.messageId, sentAt: sending.at })
    case 'refused':
      if (claim.attempts >= tries && rule.recipient === 'customer') return settle(claim, 'phone_task')
      await settle(claim, 'failed')
      break
    case 'busy':
      await settle(claim, 'failed', { attempts: claim.attempts - 1 })
  }
  throw new Error(`SES did not take ${id} of ${caseId}/${seq}: ${sending.error}`)
}

const counted: Partial<Record<NoticeRecord['state'], string>> = {
  sent: 'NoticesSent',
  obsolete: 'NoticesObsolete',
  phone_task: 'PhoneTasks',
}

/** The mail, or nothing when the customer has left no address (R-NTF-04). Its tags let SES's own events find the case. */
async function mailFor(post: Post, subject: Case, event: CaseEvent, id: NoticeId, { now }: Bearer) {
  const rule = rules[id]
  const file = rule.recipient === 'customer' ? await post.customers.file(subject.customerId) : null
  const to = rule.recipient === 'team' ? post.mailboxes[rule.team] : file?.fields.email?.value
  if (!to && rule.recipient === 'team') throw new Error(`the team ${rule.team} has no mailbox`)
  if (!to) return null
  const { contentId } = event.data
  const words = typeof contentId === 'string' ? await post.customers.content(subject.customerId, contentId) : null
  const language = languageFor(id, subject)
  const told = {
    shopName: post.shopName,
    customerName: file?.fields.name?.value,
    result: words?.what === 'message' ? words.text : undefined,
  }
  const { subject: title, text, html } = renderNotice(id, language, noticeFacts(subject, event, language, told))
  const tags = { caseId: subject.id, kind: subject.kind, seq: String(event.seq), notice: id }
  return { to, subject: title, text, html, at: now, name: `${subject.id}.${event.seq}.${id}`, tags }
}
