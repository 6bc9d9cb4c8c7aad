import { analyse } from 'chardet'
import { hz, isoKr, utf7 } from './seven-bit'

export interface Decoded {
  readonly text: string
  /** By its WHATWG name; the three that WHATWG leaves out by theirs: utf-7, hz-gb-2312, iso-2022-kr. */
  readonly charset: string
}

const gb = 'gb18030'
// biome-ignore-start lint/suspicious/noControlCharactersInRegex: escape sequences are how these charsets are written
const sevenBit: Readonly<Record<string, (ascii: string) => string>> = {
  'utf-7': utf7,
  'hz-gb-2312': text => hz(text, bytes => decodeAs(bytes, gb)),
  // WHATWG calls two escapes in a row an error; words and lines that were joined have them.
  'iso-2022-jp': text => decodeAs(Buffer.from(text.replace(/\x1b\([BJ](?=\x1b)/g, ''), 'latin1'), 'iso-2022-jp'),
  'iso-2022-kr': text => isoKr(text, bytes => decodeAs(bytes, 'euc-kr')),
}

const escapes: readonly (readonly [RegExp, string])[] = [
  [/\x1b\$\)C/, 'iso-2022-kr'],
  [/\x1b(\$[@B]|\([BJI])/, 'iso-2022-jp'],
]
// biome-ignore-end lint/suspicious/noControlCharactersInRegex: as above

/** What clients write, squeezed to letters and digits, and WHATWG does not know. */
const aliases: Readonly<Record<string, string>> = {
  ...{
    cp936: 'gbk',
    ms936: 'gbk',
    windows936: 'gbk',
    '936': 'gbk',
    euccn: 'gbk',
    xeuccn: 'gbk',
    gb: 'gbk',
    gb231280: 'gbk',
  },
  ...{ gb180302000: gb, gb180302005: gb, gb180302022: gb, cp54936: gb, windows54936: gb, xgb18030: gb },
  ...{
    cp950: 'big5',
    windows950: 'big5',
    ms950: 'big5',
    big5eten: 'big5',
    big5hkscs: 'big5',
    xbig5: 'big5',
    big52003: 'big5',
  },
  ...{ cp932: 'shift_jis', windows932: 'shift_jis', xsjiscp932: 'shift_jis', shiftjisx0213: 'shift_jis' },
  ...{
    cp949: 'euc-kr',
    ms949: 'euc-kr',
    uhc: 'euc-kr',
    xwindows949: 'euc-kr',
    ksc56011992: 'euc-kr',
    ksx1001: 'euc-kr',
  },
  ...{ cp51932: 'euc-jp', eucjpms: 'euc-jp', cp50220: 'iso-2022-jp', cp50221: 'iso-2022-jp', cp50222: 'iso-2022-jp' },
  ...{ iso2022jp1: 'iso-2022-jp', iso2022jp2: 'iso-2022-jp', iso2022jp3: 'iso-2022-jp', iso2022jpms: 'iso-2022-jp' },
  ...{
    utf7: 'utf-7',
    unicode11utf7: 'utf-7',
    csunicode11utf7: 'utf-7',
    utf8mb4: 'utf-8',
    cp65001: 'utf-8',
    utf8n: 'utf-8',
  },
  ...{ hzgb2312: 'hz-gb-2312', hz: 'hz-gb-2312', iso2022kr: 'iso-2022-kr', csiso2022kr: 'iso-2022-kr' },
  ...{
    tis620: 'windows-874',
    ansi: 'windows-1252',
    latin: 'windows-1252',
    macroman: 'macintosh',
    xmacroman: 'macintosh',
  },
}

const known = (label: string): string | undefined => {
  try {
    return new TextDecoder(label).encoding
  } catch {
    return undefined
  }
}

const names = new Map<string, string | undefined>()

/** The WHATWG name of what a mail calls its charset; none for one that says nothing: unknown-8bit, x-unknown, default. */
export function charsetName(label: string | undefined): string | undefined {
  const plain = (label ?? '')
    .split(/[;*]/)[0]!
    .replace(/["'\s]/g, '')
    .toLowerCase()
    .slice(0, 60)
  if (!plain) return undefined
  if (names.has(plain)) return names.get(plain)
  const squeezed = plain.replace(/[^a-z0-9]/g, '')
  const numbered = /^(?:x|cs|ibm)?(?:windows|cp|win)?(125\d|866|874)$/.exec(squeezed)?.[1]
  const latin = /(?:iso)?8859(1[0-6]|[1-9])(?:[ei]|$|windows)/.exec(squeezed)?.[1]
  const name =
    aliases[squeezed] ??
    aliases[squeezed.replace(/^(x|cs)/, '')] ??
    [plain, plain.replace(/_/g, '-'), plain.replace(/^x-/, ''), squeezed].map(known).find(Boolean) ??
    (numbered && known(numbered === '866' ? 'ibm866' : `windows-${numbered}`)) ??
    (latin && known(`iso-8859-${latin}`)) ??
    (/^gb/.test(squeezed) ? 'gbk' : /^utf8/.test(squeezed) ? 'utf-8' : undefined)
  if (names.size < 500) names.set(plain, name)
  return name
}

// Node's own decoder of windows-1252 (v20.20) takes these 32 for control characters.
const windows = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ'
const windows1252 = (bytes: Uint8Array) =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    .toString('latin1')
    .replace(/[\x80-\x9f]/g, control => windows[control.charCodeAt(0) - 0x80]!)

/** GBK and GB2312 are read as what contains them both: clients write characters of GB18030 under either name. */
const decodeAs = (bytes: Uint8Array, charset: string, fatal = false): string =>
  charset === 'windows-1252'
    ? windows1252(bytes)
    : new TextDecoder(charset === 'gbk' ? gb : charset, { fatal }).decode(bytes)

function strictly(bytes: Uint8Array, charset: string): string | undefined {
  try {
    return decodeAs(bytes, charset, true)
  } catch {
    return undefined
  }
}

interface Script {
  readonly charset: string
  readonly isPair: (lead: number, trail: number) => boolean
  /** A pair that everyday text of this language is made of. */
  readonly isCommon: (lead: number, trail: number) => boolean
}

const within = (value: number, from: number, to: number) => value >= from && value <= to
const scripts: readonly Script[] = [
  {
    charset: gb,
    isPair: (lead, trail) => within(lead, 0x81, 0xfe) && within(trail, 0x40, 0xfe) && trail !== 0x7f,
    isCommon: (lead, trail) => trail >= 0xa1 && (within(lead, 0xb0, 0xd7) || lead === 0xa1 || lead === 0xa3),
  },
  {
    charset: 'big5',
    isPair: (lead, trail) => within(lead, 0x81, 0xfe) && (within(trail, 0x40, 0x7e) || within(trail, 0xa1, 0xfe)),
    isCommon: (lead, trail) => within(lead, 0xa4, 0xc6) || (lead === 0xa1 && trail <= 0xbf),
  },
  {
    charset: 'shift_jis',
    isPair: (lead, trail) =>
      (within(lead, 0x81, 0x9f) || within(lead, 0xe0, 0xfc)) && within(trail, 0x40, 0xfc) && trail !== 0x7f,
    isCommon: (lead, trail) =>
      (lead === 0x82 && within(trail, 0x9f, 0xf1)) || lead === 0x83 || lead === 0x81 || within(lead, 0x88, 0x97),
  },
]

interface Fit {
  readonly charset: string
  /** From 0 to 1: how much of it is everyday text; what is no pair at all counts threefold against it. */
  readonly score: number
  readonly pairs: number
}

const sampleSize = 65_536

function fitOf(bytes: Uint8Array, { charset, isPair, isCommon }: Script): Fit {
  let [pairs, common, broken] = [0, 0, 0]
  for (let at = 0; at < Math.min(bytes.length, sampleSize); at++) {
    if (bytes[at]! < 0x80) continue
    const trail = bytes[at + 1]
    if (trail === undefined || !isPair(bytes[at]!, trail)) {
      broken += trail === undefined ? 0 : 1
      continue
    }
    pairs++
    if (isCommon(bytes[at]!, trail)) common++
    at++
  }
  return { charset, pairs, score: pairs ? common / (pairs + 3 * broken) : 0 }
}

/** GB2312, EUC-JP and EUC-KR fill the same square: what is in it tells them apart, and that Korean has spaces between words. */
function ofTheSquare(bytes: Uint8Array): string {
  let [pairs, kana, early, late, spaces] = [0, 0, 0, 0, 0]
  for (let at = 0; at + 1 < Math.min(bytes.length, sampleSize); at++) {
    const lead = bytes[at]!
    if (lead === 0x20 && (bytes[at - 1] ?? 0) >= 0xa1 && bytes[at + 1]! >= 0xa1) spaces++
    if (lead < 0xa1 || bytes[at + 1]! < 0xa1) continue
    pairs++
    if (lead === 0xa4 || lead === 0xa5) kana++
    if (lead >= 0xc9) late++
    else if (lead >= 0xb0) early++
    at++
  }
  if (kana > pairs * 0.15) return 'euc-jp'
  return early >= 8 && late < early * 0.04 && spaces > early / 10 ? 'euc-kr' : gb
}

function bestOfPairs(bytes: Uint8Array): Fit | undefined {
  const best = scripts
    .map(script => fitOf(bytes, script))
    .reduce((one, other) => (other.score > one.score ? other : one))
  const square = ofTheSquare(bytes)
  if (square === 'euc-jp' && best.charset !== 'shift_jis') return { ...best, charset: 'euc-jp', score: 1 }
  if (best.score < 0.6) return undefined
  return best.charset === gb ? { ...best, charset: square } : best
}

/** How much of the bytes beyond ASCII is well-formed UTF-8, and whether there are characters of three bytes. */
function utf8Fit(bytes: Uint8Array): { readonly share: number; readonly isLong: boolean } {
  let [good, bad, long] = [0, 0, 0]
  for (let at = 0; at < Math.min(bytes.length, sampleSize); at++) {
    const lead = bytes[at]!
    if (lead < 0x80) continue
    const size = within(lead, 0xc2, 0xdf) ? 1 : within(lead, 0xe0, 0xef) ? 2 : within(lead, 0xf0, 0xf4) ? 3 : 0
    const tail = bytes.subarray(at + 1, at + 1 + size)
    if (!size || tail.length < size || !tail.every(byte => within(byte, 0x80, 0xbf))) {
      bad++
      continue
    }
    good++
    if (size > 1) long++
    at += size
  }
  return { share: good + bad ? good / (good + bad) : 1, isLong: long > 0 }
}

const pairCharsets = new Set(['gbk', gb, 'big5', 'shift_jis', 'euc-jp', 'euc-kr'])

/** One byte a character, and much of it: by the letters that follow each other. */
function ofOneByte(bytes: Uint8Array): string {
  const high = bytes.subarray(0, sampleSize).filter(byte => byte >= 0x80).length
  const found =
    high >= 12 ? analyse(bytes.subarray(0, sampleSize)).find(({ name }) => /125|KOI8|8859/.test(name)) : undefined
  return (found && found.confidence >= 25 && charsetName(found.name)) || 'windows-1252'
}

/** No language of Western Europe has more letters with marks than without. */
function isMostlyHigh(bytes: Uint8Array): boolean {
  const letters = bytes.subarray(0, sampleSize).filter(byte => byte >= 0x80 || /[a-z]/i.test(String.fromCharCode(byte)))
  return letters.filter(byte => byte >= 0x80).length > letters.length * 0.6
}

/** What 8-bit text is in when nobody says so, or who says so errs. */
function guessed(bytes: Uint8Array): string {
  const utf8 = utf8Fit(bytes)
  if (utf8.share >= 0.9) return 'utf-8'
  const pairs = bestOfPairs(bytes)
  const isAlone = pairs?.pairs === 1 && bytes.filter(byte => byte >= 0x80).length === 1
  if (pairs && !isAlone && (pairs.score >= 0.75 || pairs.pairs >= 20)) return pairs.charset
  return utf8.share >= 0.7 ? 'utf-8' : ofOneByte(bytes)
}

/** The label stands unless the bytes speak against it. */
function fitting(bytes: Uint8Array, said: string | undefined): string {
  if (said === undefined || said === 'x-user-defined' || said === 'replacement') return guessed(bytes)
  const isUtf8 = strictly(bytes, 'utf-8') !== undefined
  if (said === 'utf-8') return isUtf8 || utf8Fit(bytes).share >= 0.6 ? said : guessed(bytes)
  if (isUtf8 && (!pairCharsets.has(said) || utf8Fit(bytes).isLong)) return 'utf-8'
  if (pairCharsets.has(said)) {
    const own = scripts.find(({ charset }) => charset === (said === 'gbk' ? gb : said))
    const best = bestOfPairs(bytes)
    if (strictly(bytes, said) !== undefined) {
      const isStrange = own && best && best.pairs >= 6 && best.score > 0.9 && fitOf(bytes, own).score < 0.4
      return isStrange ? best.charset : said
    }
    if (own && !best && fitOf(bytes, own).score < 0.3) return guessed(bytes)
    return best && best.score > 0.8 && (!own || fitOf(bytes, own).score < best.score - 0.15) ? best.charset : said
  }
  if (/^windows-1252|^iso-8859-1[0-6]?$|^iso-2022-jp/.test(said)) {
    const best = bestOfPairs(bytes)
    if (!best && said === 'windows-1252' && isMostlyHigh(bytes)) return ofOneByte(bytes)
    return best && best.score >= 0.85 && best.pairs >= 2 ? best.charset : said === 'iso-2022-jp' ? guessed(bytes) : said
  }
  return said
}

/** A gateway took each byte for a character and wrote it in UTF-8. */
function twiceEncoded(bytes: Uint8Array, said: string): string | undefined {
  const once = strictly(bytes, 'utf-8')
  return once !== undefined && !/[^\0-\xff]/.test(once) ? strictly(Buffer.from(once, 'latin1'), said) : undefined
}

const isAscii = (bytes: Uint8Array) => !bytes.some(byte => byte >= 0x80)

function ofSevenBits(bytes: Uint8Array, said: string | undefined): Decoded {
  const ascii = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  const own = said && sevenBit[said]
  if (own) return { text: own(ascii), charset: said }
  if (said?.startsWith('utf-16') && /\0/.test(ascii)) return { text: decodeAs(bytes, said), charset: said }
  const escaped = ascii.includes('\x1b') ? escapes.find(([pattern]) => pattern.test(ascii))?.[1] : undefined
  if (escaped) return { text: sevenBit[escaped]!(ascii), charset: escaped }
  if ((!said || /^gb/.test(said)) && /~\{[!-~]{2,}~\}/.test(ascii))
    return { text: sevenBit['hz-gb-2312']!(ascii), charset: 'hz-gb-2312' }
  return { text: ascii, charset: said && said !== 'iso-2022-jp' && said !== 'replacement' ? said : 'utf-8' }
}

/**
 * Bytes of a mail as text. Labels err (GB18030 under gb2312, UTF-8 under iso-8859-1, GBK under nothing at all): a label is
 * held against the bytes, and another charset is taken where the bytes leave no doubt. Never throws.
 */
export function decodeText(bytes: Uint8Array, ...labels: readonly (string | undefined)[]): Decoded {
  const said = labels.map(charsetName).find(name => name !== undefined)
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf)
    return { text: decodeAs(bytes, 'utf-8'), charset: 'utf-8' }
  if (
    bytes.length % 2 === 0 &&
    ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))
  ) {
    const charset = bytes[0] === 0xff ? 'utf-16le' : 'utf-16be'
    return { text: decodeAs(bytes, charset), charset }
  }
  if (isAscii(bytes)) return ofSevenBits(bytes, said)
  if (said?.startsWith('utf-16')) return { text: decodeAs(bytes, said), charset: said }
  const twice = said && pairCharsets.has(said) ? twiceEncoded(bytes, said) : undefined
  if (twice !== undefined) return { text: twice, charset: said! }
  const charset = fitting(bytes, said && sevenBit[said] ? undefined : said)
  return { text: decodeAs(bytes, charset), charset }
}
