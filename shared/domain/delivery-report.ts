import type { FailedRecipient } from './bounce'
import { verdictOn } from './delivery-verdict'
import type { Mail } from './mail'
import { fieldsOf, headerOf } from './mail-folding'

/** What a report says in fields (RFC 3464), also where its part is not called so. */
export interface DeliveryReport {
  readonly recipients: readonly FailedRecipient[]
  /** It says of someone that the mail arrived, or went on. */
  readonly hasDelivered: boolean
}

export function deliveryReport({ reports, text, files }: Mail): DeliveryReport | null {
  const named = reports.filter(({ type }) => /delivery-status/.test(type)).map(part => part.text)
  const unnamed = [
    text,
    ...files.filter(({ type }) => /^(text|message)\//.test(type)).map(({ content }) => plain(content)),
  ]
  const groups = (named.length > 0 ? named : unnamed.filter(part => FIELD.test(part))).flatMap(groupsOf)
  const recipients = groups.flatMap(fields => failedOf(fields))
  const hasDelivered = groups.some(fields => DONE.test(headerOf(fields, 'action')))
  return recipients.length > 0 || hasDelivered ? { recipients, hasDelivered } : null
}

const FIELD = /^(final|original)-recipient[ \t]*:/im
const DONE = /^\s*(delivered|relayed|expanded)/i

const plain = (content: Uint8Array) => (content.length < 200_000 ? new TextDecoder().decode(content) : '')

type Fields = ReturnType<typeof fieldsOf>

const groupsOf = (text: string): Fields[] =>
  text
    .split(/\r?\n[ \t]*\r?\n/)
    .map(fieldsOf)
    .filter(fields => fields.some(({ name }) => /^(final|original)-recipient$|^x-actual-recipient$/.test(name)))

function failedOf(fields: Fields): FailedRecipient[] {
  const [original, final, actual] = ['original-recipient', 'final-recipient', 'x-actual-recipient'].map(name =>
    addressOf(headerOf(fields, name)),
  )
  const address = original || final || actual
  const stated = headerOf(fields, 'action')
    .trim()
    .toLowerCase()
    .split(/[\s;(]/)[0]
  if (!address || DONE.test(stated ?? '')) return []
  const status = headerOf(fields, 'status')
  if (/^2\./.test(status) && !stated) return []
  const verdict = verdictOn({ ...(stated && { action: stated }), status, words: headerOf(fields, 'diagnostic-code') })
  return [{ address, ...(final && !isSame(final, address) && { finalAddress: final }), ...verdict }]
}

const isSame = (one: string, other: string) => one.toLowerCase() === other.toLowerCase()

/** `rfc822; <li@example.com>`; `utf-8;` with its characters as they are or as \x{…} (RFC 6533 §3). */
function addressOf(value: string): string {
  const bare = value.replace(/^[^;@<]*;/, '').replace(/\\x\{([0-9a-f]{1,6})\}/gi, (_, code) => characterOf(code))
  const within = /<([^<>]*)>/.exec(bare)?.[1] ?? bare.replace(/\([^()]*\)/g, '')
  const address = within
    .trim()
    .replace(/^mailto:/i, '')
    .replace(/^["']|["']$/g, '')
  return /^[^\s@]+@[^\s@]+$|^"[^"]+"@[^\s@]+$/.test(address) ? address : ''
}

const characterOf = (code: string) =>
  Number.parseInt(code, 16) <= 0x10ffff ? String.fromCodePoint(Number.parseInt(code, 16)) : ''
