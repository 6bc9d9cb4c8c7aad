import { forwardLabels, originalLabels } from '../handbook/mail-phrases'

/** A line of a mail, as the rules look at it. */
export interface Line {
  /** With its line end. */
  readonly raw: string
  /** What stands behind the quote marks, in small letters: spaces and entities made plain, and cut, so that no line costs more than another. */
  readonly said: string
  /** How many quote marks stand before it. */
  readonly depth: number
}

/** A stretch of lines, its last one not included. */
export interface Stretch {
  readonly from: number
  readonly to: number
}

export const longestLooked = 400

/** The words of the handbook's lines. */
export const words = (lines: readonly string[]): readonly string[] => lines.flatMap(line => line.split(' | '))
/** Of small letters: made without the flag that folds case, which would take longer to build than all mails to read. */
export const anyOf = (sources: readonly string[], before = '', after = ''): RegExp =>
  new RegExp(
    `${before}(?:${sources.join('|')})${after}`,
    /\\p\{/.test(`${before}${sources.join('')}${after}`) ? 'u' : '',
  )
export const escaped = (word: string): string => word.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
export const spaceless = (text: string): string => text.replace(/\s+/g, '').replaceAll('’', "'").toLowerCase()

const entities: Readonly<Record<string, string>> = {
  ...{ '&nbsp;': ' ', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&amp;': '&' },
}
const plain = (text: string) =>
  text
    .slice(0, longestLooked)
    .replace(/&(?:nbsp|lt|gt|quot|amp);/g, entity => entities[entity] ?? entity)
    .replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]/g, '')
    .replace(/[^\S\t]/g, ' ')

/** How deep it is quoted, and what it says. `AB> ` is a quote of one whose name begins so. */
function lineOf(raw: string): Line {
  const text = plain(raw)
  let at = /^ ?[A-Z]{1,3}(?=>)/.exec(text)?.[0].length ?? 0
  let depth = 0
  for (; at < text.length && /[ \t>＞]/.test(text[at]!); at++) if (/[>＞]/.test(text[at]!)) depth++
  return { raw, said: (depth ? text.slice(at) : text).trim().toLowerCase(), depth }
}

const inline = [
  anyOf([originalLabels, forwardLabels].flatMap(words).map(escaped), '(?<![-\\s>|])[\\s]{0,4}(-{3,60} ?', ' ?-{3,60})'),
  /[.!?。！？~)）] {0,4}(on [^:]{0,40}\d.{5,200} wrote:)\s*$/u,
  /[.!?。！？~)）] {0,4}(在 ?(?:19|20)\d\d.{5,200}写道[:：])\s*$/u,
]

/** Where a program, or a page made plain, set what opens history behind the words, in one line with them. */
function pieces(raw: string): readonly string[] {
  const text = raw.slice(0, longestLooked).toLowerCase()
  if (text.length !== Math.min(raw.length, longestLooked)) return [raw]
  for (const form of inline) {
    const opener = form.exec(text)?.[1]
    const at = opener ? text.indexOf(opener) : 0
    if (!opener || at < 1 || !/^[^>]*[\p{L}\p{N}]/u.test(raw.slice(0, at))) continue
    return [raw.slice(0, at), raw.slice(at, at + opener.length), raw.slice(at + opener.length)].filter(piece => piece)
  }
  return [raw]
}

export const linesOf = (text: string): readonly Line[] =>
  text === ''
    ? []
    : text
        .split(/(?<=\n)|(?<=\r(?!\n))/)
        .flatMap(pieces)
        .map(lineOf)

/** Nothing stands there, not even a quote mark. */
export const isBlank = (line: Line | undefined): boolean => line !== undefined && line.said === '' && line.depth === 0
export const isEmpty = (line: Line | undefined): boolean => line === undefined || line.said === ''

/** The next line that says something; not further than `most` lines. */
export function nextSaid(lines: readonly Line[], from: number, most = 12): number {
  let at = from
  while (at < lines.length && at < from + most && isEmpty(lines[at])) at++
  return at
}

/** Dashes of every kind that mail programs draw with. */
export const dash = '\\-‐‑‒–—―─━_=~*'
/** Nothing but a rule, or what a program leaves where it counts who opens a mail. */
export const isRule = (said: string): boolean => /^(?:[\s\-‐‑‒–—―─━_=~*#+ᐧ]{2,}|ᐧ)$/u.test(said)
export const isLongRule = (said: string): boolean => /^[-‐‑‒–—―─━_=~* ]{5,}$/u.test(said)
