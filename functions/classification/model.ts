import { brotliCompressSync, brotliDecompressSync } from 'node:zlib'
import { topicScores } from '../../shared/domain/classify'
import type { Topic } from '../../shared/domain/ticket'
import { read, type Script } from './features'

/** The model as it is kept: text, so that it travels in the bundle. Words and weights are `squeezed`; a row of signed bytes a word. */
export interface PackedModel {
  readonly version: string
  readonly topics: readonly Topic[]
  readonly scripts: Readonly<Record<Script, PackedScript>>
}

export interface PackedScript {
  readonly vocabulary: string
  readonly weights: string
  readonly scale: number
  readonly bias: readonly number[]
  /** The scores are divided by it before they become likelihoods, so that these say how often the model is right. */
  readonly temperature: number
  /** Below this confidence a person decides (triage). */
  readonly triage: number
}

export interface Model {
  readonly version: string
  readonly topics: readonly Topic[]
  readonly scripts: Readonly<Record<Script, OpenScript>>
}

interface OpenScript extends Omit<PackedScript, 'vocabulary' | 'weights'> {
  readonly rowOf: ReadonlyMap<string, number>
  readonly weights: Int8Array
}

/** What the model thinks of a message: the likelihood of each topic, in the model's order. */
export interface Opinion {
  readonly script: Script
  readonly likely: readonly number[]
}

/** A third of its size; what is written from the same bytes is the same. */
export const squeezed = (bytes: Uint8Array): string => brotliCompressSync(bytes).toString('base64')
const stretched = (kept: string): Buffer => brotliDecompressSync(Buffer.from(kept, 'base64'))

export function opened({ version, topics, scripts }: PackedModel): Model {
  const open = ({ vocabulary, weights, ...rest }: PackedScript): OpenScript => ({
    ...rest,
    rowOf: new Map(
      stretched(vocabulary)
        .toString()
        .split('\n')
        .map((key, row) => [key, row]),
    ),
    weights: new Int8Array(stretched(weights)),
  })
  return { version, topics, scripts: { zh: open(scripts.zh), en: open(scripts.en) } }
}

/** How strongly a message carries each feature: words by their number, the phrase rules by their weight. */
export function signalsOf(text: string): {
  readonly script: Script
  readonly signals: readonly (readonly [string, number])[]
} {
  const { script, features } = read(text)
  const strength = 1 / Math.max(1, features.length) ** DAMPING
  const rules = topicScores(text).map(({ topic, score }) => [`R${topic}`, score / 4] as const)
  return { script, signals: [...features.map(({ key }) => [key, strength] as const), ...rules] }
}

/** A message of a hundred words is not ten times as sure as one of ten. */
const DAMPING = 0.15

export function opinionOf(model: Model, text: string): Opinion {
  const { script, signals } = signalsOf(text)
  const { rowOf, weights, scale, bias, temperature } = model.scripts[script]
  const classes = model.topics.length
  const scores = Float64Array.from(bias)
  for (const [key, strength] of signals) {
    const row = rowOf.get(key)
    if (row === undefined) continue
    for (let k = 0; k < classes; k += 1) scores[k]! += weights[row * classes + k]! * scale * strength
  }
  const highest = Math.max(...scores)
  const powers = Array.from(scores, score => Math.exp((score - highest) / temperature))
  const total = powers.reduce((sum, power) => sum + power, 0)
  return { script, likely: powers.map(power => power / total) }
}

/** The topics from the likeliest on. */
export const ranked = (
  { topics }: Model,
  { likely }: Opinion,
): readonly { readonly topic: Topic; readonly likely: number }[] =>
  topics.map((topic, k) => ({ topic, likely: likely[k] ?? 0 })).sort((a, b) => b.likely - a.likely)

/** What each phrase adds to a topic against the others, by the weights alone: cheap, and enough to know what to measure. */
export function pullsOf(
  model: Model,
  text: string,
  topic: Topic,
): readonly { readonly phrase: string; readonly pull: number }[] {
  const { script, features } = read(text)
  const { rowOf, weights } = model.scripts[script]
  const classes = model.topics.length
  const at = model.topics.indexOf(topic)
  return features.flatMap(({ key, phrase }) => {
    const row = rowOf.get(key)
    if (row === undefined) return []
    const own = weights.subarray(row * classes, (row + 1) * classes)
    const mean = own.reduce((sum, one) => sum + one, 0) / classes
    return [{ phrase, pull: own[at]! - mean }]
  })
}
