import { addresseeOf } from '../../shared/domain/addressee'
import type { Case, CaseEvent } from '../../shared/domain/case'
import type { NoticeId } from '../../shared/domain/table'
import { count, logger } from '../../shared/entry/telemetry'
import { notices as rules } from '../../shared/handbook/notices'
import type { MailGateway, NoticeRecord, NoticeStore } from '../../shared/wiring'
import { actOnOutcome } from './act-on-outcome'
import { type Desk, letterFor } from './letter'
import { type Bearer, claimedBy, isSettled, stepFor } from './sending-step'
import { whenToSend } from './when-to-send'

export interface Post extends Desk {
  readonly notices: NoticeStore
  readonly mail: MailGateway
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
  const whether = await whenToSend(post, subject, event, id, bearer.now)
  const goes = whether.state === 'claimed'
  const mail = goes ? await letterFor(post, subject, event, id, addressee, bearer.now) : null
  const claimOver = (before: NoticeRecord | null): NoticeRecord => ({
    ...{ caseId, seq, notice: id, ...whether },
    ...{ claimedBy: claimedBy(bearer), claimedAt: bearer.now },
    attempts: (before?.attempts ?? 0) + (whether.state === 'waiting' ? 0 : 1),
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
