import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { natureOf } from '../../shared/domain/mail-nature'
import { newTextOf, passagesOf } from '../../shared/domain/mail-words'
import { readMail } from '../../shared/entry/mail/read-mail'

/** What is understood of a mail, as one line of JSON: `recipients` are a bounce's addresses that failed, otherwise To and Cc. */
export async function parsedMail(file: string, raw: Uint8Array): Promise<object> {
  const mail = await readMail(raw)
  const nature = natureOf(mail, { domains: [] })
  const recipients = nature.kind === 'bounce' ? nature.bounce.recipients : [...mail.to, ...mail.cc]
  return {
    file,
    newText: newTextOf(passagesOf(mail.text, mail)),
    isBounce: nature.kind === 'bounce',
    isAutoReply: nature.kind === 'auto_reply',
    recipients: [...new Set(recipients.map(({ address }) => address).filter(Boolean))],
    inReplyTo: mail.inReplyTo[0] ?? null,
    subject: mail.subject,
    charset: mail.charset ?? null,
  }
}

/** `npm run parse-mail`: paths on standard input, a line each; JSON lines on standard output, and what cannot be read on the other. */
async function parseMails(): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    const file = line.trim()
    if (!file) continue
    try {
      const parsed = await parsedMail(file, await readFile(file))
      if (!process.stdout.write(`${JSON.stringify(parsed)}\n`)) await once(process.stdout, 'drain')
    } catch (error) {
      console.error(`${file}: ${(error as Error).message}`)
      process.exitCode = 1
    }
  }
}

if (require.main === module) void parseMails()
