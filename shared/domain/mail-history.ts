import {
  attributionOpenings,
  forwardLabels,
  type HeadRole,
  headNames,
  originalLabels,
  replyAboveSigns,
  tellingOpenings,
  tellingWords,
  weakLabels,
  wroteWords,
} from '../handbook/mail-phrases'
import {
  anyOf,
  dash,
  escaped,
  isEmpty,
  isLongRule,
  type Line,
  nextSaid,
  type Stretch,
  spaceless,
  words,
} from './mail-lines'

/** Where history begins: its first line, and the first one behind what opens it. */
export interface Opener extends Stretch {
  readonly kind: 'quoted' | 'forwarded'
  readonly by: 'attribution' | 'separator' | 'head'
}

/** Phrases of the handbook: `^` before one beside which letters may stand. */
function phrases(list: readonly string[]): RegExp {
  const isFree = (word: string) => /^(?:\^|\p{Script=Han})/u.test(word)
  const all = words(list)
  const free = all.filter(isFree).map(word => escaped(word.replace(/^\^/, '')))
  const apart = all.filter(word => !isFree(word)).map(escaped)
  return anyOf([...free, `(?<!\\p{L})(?:${apart.join('|')})(?!\\p{L})`])
}

const roles = Object.keys(headNames) as HeadRole[]
const roleOf = new Map(roles.flatMap(role => words(headNames[role]).map(name => [spaceless(name), role] as const)))
const originals = new Set(words(originalLabels).map(spaceless))
const forwards = new Set(words(forwardLabels).map(spaceless))
const weak = new Set(words(weakLabels).map(spaceless))
const replyAbove = anyOf(replyAboveSigns)

const wrote = phrases(wroteWords)
const telling = phrases(tellingWords)
const tellingFirst = anyOf(words(tellingOpenings).map(escaped), '^')
const opening = anyOf(words(attributionOpenings).map(escaped), '^', '(?:[\\s,，:：]|(?=\\d)|$)')
const dashesFirst = new RegExp(`^[|\\s]{0,4}(?:[${dash}] ?){2,}`, 'u')
const dashesLast = new RegExp(`(?:[${dash}] ?){2}[|\\s]{0,4}$`, 'u')
const frame = `[\\s${dash}|#:：「」【】\\[\\]()（）;；,，.]{1,200}`
const frames = [new RegExp(`^${frame}`, 'u'), new RegExp(`${frame}$`, 'u')] as const

const address = /[\w.+%'=/-]@[\w-]|<[^<>]{0,80}@/u
const clock = /\d{1,2}\s?[:.h時时点시]\s?\d{2}|\d{1,2}\s?(?:[ap]\.?m\b|uhr)/u
const year = /(?<!\d)(?:19|20)\d\d(?!\d)/
const dayOf =
  /(?:19|20)\d\d|\d{1,4}[./-]\d{1,2}|(?<![\d:.])\d{1,2}(?:st|nd|rd|th)?\.? (?:de )?\p{L}{3}|\p{L}{3}\.? \d{1,2}(?![\d:])|\d ?[月월]/u
const wroteHan = /\d.{2,80}[写寫][道到][:：]$/u
/** In a sentence that tells of a mail: programs know names. */
const ofSomebody = /(?<!\p{L})(?:your|my|our|his|her|their)(?!\p{L})/u
const dated = (said: string) => clock.test(said) || year.test(said) || /\d{1,4}[./年월-]\s?\d{1,2}/u.test(said)

/** The role of a head line: `From: …`, `*Sent:* …`, `| 发件人 | … |`. */
function headRole(said: string): HeadRole | undefined {
  const text = said.replace(/^[*_|•·\s]{1,6}/, '')
  const at = text.search(/[:：|\t]/)
  return at < 1 || at > 30 ? undefined : roleOf.get(spaceless(text.slice(0, at).replace(/[*_]/g, '')))
}

/** All head lines run together into one. */
const rolesIn = (said: string) =>
  new Set(said.split(/\s+/).flatMap(piece => (/[:：]/.test(piece) ? (headRole(piece) ?? []) : [])))

/** The head lines of a mail within the mail, one by one or wrapped; undefined where they are too few to be that. */
export function headAt(lines: readonly Line[], from: number): Stretch | undefined {
  if (from >= lines.length || !headRole(lines[from]!.said)) return
  const joined = rolesIn(lines[from]!.said)
  if (joined.size > 2 && joined.has('from') && joined.has('subject')) return { from, to: from + 1 }
  const found = new Set<HeadRole>()
  let [to, asides, known] = [from, 0, '']
  for (let at = from; at < lines.length && at < from + 24 && asides < 3; at++) {
    const { said } = lines[at]!
    const role = headRole(said)
    // What stands apart above who wrote it is of the one who writes now.
    const isApart = said === '' || /^[^:：]{1,12}[:：]/u.test(said)
    if (role === 'from' ? found.has('from') : !role && !found.has('from') && isApart) break
    known += role || asides === 0 ? ` ${said}` : ''
    asides = role ? 0 : asides + 1
    if (!role) continue
    found.add(role)
    to = at + 1
  }
  const isAddressed = address.test(known)
  const isHead = found.has('from')
    ? found.size > 1 && (found.has('subject') || (isAddressed && (found.has('date') || found.has('to'))))
    : isAddressed && found.has('date') && /\d/.test(known) && (found.has('to') || found.has('subject'))
  return isHead ? { from, to } : undefined
}

/** What is said between the dashes of a separator, or alone above head lines. */
export function separatorAt(lines: readonly Line[], at: number): 'quoted' | 'forwarded' | undefined {
  const { said } = lines[at]!
  if (said.length > 160) return
  if (replyAbove.test(said)) return 'quoted'
  const label = spaceless(said.replace(frames[0], '').replace(frames[1], ''))
  if (!label || label.length > 60) return
  const isDashed = dashesFirst.test(said)
  const kind = forwards.has(label) ? 'forwarded' : originals.has(label) ? 'quoted' : undefined
  if (kind) {
    if (isDashed && !weak.has(label)) return kind
    if (kind === 'forwarded' && label.length > 5 && /[:：][\s*]{0,2}$/u.test(said)) return kind
    return headAt(lines, nextSaid(lines, at + 1)) && kind
  }
  if (!isDashed || !dashesLast.test(said)) return
  if (/^(?:forwardedby|forwardedmessagefrom|weitergeleitetvon|转发自)/.test(label)) return 'forwarded'
  if (/^(?:originalmessage|原始邮件|ursprünglichenachricht)/.test(label)) return 'quoted'
}

const inside = (said: string) => said.replace(/^[-*_"'“([|\s]{1,12}/u, '')
const beginsWithDay = (text: string) => /^(?:\d{1,4}[./年월 -]|\p{L}{2,14}[.,]{0,2}\s?\d{1,2}[. 月])/u.test(text)

/** Where an attribution may begin: `On 5 Jan`, `2026-01-05`, `tir. 18. apr.`, 在2026年. */
const begins = (said: string) => {
  const text = inside(said)
  return opening.test(text) ? /\d/.test(text.slice(0, 60)) : beginsWithDay(text)
}

/** A line that goes on from the one before: `<a@b.example> wrote:`, `b.example>:`. */
const goesOn = (said: string) => /^(?:<|mailto:|[^\s<>]{1,80}>)/i.test(said)

/** Whether these words, put together, say who wrote what follows. */
function attributes(said: string, isQuoteBelow: boolean): boolean {
  const text = inside(said)
  if (telling.test(text) || tellingFirst.test(text)) return false
  if (!begins(text) && /^[^<@]{0,300}(?:[!?。！？]|\p{L}{4,}\. )/u.test(text)) return false
  if (!wrote.test(text)) return beginsWithDay(text) && dated(text) && /@[^<>]{1,80}>\)?[:：]$/u.test(text)
  if (address.test(text)) return true
  if (ofSomebody.test(text)) return false
  if (isQuoteBelow && text.length < 120) return true
  return begins(text)
    ? dayOf.test(text) && (clock.test(text) || year.test(text))
    : wroteHan.test(text) && clock.test(text)
}

const dayAndName = [
  /^\d{4}-\d\d-\d\d \d{1,2}:\d\d gmt[+-]\d\d:\d\d \S.{0,100}$/,
  /^\d{4}[-/]\d{1,2}[-/]\d{1,2} [^<>]{1,120}<[^<>\s]{1,80}@[^<>\s]{1,80}>[:：]?$/,
]

/** Whether a line may be the last one of an attribution. */
function closes(said: string, isQuoteBelow: boolean): boolean {
  if (/[:：][\s*_"”』」-]{0,4}$/u.test(said)) return true
  return (isQuoteBelow || dashesLast.test(said) || /[写寫][道到]$/u.test(said)) && wrote.test(said.slice(-24))
}

/** The attribution that ends in this line, over as many lines as the program wrapped it. */
export function attributionTo(lines: readonly Line[], last: number): Stretch | undefined {
  const { said, depth } = lines[last]!
  if (!said || said.length > 320) return
  const alone = { from: last, to: last + 1 }
  if (dayAndName.some(form => form.test(said))) return alone
  const below = nextSaid(lines, last + 1)
  const isQuoteBelow = below < lines.length && lines[below]!.depth > depth
  if (!closes(said, isQuoteBelow)) return
  if (dashesFirst.test(said) && dashesLast.test(said) && wrote.test(said)) return alone
  let [joined, seen] = ['', 0]
  let nameFirst: Stretch | undefined
  for (let from = last; from >= 0 && seen < 6 && last - from < 10; from--) {
    const line = lines[from]!
    if (
      from < last &&
      (/[:：!?。！？]$|\p{L}{5,}\.$/u.test(line.said) || line.depth > depth || (!line.said && !goesOn(joined)))
    )
      break
    if (!line.said) continue
    seen++
    joined = joined ? `${line.said} ${joined}` : line.said
    if (joined.length > 320) break
    if (goesOn(line.said) || !attributes(joined, isQuoteBelow)) continue
    nameFirst ??= { from, to: last + 1 }
    const isWhole = address.test(joined) && dated(joined)
    if (isWhole && from === last && !begins(line.said) && !/^\d/.test(line.said)) break
    if (!begins(line.said) || !(from === last || dated(line.said) || dated(lines[from + 1]!.said))) continue
    const above = lines[from - 1]
    const isHalf = above && /[,，]$/u.test(above.said) && begins(above.said) && dated(above.said)
    return { from: isHalf ? from - 1 : from, to: last + 1 }
  }
  return nameFirst
}

/** What opens history in this line. `attributions` are those found, by their first line. */
export function openerAt(
  lines: readonly Line[],
  at: number,
  attributions: ReadonlyMap<number, Stretch>,
): Opener | undefined {
  const separator = separatorAt(lines, at)
  const behind = separator ? nextSaid(lines, at + 1) : at
  const head = headAt(lines, behind)
  const attribution = attributions.get(behind)
  const to = head?.to ?? attribution?.to
  if (separator) return { from: at, to: to ?? at + 1, kind: separator, by: 'separator' }
  return to ? { from: at, to, kind: 'quoted', by: head ? 'head' : 'attribution' } : undefined
}

/** Which lines are quoted by their marks. Some only look so: `> wrote:` behind a wrapped `<…`, `>>> buy now <<<`. */
export function isQuoted(lines: readonly Line[], at: number): boolean {
  const [before, line, after] = [lines[at - 1], lines[at]!, lines[at + 1]]
  if (!line.depth) {
    // Half a line that was wrapped out of its quote, begun in the middle.
    const isWrapped = before?.depth && after?.depth && line.said !== '' && line.said.length <= 80
    if (!isWrapped || before!.said.length < 58 || /[?？:：]$/.test(before!.said)) return false
    return (/[.!。！]$/.test(before!.said) ? /^\s{0,4}\p{Ll}/u : /^\s{0,4}[\p{Ll}\d,.;)»”]/u).test(line.raw)
  }
  if (/[^<\s] {0,4}<{2,}(?:\s|$)/.test(line.said)) return false
  if (isEmpty(before) || before!.depth) return true
  if (before!.said.lastIndexOf('<') > before!.said.lastIndexOf('>')) return false
  return !(line.said.length < 40 && /[:：]$/u.test(line.said) && wrote.test(line.said))
}

/** A rule drawn above the head lines belongs to them. */
export function withRule(lines: readonly Line[], from: number): number {
  let at = from - 1
  while (at >= 0 && from - at < 4 && isEmpty(lines[at])) at--
  return at >= 0 && isLongRule(lines[at]!.said) ? at : from
}
