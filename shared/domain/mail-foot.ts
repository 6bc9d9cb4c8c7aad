import {
  contactSigns,
  deviceLines,
  deviceWords,
  disclaimerSigns,
  listFootSigns,
  programLines,
  signOffs,
} from '../handbook/mail-phrases'
import {
  anyOf,
  isEmpty,
  isLongRule,
  isRule,
  type Line,
  longestLooked,
  type Stretch,
  spaceless,
  words,
} from './mail-lines'

export interface Fold extends Stretch {
  readonly kind: 'signature' | 'disclaimer'
}

const alone = ['^[\\s<(\\[*_"\'“|-]{0,6}', '[\\s>)\\]*_."\'”|。!！~,，;；]{0,8}$'] as const
const programLine = anyOf(programLines, ...alone)
const deviceLine = anyOf(deviceLines, ...alone)
const device = anyOf(deviceWords)
const disclaimer = anyOf(disclaimerSigns)
const listFoot = anyOf(listFootSigns)
const contacts = contactSigns.map(sign => anyOf([sign]))
const signOff = new Set(words(signOffs).map(spaceless))

const isMark = (said: string) => /^(?:--|—|——|––|- -|-- -)$/.test(said)
/** What a program says of itself; where it links to does not matter. */
function isProgram(said: string): boolean {
  const text = said.replace(/[<(]?https?:[^\s>)]{0,300}[>)]?/g, '').trim()
  return text.length <= 160 && (programLine.test(text) || (device.test(text) && deviceLine.test(text)))
}
/** What 网易 leaves of the table in which it sets a signature. */
const isPipes = (said: string) => /^\|[\s|]*$/.test(said)
const isSignOff = (said: string) => signOff.has(spaceless(said.replace(/[,，.。!！~、;；\s]{1,6}$/u, '')))

const isCardLine = (said: string) => said.length <= 60 && !/[，。！？!?；;]/u.test(said)
/** By telephone, or in writing. */
const reached = /\d{7}|\d{3,4}[ -]\d{3,4}|[\w.+-]{1,64}@[\w-]{1,64}\.|www\.|电话|手机|電話|\btel\b|有限公司/u

const ownAddress = /^[\w.+-]{1,64}@[\w.-]{3,80}$/

/** Said to somebody: no card speaks so. */
const spoken = /[你您我请請让讓给給]|\b(?:i|you|my|your|me|please)\b/u

const contactsIn = (block: readonly string[]) =>
  block.every(said => said.length <= 90 && !/[。！？!?；]$/u.test(said) && !spoken.test(said))
    ? contacts.filter(sign => block.some(said => sign.test(said))).length
    : 0

/** What a stretch says, line by line, blank lines left out. */
interface Foot {
  readonly said: readonly string[]
  readonly raw: readonly string[]
  /** Whether a line begins a paragraph; true behind the last one. */
  readonly isLoose: (index: number) => boolean
  readonly isTop: boolean
  readonly isHistoryBelow: boolean
}
/** The first line of what stands below the words, above which only `kept` lines are looked at; `kept` where there is none. */
type Finder = (foot: Foot, kept: number) => number

const paragraphEnd = ({ isLoose }: Foot, from: number, kept: number) => {
  let end = from + 1
  while (end < kept && end < from + 6 && !isLoose(end)) end++
  return end
}
const isNotice = (foot: Foot, from: number, kept: number) =>
  disclaimer.test(
    foot.said
      .slice(from, paragraphEnd(foot, from, kept))
      .join(' ')
      .slice(0, longestLooked),
  )
/** A notice that a house's gate set above the words, which follow. */
const bannerEnd = (foot: Foot) => {
  const { said, isTop } = foot
  if (!isTop || said.length < 2) return 0
  if (disclaimer.test(said[0]!)) return 1
  const end = paragraphEnd(foot, 0, said.length)
  return end < said.length && isNotice(foot, 0, end) ? end : 0
}

const noticeAt: Finder = (foot, kept) => {
  for (let index = Math.max(bannerEnd(foot), foot.isTop ? 1 : 0); index < kept; index++)
    if ((foot.isLoose(index) || isRule(foot.said[index - 1] ?? '')) && isNotice(foot, index, kept)) return index
  return kept
}

const markAt: Finder = ({ said, raw }, kept) => {
  for (let index = Math.max(0, kept - 41); index < kept; index++)
    if (isMark(said[index]!) && (kept - index <= 16 || /^-- \r?\n?$/.test(raw[index]!))) return index
  return kept
}

const belowRule =
  (is: (foot: Foot, behind: readonly string[], rule: string) => boolean): Finder =>
  (foot, kept) => {
    for (let index = Math.max(0, kept - 13); index < kept - 1; index++)
      if (isLongRule(foot.said[index]!) && is(foot, foot.said.slice(index + 1, kept), foot.said[index]!)) return index
    return kept
  }
const listAt = belowRule((_, behind) => behind.some(line => listFoot.test(line)))
const cardAt = belowRule(({ isHistoryBelow }, behind, rule) => {
  if (behind.length > 8 || !behind.every(line => isCardLine(line) && !/[：:]$/.test(line) && !spoken.test(line)))
    return false
  return isHistoryBelow || behind.some(line => reached.test(line)) || (/^_+$/.test(rule) && behind.length <= 3)
})

const programsAt: Finder = ({ said, isLoose, isHistoryBelow }, kept) => {
  // Foxmail sets the writer's address between the words and the history.
  const isOwnAddress = (index: number) =>
    isHistoryBelow &&
    index > 0 &&
    isLoose(index) &&
    ownAddress.test(said[index]!) &&
    !/[:：是]$/u.test(said[index - 1]!)
  const isFoot = (index: number) =>
    isRule(said[index]!) || isProgram(said[index]!) || isPipes(said[index]!) || isOwnAddress(index)
  let foot = kept
  while (foot > 0 && isFoot(foot - 1)) foot--
  const isMade = foot < kept && /定制$/.test(said[foot]!)
  while (isMade && foot > 1 && kept - foot < 6 && !isLoose(foot) && isCardLine(said[foot - 1]!)) foot--
  return foot
}

const tableAt: Finder = ({ said }, kept) => {
  const near = Math.max(0, kept - 14)
  const table = near + said.slice(near, kept).findIndex(isPipes)
  return table >= near && said.slice(table, kept).every(line => line.length <= 80) ? table : kept
}

const nameBlockAt: Finder = ({ said, isLoose, isHistoryBelow }, kept) => {
  const near = Math.max(0, kept - 12)
  const off = near + said.slice(near, kept).findLastIndex(isSignOff)
  if (off >= near && kept - off > 2 && contactsIn(said.slice(off + 1, kept)) > 1) return off + 1
  let block = kept - 1
  while (block > 0 && block > kept - 11 && !isLoose(block)) block--
  const isBlock = block > 0 && kept - block > 1 && isLoose(block)
  return isBlock && contactsIn(said.slice(block, kept)) > (isHistoryBelow ? 1 : 2) ? block : kept
}

const finders: readonly (readonly [Fold['kind'], Finder])[] = [
  ['disclaimer', noticeAt],
  ['signature', markAt],
  ['disclaimer', listAt],
  ['signature', cardAt],
  ['signature', programsAt],
  ['signature', tableAt],
  ['signature', nameBlockAt],
]

/** What stands below the words of a stretch, above them or between them, and is none of them. */
export function footOf(lines: readonly Line[], { from, to }: Stretch, isTop: boolean): readonly Fold[] {
  const at: number[] = []
  for (let index = from; index < to; index++) if (!isEmpty(lines[index])) at.push(index)
  const isLoose = (index: number) => index === 0 || index >= at.length || at[index - 1]! < at[index]! - 1
  const [said, raw] = [at.map(index => lines[index]!.said), at.map(index => lines[index]!.raw)]
  const foot: Foot = { said, raw, isLoose, isTop, isHistoryBelow: to < lines.length }
  const folds: Fold[] = []
  const banner = bannerEnd(foot)
  if (banner) folds.push({ from: at[0]!, to: at[banner - 1]! + 1, kind: 'disclaimer' })
  let [kept, end] = [said.length, to]
  for (const [kind, find] of finders) {
    const index = find(foot, kept)
    if (index >= kept) continue
    folds.push({ from: at[index]!, to: end, kind })
    end = at[index]!
    kept = index
  }
  for (let index = 0; index < kept; index++)
    if (isLoose(index) && isLoose(index + 1) && isProgram(said[index]!))
      folds.push({ from: at[index]!, to: at[index]! + 1, kind: 'signature' })
  return folds
}
