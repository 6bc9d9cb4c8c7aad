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

const contactsIn = (block: readonly string[]) =>
  block.every(said => said.length <= 90 && !/[。！？!?；]$/u.test(said))
    ? contacts.filter(sign => block.some(said => sign.test(said))).length
    : 0

/** What stands below the words of a stretch and is none of them. */
export function footOf(lines: readonly Line[], { from, to }: Stretch, isTop: boolean): readonly Fold[] {
  const folds: Fold[] = []
  const isHistoryBelow = to < lines.length
  const at: number[] = []
  for (let index = from; index < to; index++) if (!isEmpty(lines[index])) at.push(index)
  const said = at.map(index => lines[index]!.said)
  const isLoose = (index: number) => index === 0 || at[index - 1]! < at[index]! - 1
  let [kept, end] = [said.length, to]
  const fold = (index: number, kind: Fold['kind']) => {
    folds.push({ from: at[index]!, to: end, kind })
    end = at[index]!
    kept = index
  }

  for (let index = 0; index < kept; index++) {
    if (!isLoose(index) && !isRule(said[index - 1]!)) continue
    let last = index + 1
    while (last < kept && last < index + 6 && !isLoose(last)) last++
    if (!disclaimer.test(said.slice(index, last).join(' ').slice(0, longestLooked))) continue
    if (isTop && index === 0 && last < kept) folds.push({ from: at[0]!, to: at[last - 1]! + 1, kind: 'disclaimer' })
    else fold(index, 'disclaimer')
  }

  const least = Math.max(0, kept - 41)
  const mark = said.slice(least, kept).findIndex((line, index) => {
    const behind = kept - least - index - 1
    return isMark(line) && (behind <= 15 || /^-- \r?\n?$/.test(lines[at[least + index]!]!.raw))
  })
  if (mark >= 0) fold(least + mark, 'signature')

  for (let index = Math.max(0, kept - 13); index < kept - 1; index++) {
    if (!isLongRule(said[index]!)) continue
    const behind = said.slice(index + 1, kept)
    const isList = behind.some(line => listFoot.test(line))
    const isShort = behind.every(line => line.length <= 60 && !/[，。！？!?；;：:]$/u.test(line))
    const isName = isShort && behind.length <= (/^_+$/.test(said[index]!) ? 3 : 0)
    const isCard = isShort && behind.length <= 8 && (isHistoryBelow || behind.some(line => reached.test(line)))
    if (isList || isName || isCard) fold(index, isList ? 'disclaimer' : 'signature')
  }

  let foot = kept
  while (foot > 0) {
    const line = said[foot - 1]!
    // Foxmail sets the writer's address between the words and the history.
    const isOwnAddress = () =>
      isHistoryBelow &&
      foot > 1 &&
      isLoose(foot - 1) &&
      /^[\w.+-]{1,64}@[\w.-]{3,80}$/.test(line) &&
      !/[:：是]$/u.test(said[foot - 2]!)
    if (!isRule(line) && !isProgram(line) && !isPipes(line) && !isOwnAddress()) break
    foot--
  }
  const isMade = foot < kept && /定制$/.test(said[foot]!)
  while (isMade && foot > 1 && kept - foot < 6 && !isLoose(foot) && isCardLine(said[foot - 1]!)) foot--
  if (foot < kept) fold(foot, 'signature')

  const table = said.slice(Math.max(0, kept - 14), kept).findIndex(isPipes) + Math.max(0, kept - 14)
  if (table < kept && isPipes(said[table]!) && said.slice(table, kept).every(line => line.length <= 80))
    fold(table, 'signature')

  const near = Math.max(0, kept - 12)
  const off = said.slice(near, kept).findLastIndex(isSignOff) + near
  if (off >= near && kept - off > 2 && contactsIn(said.slice(off + 1, kept)) > 1) fold(off + 1, 'signature')
  let block = kept - 1
  while (block > 0 && block > kept - 11 && !isLoose(block)) block--
  if (block > 0 && kept - block > 1 && isLoose(block) && contactsIn(said.slice(block, kept)) > 2)
    fold(block, 'signature')

  for (let index = 0; index < kept; index++)
    if (isLoose(index) && (index + 1 === said.length || isLoose(index + 1)) && isProgram(said[index]!))
      folds.push({ from: at[index]!, to: at[index]! + 1, kind: 'signature' })
  return folds
}
