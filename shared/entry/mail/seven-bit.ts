/** RFC 2152: `+` begins base64 of UTF-16, `-` or anything that is not base64 ends it. */
export const utf7 = (text: string): string =>
  text.replace(/\+([A-Za-z0-9+/]*)-?/g, (found, units: string) => {
    if (units.length < 3) return units ? found : '+'
    const bytes = Buffer.from(units, 'base64')
    return new TextDecoder('utf-16be').decode(bytes.subarray(0, bytes.length - (bytes.length % 2)))
  })

const highBits = (text: string) => Uint8Array.from(text, character => character.charCodeAt(0) | 0x80)

/** RFC 1843: GB2312 between `~{` and `~}`, `~~` for a tilde; a line's end ends it too. */
export const hz = (text: string, gb: (bytes: Uint8Array) => string): string =>
  text.replace(/~\{([^~\n]*)(?:~\}|(?=\n)|$)|~~|~\n/g, (found, pairs?: string) =>
    pairs === undefined ? (found === '~~' ? '~' : '') : gb(highBits(pairs.replace(/[^!-~]/g, ''))),
  )

// biome-ignore-start lint/suspicious/noControlCharactersInRegex: SO, SI and ESC are how it is written
/** RFC 1557: KS X 1001 between SO and SI. */
export const isoKr = (text: string, kr: (bytes: Uint8Array) => string): string =>
  text
    .replace(/\x1b\$\)C\r?\n?/g, '')
    .replace(/\x0e([^\x0f\n]*)(?:\x0f|(?=\n)|$)/g, (_, pairs: string) => kr(highBits(pairs)))
// biome-ignore-end lint/suspicious/noControlCharactersInRegex: as above
