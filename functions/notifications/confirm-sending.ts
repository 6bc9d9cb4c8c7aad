import * as z from 'zod'
import type { Delivery } from '../../shared/entry/queue'
import { caseId } from '../../shared/entry/shapes'
import { count } from '../../shared/entry/telemetry'
import type { CaseStore, NoticeRecord, NoticeStore } from '../../shared/wiring'
import { actOnOutcome } from './act-on-outcome'

/** What is passed on of SES's event "Email Sent": the tags of the mail and its id, since the event itself names the recipient. */
export const mailSent = z.object({
  caseId,
  seq: z.coerce.number().pipe(z.int().min(1)),
  notice: z.string(),
  messageId: z.string(),
  at: z.iso.datetime(),
})

export type MailSent = z.output<typeof mailSent>

interface Needs {
  readonly cases: CaseStore
  readonly notices: NoticeStore
}

const name = ({ caseId, seq, notice }: Pick<MailSent, 'caseId' | 'seq' | 'notice'>) => `${notice} of ${caseId}/${seq}`

/** Reads the records of a batch at once: nearly all are confirmed already, and then there is nothing to do. */
export async function confirmSendings(needs: Needs, sendings: readonly Delivery<MailSent>[]) {
  const found = await needs.notices.find(sendings.map(({ message }) => message))
  const records = new Map(found.map(record => [name(record), record]))
  return ({ message }: Delivery<MailSent>) => confirmSending(needs, message, records.get(name(message)))
}

/** Puts on record that SES took a mail whose sender did not live to say so (R-NTF-02). Most senders do, and then this does
 *  nothing. The sender's own word comes first because SES promises its events as best effort only. */
async function confirmSending({ cases, notices }: Needs, sent: MailSent, record: NoticeRecord | undefined) {
  if (!record) throw new Error(`nobody claimed ${name(sent)}`)
  const isNews = record.state !== 'sent'
  if (isNews) {
    await actOnOutcome(cases, { ...sent, state: 'sent' })
    const met = await notices.put({ ...record, state: 'sent', messageId: sent.messageId, sentAt: sent.at }, record)
    if (met && met.state !== 'sent') throw new Error(`a sender is at ${name(sent)}`)
    if (!met) count('NoticesSent')
  }
  return { isNews }
}
