import { createHash } from 'node:crypto'
import { SESClient, SESServiceException, SendRawEmailCommand } from '@aws-sdk/client-ses'
import MailComposer from 'nodemailer/lib/mail-composer'
import type { Instant } from '../domain/case'
import { sdkClient } from './sdk-client'

export interface Mail {
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
  readonly at: Instant
  /** The case that it is about: all its mails are one thread. */
  readonly caseId: string
  /** Names the sending; the Message-ID is made of it. */
  readonly name: string
  readonly language: string
  /** Whose words they are (RFC 3834): `person` for what somebody wrote, `receipt` for the house's answer to a mail, which no
   *  machine may answer again, `house` for all else that it writes of itself. */
  readonly by: 'person' | 'receipt' | 'house'
  /** Where answers go, if not to the sender. */
  readonly replyTo?: string
  /** The Message-ID of the customer's newest mail about the case. */
  readonly inReplyTo?: string
  /** The address of the signed link that ends mails of its kind (RFC 8058). */
  readonly unsubscribe?: string
  readonly tags: Readonly<Record<string, string>>
}

/** `refused`: surely not accepted; `busy`: not accepted now; `unknown`: the answer was lost, it may be on its way. */
export type Sending =
  | { readonly outcome: 'sent'; readonly messageId: string; readonly at: Instant }
  | { readonly outcome: 'refused' | 'busy' | 'unknown'; readonly error: string }

export interface MailGateway {
  send(mail: Mail): Promise<Sending>
}

export interface Sender {
  readonly address: string
  /** As whom customers know us. */
  readonly name: string
  readonly configurationSet: string
}

/** Mail by SES. One attempt a call: a repeated one could send twice, and the queue repeats with a record of what was tried. */
export function mailGateway(sender: Sender): MailGateway {
  const ses = new SESClient(sdkClient({ maxAttempts: 1, requestTimeout: 5_000 }))
  return {
    async send(mail) {
      const command = new SendRawEmailCommand({
        Source: sender.address,
        Destinations: [mail.to],
        RawMessage: { Data: await compose(mail, sender) },
        ConfigurationSetName: sender.configurationSet,
        Tags: Object.entries(mail.tags).map(([Name, Value]) => ({ Name, Value })),
      })
      try {
        const { MessageId } = await ses.send(command)
        return { outcome: 'sent', messageId: MessageId ?? '', at: new Date().toISOString() }
      } catch (error) {
        return { outcome: outcomeOf(error), error: (error as Error).name }
      }
    },
  }
}

/**
 * RFC 5322, the same bytes for the same mail. SES puts a Message-ID of its own in the place of ours, so that answers name that
 * one; but they carry our References on, and by these alone they find the case and the very notice.
 */
export async function compose(mail: Mail, { address, name }: Pick<Sender, 'address' | 'name'>): Promise<Buffer> {
  const domain = address.slice(address.lastIndexOf('@') + 1)
  const [root, own] = [`<${mail.caseId}@${domain}>`, `<${mail.name}@${domain}>`]
  const answered = mail.inReplyTo ? [`<${mail.inReplyTo.replace(/[<>\s]/g, '')}>`] : []
  const message = new MailComposer({
    from: { name, address },
    to: mail.to,
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    date: new Date(mail.at),
    messageId: own,
    references: [root, own, ...answered],
    ...(answered.length > 0 && { inReplyTo: answered[0] }),
    ...(mail.replyTo && { replyTo: mail.replyTo }),
    headers: { 'Content-Language': mail.language, ...automatic[mail.by], ...unsubscribing(mail) },
    baseBoundary: createHash('sha256').update(mail.name).digest('hex').slice(0, 24),
    disableFileAccess: true,
    disableUrlAccess: true,
  } as ConstructorParameters<typeof MailComposer>[0])
  return message.compile().build()
}

const quiet = { 'X-Auto-Response-Suppress': 'All' }
const automatic: Readonly<Record<Mail['by'], Readonly<Record<string, string>>>> = {
  house: { 'Auto-Submitted': 'auto-generated', ...quiet },
  receipt: { 'Auto-Submitted': 'auto-replied', ...quiet },
  person: {},
}

/** RFC 8058: both headers, which SES's DKIM signs with the rest. */
const unsubscribing = ({ unsubscribe }: Mail) =>
  unsubscribe ? { 'List-Unsubscribe': `<${unsubscribe}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' } : {}

/** SES error names: https://docs.aws.amazon.com/ses/latest/APIReference/CommonErrors.html */
function outcomeOf(error: unknown): 'refused' | 'busy' | 'unknown' {
  if ((error as NodeJS.ErrnoException).code === 'ECONNREFUSED') return 'busy'
  if (!(error instanceof SESServiceException)) return 'unknown'
  if (/Throttl|TooManyRequests|LimitExceeded/.test(error.name)) return 'busy'
  return error.$fault === 'client' && (error.$metadata.httpStatusCode ?? 500) < 500 ? 'refused' : 'unknown'
}
