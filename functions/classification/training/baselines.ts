import { classify } from '../../../shared/domain/classify'
import { signalsOf } from '../model'
import type { Example } from './corpus'
import { topics } from './trainer'

/** A voice as a measurement sees it: the likelihoods of the topics. */
export type Judge = (text: string) => readonly (readonly [topic: string, likely: number])[]

const only = (topic: string): ReturnType<Judge> => topics.map(one => [one, one === topic ? 1 : 0])

/** Always the commonest topic of the corpus. */
export function majority(examples: readonly Example[]): Judge {
  const count = (topic: string) => examples.filter(example => example.topic === topic).length
  const commonest = topics.reduce((best, topic) => (count(topic) > count(best) ? topic : best))
  return () => only(commonest)
}

/** The phrase rules alone. */
export const keywordRules: Judge = text => only(classify(text).topic)

/** Multinomial naive Bayes over the words that the model sees, one added to each count. */
export function naiveBayes(examples: readonly Example[]): Judge {
  const counts = new Map<string, Float64Array>()
  const totals = new Float64Array(topics.length)
  const messages = new Float64Array(topics.length)
  for (const { text, topic } of examples) {
    const k = topics.indexOf(topic)
    messages[k]! += 1
    for (const [key] of signalsOf(text).signals) {
      const of = counts.get(key) ?? new Float64Array(topics.length)
      of[k]! += 1
      totals[k]! += 1
      counts.set(key, of)
    }
  }
  return text => {
    const known = signalsOf(text).signals.flatMap(([key]) => counts.get(key) ?? [])
    const scores = topics.map((_, k) =>
      known.reduce(
        (sum, of) => sum + Math.log((of[k]! + 1) / (totals[k]! + counts.size)),
        Math.log((messages[k]! + 1) / (examples.length + topics.length)),
      ),
    )
    const highest = Math.max(...scores)
    const powers = scores.map(score => Math.exp(score - highest))
    const total = powers.reduce((a, b) => a + b, 0)
    return topics.map((topic, k) => [topic, powers[k]! / total] as const)
  }
}
