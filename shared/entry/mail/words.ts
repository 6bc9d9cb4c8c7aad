import { type Address, addressParser } from 'postal-mime'
import type { MailAddress } from '../../domain/mail'
import { charsetName, decodeText } from './charset'

interface Word {
  readonly start: number
  readonly end: number
  readonly label: string
  readonly bytes: Uint8Array
}

function bytesOf(encoding: string, text: string): Uint8Array {
  if (encoding === 'b') return Buffer.from(text.replace(/[^A-Za-z0-9+/=]/g, ''), 'base64')
  const plain = text
    .replace(/_/g, ' ')
    .replace(/=[ \t]*([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
  return /[\u0100-\uffff]/.test(plain) ? Buffer.from(text, 'utf8') : Buffer.from(plain, 'latin1')
}

/** Encoded words as they are met: a B word ends at its next question mark, a Q word may hold some unencoded. */
function wordsOf(value: string): readonly Word[] {
  const words: Word[] = []
  const head = /=\?([^?\s]{1,60})\?([bq])\?/gi
  for (let found = head.exec(value); found && words.length < 2_000; found = head.exec(value)) {
    const [whole, label = '', letter = ''] = found
    const from = found.index + whole.length
    const encoding = letter.toLowerCase()
    const mark = value.indexOf(encoding === 'b' ? '?' : '?=', from)
    const to = mark < 0 ? value.length : mark
    const next = value.indexOf('=?', from)
    if (mark < 0 && (next >= 0 || encoding === 'q')) continue
    const end = Math.min(value.length, to + (value[to + 1] === '=' ? 2 : 1))
    words.push({ start: found.index, end, label, bytes: bytesOf(encoding, value.slice(from, to)) })
    head.lastIndex = end
  }
  return words
}

/** Pieces of a value: words that follow each other with only white space between, or what stands between them. */
function piecesOf(value: string): readonly { readonly text: string; readonly isWord: boolean }[] {
  const pieces: { text: string; isWord: boolean }[] = []
  const words = wordsOf(value)
  let at = 0
  for (let i = 0; i < words.length; ) {
    const first = words[i]!
    const between = value.slice(at, first.start)
    if (between && !(i > 0 && /^\s*$/.test(between))) pieces.push({ text: between, isWord: false })
    let last = i
    const joins = (next: Word | undefined) =>
      next &&
      charsetName(next.label) === charsetName(first.label) &&
      /^\s*$/.test(value.slice(words[last]!.end, next.start))
    while (joins(words[last + 1])) last++
    const bytes = Buffer.concat(words.slice(i, last + 1).map(word => word.bytes))
    pieces.push({ text: decodeText(bytes, first.label.split('*')[0]).text, isWord: true })
    at = words[last]!.end
    i = last + 1
  }
  if (at < value.length) pieces.push({ text: value.slice(at), isWord: false })
  return pieces
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: what no header may hold is what is looked for
const control = /[\u0000-\u0008\u000a-\u001f\u007f]+/g

/** A header's value as it is read: encoded words decoded by the bytes of all that belong together, so that a character split
 *  between two of them is whole (RFC 2047 forbids it, clients do it). */
export const decodeWords = (value: string): string =>
  (value.includes('=?')
    ? piecesOf(value)
        .map(({ text }) => text)
        .join('')
    : value
  )
    .replace(control, ' ')
    .trim()

/** For the address parser, which must not see the commas within a decoded name. */
const asUtf8Words = (value: string): string =>
  value.includes('=?')
    ? piecesOf(value)
        .map(({ text, isWord }) =>
          isWord ? `=?utf-8?B?${Buffer.from(text.trim(), 'utf8').toString('base64')}?=` : text,
        )
        .join('')
    : value

const flat = (address: Address): readonly MailAddress[] =>
  address.group
    ? address.group.map(({ name, address }) => ({ name, address }))
    : [{ name: address.name, address: address.address ?? '' }]

/** Comments within the brackets and a route before the address are of another age (RFC 822) and no part of it. */
const withoutComments = (value: string) =>
  value.replace(/<([^<>]{1,1000})>/g, (whole, inner: string) =>
    /^[^"]*[(:]/.test(inner) && inner.includes('@')
      ? `<${inner
          .replace(/\([^()]*\)/g, '')
          .replace(/^\s*@[^:]*:/, '')
          .replace(/\s+/g, '')}>`
      : whole,
  )

/** The address in what a broken header calls one; empty for the name of a group. */
function plainAddress(said: string): string {
  if (said === '' || said.startsWith('"') || /^[^\s<>;:,()]+$/.test(said)) return said
  return said.match(/[^\s<>;:,()@]+@[^\s<>;:,()@]+/g)?.at(-1) ?? ''
}

/** Name and address however they are written; both in one encoded word too, as some Chinese clients write them. */
export function addressesOf(value: string): readonly MailAddress[] {
  return addressParser(asUtf8Words(withoutComments(value.slice(0, 500_000))))
    .flatMap(flat)
    .map(({ name, address }) => {
      const within = /^(.*?)[<＜\s]*([^\s<>＜＞"']+@[^\s<>＜＞"']+?)[>＞]*$/.exec(address ? '' : name)
      return within
        ? { name: within[1]!.replace(/^["'\s]+|["'\s]+$/g, ''), address: within[2]! }
        : { name: name.replace(control, ' ').trim(), address: plainAddress(address.replace(control, '').trim()) }
    })
    .filter(({ name, address }) => name || address)
}

/** Identifiers without their brackets: of Message-ID, In-Reply-To, References. */
export function idsOf(value: string): readonly string[] {
  const bracketed = [...value.matchAll(/<\s*([^<>]{1,998}?)\s*>/g)].map(([, id]) => id!.replace(/\s+/g, ''))
  const found = bracketed.length
    ? bracketed
    : value.split(/[\s,;]+/).filter(word => word.includes('@') && !/[<>]/.test(word))
  return [...new Set(found)]
}
