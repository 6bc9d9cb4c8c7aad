import { normalised } from '../../shared/domain/language'
import type { Topic } from '../../shared/domain/ticket'
import { type Model, opinionOf, pullsOf, ranked } from './model'

/** A phrase of the message and what it did to the topic. */
export interface Spoken {
  readonly phrase: string
  /** By how much the logarithm of the odds rises for having read it; below nothing it spoke against. */
  readonly effect: number
  /** What the message would be without it, when that is something else. */
  readonly otherwise?: Topic
}

/** Phrases are measured by taking them out, which means to read the message again: so many, and fewer of a long one. */
const MEASURED = { short: 14, long: 4 }
const LONG = 200
const KEPT = { for: 3, against: 2 }

/** Why the model says so: each phrase is taken out of the message, and the model asked again. */
export function spoken(model: Model, text: string, topic: Topic): readonly Spoken[] {
  const words = normalised(text)
  if (words.length > 3000) return []
  const at = model.topics.indexOf(topic)
  const sure = odds(opinionOf(model, words).likely[at])
  const measured = candidates(model, words, topic, words.length > LONG ? MEASURED.long : MEASURED.short)
    .map(phrase => {
      const without = opinionOf(model, words.replaceAll(phrase, ' '))
      const best = ranked(model, without)[0]
      const effect = Math.round((sure - odds(without.likely[at])) * 100) / 100
      return { phrase, effect, ...(best && best.topic !== topic && { otherwise: best.topic }) }
    })
    .sort((a, b) => b.effect - a.effect || a.phrase.length - b.phrase.length)
  return [
    ...chosen(
      measured.filter(({ effect }) => effect > 0),
      KEPT.for,
    ),
    ...chosen(measured.filter(({ effect }) => effect < 0).reverse(), KEPT.against),
  ]
}

const odds = (likely = 0) => Math.log((likely + 1e-9) / (1 - likely + 1e-9))

/** Of phrases that overlap the strongest speaks for all. */
const chosen = (measured: readonly Spoken[], most: number): readonly Spoken[] =>
  measured
    .filter(
      (one, at) =>
        !measured.slice(0, at).some(({ phrase }) => phrase.includes(one.phrase) || one.phrase.includes(phrase)),
    )
    .slice(0, most)

/** The phrases with the greatest pull, for and against. */
function candidates(model: Model, words: string, topic: Topic, most: number): readonly string[] {
  const total = new Map<string, number>()
  for (const { phrase, pull } of pullsOf(model, words, topic))
    if (phrase.length > 1 && words.includes(phrase)) total.set(phrase, (total.get(phrase) ?? 0) + pull)
  const sorted = [...total].sort((a, b) => b[1] - a[1]).map(([phrase]) => phrase)
  const against = Math.floor(most / 3)
  return [...new Set([...sorted.slice(0, most - against), ...sorted.slice(-against)])]
}
