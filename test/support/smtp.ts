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
