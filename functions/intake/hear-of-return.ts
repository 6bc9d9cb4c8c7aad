import { type Bounce, marksAddress } from '../../shared/domain/bounce'
import type { MailComplaint } from '../../shared/domain/mail-complaint'
import { casesNamedIn, mailOfOurs } from '../../shared/domain/mail-thread'
import { fileOfPerson } from '../../shared/entry/person'
import type { MailRoom } from './mail-room'

type Returned =
  | { readonly kind: 'bounce'; readonly bounce: Bounce }
  | { readonly kind: 'complaint'; readonly complaint: MailComplaint }

/** A mail of ours that came back, or that someone called unwanted, by mail and not by SES's event: handed to those who hear of mails
 *  (R-NTF-03). Anyone can write such a mail, so it must name one of ours, and the address on file where it names any. */
export async function hearOfReturn(room: MailRoom, news: Returned, id: string, at: string) {
  const { returned } = news.kind === 'bounce' ? news.bounce : news.complaint
  const notice = await noticeReturned(room, returned)
  if (!notice) return { outcome: 'not ours' }
  const { caseId, seq } = notice
  const addresses =
    news.kind === 'bounce' ? news.bounce.recipients.map(({ address }) => address) : news.complaint.recipients
  if (!(await isOnFile(room, caseId, addresses))) return { outcome: 'to another', caseId }
  const told =
    news.kind === 'bounce'
      ? bounced(news.bounce)
      : { outcome: 'Complaint', codes: [news.complaint.feedbackType.slice(0, 64)] }
  const failed = await room.mailEvents.send([{ id, body: { caseId, seq, notice: notice.notice, at, ...told } }])
  if (failed.size > 0) throw new Error('the queue of mail events did not take it')
  return { outcome: news.kind, caseId }
}

/** SES gives each mail a Message-ID of its own; ours still stands in the references of what came back. */
async function noticeReturned({ notices, mailDomain }: MailRoom, { messageId, references }: Bounce['returned']) {
  const named = [...(messageId ? [messageId] : []), ...references]
  for (const id of named) {
    const { caseId, seq, notice } = mailOfOurs(id, mailDomain) ?? {}
    if (caseId && seq && notice) return { caseId, seq, notice }
  }
  const [caseId] = casesNamedIn({ inReplyTo: [], references: named }, mailDomain)
  const sent = caseId ? await notices.ofCase(caseId) : []
  const sesId = messageId?.split('@')[0]
  return sent.find(record => record.messageId && record.messageId === sesId)
}

async function isOnFile(
  { cases, customers }: MailRoom,
  caseId: string,
  addresses: readonly string[],
): Promise<boolean> {
  const subject = await cases.get(caseId)
  const file = subject && (await fileOfPerson({ customers }, subject.customerId))
  const known = file?.fields.email?.value.toLowerCase()
  return known !== undefined && (addresses.length === 0 || addresses.some(address => address.toLowerCase() === known))
}

/** As SES names kinds of bounces. */
function bounced({ recipients }: Bounce) {
  const [first] = recipients
  const kind =
    first === undefined
      ? 'Undetermined'
      : marksAddress(first)
        ? 'Permanent'
        : first.isPermanent
          ? 'Undetermined'
          : 'Transient'
  return {
    outcome: first?.action === 'delayed' ? 'DeliveryDelay' : 'Bounce',
    codes: [kind, ...(first?.status ? [first.status.slice(0, 64)] : [])],
  }
}
