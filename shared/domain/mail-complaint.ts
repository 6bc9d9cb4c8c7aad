import { complainedOfHeaders, complaintSubjects, feedbackTypes } from '../handbook/mail-robots'
import type { Mail } from './mail'
import { fieldsOf, folded, has, headerOf, phrasesOf } from './mail-folding'
import { type ReturnedMail, returnedMail } from './returned-mail'
import { localPartOf } from './robot-sender'

export interface MailComplaint {
  /** RFC 5965; `abuse` where it is not said. */
  readonly feedbackType: string
  /** A person wants no more of it; other reports are between machines. */
  readonly isObjection: boolean
  /** Whose mailbox it was; empty where the report hides it. */
  readonly recipients: readonly string[]
  readonly returned: ReturnedMail
  readonly because: readonly string[]
}

const subjects = phrasesOf([complaintSubjects])

/** A report that someone called our mail unwanted (RFC 5965), also of loops that nearly are; null for any other mail. */
export function complaintOf(mail: Mail): MailComplaint | null {
  const part = mail.reports.find(
    ({ type, text }) => /feedback-report/.test(type) || /^feedback-type[ \t]*:/im.test(text),
  )
  const isNearly = has(folded(mail.subject.slice(0, 500)), subjects) && mail.enclosed.length > 0
  const text =
    part?.text ?? (/^feedback-type[ \t]*:/im.test(mail.text) && mail.enclosed.length > 0 ? mail.text : undefined)
  if (text === undefined && !isNearly) return null
  const fields = fieldsOf((text ?? '').replace(/\r?\n[ \t]*\r?\n/g, '\n'))
  const feedbackType = headerOf(fields, 'feedback-type').trim().toLowerCase().split(/[\s;]/)[0] || 'abuse'
  const returned = returnedMail(mail)
  return {
    feedbackType,
    isObjection: feedbackTypes[feedbackType]?.isObjection ?? true,
    recipients: recipientsOf(fields, returned),
    returned: withId(returned, mail.text),
    because: [text === undefined ? 'subject: complaint' : 'feedback report'],
  }
}

function recipientsOf(fields: Mail['headers'], { headers }: ReturnedMail): readonly string[] {
  const stated = addressesIn(fields, ['original-rcpt-to', 'removal-recipient', 'x-original-rcpt-to'])
  const mailbox = complainedOfHeaders.map(name => addressesIn(headers, [name])).find(found => found.length > 0)
  return [stated, mailbox ?? [], addressesIn(headers, ['to'])].find(found => found.length > 0) ?? []
}

const addressesIn = (fields: Mail['headers'], names: readonly string[]) => [
  ...new Set(
    fields
      .filter(({ name }) => names.includes(name))
      .flatMap(
        ({ value }) => value.match(/[^\s<>,;:"'@]{1,64}@[^\s<>,;:"'@.]{1,63}(?:\.[^\s<>,;:"'@.]{1,63}){1,10}/g) ?? [],
      )
      .filter(address => localPartOf(address) !== 'redacted'),
  ),
]

/** Where the mail itself is held back, its id often stands in the words. */
const withId = (returned: ReturnedMail, text: string): ReturnedMail => {
  const [, id] = /message-id(?: of|:)?\s*<?([^\s<>]+@[^\s<>]+)>?/i.exec(text) ?? []
  return returned.messageId !== undefined || !id ? returned : { ...returned, messageId: id }
}
