import { normalised } from '../../shared/domain/language'
import { concepts } from './concepts'

/** What the model sees of a message: its key in the vocabulary, and the words that it stands for. */
export interface Feature {
  readonly key: string
  readonly phrase: string
}

/** A message as the model reads it: in which of the two writings, and its features, each once. */
export interface Reading {
  readonly script: Script
  readonly features: readonly Feature[]
}

export type Script = 'zh' | 'en'

/** A message may be as long as a mail; what it is about stands at its beginning or its end. */
const READ = 1500

const codeOf = new Map(concepts.map(({ name }, at) => [name, String.fromCodePoint(0xe100 + at)]))
const nameOf = new Map([...codeOf].map(([name, code]) => [code, name]))

const trie = (words: string) => words.split(' ').map(word => word.replaceAll('_', ' '))
const zhConcept = new Map(concepts.flatMap(({ name, zh }) => trie(zh).map(word => [word, codeOf.get(name)!] as const)))
const zhLongest = Math.max(...Array.from(zhConcept.keys(), word => word.length))
const enConcept = new Map(concepts.flatMap(({ name, en }) => trie(en).map(word => [word, codeOf.get(name)!] as const)))

/** Reads a message as the model does: order numbers, links and amounts are masked, concepts stand beside their words. */
export function read(text: string): Reading {
  const cut = text.length > 2 * READ ? `${text.slice(0, READ)}\n${text.slice(-READ)}` : text
  const plain = masked(normalised(cut))
  const han = plain.match(/\p{Script=Han}/gu)?.length ?? 0
  const latin = plain.match(/[a-z']+/g)?.length ?? 0
  const script: Script = han > 0 && han >= latin ? 'zh' : latin > 0 ? 'en' : han > 0 ? 'zh' : 'en'
  const found = new Map<string, string>()
  const add = (key: string, phrase: string) => {
    if (!found.has(key)) found.set(key, phrase)
  }
  if (script === 'zh') chinese(plain, add)
  else english(plain, add)
  return { script, features: Array.from(found, ([key, phrase]) => ({ key, phrase })) }
}

type Add = (key: string, phrase: string) => void

const masked = (text: string) =>
  text
    .replace(/https?:\/\/\S+|www\.\S+/g, ' \ue000 ')
    .replace(/\S+@\S+\.[a-z]{2,}/g, ' \ue001 ')
    .replace(/\[[^\]]*(?:订单|order)[^\]]*\]|#e-s(?:\[[^\]]*\])?/g, ' \ue002 ')
    .replace(/\b[a-z]{0,3}\d[\d-]{7,}\b/g, ' \ue002 ')
    .replace(/\d+(?:[.,]\d+)*/g, '0')
    .replace(/(.)\1{3,}/gsu, '$1$1$1')

function chinese(plain: string, add: Add): void {
  const line = plain
    .replace(/\s+/g, ' ')
    .replace(/(?<=[^a-z0-9]) | (?=[^a-z0-9])/g, '')
    .trim()
  grams(Array.from(`^${line}$`), 4, 'c', add, () => true)
  grams(Array.from(`^${withConcepts(line)}$`), 4, 'k', add, gram => gram.some(one => nameOf.has(one)))
  size(Array.from(line).length, [2, 4, 7, 12, 20, 40], add)
}

function withConcepts(line: string): string {
  let out = ''
  for (let at = 0; at < line.length; ) {
    let length = Math.min(zhLongest, line.length - at)
    while (length > 0 && !zhConcept.has(line.slice(at, at + length))) length -= 1
    out += length > 0 ? zhConcept.get(line.slice(at, at + length)) : line[at]
    at += Math.max(1, length)
  }
  return out
}

function grams(
  letters: readonly string[],
  longest: number,
  kind: string,
  add: Add,
  wanted: (gram: readonly string[]) => boolean,
) {
  for (let from = 0; from < letters.length; from += 1)
    for (let length = 1; length <= longest && from + length <= letters.length; length += 1) {
      const gram = letters.slice(from, from + length)
      if (length === 1 && (gram[0] === '^' || gram[0] === '$')) continue
      if (wanted(gram)) add(`${kind}${gram.join('')}`, said(gram.join('')))
    }
}

const said = (gram: string) =>
  Array.from(gram, one => (nameOf.has(one) ? `<${nameOf.get(one)}>` : one))
    .join('')
    .replace(/^\^/, '')
    .replace(/\$$/, '')

const size = (length: number, bounds: readonly number[], add: Add) => {
  const bound = bounds.find(one => length <= one) ?? 'more'
  add(`n${bound}`, `(length ≤ ${bound})`)
}

function english(plain: string, add: Add): void {
  const tokens =
    plain
      .replace(/[@#](\w+)/g, ' \ue003 ')
      .match(/[a-z]+(?:'[a-z]+)?|0|[?!]+|[\ue000-\ue0ff]|[^\sa-z0-9?!.,;:'"()/-]/gu) ?? []
  const words = tokens.map(token => token.replace(/'(?!t$)[a-z]+$/, '').replace(/([?!])[?!]+/, '$1$1'))
  const line = ['^', ...words, '$']
  const run = (of: readonly string[], kind: string, wanted: (gram: readonly string[]) => boolean) => {
    for (let from = 0; from < of.length; from += 1)
      for (let length = 1; length <= 3 && from + length <= of.length; length += 1) {
        const gram = of.slice(from, from + length)
        if (length === 1 && (gram[0] === '^' || gram[0] === '$')) continue
        if (wanted(gram))
          add(
            `${kind}${gram.join(' ')}`,
            gram
              .map(one => (nameOf.has(one) ? `<${nameOf.get(one)}>` : one))
              .filter(one => one !== '^' && one !== '$')
              .join(' '),
          )
      }
  }
  run(line, 'w', () => true)
  run(englishConcepts(line), 'k', gram => gram.some(one => nameOf.has(one)))
  for (const word of words) {
    if (word.length < 3) continue
    const letters = `<${word}>`
    for (let length = 3; length <= 5; length += 1)
      for (let from = 0; from + length <= letters.length; from += 1) add(`l${letters.slice(from, from + length)}`, word)
  }
  size(words.length, [1, 2, 4, 7, 12, 25], add)
}

function englishConcepts(words: readonly string[]): string[] {
  const out: string[] = []
  for (let at = 0; at < words.length; ) {
    const two = enConcept.get(`${words[at]} ${words[at + 1] ?? ''}`)
    const one = two ?? enConcept.get(words[at] ?? '')
    out.push(one ?? words[at] ?? '')
    at += two ? 2 : 1
  }
  return out
}
