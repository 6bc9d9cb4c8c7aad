import { createHash } from 'node:crypto'
import jsonata from 'jsonata'
import { AwsError, type Clock, type Input, NotHonoured, type Random } from '../kernel'

/** What an expression can read: `$states`, and the workflow's variables by name. */
export interface Scope {
  readonly states: Readonly<Record<string, unknown>>
  readonly variables: Readonly<Record<string, unknown>>
}

/** A field of a state with its expressions compiled; throws StateError. */
export type Template = (scope: Scope) => Promise<unknown>

/** An error that a state reports by itself, as Retry and Catch see it; `location` is the field that could not be evaluated. */
export class StateError extends Error {
  constructor(
    readonly error: string,
    cause: string,
    readonly location?: string,
  ) {
    super(cause)
  }
}

/** Where a template stands; `also` is what `$states` holds there beside input and context. */
export interface Place {
  readonly state: string
  readonly field: string
  readonly also?: 'result' | 'errorOutput'
}

/** `<machine>.States.<state>.<field>`, as refusals name a place. */
export const pathOf = ({ state, field }: Place): string => `${state}.${field.replaceAll('/', '.')}`

/** AWS's answer to a definition that is wrong in itself. */
export const invalid = (place: Place, what: string): AwsError =>
  new AwsError('InvalidDefinition', `Invalid State Machine Definition: '${what} at ${pathOf(place)}'`)

export type Compile = (value: unknown, place: Place) => Template

/** Compiles payload templates to what AWS evaluates: `{% … %}` anywhere in the structure, time and chance from the kernel.
 *  https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html */
export function expressions(clock: Clock, random: Random): Compile {
  const functions = {
    millis: () => clock.now(),
    now: () => new Date(clock.now()).toISOString(),
    uuid: () => random.uuid(),
    random: (seed?: number) => (seed === undefined ? random.fraction() : seeded(seed)),
    parse: (text: string) => JSON.parse(text),
    hash,
    partition,
    range,
  }
  const compile: Compile = (value, place) => {
    if (typeof value === 'string') return compileText(value, place, functions)
    if (typeof value !== 'object' || value === null) return async () => value
    const parts = Object.entries(value).map(([key, part]) => {
      const inner = { ...place, field: Array.isArray(value) ? `${place.field}[${key}]` : `${place.field}/${key}` }
      if (key.endsWith('.$')) throw new NotHonoured(`${pathOf(inner)}, a JSONPath`)
      return [key, compile(part, inner)] as const
    })
    return async scope => {
      const made: Input = Array.isArray(value) ? [] : {}
      for (const [key, part] of parts) made[key] = await part(scope)
      return made
    }
  }
  return compile
}

function compileText(
  text: string,
  place: Place,
  functions: Readonly<Record<string, (...given: Input[]) => unknown>>,
): Template {
  if (/^\$\$?[.[]/.test(text)) throw new NotHonoured(`${pathOf(place)} "${text}", a JSONPath`)
  if (text.startsWith('{%') !== text.endsWith('%}')) throw invalid(place, `"${text}" is half an expression`)
  if (!text.startsWith('{%')) return async () => text
  const source = text.slice(2, -2).trim()
  const expression = parse(source, place)
  inspect(expression.ast(), place, true)
  for (const [name, run] of Object.entries(functions)) expression.registerFunction(name, run)
  const fail = (what: string) => {
    const cause = `The JSONata expression '${source}' specified for the field '${place.field}' ${what}`
    return new StateError('States.QueryEvaluationError', cause, place.field)
  }
  return async ({ states, variables }) => {
    const result = await expression.evaluate(undefined, { ...variables, states }).catch(thrown => {
      throw fail(`threw an error during evaluation. ${thrown.code ?? thrown.name}: ${thrown.message}`)
    })
    if (result === undefined) throw fail('returned nothing (undefined).')
    if (typeof result === 'function' || result?._jsonata_lambda || result?._jsonata_function)
      throw fail('returned an unsupported result type.')
    return result
  }
}

/** AWS bounds an expression to 100 levels; the time limit ends one that loops. */
function parse(source: string, place: Place): jsonata.Expression {
  try {
    return jsonata(source, { stack: 100, timeout: 5_000 })
  } catch (thrown) {
    throw invalid(place, `INVALID_JSONATA_EXPRESSION: ${(thrown as Error).message}`)
  }
}

/** How many arguments are fine: AWS has no $eval; the others would read the machine's own clock or chance. */
const mostArguments: Readonly<Record<string, number>> = { eval: -1, shuffle: -1, now: 0, toMillis: 1 }

const ofItems = ['predicate', 'stages', 'group', 'terms', 'pattern', 'update', 'delete']

/** Refuses, as AWS does at deployment, what would read nothing later. `top` holds where a name has no item to belong to. */
function inspect(node: Input, place: Place, top: boolean): void {
  if (typeof node !== 'object' || node === null) return
  if (node.type === 'path') {
    const { steps, ...rest } = node
    const [first, ...next] = steps
    if (first.type === 'variable' && first.value === 'states') checkStates(next, place)
    inspect(first, place, top)
    for (const part of [next, Object.values({ ...rest, type: '' })]) inspect(part, place, false)
    return
  }
  const named = node.type === 'name' || node.type === 'variable' ? node.value : undefined
  if ((node.type === 'variable' && named === '$') || (top && (node.type === 'name' || named === '')))
    throw unsupported(place, node.type === 'name' ? named : `$${named}`)
  const { value: called } = (node.type === 'function' && node.procedure) || {}
  if (node.arguments?.length > (mostArguments[called] ?? Infinity))
    throw new NotHonoured(`${pathOf(place)} $${called} with ${node.arguments.length} argument(s)`)
  for (const [key, part] of Object.entries(node)) inspect(part, place, top && !ofItems.includes(key))
}

const unsupported = (place: Place, what: string) =>
  invalid(place, `UNSUPPORTED_JSONATA_EXPRESSION: Reference to '${what}' is not supported.`)

const context = {
  Execution: ['Id', 'Input', 'Name', 'RoleArn', 'StartTime', 'RedriveCount'],
  State: ['Name', 'EnteredTime', 'RetryCount'],
  StateMachine: ['Id', 'Name'],
  Task: ['Token'],
}

function checkStates(steps: readonly Input[], place: Place): void {
  const [root, group, field] = steps.map(step => step.value)
  const inContext =
    group === undefined || (group in context && (field === undefined || context[group as 'Task'].includes(field)))
  if (root === 'input' || root === place.also || (root === 'context' && inContext)) return
  throw unsupported(place, `$states.${steps.map(step => step.value).join('.')}`)
}

const seeded = (seed: number) => createHash('sha256').update(`${seed}`).digest().readUIntBE(0, 6) / 2 ** 48

const algorithms = { MD5: 'md5', 'SHA-1': 'sha1', 'SHA-256': 'sha256', 'SHA-384': 'sha384', 'SHA-512': 'sha512' }

function hash(content: string, algorithm?: keyof typeof algorithms): string | undefined {
  if (algorithm === undefined) return undefined
  return createHash(algorithms[algorithm]).update(content).digest('hex')
}

/** As AWS: sizes round towards zero; nothing to cut, or no size, is undefined. */
function partition(items: readonly unknown[], size: number): unknown[][] | undefined {
  const step = Math.trunc(size)
  if (!(step > 0) || items.length === 0) return undefined
  const starts = Array.from({ length: Math.ceil(items.length / step) }, (_, index) => index * step)
  return starts.map(start => items.slice(start, start + step))
}

/** As AWS: the end belongs to it, a range of one is the number itself, one that leads nowhere is undefined. */
function range(...given: [number, number, number]): number[] | number | undefined {
  const [from, to, by] = given.map(Math.trunc) as typeof given
  const length = Math.floor((to - from) / by) + 1
  if (!(length > 0 && length < Infinity)) return undefined
  return length === 1 ? from : Array.from({ length }, (_, index) => from + index * by)
}
