import { decodeText } from './charset'

const longest = 4_000_000
const known =
  '{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx'

/** RTF as Outlook squeezes it (MS-OXRTFCP): a ring of 4,096 bytes that begins with what every RTF begins with. */
export function rtfOf(data: Buffer): Buffer {
  if (data.length < 16) return Buffer.alloc(0)
  const size = Math.min(data.readUInt32LE(4), longest)
  if (data.readUInt32LE(8) === 0x414c454d) return data.subarray(16, 16 + size)
  const ring = Buffer.alloc(4_096)
  let write = ring.write(known, 'latin1')
  const out = Buffer.alloc(size)
  let [written, at] = [0, 16]
  const put = (byte: number) => {
    if (written < size) out[written++] = byte
    ring[write] = byte
    write = (write + 1) % 4_096
  }
  while (at < data.length && written < size) {
    const control = data[at++]!
    for (let bit = 0; bit < 8 && at < data.length && written < size; bit++) {
      if (!(control & (1 << bit))) {
        put(data[at++]!)
        continue
      }
      if (at + 1 >= data.length) return out.subarray(0, written)
      const token = data.readUInt16BE(at)
      at += 2
      const from = token >> 4
      if (from === write) return out.subarray(0, written)
      for (let i = 0; i < (token & 0xf) + 2; i++) put(ring[(from + i) % 4_096]!)
    }
  }
  return out.subarray(0, written)
}

const unread = /^(fonttbl|colortbl|stylesheet|info|pict|object|header|footer|listtable|generator|themedata|datastore)$/
const breaks: Readonly<Record<string, string>> = {
  par: '\n',
  line: '\n',
  row: '\n',
  tab: '\t',
  cell: '\t',
  emdash: '—',
  endash: '–',
}

/** The words of RTF, where neither plain text nor HTML stands beside it. */
export function rtfText(rtf: Buffer, label?: string): string {
  const source = rtf.toString('latin1')
  const charset = label ?? `cp${/\\ansicpg(\d{3,5})/.exec(source)?.[1] ?? '1252'}`
  const out: string[] = []
  const groups: boolean[] = []
  let [isSkipped, bytes, fallback] = [false, [] as number[], 0]
  const flush = () => {
    if (bytes.length) out.push(decodeText(Buffer.from(bytes), charset).text)
    bytes = []
  }
  for (const { 0: found, 1: hex, 2: word, 3: digits } of source.matchAll(
    /\\'([0-9a-f]{2})|\\([a-z]{1,32})(-?\d{1,10})? ?|\\[^a-z]|[{}]|[^\\{}\r\n]/gi,
  )) {
    if (found === '{') groups.push(isSkipped)
    else if (found === '}') isSkipped = groups.pop() ?? false
    else if (found === '\\*' || (word && unread.test(word))) isSkipped = true
    else if (isSkipped) continue
    else if (fallback > 0 && (hex || !found.startsWith('\\'))) fallback--
    else if (hex) bytes.push(parseInt(hex, 16))
    else if (word === 'u' && digits) {
      flush()
      out.push(String.fromCharCode(Number(digits) & 0xffff))
      fallback = 1
    } else if (word) {
      flush()
      out.push(breaks[word] ?? '')
    } else if (found.startsWith('\\')) bytes.push(found === '\\~' ? 0x20 : found.charCodeAt(1))
    else bytes.push(found.charCodeAt(0))
  }
  flush()
  return out.join('')
}
