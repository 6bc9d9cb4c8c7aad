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
