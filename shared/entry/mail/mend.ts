import { decodeText } from './charset'

/** More parts than any mail of a person has: what follows stays in the original. */
const mostParts = 1_000
const mostHeaderLines = 20_000
const mostLines = 5_000
/** Before, between and after parts: where a boundary errs, the whole body. */
const mostFillerLines = 300_000
const wrapped = 57_000
const mostHeadBytes = 4_000_000
const longestHeaderLine = 200_000

const [LF, CR, dash] = [0x0a, 0x0d, 0x2d]
const isField = /^[!-9;-~]+[ \t]*:/
const knownField =
  /^(from|to|cc|bcc|subject|date|sender|reply-to|return-path|received|message-id|in-reply-to|references|mime-version|content-[a-z-]+|delivered-to|envelope-to|x-[a-z0-9-]+|dkim-signature|authentication-results|received-spf|arc-[a-z-]+|auto-submitted|precedence|list-[a-z-]+|user-agent|thread-[a-z]+|importance|priority|disposition-notification-to|errors-to|apparently-to|status|organization|comments|keywords|resent-[a-z-]+)[ \t]*:/i

const machineField =
  /^(received|message-id|mime-version|content-[a-z-]+|x-[a-z0-9-]+|return-path|delivered-to|dkim-[a-z]+)[ \t]*:/i
const sentField = /^(sent|发送时间)[ \t]*[:：]/i
const datePeople = /^date[ \t]*:(?![ \t]*([a-z]{3},?[ \t]+)?\d{1,2}[ \t]+[a-z]{3}[a-z]*[ \t]+\d{2,4}[ \t]+\d)[ \t]*\S/i

/** A body can begin with what clients write above a mail that they quote: its sender and date as people read them. */
const isQuotedHead = (lines: readonly string[]) =>
  lines.some(line => sentField.test(line) || datePeople.test(line)) && !lines.some(line => machineField.test(line))

const latin1 = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')

/** Whether these bytes begin with the head of a mail, or are a body alone. */
export function hasHead(raw: Uint8Array): boolean {
  const lines: string[] = []
  for (const line of latin1(raw.subarray(0, 65_536)).split(/\r\n|\n|\r/)) {
    if (line === '' && lines.length) break
    if (line.trim() !== '') lines.push(line)
  }
  if (/^>?From \S/.test(lines[0] ?? '')) lines.shift()
  if (!lines.length || !isField.test(lines[0]!)) return false
  return lines.some(line => knownField.test(line)) && !isQuotedHead(lines)
}

/** Mails were saved with bare carriage returns, behind a mark of bytes, an mbox line or blank lines: the head comes first again. */
function fromTheHead(raw: Uint8Array): Uint8Array {
  let bytes = raw
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))
    bytes = new TextEncoder().encode(decodeText(bytes).text)
  const start = latin1(bytes.subarray(0, 65_536))
  const bareReturns = start.match(/\r(?!\n)/g)?.length ?? 0
  if (bareReturns > 3 * (start.match(/\n/g)?.length ?? 0) + 2)
    bytes = bytes.map((byte, at) => (byte === CR && bytes[at + 1] !== LF ? LF : byte))
  let at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
  while (at < bytes.length && (bytes[at] === LF || bytes[at] === CR || bytes[at] === 0x20 || bytes[at] === 0x09)) at++
  if (/^>?From \S/.test(latin1(bytes.subarray(at, at + 10)))) at = bytes.indexOf(LF, at) + 1 || bytes.length
  return at ? bytes.subarray(at) : bytes
}

interface Lines {
  readonly lines: readonly string[]
  readonly end: number
}

function headFrom(bytes: Uint8Array, from: number, budget: number, stopAt: (line: string) => boolean): Lines {
  const lines: string[] = []
  let at = from
  while (at < bytes.length) {
    const newline = bytes.indexOf(LF, at)
    const end = newline < 0 ? bytes.length : newline
    const last = bytes[end - 1] === CR && end > at ? end - 1 : end
    const line = latin1(bytes.subarray(at, Math.min(last, at + longestHeaderLine)))
    if (stopAt(line)) return { lines, end: at }
    at = Math.min(bytes.length, end + 1)
    if (line === '') return { lines, end: at }
    if (lines.length < mostHeaderLines && at - from < budget) lines.push(line)
  }
  return { lines, end: at }
}

const eightBit = /[\x80-\xff]/

/** A line that is no field and no continuation: a continuation that lost its indent if fields follow, otherwise the body. */
function mendedHead(lines: readonly string[], label: string | undefined): readonly string[] {
  const lastKnown = lines.reduce((last, line, at) => (knownField.test(line) ? at : last), -1)
  const head: string[] = []
  for (const [at, line] of lines.entries()) {
    const isWhole = isField.test(line) || /^[ \t]/.test(line)
    if (!isWhole && at > lastKnown) return [...head, '', ...lines.slice(at)]
    head.push(isWhole || at === 0 ? line : ` ${line}`)
  }
  if (!head.some(line => eightBit.test(line))) return head
  const charset = label ?? decodeText(Buffer.from(head.join('\n'), 'latin1')).charset
  return head.map(line =>
    eightBit.test(line)
      ? Buffer.from(headerText(Buffer.from(line, 'latin1'), charset), 'utf8').toString('latin1')
      : line,
  )
}

function headerText(bytes: Uint8Array, charset: string): string {
  const utf8 = decodeText(bytes, 'utf-8')
  return utf8.charset === 'utf-8' && !utf8.text.includes('\ufffd') ? utf8.text : decodeText(bytes, charset).text
}

const parameter = (head: string, name: string) =>
  new RegExp(`(?:^|[;\\s])${name}\\s*=\\s*(?:"([^"]*)"|([^\\s;]+))`, 'i').exec(head)?.slice(1).find(Boolean)

interface Body {
  readonly from: number
  /** Which chunk its head is; none for what stands between or after parts. */
  readonly head?: number
}

/** The parser keeps each line by itself: a body of very many is given to it in few, as base64. */
function inFewLines(head: string, body: Uint8Array): readonly Uint8Array[] {
  const bare = head.replace(/^content-transfer-encoding[ \t]*:.*\r\n([ \t].*\r\n)*/gim, '')
  const lines: Uint8Array[] = [Buffer.from(`Content-Transfer-Encoding: base64\r\n${bare}`, 'latin1')]
  for (let at = 0; at < body.length; at += wrapped)
    lines.push(Buffer.from(`${Buffer.from(body.subarray(at, at + wrapped)).toString('base64')}\r\n`, 'latin1'))
  return lines
}

/**
 * A mail's bytes as the parser can read them: heads in UTF-8 whatever they came in, with an end where it was left out,
 * and not more parts and lines than are looked at.
 */
export function mend(raw: Uint8Array): Uint8Array {
  const bytes = fromTheHead(raw)
  const boundaries = new Set<string>()
  const chunks: Uint8Array[] = []
  let [parts, headBytes, lines] = [0, 0, 0]
  const isBoundary = (line: string) => line.startsWith('--') && boundaries.has(line.replace(/[ \t]+$/, '').slice(2))
  const isEnd = (line: string) => line.startsWith('--') && boundaries.has(line.replace(/--[ \t]*$/, '').slice(2))
  const takeHead = (from: number): Body => {
    let seen = ''
    const { lines: head, end } = headFrom(bytes, from, mostHeadBytes - headBytes, line => {
      if (line.startsWith('--') && seen) {
        const own = parameter(seen, 'boundary')
        if (own) boundaries.add(own)
      }
      if (/boundary|^[ \t]/i.test(line)) seen = `${seen} ${line}`.slice(-4_000)
      return isBoundary(line) || isEnd(line)
    })
    headBytes += end - from
    const unfolded = head.join(' ').slice(0, 1_000_000)
    const boundary = /content-type/i.test(unfolded) ? parameter(unfolded, 'boundary') : undefined
    if (boundary && boundaries.size < 300) boundaries.add(boundary)
    const mended = mendedHead(head, parameter(unfolded, 'charset'))
    const text = mended.map(line => `${line}\r\n`).join('')
    const isWhole = !mended.includes('')
    chunks.push(Buffer.from(isWhole ? `${text}\r\n` : text, 'latin1'))
    return { from: end, ...(isWhole && !boundary && { head: chunks.length - 1 }) }
  }
  const close = ({ from, head }: Body, to: number) => {
    const body = bytes.subarray(from, to)
    const text = head === undefined ? '' : latin1(chunks[head]!)
    const isBinary = /^content-transfer-encoding[ \t]*:[ \t]*binary/im.test(text)
    const isEncoded = /^content-transfer-encoding[ \t]*:[^\n]*(base64|quoted|uu)/im.test(text)
    const limit = head === undefined ? mostFillerLines : mostLines
    if ((lines <= limit && !isBinary) || isEncoded) chunks.push(body)
    else if (head !== undefined) chunks.splice(head, 1, ...inFewLines(text, body))
    lines = 0
  }
  let body = takeHead(0)
  let at = body.from
  while (at < bytes.length) {
    const newline = bytes.indexOf(LF, at)
    const next = newline < 0 ? bytes.length : newline + 1
    if (bytes[at] === dash && bytes[at + 1] === dash && next - at < 2_000) {
      const line = latin1(bytes.subarray(at, next)).replace(/[\r\n]+$/, '')
      if (isBoundary(line)) {
        close(body, at)
        if (++parts > mostParts) return Buffer.concat(chunks)
        chunks.push(bytes.subarray(at, next))
        body = takeHead(next)
        at = body.from
        continue
      }
      if (isEnd(line)) {
        close(body, at)
        body = { from: at }
      }
    }
    lines++
    at = next
  }
  close(body, bytes.length)
  return Buffer.concat(chunks)
}
