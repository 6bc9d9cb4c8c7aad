import type { Mail } from '../../shared/domain/mail'

/** Lines of a mail as they are after reading: `Name: value`. */
export const headersOf = (...lines: readonly string[]): Mail['headers'] =>
  lines.map(line => {
    const at = line.indexOf(':')
    return { name: line.slice(0, at).toLowerCase(), value: line.slice(at + 1).trim() }
  })

interface Receipt {
  readonly to?: string
  readonly spam?: string
  readonly virus?: string
  readonly authority?: string
  /** What it found out about the sender. */
  readonly results?: string
}

/** What SES writes on top of a mail that it takes in. */
export const sesLines = ({
  to = 'service@shop.example',
  spam = 'PASS',
  virus = 'PASS',
  authority = 'amazonses.com',
  results = 'spf=none; dkim=none; dmarc=none',
}: Receipt = {}): Mail['headers'] =>
  headersOf(
    'Return-Path: <li@customer.example>',
    `Received: from mx.customer.example (mx.customer.example [192.0.2.7]) by inbound-smtp.ap-southeast-1.amazonaws.com with SMTP id abc123 for ${to}; Mon, 09 Mar 2026 01:00:00 +0000 (UTC)`,
    `X-SES-Spam-Verdict: ${spam}`,
    `X-SES-Virus-Verdict: ${virus}`,
    'Received-SPF: pass',
    `Authentication-Results: ${authority}; ${results};`,
    'X-SES-RECEIPT: AEFB',
  )

/** A mail as it is after reading. */
export const aMail = (said: Partial<Mail> = {}): Mail => ({
  headers: [],
  from: { name: 'Li', address: 'li@customer.example' },
  replyTo: [],
  to: [{ name: '', address: 'service@shop.example' }],
  cc: [],
  subject: '我的包裹',
  inReplyTo: [],
  references: [],
  text: '我的订单还没有收到，请帮忙查一下。',
  files: [],
  reports: [],
  enclosed: [],
  isReadable: true,
  ...said,
})

interface Raw extends Receipt {
  readonly from?: string
  readonly subject?: string
  readonly text?: string
  readonly messageId?: string
  /** Further lines of the sender's. */
  readonly lines?: readonly string[]
  readonly files?: readonly { readonly name: string; readonly content: Buffer }[]
}

export const vouched = 'spf=none; dkim=pass header.i=@customer.example; dmarc=pass header.from=customer.example'
export const disowned = 'spf=fail; dkim=none; dmarc=fail header.from=customer.example'

let mails = 0

/** The bytes of a mail as SES puts them into the bucket; of a sender whom their domain vouches for, unless said otherwise. */
export function rawMail({ from = 'Li <li@customer.example>', subject = '我的包裹', ...said }: Raw = {}): Buffer {
  const {
    text = '我的订单还没有收到，请帮忙查一下。',
    to = 'service@shop.example',
    results = vouched,
    files = [],
  } = said
  const head = [
    ...sesLines({ ...said, to, results }).map(({ name, value }) => `${name}: ${value}`),
    ...[`From: ${from}`, `To: ${to}`, `Subject: ${subject}`, 'MIME-Version: 1.0'],
    `Message-ID: <${said.messageId ?? `mail-${++mails}@customer.example`}>`,
    ...(said.lines ?? []),
  ]
  const body = ['Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: 8bit', '', text]
  const parts = files.map(({ name, content }) => [
    ...[`Content-Type: application/octet-stream; name="${name}"`, 'Content-Disposition: attachment'],
    ...['Content-Transfer-Encoding: base64', '', content.toString('base64')],
  ])
  const whole = [
    'Content-Type: multipart/mixed; boundary=part',
    '',
    ...[body, ...parts].flatMap(part => ['--part', ...part]),
    '--part--',
  ]
  return Buffer.from([...head, ...(files.length > 0 ? whole : body), ''].join('\r\n'))
}
