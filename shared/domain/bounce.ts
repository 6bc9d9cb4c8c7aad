import { bounceReasons, failureSubjects, failureTexts } from '../handbook/mail-robots'
import { autoReplyHeadSigns, reportsOf } from './auto-reply'
import { type DeliveryReport, deliveryReport } from './delivery-report'
import { verdictOn } from './delivery-verdict'
import { failedIn } from './failed-recipients'
import type { Mail } from './mail'
import { folded, has, headerOf, phrasesOf } from './mail-folding'
import { type ReturnedMail, reportAndReturned, returnedMail } from './returned-mail'
import { robotSender } from './robot-sender'

export type BounceReason =
  | 'mailbox_full'
  | 'too_large'
  | 'loop'
  | 'unknown_address'
  | 'no_domain'
  | 'disabled'
  | 'refused'
  | 'not_reached'
  | 'server_trouble'
  | 'suppressed'
  | 'unknown'

export interface FailedRecipient {
  /** The one that was written to. */
  readonly address: string
  /** Where that one led to, if it is another. */
  readonly finalAddress?: string
  /** `delayed`: the other side still tries. */
  readonly action: 'failed' | 'delayed'
  /** RFC 3463, where it is stated. */
  readonly status?: string
  readonly isPermanent: boolean
  readonly reason: BounceReason
}

export interface Bounce {
  /** Empty where the report names none. */
  readonly recipients: readonly FailedRecipient[]
  readonly returned: ReturnedMail
  readonly because: readonly string[]
}

/** A permanent failure that is the address's own: of the others our mail, or the way, is at fault (R-NTF-03). */
export const marksAddress = ({ isPermanent, reason }: FailedRecipient): boolean =>
  isPermanent && bounceReasons[reason].marks

const subjects = phrasesOf(failureSubjects)
const texts = phrasesOf(failureTexts)

/** A report that mail did not arrive, by its parts (RFC 3464), or by who says it and what is said; null for any other mail. */
export function bounceOf(mail: Mail): Bounce | null {
  const report = deliveryReport(mail)
  if (report) return report.recipients.length > 0 ? bounce(mail, report.recipients, ['delivery report']) : null
  const because = signsOf(mail)
  return because.length === 0 ? null : bounce(mail, recipientsOf(mail), because)
}

/** A report that mail arrived: a machine's, and nothing is to be done. */
export const isDeliveryReceipt = (mail: Mail, report: DeliveryReport | null = deliveryReport(mail)): boolean =>
  report?.hasDelivered === true && report.recipients.length === 0

const bounce = (mail: Mail, recipients: readonly FailedRecipient[], because: readonly string[]): Bounce => ({
  ...{ recipients, returned: returnedMail(mail), because },
})

function signsOf(mail: Mail): readonly string[] {
  if (headerOf(mail.headers, 'x-failed-recipients')) return ['header: x-failed-recipients']
  const { weight, because } = robotSender(mail)
  const isReporter = weight >= 2 && !because.includes('empty return path')
  if (!isReporter && autoReplyHeadSigns(mail).some(sign => !sign.endsWith('auto-submitted'))) return []
  const [report] = reportAndReturned(mail.text)
  const isReport = reportsOf(mail, /delivery-status/)
  const subject = saysFailure(mail.subject, weight) ? ['subject: failure'] : []
  const text = has(folded(report.slice(0, 6000)), texts) ? ['text: failure'] : []
  if (weight === 3 || isReport) return [...because, ...(isReport ? ['report type'] : []), ...subject, ...text]
  const hints = hasListServer(mail) || headerOf(mail.headers, 'auto-submitted') !== '' || cameBack(mail)
  const machine = Math.max(weight, hints ? 1 : 0)
  const failure = subject.length + text.length
  const isOfMail =
    because.includes('sender: postmaster') || speaksOfMail(`${mail.from?.name}\n${mail.subject}\n${report}`)
  if (failure === 0 || !isOfMail) return []
  const isNamed = () => failedIn(mail, returnedMail(mail)).length > 0
  const isOne = machine === 2 ? subject.length > 0 || isNamed() : machine === 1 && failure === 2 && isNamed()
  return isOne ? [...because, ...subject, ...text] : []
}

/** An answer to a report, or one that is passed on, is a person's, unless nobody but a machine could have sent it. */
const saysFailure = (subject: string, weight: number) =>
  (weight >= 2 || !/^\s*(re|fwd?|aw|sv|回复|答复|转发|回覆|轉寄)\s*[:：]/i.test(subject)) &&
  has(folded(subject.slice(0, 500)), subjects)

const hasListServer = ({ headers }: Mail) =>
  headers.some(({ name }) => /^(x-mlserver|mailing-list|x-mailman-version)$/.test(name))

/** A mail within this one was sent by whoever this one is for. */
const cameBack = ({ enclosed, to }: Mail) =>
  enclosed.some(({ from, sender, returnPath }) =>
    [from?.address, sender?.address, returnPath].some(
      address => address && to.some(one => one.address.toLowerCase() === address.toLowerCase()),
    ),
  )

/** Parcels are not delivered either, and sent back: it must be mail that is spoken of. */
const speaksOfMail = (words: string) =>
  /\b(e-?mails?|mails?|messages?|mailbox|smtp|rcpt|undeliverable|undelivered|delivery status|nachricht|mensaje|mensagem|messaggio|bericht)\b/i.test(
    words,
  ) || /邮件|郵件|信箱|邮箱|郵箱|信件|退信|メール|메일|письм|сообщени/i.test(words)

/** Named in the head, in words, or in the report that came back in this one. */
function recipientsOf(mail: Mail): readonly FailedRecipient[] {
  const [report] = reportAndReturned(mail.text)
  const named = headerOf(mail.headers, 'x-failed-recipients')
    .split(/[\s,;]+/)
    .filter(word => /^[^@]+@[^@]+$/.test(word))
  if (named.length > 0) return named.map(address => ({ address, ...verdictOn({ words: report }) }))
  const within = mail.enclosed.map(deliveryReport).find(found => found && found.recipients.length > 0)
  return within?.recipients ?? failedIn(mail, returnedMail(mail))
}
