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
  /** Names the sending; the Message-ID is made of it. */
  readonly name: string
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
  readonly shop: string
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

/** RFC 5322, the same bytes for the same mail. */
export async function compose(mail: Mail, { address, shop }: Pick<Sender, 'address' | 'shop'>): Promise<Buffer> {
  const domain = address.slice(address.lastIndexOf('@') + 1)
  const message = new MailComposer({
    from: { name: shop, address },
    to: mail.to,
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    date: new Date(mail.at),
    messageId: `<${mail.name}@${domain}>`,
    headers: { 'Auto-Submitted': 'auto-generated' },
    baseBoundary: createHash('sha256').update(mail.name).digest('hex').slice(0, 24),
    disableFileAccess: true,
    disableUrlAccess: true,
  } as ConstructorParameters<typeof MailComposer>[0])
  return message.compile().build()
}

/** SES error names: https://docs.aws.amazon.com/ses/latest/APIReference/CommonErrors.html */
function outcomeOf(error: unknown): 'refused' | 'busy' | 'unknown' {
  if ((error as NodeJS.ErrnoException).code === 'ECONNREFUSED') return 'busy'
  if (!(error instanceof SESServiceException)) return 'unknown'
  if (/Throttl|TooManyRequests|LimitExceeded/.test(error.name)) return 'busy'
  return error.$fault === 'client' && (error.$metadata.httpStatusCode ?? 500) < 500 ? 'refused' : 'unknown'
}
