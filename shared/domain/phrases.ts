/** Where a phrase stands in a text. */
export interface Find {
  readonly phrase: string
  readonly from: number
  readonly to: number
}

/** The phrases of a list that a normalised text has, each where it stands first. */
export const find = (words: string, phrases: readonly string[]): Find[] =>
  phrases.flatMap(phrase => {
    const { value } = words.matchAll(patternOf(phrase)).next()
    return value ? [placeOf(phrase, value)] : []
  })

/** The same with every place where each of them stands. */
export const findEvery = (words: string, phrases: readonly string[]): Find[] =>
  phrases.flatMap(phrase => Array.from(words.matchAll(patternOf(phrase)), match => placeOf(phrase, match)))

const placeOf = (phrase: string, { 0: found, index }: RegExpExecArray): Find => ({
  ...{ phrase, from: index, to: index + found.length },
})

const patterns = new Map<string, RegExp>()

/** A phrase as a pattern: Chinese anywhere, others as whole words; `…` is a few words of the same sentence. */
function patternOf(phrase: string): RegExp {
  const known = patterns.get(phrase)
  if (known) return known
  const chinese = /\p{Script=Han}/u.test(phrase)
  const plain = phrase.replace(/[.+?^${}()|[\]\\]/g, '\\$&')
  const pattern = chinese
    ? new RegExp(plain.replaceAll('…', '[^。！？!?\\n]{0,10}?'), 'g')
    : new RegExp(
        `(?<![a-z0-9])${plain.replaceAll(' … ', '\\b[^.!?\\n]{0,40}?\\b').replaceAll('*', '[a-z]*').replaceAll(' ', '\\s+')}(?![a-z0-9])`,
        'g',
      )
  patterns.set(phrase, pattern)
  return pattern
}
