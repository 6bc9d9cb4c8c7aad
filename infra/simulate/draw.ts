import { seededRandom } from '../local/random'

/** What one person's life is drawn from: a stream of its own, so that nobody else's fate moves theirs. */
export interface Draw {
  between(least: number, most: number): number
  /** Mostly shorter than the mean, sometimes much longer, never beyond five times of it. */
  about(mean: number): number
  chance(share: number): boolean
  oneOf<T>(items: readonly T[]): T
  weighted<T extends string>(weights: Readonly<Partial<Record<T, number>>>): T
}

export function drawFor(...whose: readonly (string | number)[]): Draw {
  const { fraction, below } = seededRandom(whose.join(' '))
  return {
    between: (least, most) => least + (most - least) * fraction(),
    about: mean => Math.min(-mean * Math.log(1 - fraction()), 5 * mean),
    chance: share => fraction() < share,
    oneOf: items => items[below(items.length)]!,
    weighted<T extends string>(weights: Readonly<Partial<Record<T, number>>>) {
      const entries = Object.entries(weights) as [T, number][]
      let left = fraction() * entries.reduce((sum, [, weight]) => sum + weight, 0)
      for (const [item, weight] of entries) {
        left -= weight
        if (left < 0) return item
      }
      return entries.at(-1)![0]
    },
  }
}
