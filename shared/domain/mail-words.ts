import {
  attributionOpenings,
  contactSigns,
  disclaimerSigns,
  forwardLabels,
  forwardPrefixes,
  type HeadRole,
  headNames,
  listFootSigns,
  originalLabels,
  programLines,
  signOffs,
  tellingWords,
  wroteWords,
} from '../handbook/mail-phrases'

export type PassageKind = 'new' | 'quoted' | 'signature' | 'disclaimer' | 'forwarded'

/** A stretch of a mail's text. The texts of all its passages, joined, are the text again: what is not new is folded, never lost. */
export interface Passage {
  readonly kind: PassageKind
  readonly text: string
}

export interface Line {
  /** With its line end. */
  readonly raw: string
  /** What stands behind the quote marks: spaces, marks of emphasis and entities made plain, and cut, so that nothing costs more. */
  readonly said: string
  /** How many quote marks stand before it. */
  readonly depth: number
}

/** What a mail says of itself that helps to read it; a whole `Mail` may be given. */
export interface MailHint {
  readonly subject?: string | undefined
}

const longestLooked = 400
const words = (lines: readonly string[]) => lines.flatMap(line => line.split(' | '))
const anyOf = (sources: readonly string[], before = '', after = '') =>
  new RegExp(`${before}(?:${sources.join('|')})${after}`, 'iu')
const escaped = (word: string) => word.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
/** A phrase of the handbook: `^` before one whose neighbours may be letters. */
const phrases = (list: readonly string[]) =>
  new RegExp(
    words(list)
      .map(word =>
        word.startsWith('^')
          ? escaped(word.slice(1))
          : /^\p{Script=Han}/u.test(word)
            ? escaped(word)
            : `(?<!\\p{L})${escaped(word)}(?!\\p{L})`,
      )
      .join('|'),
    'iu',
  )

const spaceless = (text: string) => text.replace(/\s+/g, '').replaceAll('’', "'").toLowerCase()
const roleOf = new Map(
  (Object.keys(headNames) as HeadRole[]).flatMap(role =>
    words(headNames[role]).map(name => [spaceless(name), role] as const),
  ),
)
const originals = new Set(words(originalLabels).map(spaceless))
const forwards = new Set(words(forwardLabels).map(spaceless))
const forwardSubject = new Set(words(forwardPrefixes).map(spaceless))
const signOff = new Set(words(signOffs).map(spaceless))

const wrote = phrases(wroteWords)
const telling = phrases(tellingWords)
const opening = anyOf(words(attributionOpenings).map(escaped), '^', '(?:[\\s,，]|(?=\\d)|$)')
const programLine = anyOf(programLines, '^[\\s<(\\[*_"\'“|-]{0,6}', '[\\s>)\\]*_."\'”|。!！~,，;；]{0,8}$')
const disclaimer = anyOf(disclaimerSigns)
const listFoot = anyOf(listFootSigns)
const contacts = contactSigns.map(source => new RegExp(source, 'iu'))

const address = /[\w.+%'=/-]@[\w-]|<[^<>]{0,80}@/u
const clock = /\d{1,2}\s?[:.h時时点시]\s?\d{2}|\d{1,2}\s?(?:[ap]\.?m\b|uhr)/iu
const year = /(?<!\d)(?:19|20)\d\d(?!\d)/
const ruled = /^(?:[\s\-_=*#~+.·•─━—–ᐧ]{2,}|ᐧ)$/u
const longRule = /^[-_=*~─━—–]{5,}$/u

const entities: Readonly<Record<string, string>> = {
  '&nbsp;': ' ',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&amp;': '&',
}
const plain = (text: string) =>
  text
    .slice(0, longestLooked)
    .replace(/&(?:nbsp|lt|gt|quot|amp);/g, entity => entities[entity] ?? entity)
    .replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]/g, '')
    .replace(/[\s\u3000]/g, ' ')

/** Of one line: how deep it is quoted, and what it says. `AB> ` is a quote of one whose name begins so. */
function lineOf(raw: string): Line {
  const text = plain(raw)
  const start = /^ ?[A-Z]{1,3}(?=>)/.exec(text)?.[0].length ?? 0
  let depth = 0
  let at = start
  while (at < text.length && (text[at] === ' ' || text[at] === '>' || text[at] === '＞')) {
    if (text[at] !== ' ') depth++
    at++
  }
  const said = depth ? text.slice(at) : text
  return { raw, said: said.trim(), depth }
}

export function linesOf(text: string): readonly Line[] {
  const lines: Line[] = []
  let from = 0
  while (from < text.length) {
    const end = text.indexOf('\n', from)
    const to = end < 0 ? text.length : end + 1
    lines.push(lineOf(text.slice(from, to)))
    from = to
  }
  return lines
}

const isBlank = (line: Line | undefined) => line !== undefined && line.said === '' && line.depth === 0
const empty = (line: Line | undefined) => line === undefined || line.said === ''

/** A stretch of lines, its last one not included. */
interface Stretch {
  readonly from: number
  readonly to: number
}

/** Behind blank lines. */
function nextSaid(lines: readonly Line[], from: number, most = 12): number {
  let at = from
  while (at < lines.length && at < from + most && empty(lines[at])) at++
  return at
}

const bare = (said: string) => said.replace(/^[*_|•·\s]{1,6}/, '').replace(/[*_|\s]{1,6}$/, '')

/** The role of a head line: `From: …`, `*Sent:* …`, `| 发件人 | … |`. */
function headRole(said: string): HeadRole | undefined {
  const text = bare(said)
  const at = text.search(/[:：|]/)
  if (at < 1 || at > 30) return
  return roleOf.get(spaceless(text.slice(0, at).replace(/[*_]/g, '')))
}

/** The label of a separator: what stands between the dashes, or alone. */
function separatorAt(lines: readonly Line[], at: number): 'quoted' | 'forwarded' | undefined {
  const { said } = lines[at]!
  if (said.length > 120) return
  const dashes = /^[*\s|]{0,4}[-_=~─━—–]{2,}/u.test(said)
  const core = said
    .replace(/^[\s\-_=*~─━—–|#:：「【[(（]{1,100}/u, '')
    .replace(/[\s\-_=*~─━—–|#:：」】\])）;；,.，]{1,100}$/u, '')
  const label = spaceless(core)
  if (!label) return
  const kind = forwards.has(label) ? 'forwarded' : originals.has(label) ? 'quoted' : undefined
  if (kind && dashes) return kind
  if (kind) {
    if (label.length > 5 && kind === 'forwarded' && /[:：]\s?\*?$/u.test(said)) return kind
    return headAt(lines, nextSaid(lines, at + 1)) ? kind : undefined
  }
  if (!dashes || !/[-_=~─━—–]$/u.test(said)) return
  if (/^(?:forwardedby|forwardedmessagefrom|weitergeleitetvon|转发自)/.test(label)) return 'forwarded'
  if (/^(?:originalmessage|原始邮件|ursprünglichenachricht)/.test(label)) return 'quoted'
}

/** Head lines of a mail within the mail: where they end, if they are enough of them to be one. */
function headAt(lines: readonly Line[], from: number): Stretch | undefined {
  if (from >= lines.length || !headRole(lines[from]!.said)) return
  const roles = new Set<HeadRole>()
  let [to, asides, known] = [from, 0, '']
  for (let at = from; at < lines.length && at < from + 24; at++) {
    const { said } = lines[at]!
    const role = headRole(said)
    if (role) {
      if (role === 'from' && roles.has('from')) break
      roles.add(role)
      known += ` ${said}`
      to = at + 1
      asides = 0
    } else {
      asides++
      const value = to === at ? said : ''
      if (value) known += ` ${value}`
      if (asides > 2) break
    }
  }
  const sure = roles.has('subject') || address.test(known) || clock.test(known)
  const dated = roles.has('date') && /\d/.test(known)
  const isHead = roles.has('from')
    ? sure && roles.size > 1 && (roles.has('subject') || roles.has('date') || address.test(known))
    : dated && address.test(known) && (roles.has('to') || roles.has('subject'))
  if (!isHead) return
  return { from, to }
}

const dated = (said: string) => clock.test(said) || year.test(said) || /\d{1,4}[./年월-]\s?\d{1,2}/u.test(said)

/** Where an attribution may begin: "On 5 Jan", "2026-01-05", "tir. 18. apr.", 在2026年. */
const begins = (said: string) => {
  const text = said.replace(/^[-*_"'“([|\s]{1,8}/u, '')
  if (opening.test(text)) return /\d/.test(text.slice(0, 60))
  return /^\d{1,4}[./年월 -]/u.test(text) ? true : /^\p{L}{2,14}[.,]{0,2}\s?\d{1,2}[. 月]/u.test(text)
}

/** A line that goes on from the one before: `<a@b.example> wrote:`, `b.example>:`. */
const goesOn = (said: string) => /^(?:<|mailto:|[^\s<>]{1,80}>)/i.test(said)

/** Whether these words, put together, say who wrote what follows. */
function attributes(said: string, isQuoteBelow: boolean): boolean {
  if (said.length > 320 || telling.test(said)) return false
  const text = said.replace(/^[-*_|\s]{1,12}/u, '').replace(/[-*_|\s]{1,12}$/u, '')
  if (wrote.test(text)) {
    if (address.test(text) || clock.test(text)) return true
    return isQuoteBelow ? text.length < 120 : year.test(text) && begins(text)
  }
  return address.test(text) && /[<>]/.test(text) && dated(text) && begins(text)
}

const oldGmail = /^\d{4}-\d\d-\d\d \d{1,2}:\d\d GMT[+-]\d\d:\d\d \S.{0,100}$/
const dayAndAddress = /^\d{4}[-/]\d{1,2}[-/]\d{1,2} [^<>]{1,120}<[^<>\s]{1,80}@[^<>\s]{1,80}>[:：]?$/

/** The attribution that ends in this line, over as many lines as the program wrapped it. */
function attributionTo(lines: readonly Line[], last: number): Stretch | undefined {
  const end = lines[last]!
  const { said } = end
  if (!said || said.length > 320) return
  if (oldGmail.test(said) || dayAndAddress.test(said)) return { from: last, to: last + 1 }
  const dashed = /^-{2,}.{1,300}-{2,}$/u.test(said)
  const closes = /[:：][\s*_"”』」-]{0,4}$/u.test(said) || ((dashed || /[写寫][道到]$/u.test(said)) && wrote.test(said))
  if (!closes) return
  if (dashed && wrote.test(said) && !/[.,，。]\s?-{2,}$/u.test(said)) return { from: last, to: last + 1 }
  const below = nextSaid(lines, last + 1)
  const isQuoteBelow = below < lines.length && lines[below]!.depth > end.depth
  let joined = ''
  let nameFirst: Stretch | undefined
  for (let from = last, seen = 0; from >= 0 && seen < 6 && last - from < 10; from--) {
    const line = lines[from]!
    if (from < last && !line.said) {
      if (goesOn(joined)) continue
      break
    }
    if (from < last && (/[:：]$/u.test(line.said) || line.depth > Math.max(end.depth, 0))) break
    seen++
    joined = joined ? `${line.said} ${joined}` : line.said
    if (joined.length > 320) break
    if (goesOn(line.said) || !attributes(joined, isQuoteBelow)) continue
    if (begins(line.said) && (dated(line.said) || from === last || dated(lines[from + 1]!.said))) {
      const above = lines[from - 1]
      const isHalf = above && /[,，]$/u.test(above.said) && begins(above.said) && dated(above.said)
      return { from: isHalf ? from - 1 : from, to: last + 1 }
    }
    nameFirst ??= { from, to: last + 1 }
  }
  return nameFirst
}

/** Marks that only look like quote marks: `> wrote:` and `>` behind a wrapped `<…`, `>>> buy now <<<`. */
function isQuote(lines: readonly Line[], at: number): boolean {
  const line = lines[at]!
  if (!line.depth) return false
  if (/[^<\s] {0,4}<{2,}$/.test(line.said)) return false
  const before = lines[at - 1]
  if (before && !before.depth && before.said.lastIndexOf('<') > before.said.lastIndexOf('>')) return false
  return !(
    /[:：]$/u.test(line.said) &&
    line.said.length < 40 &&
    wrote.test(line.said) &&
    !empty(before) &&
    !before!.depth
  )
}

/** Half a line that was wrapped out of its quote: behind a long quoted line, before another, and begun in the middle. */
function isWrapped(lines: readonly Line[], at: number): boolean {
  const [before, line, after] = [lines[at - 1], lines[at]!, lines[at + 1]]
  if (!before?.depth || !after?.depth || line.depth || !line.said || line.said.length > 80) return false
  return before.said.length >= 58 && /^[\p{Ll}\d,.;)»”]/u.test(line.said)
}

/** The end of a run of quoted lines, blank ones between them included. */
function quoteEnd(lines: readonly Line[], from: number, quoted: readonly boolean[]): number {
  let end = from
  for (let at = from; at < lines.length; at++) {
    if (quoted[at]) end = at + 1
    else if (!isBlank(lines[at])) break
  }
  return end
}

interface Opener extends Stretch {
  readonly kind: 'quoted' | 'forwarded'
  readonly by: 'attribution' | 'separator' | 'head'
}

function openerAt(lines: readonly Line[], at: number, attributions: ReadonlyMap<number, Stretch>): Opener | undefined {
  const separator = separatorAt(lines, at)
  const behind = separator ? nextSaid(lines, at + 1) : at
  const head = headAt(lines, behind)
  if (separator) return { from: at, to: head?.to ?? at + 1, kind: separator, by: 'separator' }
  if (head) return { ...head, kind: 'quoted', by: 'head' }
  const attribution = attributions.get(at)
  return attribution && { ...attribution, kind: 'quoted', by: 'attribution' }
}

const isForward = (subject: string) => {
  const at = subject.search(/[:：]/)
  return at > 0 && at < 16 && forwardSubject.has(spaceless(subject.slice(0, at)))
}

/** The kind of each line, before the foot of what is new is looked at. */
function historyOf(lines: readonly Line[], subject: string): PassageKind[] {
  const kinds = lines.map((): PassageKind => 'new')
  const quoted = lines.map((line, at) => (line.depth ? isQuote(lines, at) : isWrapped(lines, at)))
  const attributions = new Map<number, Stretch>()
  lines.forEach((_, at) => {
    const found = attributionTo(lines, at)
    if (found && !attributions.has(found.from)) attributions.set(found.from, found)
  })
  const fold = (from: number, to: number, kind: PassageKind) => kinds.fill(kind, from, to)
  const forward = isForward(subject)
  let ownWords = false
  let runs = 0
  let openers = 0
  for (let at = 0; at < lines.length; ) {
    if (isBlank(lines[at])) {
      at++
      continue
    }
    if (quoted[at]) {
      const end = quoteEnd(lines, at, quoted)
      const first = nextSaid(lines, at)
      const sent = first < end && separatorAt(lines, first) === 'forwarded'
      for (let within = at; within < end; within++) if (attributions.has(within)) openers++
      fold(at, end, sent ? 'forwarded' : 'quoted')
      runs++
      at = end
      continue
    }
    const opener = openerAt(lines, at, attributions)
    if (!opener) {
      ownWords ||= !ruled.test(lines[at]!.said)
      at++
      continue
    }
    openers++
    const below = nextSaid(lines, opener.to)
    const isMarked = below < lines.length && quoted[below]
    const sentOn =
      opener.kind === 'forwarded' ||
      (opener.by !== 'attribution' && forward) ||
      (opener.by === 'head' && !ownWords && !subject)
    const kind = sentOn ? 'forwarded' : 'quoted'
    if (isMarked) {
      const end = quoteEnd(lines, below, quoted)
      fold(opener.from, end, kind)
      at = end
    } else if (ownWords || opener.by !== 'attribution') {
      fold(ruleBefore(lines, opener.from, kinds), lines.length, kind)
      break
    } else {
      fold(opener.from, opener.to, kind)
      at = opener.to
      ownWords = true
    }
  }
  // What is cited above one's own words, and nobody is said to have written, is part of them.
  const first = nextSaid(lines, 0, lines.length)
  if (
    runs === 1 &&
    !openers &&
    kinds[first] === 'quoted' &&
    kinds.some((kind, at) => kind === 'new' && !empty(lines[at]))
  )
    kinds.fill('new')
  return kinds
}

/** A rule drawn above the head lines belongs to them. */
function ruleBefore(lines: readonly Line[], from: number, kinds: readonly PassageKind[]): number {
  let at = from - 1
  while (at >= 0 && from - at < 4 && isBlank(lines[at])) at--
  return at >= 0 && kinds[at] === 'new' && longRule.test(lines[at]!.said.replace(/\s/g, '')) ? at : from
}

const isMark = ({ said }: Line) => /^(?:--|—|——|––|- -|-- -)$/.test(said)

/** Below what is new in a stretch: the marked signature, notices, the foot of a list, lines of programs. */
function foldFoot(lines: readonly Line[], kinds: PassageKind[], { from, to }: Stretch, isFirst: boolean) {
  let end = to
  const said: number[] = []
  for (let at = from; at < to; at++) if (!empty(lines[at])) said.push(at)
  const fold = (start: number, kind: PassageKind) => {
    kinds.fill(kind, start, end)
    end = start
  }
  const rest = (at: number) => said.filter(index => index > at && index < end)
  const starts = said.filter(at => at === from || empty(lines[at - 1]) || ruled.test(lines[at - 1]!.said))
  for (const at of starts) {
    const paragraph = lines.slice(at, Math.min(at + 6, end))
    const blank = paragraph.findIndex(empty)
    const length = blank < 0 ? paragraph.length : blank
    const text = paragraph
      .slice(0, length)
      .map(line => line.said)
      .join(' ')
      .slice(0, longestLooked)
    if (!disclaimer.test(text)) continue
    const isBanner = isFirst && at === said[0] && said.some(index => index >= at + length)
    if (!isBanner) {
      fold(at, 'disclaimer')
      break
    }
    kinds.fill('disclaimer', at, at + length)
  }
  const count = (at: number) => rest(at).length
  const mark = said.find(
    at => at < end && isMark(lines[at]!) && (/^-- ?\r?\n?$/.test(lines[at]!.raw) ? count(at) <= 40 : count(at) <= 15),
  )
  if (mark !== undefined) fold(mark, 'signature')
  const rule = said.find(
    at =>
      at < end &&
      longRule.test(lines[at]!.said) &&
      count(at) > 0 &&
      count(at) <= 12 &&
      isFoot(lines, rest(at), lines[at]!.said),
  )
  if (rule !== undefined) fold(rule, isList(lines, rest(rule)) ? 'disclaimer' : 'signature')
  foldPrograms(
    lines,
    kinds,
    said.filter(at => at < end && kinds[at] === 'new'),
    { from, to: end },
  )
}

const isList = (lines: readonly Line[], rest: readonly number[]) => rest.some(at => listFoot.test(lines[at]!.said))
const isFoot = (lines: readonly Line[], rest: readonly number[], rule: string) =>
  isList(lines, rest) || (/^_+$/.test(rule) && rest.length <= 3 && rest.every(at => lines[at]!.said.length <= 60))

/** Whether a program says this of itself; where it links to does not matter. */
const isProgram = ({ said }: Line) => programLine.test(said.replace(/[<(]?https?:[^\s>)]{0,300}[>)]?/g, ''))
const isPipes = ({ said }: Line) => /^\|[\s|]*$/.test(said)

/** Foxmail sets the writer's address between the words and the history. */
const isOwnAddress = (lines: readonly Line[], at: number, above: number | undefined, to: number) =>
  to < lines.length &&
  above !== undefined &&
  above < at - 1 &&
  /^[\w.+-]{1,64}@[\w.-]{3,80}$/.test(lines[at]!.said) &&
  !/[:：是]$/u.test(lines[above]!.said)

function foldPrograms(lines: readonly Line[], kinds: PassageKind[], said: readonly number[], { to }: Stretch) {
  let end = to
  let kept = said.length
  const fold = (index: number) => {
    kept = index
    kinds.fill('signature', said[index]!, end)
    end = said[index]!
  }
  for (let index = said.length - 1; index >= 0; index--) {
    const line = lines[said[index]!]!
    const isFoot = ruled.test(line.said) || isProgram(line) || isPipes(line)
    if (!isFoot && !isOwnAddress(lines, said[index]!, said[index - 1], to)) break
    fold(index)
  }
  const table = said.findIndex((at, index) => index < kept && isPipes(lines[at]!))
  if (table >= 0 && kept - table <= 14 && said.slice(table, kept).every(at => lines[at]!.said.length <= 80)) fold(table)
  const off = said.findLastIndex(
    (at, index) => index < kept && signOff.has(spaceless(lines[at]!.said.replace(/[,，.。!！~、;；\s]{1,6}$/u, ''))),
  )
  if (
    off >= 0 &&
    kept - off > 2 &&
    kept - off <= 12 &&
    isNameBlock(said.slice(off + 1, kept).map(at => lines[at]!.said))
  )
    fold(off + 1)
  for (const at of said.slice(0, kept))
    if (isProgram(lines[at]!) && empty(lines[at - 1]) && empty(lines[at + 1])) kinds[at] = 'signature'
}

const isNameBlock = (block: readonly string[]) =>
  block.every(said => said.length <= 90 && !/[。！？!?；]$/u.test(said)) &&
  contacts.filter(sign => block.some(said => sign.test(said))).length > 1

/** The kind of each line; blank ones go with what stands above. */
export function kindsOf(lines: readonly Line[], hint: MailHint = {}): readonly PassageKind[] {
  const kinds = historyOf(lines, hint.subject ?? '')
  let isFirst = true
  for (let from = 0; from < lines.length; ) {
    if (kinds[from] !== 'new') {
      from++
      continue
    }
    let to = from
    while (to < lines.length && kinds[to] === 'new') to++
    foldFoot(lines, kinds, { from, to }, isFirst)
    isFirst = false
    from = to
  }
  for (let at = 1; at < lines.length; at++) if (isBlank(lines[at])) kinds[at] = kinds[at - 1]!
  return kinds
}

/** Tells what a customer newly wrote from history, signatures, notices and what was sent on (issue: e-mail both ways). */
export function passagesOf(text: string, hint: MailHint = {}): readonly Passage[] {
  const lines = linesOf(text)
  const kinds = kindsOf(lines, hint)
  const passages: { kind: PassageKind; text: string[] }[] = []
  lines.forEach(({ raw }, at) => {
    const last = passages.at(-1)
    if (last?.kind === kinds[at]) last!.text.push(raw)
    else passages.push({ kind: kinds[at]!, text: [raw] })
  })
  return passages.map(passage => ({ kind: passage.kind, text: passage.text.join('') }))
}

const textOf = (passages: readonly Passage[], kind: PassageKind) =>
  passages
    .filter(passage => passage.kind === kind)
    .map(passage => passage.text.trim())
    .filter(text => text)
    .join('\n\n')

/** The text of a mail that was sent on, without the head lines of the one who wrote it first. */
function withoutHead(text: string): string {
  const lines = linesOf(text)
  const isMarked = lines.every(
    line => !line.said || line.depth > 0 || separatorAt(lines, lines.indexOf(line)) !== undefined,
  )
  let at = nextSaid(lines, 0)
  if (at < lines.length && separatorAt(lines, at)) at = nextSaid(lines, at + 1)
  else if (at < lines.length && ruled.test(lines[at]!.said)) at = nextSaid(lines, at + 1)
  const head = headAt(lines, at)
  const body = lines.slice(head?.to ?? at)
  return body.map(line => (isMarked ? line.raw.replace(/^\s?>\s?/, '') : line.raw)).join('')
}

/** What the writer says: the new words; of a mail that only sends on another, what that one newly said. */
export function newTextOf(passages: readonly Passage[]): string {
  let own = textOf(passages, 'new')
  let sentOn = textOf(passages, 'forwarded')
  for (let depth = 0; !own && sentOn && depth < 4; depth++) {
    const within = passagesOf(withoutHead(sentOn))
    own = textOf(within, 'new')
    sentOn = textOf(within, 'forwarded')
  }
  return own
}
