interface Element {
  readonly tag: number
  /** Where its content begins and ends; an indefinite one ends with what holds it. */
  readonly from: number
  readonly to: number
  readonly isIndefinite: boolean
}

function elementAt(der: Uint8Array, at: number, end: number): Element | undefined {
  const [tag, first] = [der[at], der[at + 1]]
  if (tag === undefined || first === undefined || at + 2 > end) return undefined
  if (first === 0x80) return { tag, from: at + 2, to: end, isIndefinite: true }
  if (first < 0x80) return { tag, from: at + 2, to: Math.min(end, at + 2 + first), isIndefinite: false }
  const size = first & 0x7f
  if (size > 4 || at + 2 + size > end) return undefined
  const length = der.subarray(at + 2, at + 2 + size).reduce((sum, byte) => sum * 256 + byte, 0)
  return { tag, from: at + 2 + size, to: Math.min(end, at + 2 + size + length), isIndefinite: false }
}

/** The octets of a string that may be written in pieces. */
function octets(der: Uint8Array, { tag, from, to }: Element): Uint8Array {
  if (tag === 0x04) return der.subarray(from, to)
  const pieces: Uint8Array[] = []
  for (let at = from; at < to; ) {
    const piece = elementAt(der, at, to)
    if (piece?.tag !== 0x04 || piece.isIndefinite) break
    pieces.push(der.subarray(piece.from, piece.to))
    at = piece.to
  }
  return Buffer.concat(pieces)
}

const signedData = '2a864886f70d010702'

/** The mail within an S/MIME envelope that is signed and not encrypted (RFC 5652 §5, RFC 8551 §3.5.2); none for any other. */
export function signedContent(der: Uint8Array): Uint8Array | undefined {
  const within = (element: Element | undefined, skip = 0): Element | undefined => {
    if (!element) return undefined
    let at = element.from
    for (let i = 0; i < skip; i++) {
      const next = elementAt(der, at, element.to)
      if (!next || next.isIndefinite) return undefined
      at = next.to
    }
    return elementAt(der, at, element.to)
  }
  const content = elementAt(der, 0, der.length)
  const kind = within(content)
  if (kind?.tag !== 0x06 || Buffer.from(der.subarray(kind.from, kind.to)).toString('hex') !== signedData)
    return undefined
  const data = within(within(content, 1))
  const enclosed = within(data, 2)
  const held = within(within(enclosed, 1))
  const bytes = held && (held.tag === 0x04 || held.tag === 0x24) ? octets(der, held) : undefined
  return bytes?.length ? bytes : undefined
}
