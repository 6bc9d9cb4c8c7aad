import { addressParser } from 'postal-mime'
import { AwsError, NotHonoured } from './kernel'

/** A message of RFC 5322: header fields in order, then what follows the blank line. */
export interface RawMail {
  readonly fields: readonly Field[]
  readonly body: Buffer
}

interface Field {
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
  if (text.split(/\r?\n/).some(line => line.length > LONGEST_LINE))
    throw invalid('A line is longer than 1000 characters.')
  const fields = text
    .slice(0, blank.index)
    .split(/\r?\n(?![ \t])/)
    .map(readField)
  const names = fields.map(({ name }) => name.toLowerCase())
  const twice = names.findIndex((name, place) => ONCE.includes(name) && names.indexOf(name) < place)
  if (twice >= 0) throw invalid(`Duplicate header '${fields[twice]!.name}'.`)
  return { fields, body: bytes.subarray(blank.index + blank[0].length) }
}

function readField(line: string): Field {
  const [, name, value] = /^([!-9;-~]+)[ \t]*:([\s\S]*)$/.exec(line) ?? []
  if (name === undefined || value === undefined) throw invalid(`Illegal header line '${line.slice(0, 80)}'.`)
  if (/[^\t\r\n -~]/.test(value)) throw invalid(`Header '${name}' contains characters outside 7-bit ASCII.`)
  if (/^x-ses-/i.test(name)) throw new NotHonoured(`the header ${name} of a mail`)
  return { name, value: value.trim() }
}

/** The addresses in the header field of this name; none if there is no such field. */
export function addressesIn({ fields }: RawMail, field: string): string[] {
  return fields
    .filter(({ name }) => name.toLowerCase() === field)
    .flatMap(({ value }) => addressParser(value, { flatten: true }))
    .map(({ address, name }) => checkedAddress(address || name))
}

const FAULTS: readonly (readonly [RegExp, string])[] = [
  [/^[^@]*$|@$|[^ -~]/, "Missing final '@domain'"],
  [/^@/, 'User name is missing'],
  [/\s.*@/, 'Local address contains control or whitespace'],
  [/@[^@]*\.\.[^@]*$/, 'Domain contains dot-dot'],
  [/@\.[^@]*$/, 'Domain starts with dot'],
  [/\.$/, 'Domain ends with dot'],
  [/@[^@]*[^A-Za-z0-9.@-][^@]*$/, 'Domain contains illegal character'],
  [/@[^.@]*$/, 'Domain contains no dot'],
]

/** The address in `Name <address>` or alone. Throws InvalidParameterValue in the words of SES for one that it cannot write to. */
export function checkedAddress(text: string): string {
  const address = (/<([^<>]*)>\s*$/.exec(text)?.[1] ?? text).trim()
  const [, fault] = FAULTS.find(([pattern]) => pattern.test(address)) ?? []
  if (fault !== undefined) throw invalid(fault)
  return address
}

/** What leaves SES for the recipients: with fields of its own in place of the sender's, and without `Bcc`. */
export function delivered({ fields, body }: RawMail, own: Readonly<Record<string, string>>): Buffer {
  const replaced = ['bcc', ...Object.keys(own).map(name => name.toLowerCase())]
  const kept = fields.filter(({ name }) => !replaced.includes(name.toLowerCase()))
  const written = [...Object.entries(own), ...kept.map(({ name, value }) => [name, value])]
  const head = written.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  return Buffer.concat([Buffer.from(`${head}\r\n`, 'latin1'), body])
}

export function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterValue', message)
}
