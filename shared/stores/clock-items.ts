import type { Clock } from '../domain/case'

type Clocks = Readonly<Record<string, Clock>>
/** Of each clock its fields; under `p` the policy version that all have which name none. */
export type Kept = Readonly<Record<string, Readonly<Record<string, unknown>> | string>>

/** A write costs by the kilobyte and a case keeps all its clocks: their names are one letter, their instants milliseconds, the
 *  version of their policy is said once. */
const letters: Readonly<Record<string, string>> = {
  startedAt: 's',
  warnAt: 'w',
  dueAt: 'd',
  absoluteAt: 'a',
  warnedAt: 'v',
  breachedAt: 'b',
  overrunAt: 'o',
  stoppedAt: 'x',
  pausedAt: 'h',
  rungs: 'r',
  round: 'n',
  supersededBy: 'y',
  earlierBreachAt: 'e',
  policyVersion: 'p',
}
const names = Object.fromEntries(Object.entries(letters).map(([name, letter]) => [letter, name]))

const each = (fields: object, change: (name: string, value: unknown) => readonly [string, unknown]) =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => change(name, value)))

export const keptClocks = (clocks: Clocks): Kept => {
  const version = Object.values(clocks)[0]?.policyVersion
  const kept = each(clocks, (id, clock) => {
    const { id: _, policyVersion, ...fields } = clock as Clock
    const own = policyVersion === version ? fields : { ...fields, policyVersion }
    return [
      id,
      each(own, (name, value) => [letters[name] ?? name, isInstant(name) ? Date.parse(String(value)) : value]),
    ]
  })
  return { ...kept, ...(version !== undefined && { p: version }) } as Kept
}

export const clocksIn = ({ p, ...kept }: Kept): Clocks =>
  each(kept, (id, fields) => [
    id,
    { id, ...(p !== undefined && { policyVersion: p }), ...each(fields as object, read) },
  ]) as Clocks

function read(letter: string, value: unknown): readonly [string, unknown] {
  const name = names[letter] ?? letter
  return [name, isInstant(name) && typeof value === 'number' ? new Date(value).toISOString() : value]
}

const isInstant = (name: string) => name.endsWith('At')
