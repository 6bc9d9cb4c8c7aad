import type { Topic } from '../../../shared/domain/ticket'
import type { Script } from '../features'
import { type Model, opened, opinionOf, type PackedModel, type PackedScript, signalsOf, squeezed } from '../model'
import type { Example } from './corpus'
import { type Row, regression } from './learn'

export const topics: readonly Topic[] = [
  'product',
  'order',
  'payment',
  'logistics',
  'after_sales',
  'invoice',
  'account',
  'complaint',
  'technical',
  'feedback',
  'other',
]

/** Found by leaving scenes and folds of the corpus out; the blind messages had no say. */
const RIDGE = 1.5e-4
const SEEN_AT_LEAST = 2
const SHARE_OF_SECOND = 0.25

/** Learns a model: the same examples in the same order give the same bytes. Calibration is set afterwards. */
export function learnt(examples: readonly Example[], version: string): PackedModel {
  const read = examples.map(example => ({ example, ...signalsOf(example.text) }))
  const scripts = (['zh', 'en'] as const).map(
    script => [script, learntScript(read.filter(one => one.script === script))] as const,
  )
  return { version, topics, scripts: Object.fromEntries(scripts) as Record<Script, PackedScript> }
}

type Read = { readonly example: Example } & ReturnType<typeof signalsOf>

function learntScript(read: readonly Read[]): PackedScript {
  const seen = new Map<string, number>()
  for (const { signals } of read) for (const [key] of signals) seen.set(key, (seen.get(key) ?? 0) + 1)
  const vocabulary = [...seen].filter(([, times]) => times >= SEEN_AT_LEAST).map(([key]) => key)
  const rowOf = new Map(vocabulary.map((key, row) => [key, row]))
  const rows = read.map(({ example, signals }): Row => {
    const known = signals.filter(([key]) => rowOf.has(key))
    const target = new Float64Array(topics.length)
    target[topics.indexOf(example.topic)] = example.second ? 1 - SHARE_OF_SECOND : 1
    if (example.second) target[topics.indexOf(example.second)] = SHARE_OF_SECOND
    return {
      at: Int32Array.from(known, ([key]) => rowOf.get(key)!),
      value: Float64Array.from(known, ([, strength]) => strength),
      target,
      weight: example.weight ?? 1,
    }
  })
  const { weights, bias } = regression(rows, vocabulary.length, topics.length, RIDGE)
  const scale = Math.fround(weights.reduce((most, one) => Math.max(most, Math.abs(one)), 1e-9) / 127)
  return {
    vocabulary: squeezed(Buffer.from(vocabulary.join('\n'))),
    weights: squeezed(new Uint8Array(Int8Array.from(weights, one => Math.round(one / scale)).buffer)),
    scale,
    bias: Array.from(bias, one => Math.round(one * 1e4) / 1e4),
    temperature: 1,
    triage: 0,
  }
}

/** An example with what a model that never saw it thinks of it. */
export interface Judged {
  readonly example: Example
  readonly script: Script
  readonly likely: readonly number[]
}

/** What `model` thinks of the examples. */
export const judged = (model: Model, examples: readonly Example[]): readonly Judged[] =>
  examples.map(example => ({ example, ...opinionOf(model, example.text) }))

/** Every example judged by a model that saw nothing of its fold. */
export function crossJudged(
  examples: readonly Example[],
  always: readonly Example[],
  foldOf: (example: Example, at: number) => number,
  folds: number,
): readonly Judged[] {
  return Array.from({ length: folds }, (_, fold) => fold).flatMap(fold => {
    const rest = examples.filter((example, at) => foldOf(example, at) !== fold)
    const left = examples.filter((example, at) => foldOf(example, at) === fold)
    return left.length === 0 ? [] : judged(opened(learnt([...rest, ...always], 'fold')), left)
  })
}

/** The temperature at which the likelihoods of unseen messages are truest, by their logarithm; where a message is open either topic
 *  is right. In steps, so exactly repeatable. */
export function temperatureOf(unseen: readonly Judged[]): number {
  const loss = (temperature: number) =>
    unseen.reduce((sum, { example, likely }) => {
      const powers = likely.map(one => Math.max(one, 1e-12) ** (1 / temperature))
      const total = powers.reduce((a, b) => a + b, 0)
      const { topic, second } = example
      const right = topics.reduce((so, one, k) => (one === topic || one === second ? so + powers[k]! : so), 0)
      return sum - Math.log(right / total)
    }, 0)
  const steps = Array.from({ length: 61 }, (_, at) => Math.round((0.4 + at * 0.04) * 100) / 100)
  return steps.reduce((best, step) => (loss(step) < loss(best) ? step : best), 1)
}

export const cooled = (likely: readonly number[], temperature: number): readonly number[] => {
  const powers = likely.map(one => Math.max(one, 1e-12) ** (1 / temperature))
  const total = powers.reduce((a, b) => a + b, 0)
  return powers.map(power => power / total)
}
