import PostalMime from 'postal-mime'
import type { Mail, MailFile } from '../../domain/mail'
import { decodeText } from './charset'
import { signedContent } from './cms'
import { unflowed } from './flowed'
import { htmlToText } from './html-text'
import { hasHead, mend } from './mend'
import { tnefOf } from './tnef'
import { uudecoded, withoutUuencoded } from './uuencode'
import { addressesOf, decodeWords, idsOf } from './words'

const mostHeaderBytes = 16_000_000
const deepestPart = 60
const deepestMail = 6
const mostMails = 100

interface Structured {
  readonly value: string
  readonly params: Readonly<Record<string, string | undefined>>
}

/** What the parser has of a part when it is done: `root` is in its code and left out of its published types (4.0.0). */
interface Part {
  readonly childNodes: readonly Part[]
  readonly contentType: { readonly value: string; readonly parsed: Structured; readonly multipart: string | false }
  readonly contentDisposition: { readonly parsed: Structured }
  readonly contentTransferEncoding: { readonly encoding: string }
  readonly contentId?: string
  readonly headers: readonly { readonly key: string; readonly value: string }[]
  readonly content: ArrayBuffer | null
}

interface Piece {
  readonly text: string
  readonly html?: string
  readonly charset: string
}

interface Found {
  readonly pieces: Piece[]
  readonly files: MailFile[]
  readonly reports: { readonly type: string; readonly text: string }[]
  readonly enclosed: Mail[]
  /** How many mails within mails were read, of the whole. */
  readonly budget: { mails: number }
}

async function partsOf(raw: Uint8Array): Promise<Part> {
  const parser = new PostalMime({ maxHeadersSize: mostHeaderBytes, maxNestingDepth: deepestPart }) as unknown as {
    readonly root: Part
    collectNode: () => Promise<void>
    parse: (raw: Uint8Array) => Promise<unknown>
  }
  // The parts are wanted as they are; what it makes of them (one text, one HTML) costs time and is thrown away.
  parser.collectNode = async () => {}
  await parser.parse(raw)
  return parser.root
}

function bytesOf(part: Part): Uint8Array {
  const bytes = new Uint8Array(part.content ?? new ArrayBuffer(0))
  if (!/^(x-)?uu(e|encode)$/.test(part.contentTransferEncoding.encoding)) return bytes
  return uudecoded(Buffer.from(bytes).toString('latin1'))?.content ?? bytes
}
const typeOf = ({ contentType }: Part) => {
  const type = contentType.parsed.value.trim()
  if (/^[\w.+-]+\/[\w.+-]+/.test(type)) return /^[\w.+-]+\/[\w.+-]+/.exec(type)![0]
  return type === 'html' ? 'text/html' : 'text/plain'
}

const isText = (type: string) => /^text\/(plain|html|enriched|richtext|markdown|x-markdown|unknown)$/.test(type)
const isMail = (type: string) =>
  /^message\/(rfc822|global|news|rfc822-headers)$/.test(type) || type === 'text/rfc822-headers'
const isReport = (type: string) =>
  /^message\/((global-)?(delivery-status|disposition-notification)|feedback-report)$/.test(type)

const percentBytes = (text: string) =>
  Buffer.from(
    text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    'latin1',
  )

/** An RFC 2231 name whose charset errs: its bytes decide. */
function extendedName({ headers }: Part): string {
  const values = headers.filter(({ key }) => /^content-(disposition|type)$/.test(key)).map(({ value }) => value)
  const value = values.find(value => /name\*/i.test(value)) ?? ''
  const [first = '', ...rest] = Array.from(
    value.matchAll(/name\*(?:\d+\*?)?\s*=\s*"?([^;"\s]+)/gi),
    ([, section]) => section!,
  )
  const [, label, begin = first] = /^([^']*)'[^']*'(.*)$/.exec(first) ?? []
  return decodeText(percentBytes([begin, ...rest].join('')), label).text
}

/** RFC 2231, an encoded word where none may stand, percent signs without a word about it: names come as they come. */
function nameOf(part: Part): string {
  const said = part.contentDisposition.parsed.params.filename ?? part.contentType.parsed.params.name ?? ''
  const name = said.includes('\ufffd') ? extendedName(part) || decodeWords(said) : decodeWords(said)
  if (!/%[0-9a-f]{2}/i.test(name) || /[^\x20-\x7e]/.test(name)) return name.slice(0, 500)
  const plain = decodeText(percentBytes(name)).text
  return (/[^\x20-\x7e]/.test(plain) && !plain.includes('\ufffd') ? plain : name).slice(0, 500)
}

function fileOf(part: Part, type: string): MailFile {
  const contentId = part.contentId?.replace(/[<>\s]/g, '')
  const fallback = type === 'text/calendar' ? 'invite.ics' : isMail(type) ? 'message.eml' : ''
  return { name: nameOf(part) || fallback, type, content: bytesOf(part), ...(contentId && { contentId }) }
}

const metaCharset = (html: Uint8Array) =>
  /<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w:.-]{2,40})/i.exec(
    Buffer.from(html.subarray(0, 4_096)).toString('latin1'),
  )?.[1]

/** Longer ones are no one's words: the rest is in the original. */
const longestText = 2_000_000
const clean = (text: string) =>
  text.slice(0, longestText).replace(/\r\n?/g, '\n').replace(/\0/g, '').replace(/\s+$/, '')

function pieceOf(part: Part, type: string): Piece {
  const bytes = bytesOf(part)
  const { charset: label, format, delsp } = part.contentType.parsed.params
  const { text, charset } = decodeText(bytes, label, type === 'text/html' ? metaCharset(bytes) : undefined)
  if (type === 'text/html') return { text: htmlToText(text), html: text.slice(0, longestText), charset }
  const plain = clean(text)
  if (/enriched|richtext/.test(type))
    return { text: plain.replace(/<<|<[^<>]{1,80}>/g, tag => (tag === '<<' ? '<' : '')), charset }
  return { text: /^flowed$/i.test(format ?? '') ? unflowed(plain, /^yes$/i.test(delsp ?? '')) : plain, charset }
}

/** A multipart whose boundary is missing or another than it says: the first line that looks like one decides. */
function boundaryWithin(body: Uint8Array): string | undefined {
  const text = Buffer.from(body.subarray(0, 200_000)).toString('latin1')
  return /(?:^|\n)--([^\r\n]{1,200}?)[ \t]*\r?\n(?:content-|mime-)[\w-]+[ \t]*:/i.exec(text)?.[1]
}

async function withBoundary(part: Part): Promise<Part | undefined> {
  const body = bytesOf(part)
  const boundary = boundaryWithin(body)
  if (!boundary) return undefined
  const subtype = part.contentType.multipart || 'mixed'
  const head = `Content-Type: multipart/${subtype}; boundary="${boundary.replace(/["\\]/g, '\\$&')}"\r\n\r\n`
  const again = await partsOf(mend(Buffer.concat([Buffer.from(head, 'latin1'), body])))
  return again.childNodes.length ? again : undefined
}

async function takeFile(part: Part, type: string, depth: number, into: Found): Promise<void> {
  const file = fileOf(part, type)
  const isSealed = /^application\/(x-)?pkcs7-mime$/.test(type) && into.budget.mails++ < mostMails && depth < deepestMail
  const signed = isSealed ? signedContent(file.content) : undefined
  if (signed) return take(await partsOf(mend(signed)), depth + 1, into)
  const isTnef = /^application\/(vnd\.)?ms-tnef$/.test(type) || /^winmail\.dat$/i.test(file.name)
  const tnef = isTnef ? tnefOf(file.content) : undefined
  if (!tnef) {
    if (file.content.length || file.name) into.files.push(file)
    return
  }
  into.files.push(...tnef.files)
  if (into.pieces.length > 0) return
  if (tnef.html !== undefined) into.pieces.push({ text: htmlToText(tnef.html), html: tnef.html, charset: tnef.charset })
  else if (tnef.text) into.pieces.push({ text: clean(tnef.text), charset: tnef.charset })
}

async function takeLeaf(part: Part, depth: number, into: Found): Promise<void> {
  const type = typeOf(part)
  const disposition = part.contentDisposition.parsed.value
  if (isMail(type) && depth < deepestMail && into.budget.mails++ < mostMails) {
    into.enclosed.push(await readAt(bytesOf(part), depth + 1, into.budget))
    return
  }
  if (isReport(type)) {
    into.reports.push({ type, text: clean(decodeText(bytesOf(part), part.contentType.parsed.params.charset).text) })
    return
  }
  const isNamedLater = nameOf(part) !== '' && into.pieces.length > 0
  if (isText(type) && disposition !== 'attachment' && !isNamedLater) {
    const piece = pieceOf(part, type)
    const { text, files } = piece.html === undefined ? withoutUuencoded(piece.text) : { text: piece.text, files: [] }
    if (text || piece.html) into.pieces.push({ ...piece, text })
    into.files.push(...files.map(file => ({ ...file, type: 'application/octet-stream' })))
    return
  }
  await takeFile(part, type, depth, into)
}

const nothing = (budget: Found['budget']): Found => ({ pieces: [], files: [], reports: [], enclosed: [], budget })

/** Of several forms of one text: the plain one where it says anything, with the HTML beside it. */
function oneOf(forms: readonly Found[]): readonly Piece[] {
  const pieces = forms.map(({ pieces }) => pieces).filter(({ length }) => length > 0)
  const plain = pieces.find(form => form.some(({ html, text }) => html === undefined && text.trim() !== ''))
  const rich = pieces.findLast(form => form.some(({ html }) => html !== undefined))
  if (!plain || !rich || plain === rich) return plain ?? rich ?? []
  const html = rich.map(piece => piece.html ?? asHtml(piece.text)).join('\n')
  const [first, ...rest] = plain
  return [{ ...first!, text: [first!, ...rest].map(({ text }) => text).join('\n'), html }]
}

const asHtml = (text: string) =>
  `<div>${text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/\n/g, '<br>\n')}</div>`

async function take(part: Part, depth: number, into: Found): Promise<void> {
  const { multipart } = part.contentType
  if (!multipart) return takeLeaf(part, depth, into)
  const whole = part.childNodes.length ? part : await withBoundary(part)
  if (!whole) {
    const text = pieceOf(part, 'text/plain')
    if (text.text) into.pieces.push(text)
    return
  }
  if (multipart !== 'alternative') {
    for (const child of whole.childNodes) await take(child, depth, into)
    return
  }
  const forms: Found[] = []
  for (const child of whole.childNodes) {
    if (/^text\/(x-amp-html|watch-html)$/.test(typeOf(child))) continue
    const form = nothing(into.budget)
    await take(child, depth, form)
    forms.push(form)
    into.files.push(...form.files)
    into.reports.push(...form.reports)
    into.enclosed.push(...form.enclosed)
  }
  into.pieces.push(...oneOf(forms))
}

function dateOf(value: string): string | undefined {
  const plain = value
    .replace(/\([^()]*\)/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  for (const text of [plain, plain.replace(/ [A-Z]{3,4}$/, ''), plain.replace(/^\w+,? /, '')]) {
    const time = Date.parse(text)
    if (Number.isFinite(time) && Math.abs(time) < 8e15) return new Date(time).toISOString()
  }
  return undefined
}

const unreadable: Mail = {
  ...{ headers: [], replyTo: [], to: [], cc: [], subject: '', inReplyTo: [], references: [], text: '' },
  ...{ files: [], reports: [], enclosed: [], isReadable: false },
}

/** Bytes that no text has: then it is no mail, whatever it is. */
function isBinary(text: string): boolean {
  const sample = text.slice(0, 20_000)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what tells
  const strange = sample.match(/[\u0000-\u0008\u000e-\u001a\u001c-\u001f\ufffd]/g)?.length ?? 0
  return strange > sample.length * 0.05
}

function bodyAlone(raw: Uint8Array): Mail {
  const { text, charset } = decodeText(raw)
  const plain = clean(text)
  return plain === '' || isBinary(text) ? unreadable : { ...unreadable, text: plain, charset, isReadable: true }
}

/** The head can be read even where the parser gives up on what follows. */
async function headOf(raw: Uint8Array): Promise<Part> {
  const end = raw.findIndex(
    (byte, at) => byte === 0x0a && (raw[at + 1] === 0x0a || (raw[at + 1] === 0x0d && raw[at + 2] === 0x0a)),
  )
  return partsOf(raw.subarray(0, end < 0 ? Math.min(raw.length, mostHeaderBytes / 2) : end + 1))
}

/** Empty for one that wants no answer; what is no address, such as one that was made unreadable, says nothing. */
const returnPathOf = (value: string) =>
  /^\s*(<\s*>)?\s*$/.test(value) ? '' : addressesOf(value)[0]?.address || value.match(/^\s*<?([\w.-]+)>?\s*$/)?.[1]

/** What servers wrote: an encoded word in it is the sender's, who must not have it become another word of theirs. */
const isTrace = (name: string) => /^(received(-spf)?|authentication-results|return-path|x-ses-.*)$/.test(name)

async function readAt(raw: Uint8Array, depth: number, budget: Found['budget']): Promise<Mail> {
  if (!hasHead(raw)) return bodyAlone(raw)
  const bytes = mend(raw)
  let isWhole = true
  const root = await partsOf(bytes).catch(() => {
    isWhole = false
    return headOf(bytes)
  })
  const found = nothing(budget)
  if (isWhole) await take(root, depth, found)
  const headers = root.headers.map(({ key, value }) => ({
    name: key,
    value: isTrace(key) ? value : decodeWords(value),
  }))
  const rawOf = (name: string) =>
    root.headers.filter(({ key, value }) => key === name && value !== '').map(({ value }) => value)
  const addresses = (name: string) => rawOf(name).flatMap(addressesOf)
  const [from, sender] = [addresses('from')[0], addresses('sender')[0]]
  const ids = (name: string) => idsOf(rawOf(name).map(decodeWords).join(' '))
  const returned = root.headers.find(({ key }) => key === 'return-path')?.value
  const returnPath = returned === undefined ? undefined : returnPathOf(returned)
  const date = rawOf('date').map(dateOf).find(Boolean)
  const messageId = ids('message-id')[0] ?? rawOf('message-id')[0]?.trim()
  const html = found.pieces.some(({ html }) => html !== undefined)
    ? found.pieces.map(({ html, text }) => html ?? asHtml(text)).join('\n')
    : undefined
  const charset = found.pieces[0]?.charset
  return {
    headers,
    ...(from && { from }),
    ...(sender && { sender }),
    replyTo: addresses('reply-to'),
    to: addresses('to'),
    cc: addresses('cc'),
    ...(returnPath !== undefined && { returnPath }),
    subject: decodeWords(rawOf('subject')[0] ?? ''),
    ...(date && { date }),
    ...(messageId && { messageId }),
    inReplyTo: ids('in-reply-to'),
    references: ids('references'),
    text: found.pieces
      .map(({ text }) => text)
      .join('\n')
      .trimEnd(),
    ...(html !== undefined && { html }),
    ...(charset && { charset }),
    ...{ files: found.files, reports: found.reports, enclosed: found.enclosed },
    isReadable: isWhole,
  }
}

/** What a mail says, whatever its bytes are: never throws (issue: a mail that cannot be parsed is never lost, R-CHN-07).
 *  Bounded for hostile mails: parts, depth, mails within mails, head and HTML; what lies beyond is in the original. */
export async function readMail(raw: Uint8Array): Promise<Mail> {
  try {
    return await readAt(raw, 0, { mails: 0 })
  } catch {
    return unreadable
  }
}
