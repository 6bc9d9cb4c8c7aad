import { type Input, NotHonoured } from '../kernel'

type Test = (value: unknown) => boolean

/** The filter language of EventBridge, which event source mappings speak: an object of lists, each list alternatives.
 *  Throws NotHonoured for an operator outside this subset.
 *  https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html */
export function eventPattern(pattern: Input, path = ''): Test {
  if (typeof pattern !== 'object' || pattern === null) throw new NotHonoured(`the filter ${path || pattern}`)
  const tests = Object.entries(pattern).map(([key, wanted]): Test => {
    const here = path ? `${path}.${key}` : key
    if (key.startsWith('$')) throw new NotHonoured(`the filter operator ${here}`)
    const test = Array.isArray(wanted) ? anyOf(wanted, here) : eventPattern(wanted, here)
    return event => test((event as Input)?.[key])
  })
  return event => tests.every(test => test(event))
}

/** A value that is itself a list matches when one of its elements does. */
function anyOf(alternatives: readonly Input[], path: string): Test {
  const tests = alternatives.map(wanted => leaf(wanted, path))
  return value => tests.some(test => (Array.isArray(value) ? value.some(test) : test(value)))
}

function leaf(wanted: Input, path: string): Test {
  if (typeof wanted !== 'object' || wanted === null) return value => value === wanted
  const [[operator, argument] = ['', undefined], more] = Object.entries<Input>(wanted)
  const make = OPERATORS[operator]
  const test = more ? undefined : make?.(argument)
  if (!test) throw new NotHonoured(`the filter operator ${path}.${operator} ${JSON.stringify(argument)}`)
  return test
}

/** Each answers undefined for an argument that it does not take. */
const OPERATORS: Readonly<Record<string, (argument: Input) => Test | undefined>> = {
  prefix: argument =>
    typeof argument === 'string' ? value => typeof value === 'string' && value.startsWith(argument) : undefined,
  exists: argument =>
    typeof argument === 'boolean'
      ? value => (value !== undefined && (typeof value !== 'object' || value === null)) === argument
      : undefined,
}
