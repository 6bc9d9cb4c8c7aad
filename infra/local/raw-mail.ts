import { addressParser } from 'postal-mime'
import { AwsError, NotHonoured } from './kernel'

/** A message of RFC 5322: header fields in order, then what follows the blank line. */
export interface RawMail {
  readonly fields: readonly Field[]
  readonly body: Buffer
}

export interface Field {
  readonly name: string
  /** As written, folds included, without the name. */
  readonly value: string
}

const LARGEST_MAIL = 10_485_760
/** RFC 5321 allows 1,000 with the line's end. */
const LONGEST_LINE = 998
const ONCE = ['from', 'sender', 'reply-to', 'to', 'cc', 'bcc', 'subject', 'date', 'message-id', 'mime-version']

/** Reads a message as SendRawEmail takes it. Throws InvalidParameterValue for one that SES would not send, and NotHonoured
 *  for a header that steers SES. */
export function readMail(base64: string): RawMail {
  const bytes = Buffer.from(base64, 'base64')
  if (bytes.length > LARGEST_MAIL)
    throw invalid(`Message length is more than ${LARGEST_MAIL} bytes long: '${bytes.length}'.`)
  const text = bytes.toString('latin1')
  const blank = /\r?\n\r?\n/.exec(text)
  if (!blank) throw invalid('Missing the blank line between header and body.')
  if (text.split('\n').some(line => line.replace(/\r$/, '').length > LONGEST_LINE))
    throw invalid('A line is longer than 1000 characters.')
  const fields = readFields(text.slice(0, blank.index))
  return { fields, body: bytes.subarray(blank.index + blank[0].length) }
}

function readFields(head: string): Field[] {
  const fields = head.split(/\r?\n(?![ \t])/).map(line => {
    const [, name, value] = /^([!-9;-~]+)[ \t]*:([\s\S]*)$/.exec(line) ?? []
    if (name === undefined || value === undefined) throw invalid(`Illegal header line '${line.slice(0, 80)}'.`)
    if (/[^\t\r\n -~]/.test(value)) throw invalid(`Header '${name}' contains characters outside 7-bit ASCII.`)
    if (/^x-ses-/i.test(name)) throw new NotHonoured(`the header ${name} of a mail`)
    return { name, value: value.trim() }
  })
  const names = fields.map(({ name }) => name.toLowerCase())
  const twice = ONCE.find(name => names.indexOf(name) !== names.lastIndexOf(name))
  if (twice !== undefined) throw invalid(`Duplicate header '${fields[names.indexOf(twice)]!.name}'.`)
  return fields
}

/** The addresses in a header field, those of groups included; none if there is no such field. */
export function addressesIn({ fields }: RawMail, name: string): string[] {
  const field = fields.find(field => field.name.toLowerCase() === name)
  if (!field) return []
  return addressParser(field.value, { flatten: true }).map(({ address, name }) => checkedAddress(address || name))
}

/** The address in `Name <address>` or alone. Throws InvalidParameterValue in the words of SES for one that it cannot write to. */
export function checkedAddress(text: string): string {
  const address = (/<([^<>]*)>\s*$/.exec(text)?.[1] ?? text).trim()
  const at = address.lastIndexOf('@')
  const [local, domain] = [address.slice(0, at), address.slice(at + 1)]
  if (at < 0 || domain === '' || /[^ -~]/.test(address)) throw invalid("Missing final '@domain'")
  if (local === '') throw invalid(`User name is missing: '${address}'.`)
  if (/\s/.test(local)) throw invalid('Local address contains control or whitespace')
  if (domain.includes('..')) throw invalid('Domain contains dot-dot')
  if (domain.startsWith('.')) throw invalid('Domain starts with dot')
  if (domain.endsWith('.')) throw invalid('Domain ends with dot')
  if (/[^A-Za-z0-9.-]/.test(domain)) throw invalid('Domain contains illegal character')
  if (!domain.includes('.')) throw invalid(`Illegal address '${address}'.`)
  return address
}

/** What leaves SES for the recipients: with fields of its own in place of the sender's, and without `Bcc`. */
export function delivered({ fields, body }: RawMail, own: Readonly<Record<string, string>>): Buffer {
  const replaced = new Set(['bcc', ...Object.keys(own).map(name => name.toLowerCase())])
  const kept = fields.filter(({ name }) => !replaced.has(name.toLowerCase()))
  const written = [...Object.entries(own), ...kept.map(({ name, value }) => [name, value] as const)]
  const head = written.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  return Buffer.concat([Buffer.from(`${head}\r\n`, 'latin1'), body])
}

export function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterValue', message)
}
