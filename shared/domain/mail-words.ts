import { forwardPrefixes } from '../handbook/mail-phrases'
import { footOf } from './mail-foot'
import { attributionTo, headAt, isQuoted, openerAt, separatorAt, withRule } from './mail-history'
import { isBlank, isEmpty, isRule, type Line, linesOf, nextSaid, type Stretch, spaceless, words } from './mail-lines'

export type PassageKind = 'new' | 'quoted' | 'signature' | 'disclaimer' | 'forwarded'

/** A stretch of a mail's text. The texts of all its passages, joined, are the text again: what is not new is folded, never lost. */
export interface Passage {
  readonly kind: PassageKind
  readonly text: string
}

/** What a mail says of itself that helps to read it; a whole `Mail` may be given. */
export interface MailHint {
  readonly subject?: string | undefined
}

const forwardSubject = new Set(words(forwardPrefixes).map(spaceless))
const isForward = (written: string) => {
  const subject = written.slice(0, 80).replace(/^(?:\s{0,4}[[【][^\]】]{1,20}[\]】]){1,3}/, '')
  const at = subject.search(/[:：]/)
  return at > 0 && at < 16 && forwardSubject.has(spaceless(subject.slice(0, at)))
}

/** The end of a run of quoted lines, blank ones between them included. */
function quoteEnd(lines: readonly Line[], from: number, quoted: readonly boolean[]): number {
  let end = from
  for (let at = from; at < lines.length && (quoted[at] || isBlank(lines[at])); at++) if (quoted[at]) end = at + 1
  return end
}

/** Lines between ``` and ```: what is shown there is neither a quote nor a mail. */
function fencedOf(lines: readonly Line[]): readonly boolean[] {
  const fences = lines.flatMap((line, at) => (!line.depth && line.said.startsWith('```') ? [at] : []))
  const fenced = lines.map(() => false)
  for (let pair = 0; pair + 1 < fences.length; pair += 2) fenced.fill(true, fences[pair]!, fences[pair + 1]! + 1)
  return fenced
}

interface History {
  readonly kinds: PassageKind[]
  /** What is cited above one's own words, and nobody is said to have written: part of them, where they are any. */
  readonly citation?: Stretch
}

function historyOf(lines: readonly Line[], subject: string): History {
  const kinds = lines.map((): PassageKind => 'new')
  const fenced = fencedOf(lines)
  const quoted = lines.map((_, at) => !fenced[at] && isQuoted(lines, at))
  const found = lines.flatMap((_, at) => attributionTo(lines, at) ?? [])
  const attributions = new Map(found.toReversed().map(stretch => [stretch.from, stretch]))
  const runs: Stretch[] = []
  let [hasOwnWords, hasOpener] = [false, false]
  let at = nextSaid(lines, 0, lines.length)
  const top = at
  while (at < lines.length) {
    if (isBlank(lines[at])) {
      at++
      continue
    }
    if (quoted[at]) {
      const end = quoteEnd(lines, at, quoted)
      const first = nextSaid(lines, at)
      const isSentOn = first < end && separatorAt(lines, first) === 'forwarded'
      kinds.fill(isSentOn ? 'forwarded' : 'quoted', at, end)
      runs.push({ from: at, to: end })
      at = end
      continue
    }
    const opener = fenced[at] ? undefined : openerAt(lines, at, attributions)
    if (!opener) {
      hasOwnWords ||= !isRule(lines[at]!.said)
      at++
      continue
    }
    hasOpener = true
    const isSentOn =
      opener.kind === 'forwarded' ||
      (opener.by !== 'attribution' && isForward(subject)) ||
      (opener.by === 'head' && !hasOwnWords && !subject)
    const kind = isSentOn ? 'forwarded' : 'quoted'
    const below = nextSaid(lines, opener.to)
    if (below < lines.length && quoted[below]) {
      at = quoteEnd(lines, below, quoted)
      kinds.fill(kind, opener.from, at)
    } else if (hasOwnWords || opener.by !== 'attribution') {
      const rule = withRule(lines, opener.from)
      kinds.fill(kind, kinds[rule] === 'new' ? rule : opener.from)
      break
    } else {
      // Said above all, and nothing below is marked: the marks were lost, and the words are all that there is.
      kinds.fill(kind, opener.from, opener.to)
      hasOwnWords = true
      at = opener.to
    }
  }
  const [run] = runs
  const isCitation = run?.from === top && runs.length === 1 && !hasOpener
  return isCitation && !found.some(({ from }) => from < run.to) ? { kinds, citation: run } : { kinds }
}

/** The kind of each line; blank ones go with what stands above. */
export function kindsOf(lines: readonly Line[], { subject = '' }: MailHint = {}): readonly PassageKind[] {
  const { kinds, citation } = historyOf(lines, subject)
  const isNew = (at: number) => kinds[at] === 'new'
  let isTop = true
  for (let from = 0; from < lines.length; ) {
    let to = from
    while (to < lines.length && isNew(to)) to++
    if (to > from) {
      for (const fold of footOf(lines, { from, to }, isTop)) kinds.fill(fold.kind, fold.from, fold.to)
      isTop = false
    }
    from = to + 1
  }
  if (citation && lines.some((line, at) => isNew(at) && !isEmpty(line))) kinds.fill('new', citation.from, citation.to)
  kinds.fill(kinds[nextSaid(lines, 0, lines.length)] ?? 'new', 0, nextSaid(lines, 0, lines.length))
  for (let at = 1; at < lines.length; at++) if (isBlank(lines[at])) kinds[at] = kinds[at - 1]!
  return kinds
}

/** Tells what a customer newly wrote from history, signatures, notices and what was sent on, by what mail programs write around it. */
export function passagesOf(text: string, hint: MailHint = {}): readonly Passage[] {
  const lines = linesOf(text)
  const kinds = kindsOf(lines, hint)
  const starts = kinds.flatMap((kind, at) => (kind === kinds[at - 1] ? [] : [at]))
  return starts.map((from, index) => ({
    kind: kinds[from]!,
    text: lines
      .slice(from, starts[index + 1])
      .map(({ raw }) => raw)
      .join(''),
  }))
}

const textOf = (passages: readonly Passage[], kind: PassageKind) =>
  passages.flatMap(passage => (passage.kind === kind ? passage.text.trim() || [] : [])).join('\n\n')

/** The text of a mail that was sent on, without the head lines of the one who wrote it first. */
function withoutHead(text: string): string {
  const lines = linesOf(text)
  const first = nextSaid(lines, 0)
  if (first >= lines.length) return ''
  const isOpener = separatorAt(lines, first) !== undefined || isRule(lines[first]!.said)
  const start = isOpener ? nextSaid(lines, first + 1) : first
  const from = headAt(lines, start)?.to ?? start
  const isMarked = lines.every((line, at) => isEmpty(line) || line.depth > 0 || at <= first)
  return lines
    .slice(from)
    .map(({ raw }) => (isMarked ? raw.replace(/^\s?> ?/, '') : raw))
    .join('')
}

/** What the writer says: the new words; of a mail that only sends on another, what that one newly said. */
export function newTextOf(passages: readonly Passage[]): string {
  let own = textOf(passages, 'new')
  let sentOn = textOf(passages, 'forwarded')
  for (let deep = 0; !own && sentOn && deep < 4; deep++) {
    const within = passagesOf(withoutHead(sentOn))
    own = textOf(within, 'new')
    sentOn = textOf(within, 'forwarded')
  }
  return own
}
