import {
  autoReplyHeaders,
  autoReplyOpenings,
  autoReplySubjects,
  autoReplyTexts,
  challengeTexts,
  noAnswerHeaders,
} from '../handbook/mail-robots'
import type { Mail } from './mail'
import { folded, has, phrasesOf } from './mail-folding'

type HeaderSign = (typeof autoReplyHeaders)[number]

const subjects = autoReplySubjects.map(row => ({ ...row, words: phrasesOf([row]) }))
const openings = phrasesOf(autoReplyOpenings)
const challenges = phrasesOf([challengeTexts])
const texts = Object.entries(autoReplyTexts).map(([name, row]) => ({ name, words: phrasesOf([row]) }))

/** The signs of the head by which a mail is an automatic answer; empty where there is none. */
export const autoReplyHeadSigns = (mail: Mail): readonly string[] => [
  ...signsAmong(mail, autoReplyHeaders),
  ...(saysSubject(mail.subject) ? ['subject'] : []),
  ...(reportsOf(mail, /disposition-notification/) ? ['read receipt'] : []),
]

/** What its own words say of it: the first ones alone suffice, of the others there must be several. */
export function autoReplyTextSigns({ subject, text }: Mail): readonly string[] {
  const own = folded(ownWords(text))
  const said = texts
    .filter(({ words }) => has(`${folded(subject.slice(0, 500))}\n${own}`, words))
    .map(({ name }) => `text: ${name}`)
  return [...(opensAsOne(own) ? ['text: opening'] : []), ...(has(own, challenges) ? ['text: challenge'] : []), ...said]
}

/** The signs that a mail wants no automatic answer, whoever wrote it. */
export const noAnswerSigns = (mail: Mail): readonly string[] => signsAmong(mail, noAnswerHeaders)

export const reportsOf = ({ headers, reports }: Mail, type: RegExp): boolean =>
  reports.some(report => type.test(report.type)) ||
  headers.some(({ name, value }) => name === 'content-type' && /multipart\/report/i.test(value) && type.test(value))

const signsAmong = ({ headers }: Mail, signs: readonly HeaderSign[]) =>
  signs
    .filter(sign => headers.some(({ name, value }) => name === sign.name && speaks(sign, value)))
    .map(({ name }) => `header: ${name}`)

function speaks({ values, not = [] }: HeaderSign, value: string): boolean {
  const word = value.trim().toLowerCase()
  if (word === '' || not.some(no => word === no || word.startsWith(`${no};`) || word.startsWith(`${no} `))) return false
  return !values || values.some(begin => word.startsWith(begin))
}

/** Alone, at the beginning with a sign behind it, or in brackets at the end; what stands in brackets before it is a gateway's. */
function saysSubject(subject: string): boolean {
  const words = folded(subject.slice(0, 500)).trim()
  return [words, words.replace(/^(\[[^\]]*\]|【[^】]*】|\([^)]*\))\s*/, '')].some(line =>
    subjects.some(row => row.words.some(word => isHeadline(line.replace(/^[[【(*]+\s*/, ''), word, row.beforeColon))),
  )
}

function isHeadline(line: string, word: string, beforeColon = false): boolean {
  if (!beforeColon && [`(${word})`, `[${word}]`, `【${word}】`].some(end => line.endsWith(end))) return true
  if (!line.startsWith(word)) return /\bis out of (the )?office\s*[.(]/.test(line)
  const rest = line.slice(word.length)
  return beforeColon ? /^\s*:/.test(rest) : /^\s*([.!。]*$|[:)\]】]|-\s|–|—)/.test(rest)
}

/** At the very beginning, or behind the greeting; a question is a person's. */
function opensAsOne(own: string): boolean {
  const [opening = ''] = own.trimStart().split('\n\n\n', 1)
  return openings.some(phrase => {
    const at = opening.indexOf(phrase)
    if (at < 0 || at > 40) return false
    const before = opening.slice(0, at)
    const sentence = /^[^。.!?\n]*[。.!?\n]?/.exec(opening.slice(at))?.[0] ?? ''
    return /^[\s*=\-_#([【]*$|[,，。!.:：\n*=\-_]\s*[([【]?$/.test(before) && !/[?]|吗|呢/.test(sentence)
  })
}

/** Who asks something wants an answer: a machine that only acknowledges asks nothing. */
export const asks = ({ text }: Mail): boolean => /[?？]|[吗嗎]|请问|請問|怎么|为什么/.test(ownWords(text))

/** Without what is quoted: an answer to our own acknowledgement quotes its words. */
function ownWords(text: string): string {
  const lines = text.slice(0, 6000).split(/\r?\n/)
  const end = lines.findIndex(line => /^\s*(>|-{3,}|_{5,}|发件人|寄件者|from:|on .{5,80} wrote:)|写道[:：]/i.test(line))
  return lines.slice(0, end <= 0 ? lines.length : end).join('\n')
}
