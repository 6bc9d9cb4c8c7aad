import { newTextOf, passagesOf } from '../../shared/domain/mail-words'
import { readMail } from '../../shared/entry/mail/read-mail'

const size = 40 * 1024 * 1024
const head = 'From: li@example.com\r\nTo: service@kefu.example\r\nSubject: large\r\nMIME-Version: 1.0\r\n'
const line = Buffer.alloc(57, 'pictures ').toString('base64')

const mails: Readonly<Record<string, () => string>> = {
  attached: () =>
    `${head}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nhello\r\n--b\r\n` +
    'Content-Type: image/png; name=a.png\r\nContent-Disposition: attachment; filename=a.png\r\nContent-Transfer-Encoding: base64\r\n\r\n' +
    `${`${line}\r\n`.repeat(size / 78)}--b--\r\n`,
  written: () =>
    `${head}Content-Type: text/plain; charset=utf-8\r\n\r\n${'Where is my parcel? 包裹到哪了？\r\n'.repeat(size / 41)}`,
}

/** Reads one mail of 40 MB as mail-intake does and tells what that took, in all: `fork(large-mail.ts, [kind])`. */
async function main() {
  const raw = Buffer.from(mails[process.argv[2] ?? '']!().slice(0, size))
  const started = performance.now()
  const mail = await readMail(raw)
  const found = newTextOf(passagesOf(mail.text)).length + mail.files.length
  const milliseconds = performance.now() - started
  process.send?.({ milliseconds, megabytes: process.resourceUsage().maxRSS / 1024, found })
  process.disconnect()
}

void main()
