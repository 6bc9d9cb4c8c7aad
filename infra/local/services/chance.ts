import type { Random } from '../kernel'

/** The same things in an order of chance. */
export function shuffled<T>(random: Random, things: readonly T[]): T[] {
  const order = [...things]
  for (let last = order.length - 1; last > 0; last--) {
    const other = random.below(last + 1)
    const thing = order[last]!
    order[last] = order[other]!
    order[other] = thing
  }
  return order
}

/** The same things with those of one key in their order, but anyhow between those of other keys. */
export function interleaved<T>(random: Random, things: readonly T[], keyOf: (thing: T) => string): T[] {
  const byKey = new Map<string, T[]>()
  for (const thing of things) byKey.set(keyOf(thing), [...(byKey.get(keyOf(thing)) ?? []), thing])
  return shuffled(random, things).map(thing => byKey.get(keyOf(thing))!.shift()!)
}

/** At least one of them, in an order of chance: what an at-least-once service brings a second time. */
export function some<T>(random: Random, things: readonly T[]): T[] {
  return shuffled(random, things).slice(0, 1 + random.below(things.length))
}

/** At least one of them, from the beginning and in their order: what was begun and must begin again. */
export function someFirst<T>(random: Random, things: readonly T[]): T[] {
  return things.slice(0, 1 + random.below(things.length))
}
