import * as z from 'zod'
import { caseId } from '../../shared/entry/shapes'
import { count } from '../../shared/entry/telemetry'
import type { CaseStore, NoticeStore } from '../../shared/wiring'
import { recordDepartmentsNotified } from './departments-notified'

/** What is passed on of SES's event "Email Sent": the tags of the mail and its id, since the event itself names the recipient. */
export const mailSent = z.object({
  caseId,
  seq: z.coerce.number().pipe(z.int().min(1)),
  notice: z.string(),
  messageId: z.string(),
  at: z.iso.datetime(),
})

/** Puts on record that SES took a mail whose sender did not live to say so (R-NTF-02). Most senders do, and then this does
 *  nothing. The sender's own word comes first because SES promises its events as best effort only. */
export async function confirmSending(
  { cases, notices }: { readonly cases: CaseStore; readonly notices: NoticeStore },
  { message: { caseId, seq, notice, messageId, at } }: { readonly message: z.output<typeof mailSent> },
) {
  const record = await notices.get(caseId, seq, notice)
  if (!record) throw new Error(`nobody claimed ${notice} of ${caseId}/${seq}`)
  const isNews = record.state !== 'sent'
  if (isNews) {
    const confirmed = await notices.put({ ...record, state: 'sent', messageId, sentAt: at }, record)
    if (!confirmed) throw new Error(`a sender is at ${notice} of ${caseId}/${seq}`)
    count('NoticesSent')
  }
  if (notice === 'N-10') await recordDepartmentsNotified(cases, caseId, at)
  return { isNews }
}
