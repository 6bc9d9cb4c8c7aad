import { createTransport } from 'nodemailer'
import type { World } from '../../infra/local/world'
import { connectSmtp } from '../../infra/operate/smtp-client'

export const shopAddress = 'service@kefu.example'

export interface MailParts {
  readonly from: string
  readonly to?: string
  readonly subject?: string
  readonly text?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** A plain mail as a person's client writes it. */
export function aMail({ from, to = shopAddress, subject = '包裹到哪了', text, headers = {} }: MailParts): string {
  const fields = {
    ...{ From: from, To: to, Subject: `=?utf-8?B?${Buffer.from(subject).toString('base64')}?=` },
    ...{ 'MIME-Version': '1.0', 'Content-Type': 'text/plain; charset=utf-8', 'Content-Transfer-Encoding': '8bit' },
    ...headers,
  }
  const head = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`)
  return `${head.join('')}\r\n${text ?? '包裹三天没更新了，到哪了？'}\r\n`
}

type Shown = ReturnType<World['mails']>[number]
const fieldOf = ({ headers }: Shown, wanted: string) =>
  headers.find(({ name }) => name.toLowerCase() === wanted.toLowerCase())?.value

/** What stands in every client below an answer: whose mail it is, and its lines. */
const quoted = ({ text }: Shown) =>
  ['', '在 2026年3月9日，Kefu 客服 写道：', ...text.split('\n').map(line => `> ${line}`)].join('\r\n')

/** An answer to a mail as people's clients and machines make it: to whom it asks to answer, with its subject and history. */
export function anAnswer(to: Shown, { from, text = '', headers = {}, subject }: MailParts) {
  const [address = ''] = [fieldOf(to, 'Reply-To') ?? to.from].map(value => /<([^<>]+)>/.exec(value)?.[1] ?? value)
  const id = fieldOf(to, 'Message-ID') ?? ''
  const thread = { 'In-Reply-To': id, References: [fieldOf(to, 'References'), id].filter(Boolean).join(' ') }
  const words = `${text}\r\n${quoted(to)}`
  const raw = aMail({
    from,
    to: address,
    subject: subject ?? `Re: ${to.subject}`,
    text: words,
    headers: { ...thread, ...headers },
  })
  return { raw, to: address }
}

/** What a mail server writes to whoever sent a mail that it could not deliver. */
export function aBounce(of: Shown, mailbox: string): string {
  const [id, references] = [fieldOf(of, 'Message-ID'), fieldOf(of, 'References')]
  const parts = [
    `Content-Type: text/plain; charset=utf-8\r\n\r\nYour message could not be delivered to ${mailbox}: the mailbox does not exist.`,
    `Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.com\r\n\r\nFinal-Recipient: rfc822; ${mailbox}\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 no such user`,
    `Content-Type: text/rfc822-headers\r\n\r\nFrom: ${of.from}\r\nTo: ${mailbox}\r\nMessage-ID: ${id}\r\n${references ? `References: ${references}\r\n` : ''}Subject: Your mail`,
  ]
  return [
    'From: Mail Delivery System <mailer-daemon@example.com>\r\nSubject: Undelivered Mail Returned to Sender\r\nAuto-Submitted: auto-replied',
    'MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n',
  ]
    .join('\r\n')
    .concat(parts.map(part => `--b\r\n${part}\r\n`).join(''), '--b--\r\n')
}

/** How a mail is handed over; who does not sign in is nobody's. */
export interface Handing {
  readonly from: string
  readonly to?: string | readonly string[]
  readonly authenticatedAs?: string
}

/** Over SMTP, to the very server that `npm start` opens. Answers the server's words; throws them for a refusal. */
export async function bySmtp(world: Pick<World, 'smtp'>, raw: string | Buffer, handing: Handing): Promise<string> {
  const { from, to = shopAddress, authenticatedAs } = handing
  const auth = authenticatedAs && { user: authenticatedAs, pass: 'any' }
  const smtp = createTransport({ url: world.smtp, auth } as object)
  const sent = await smtp.sendMail({ raw, envelope: { from, to: to as string | string[] } })
  smtp.close()
  return sent.response
}

/** Many at once, all by a server that may write for example.com. */
export async function allBySmtp(
  { smtp }: Pick<World, 'smtp'>,
  mails: readonly { readonly from: string; readonly raw: string }[],
  connections: number,
): Promise<void> {
  const left = [...mails]
  const hand = async () => {
    const client = await connectSmtp(smtp, 'postmaster@example.com')
    for (let mail = left.shift(); mail; mail = left.shift())
      await client.send(Buffer.from(mail.raw), mail.from, shopAddress)
    client.close()
  }
  await Promise.all(Array.from({ length: connections }, hand))
}
