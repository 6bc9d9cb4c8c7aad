import type { CustomerFile } from '../../shared/domain/customer'
import { withdrawConsent } from '../../shared/entry/consent'
import { idsFrom } from '../../shared/entry/ids'
import type { MailNews } from '../../shared/entry/message'
import { fileOfPerson } from '../../shared/entry/person'
import type { Delivery } from '../../shared/entry/queue'
import { count } from '../../shared/entry/telemetry'
import { mailRetries } from '../../shared/handbook/mail-retries'
import { notices as rules } from '../../shared/handbook/notices'
import type { CaseStore, CustomerStore, MailOutcome, NoticeRecord, NoticeStore } from '../../shared/wiring'
import { actOnOutcome } from './act-on-outcome'

interface Needs {
  readonly cases: CaseStore
  readonly customers: CustomerStore
  readonly notices: NoticeStore
}

const name = ({ caseId, seq, notice }: Pick<MailNews, 'caseId' | 'seq' | 'notice'>) => `${notice} of ${caseId}/${seq}`

/** Reads the records of a batch at once: of nearly all it is known already that they were sent. */
export async function hearOfMails(needs: Needs, deliveries: readonly Delivery<MailNews>[]) {
  const found = await needs.notices.find(deliveries.map(({ message }) => message))
  const records = new Map(found.map(record => [name(record), record]))
  return async ({ message }: Delivery<MailNews>) => {
    const record = records.get(name(message))
    if (!record) throw new Error(`nobody claimed ${name(message)}`)
    const after = await hearOfMail(needs, message, record)
    if (after) records.set(name(message), after)
    return { isNews: after !== null }
  }
}

/** Puts on record what became of a mail, and does what follows from it; null when that was known (R-NTF-01 to R-NTF-03). */
export async function hearOfMail(needs: Needs, news: MailNews, known: NoticeRecord): Promise<NoticeRecord | null> {
  const outcome = outcomes[news.outcome]
  const confirmed = await confirmSending(needs, news, known)
  if (outcome === 'sent') return confirmed
  const record = confirmed ?? known
  if (isOfAnotherTry(news, record) || gravity(outcome) <= gravity(record.outcome)) return null
  const isToCustomer = rules[record.notice as keyof typeof rules]?.recipient === 'customer'
  const [kind] = news.codes ?? []
  const heard: NoticeRecord = { ...record, outcome, outcomeAt: news.at, ...(news.codes && { codes: news.codes }) }
  const bounces = (record.bounces ?? 0) + 1
  const waits = mailRetries.hours[bounces - 1]
  if (outcome === 'bounced' && kind === 'Transient' && waits !== undefined) {
    const dueAt = new Date(Date.parse(news.at) + waits * 3_600_000).toISOString()
    return put(needs, { ...heard, state: 'waiting', dueAt, bounces }, record)
  }
  if (!isToCustomer || outcome === 'delivered' || outcome === 'delayed') return put(needs, heard, record)
  if (outcome === 'complained' || kind === 'Permanent') await stopMail(needs, news, heard)
  await actOnOutcome(needs.cases, { ...heard, state: 'phone_task', at: news.at })
  return put(needs, { ...heard, state: 'phone_task' }, record)
}

const outcomes: Readonly<Record<MailNews['outcome'], MailOutcome | 'sent'>> = {
  Send: 'sent',
  Delivery: 'delivered',
  DeliveryDelay: 'delayed',
  Bounce: 'bounced',
  Complaint: 'complained',
  Reject: 'rejected',
}

/** SES's events come twice and in any order: what was heard last is not what counts. */
const gravity = (outcome: MailOutcome | undefined) =>
  [undefined, 'delayed', 'delivered', 'rejected', 'bounced', 'complained'].indexOf(outcome)

const isOfAnotherTry = ({ messageId }: MailNews, record: NoticeRecord) =>
  messageId !== undefined && record.messageId !== undefined && messageId !== record.messageId

/** SES took a mail whose sender did not live to say so (R-NTF-02). Most senders do, and then this does nothing. The sender's own
 *  word comes first because SES promises its events as best effort only. */
async function confirmSending(needs: Needs, { messageId, at }: MailNews, record: NoticeRecord) {
  if (record.state !== 'claimed' && record.state !== 'failed') return null
  await actOnOutcome(needs.cases, { ...record, state: 'sent', at })
  const sent: NoticeRecord = { ...record, state: 'sent', ...(messageId && { messageId }), sentAt: at }
  const met = await needs.notices.put(sent, record)
  if (met && met.state !== 'sent') throw new Error(`a sender is at ${name(sent)}`)
  if (!met) count('NoticesSent')
  return met ?? sent
}

/** Nothing more is mailed to that address; who complained wants no surveys and offers either (R-PRV-09). An address that the file
 *  learned after the mail is another one. */
async function stopMail({ cases, customers }: Needs, news: MailNews, { sentAt = news.at }: NoticeRecord) {
  const subject = await cases.get(news.caseId)
  const file: CustomerFile | null = subject && (await fileOfPerson({ customers }, subject.customerId))
  if (!file) return
  const why = news.outcome === 'Complaint' ? 'complained' : 'bounced'
  const isOlder = (file.fields.email?.at ?? '') > sentAt
  if (!isOlder) await customers.stopMail(file.customerId, { at: news.at, why })
  if (why === 'complained') {
    const id = idsFrom('mail-events', name(news))('consent')
    await withdrawConsent({ customers }, file.customerId, { id, at: news.at, by: 'mail-events' })
  }
}

async function put({ notices }: Needs, after: NoticeRecord, before: NoticeRecord): Promise<NoticeRecord> {
  if (await notices.put(after, before)) throw new Error(`another is at ${name(after)}`)
  return after
}
