import { returnedMailLines } from '../handbook/mail-robots'
import type { Mail } from './mail'
import { fieldsOf, folded, headerOf, phrasesOf } from './mail-folding'

/** What came back, as far as the report shows it. */
export interface ReturnedMail {
  readonly messageId?: string
  readonly references: readonly string[]
  readonly headers: Mail['headers']
}

const markers = phrasesOf([{ words: returnedMailLines }])

/** A report's own words, and from where on the returned mail speaks. */
export function reportAndReturned(text: string): readonly [report: string, returned: string] {
  const lines = text.slice(0, 60_000).split(/\r?\n/)
  const at = lines.findIndex(line => /^(received|return-path|dkim-signature):/i.test(line) || isMarker(line))
  return at < 0 ? [lines.join('\n'), ''] : [lines.slice(0, at).join('\n'), lines.slice(at).join('\n')]
}

function isMarker(line: string): boolean {
  if (line.length > 100 || !/\S/.test(line)) return false
  const words = folded(line).trim()
  const bare = words.replace(/^[-=*_#\s]+/, '')
  const isRuled = /^[-=*_#]{2,}/.test(words)
  const isTitle = /[:.]$|^[^.]*$/.test(bare)
  return markers.some(marker =>
    isRuled || words.endsWith(':')
      ? words.includes(marker)
      : isTitle && bare.startsWith(marker) && bare.length < marker.length + 12,
  )
}

/** Enclosed as a mail, as a part that is called so, or quoted in the text: the first that has a head. */
export function returnedMail(mail: Mail): ReturnedMail {
  const [report, quoted] = reportAndReturned(mail.text)
  const enclosed = mail.enclosed.find(({ headers }) => headers.length > 0)
  const texts = [...mail.reports.filter(({ type }) => /headers|partial|rfc822/.test(type)).map(({ text }) => text)]
  const files = mail.files
    .filter(({ type, content }) => /^(text|message)\//.test(type) && content.length < 100_000)
    .slice(0, 5)
    .map(({ content }) => new TextDecoder('latin1').decode(content))
  const others = mail.reports.map(({ text }) => text)
  const headless = mail.enclosed.filter(({ headers }) => headers.length === 0).map(({ text }) => text)
  const heads = [
    ...(enclosed ? [enclosed.headers] : []),
    ...[...texts, ...headless, ...files, ...others, quoted, report].map(headIn),
  ]
  const headers = heads.find(head => head.length > 0) ?? []
  const messageId =
    enclosed?.messageId ?? idsIn(headerOf(headers, 'message-id'))[0] ?? mail.inReplyTo[0] ?? mail.references.at(-1)
  return {
    ...(messageId !== undefined && { messageId }),
    references: [...(enclosed?.references ?? idsIn(headerOf(headers, 'references')))],
    headers,
  }
}

/** The first block of lines that is a mail's head. */
const headIn = (text: string): Mail['headers'] =>
  text
    .split(/\r?\n[ \t]*\r?\n/)
    .map(block => fieldsOf(block))
    .find(
      fields => ['from', 'to', 'subject', 'message-id', 'date'].filter(name => headerOf(fields, name)).length >= 3,
    ) ?? []

const idsIn = (value: string) =>
  Array.from(value.slice(0, 20_000).matchAll(/<?([^\s<>,@]{1,250}@[^\s<>,@]{1,250})>?/g), ([, id = '']) => id)
