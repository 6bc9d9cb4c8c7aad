/** Where a phrase stands in a text. */
export interface Find {
  readonly phrase: string
  readonly from: number
  readonly to: number
}

/** The phrases of a list that a normalised text has, each where it stands first. */
export const find = (words: string, phrases: readonly string[]): Find[] =>
  phrases.flatMap(phrase => {
    const value = patternIn(words, phrase)?.exec(words)
    return value ? [placeOf(phrase, value)] : []
  })

/** The same with every place where each of them stands. */
export const findEvery = (words: string, phrases: readonly string[]): Find[] =>
  phrases.flatMap(phrase => {
    const pattern = patternIn(words, phrase)
    return pattern ? Array.from(words.matchAll(pattern), match => placeOf(phrase, match)) : []
  })

const placeOf = (phrase: string, { 0: found, index }: RegExpExecArray): Find => ({
  ...{ phrase, from: index, to: index + found.length },
})

interface Sought {
  /** The longest part of the phrase that stands in every text which has it: most texts have it of few phrases. */
  readonly anchor: string
  readonly pattern: RegExp
}

const all = new Map<string, Sought>()

function patternIn(words: string, phrase: string): RegExp | undefined {
  const known = all.get(phrase)
  const { anchor, pattern } = known ?? soughtBy(phrase)
  if (!known) all.set(phrase, { anchor, pattern })
  if (!words.includes(anchor)) return undefined
  pattern.lastIndex = 0
  return pattern
}

/** A phrase as a pattern: Chinese anywhere, others as whole words; `…` is a few words of the same sentence. */
function soughtBy(phrase: string): Sought {
  const anchor = phrase.split(/[…*\s]+/).reduce((longest, part) => (part.length > longest.length ? part : longest))
  const plain = phrase.replace(/[.+?^${}()|[\]\\]/g, '\\$&')
  const pattern = /\p{Script=Han}/u.test(phrase)
    ? new RegExp(plain.replaceAll('…', '[^。！？!?\\n]{0,10}?'), 'g')
    : new RegExp(
        `(?<![a-z0-9])${plain.replaceAll(' … ', '\\b[^.!?\\n]{0,40}?\\b').replaceAll('*', '[a-z]*').replaceAll(' ', '\\s+')}(?![a-z0-9])`,
        'g',
      )
  return { anchor, pattern }
}
