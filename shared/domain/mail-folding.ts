import { normalised } from './language'
import { find } from './phrases'

/** Letters whose mark is no accent. */
const plain: Readonly<Record<string, string>> = { ı: 'i', ł: 'l', đ: 'd', ø: 'o' }

/** One writing for what machines and people write in mails: as `normalised`, and accents make no difference. */
export const folded = (text: string): string =>
  normalised(text)
    .normalize('NFD')
    .replace(/(?<=[a-zα-ω])\p{M}+/gu, '')
    .normalize('NFC')
    .replace(/[ıłđø]/g, letter => plain[letter] ?? letter)
    .replace(/[ \t\u00a0\u3000]+/g, ' ')

/** The phrases of rows in that writing: all at once, for folding each costs more than all of them. */
export const phrasesOf = (rows: readonly { readonly words: readonly string[] }[]): readonly string[] =>
  folded(
    rows
      .flatMap(({ words }) => words)
      .join('\n')
      .replaceAll('…', GAP),
  )
    .replaceAll(GAP, '…')
    .split('\n')
    .filter(Boolean)

const GAP = '\u0001'

export const has = (text: string, phrases: readonly string[]): boolean =>
  phrases.some(phrase => find(text, [phrase]).length > 0)

/** The value of the first header of that name; empty where it has none. */
export const headerOf = (headers: readonly { readonly name: string; readonly value: string }[], name: string): string =>
  headers.find(header => header.name === name)?.value ?? ''

/** The lines of a header block, or of a report's group: `Name: value`, folded lines joined; in lower case by name. */
export function fieldsOf(text: string): { readonly name: string; readonly value: string }[] {
  const fields: { name: string; value: string }[] = []
  for (const line of text.split(/\r?\n/)) {
    const [, name, value = ''] = /^([!-9;-~]+)[ \t]*:[ \t]*(.*)$/.exec(line) ?? []
    const last = fields.at(-1)
    if (name) fields.push({ name: name.toLowerCase(), value: value.trim() })
    else if (last && /^[ \t]+\S/.test(line)) last.value = `${last.value} ${line.trim()}`
  }
  return fields
}
