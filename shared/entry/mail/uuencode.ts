const line = /^[ -`]([ -`]*)$/

/** The bytes between `begin` and `end`, as mail programs wrote files before MIME; none where there is no such block. */
export function uudecoded(text: string): { readonly name: string; readonly content: Uint8Array } | undefined {
  const lines = text.split(/\r?\n/)
  const begin = lines.findIndex(one => /^begin [0-7]{3,4} \S/.test(one))
  if (begin < 0) return undefined
  const bytes: number[] = []
  for (const one of lines.slice(begin + 1)) {
    if (one === 'end' || one === '`' || one === '') break
    if (!line.test(one)) return undefined
    const size = (one.charCodeAt(0) - 32) & 63
    const from = bytes.length
    for (let at = 1; bytes.length - from < size && at < one.length; at += 4) {
      const [a, b, c, d] = [0, 1, 2, 3].map(next => ((one.charCodeAt(at + next) || 32) - 32) & 63) as [
        number,
        number,
        number,
        number,
      ]
      bytes.push((a << 2) | (b >> 4), ((b & 15) << 4) | (c >> 2), ((c & 3) << 6) | d)
    }
    bytes.length = Math.min(bytes.length, from + size)
  }
  return { name: /^begin \d+ (.+)$/.exec(lines[begin]!)![1]!.trim().slice(0, 500), content: Uint8Array.from(bytes) }
}

/** A text without the files written within it, and those files. */
export function withoutUuencoded(text: string): {
  readonly text: string
  readonly files: readonly { name: string; content: Uint8Array }[]
} {
  const files: { name: string; content: Uint8Array }[] = []
  if (!/^begin [0-7]{3,4} \S/m.test(text)) return { text, files }
  const rest = text.replace(/^begin [0-7]{3,4} \S.*\n(?:[ -`]{1,90}\n)+end[ \t]*$/gm, block => {
    const file = uudecoded(block)
    if (!file) return block
    files.push(file)
    return ''
  })
  return { text: rest, files }
}
