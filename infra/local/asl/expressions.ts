import jsonata from 'jsonata'
import { type Input, NotHonoured } from '../kernel'

/** A value of a definition with its expressions compiled: what `$states` holds and what time it is give the value itself.
 *  Throws StateError. */
export type Template = (states: Readonly<Record<string, unknown>>, now: number) => Promise<unknown>

/** An error of a state, as Retry and Catch see it. */
export class StateError extends Error {
  constructor(
    readonly error: string,
    cause?: string,
  ) {
    super(cause)
  }
}

/** Where a value stands: `<machine>.States.<state>`, and its field there. */
export interface Place {
  readonly state: string
  readonly field: string
}

/** The functions of JSONata that are honoured, and how many arguments each takes. */
export const functions: Readonly<Record<string, number>> = { ceil: 1, max: 1, millis: 0, toMillis: 1 }

/** Compiles what AWS evaluates: `{% … %}` anywhere in the structure. `readable` are the paths that `$states` has there, with
 *  all below them. https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html */
export function compile(value: unknown, place: Place, readable: readonly string[]): Template {
  if (typeof value === 'string') return compileText(value, place, readable)
  if (typeof value !== 'object' || value === null) return async () => value
  const parts = Object.entries(value).map(([key, part]) => {
    const field = Array.isArray(value) ? `${place.field}[${key}]` : `${place.field}.${key}`
    if (key.endsWith('.$')) throw new NotHonoured(`${place.state}.${field}, a JSONPath`)
    return [key, compile(part, { ...place, field }, readable)] as const
  })
  return async (states, now) => {
    const made: Input = Array.isArray(value) ? [] : {}
    for (const [key, part] of parts) made[key] = await part(states, now)
    return made
  }
}

function compileText(text: string, { state, field }: Place, readable: readonly string[]): Template {
  const refuse = (what: string) => new NotHonoured(`${state}.${field}: ${what}`)
  if (/^\$\$?[.[]/.test(text)) throw refuse(`"${text}", a JSONPath`)
  if (text.startsWith('{%') !== text.endsWith('%}')) throw refuse(`"${text}", half an expression`)
  if (!text.startsWith('{%')) return async () => text
  const source = text.slice(2, -2).trim()
  const expression = parse(source, refuse)
  const unknown = beyond(expression.ast(), readable)
  if (unknown) throw refuse(unknown)
  const fail = (what: string) =>
    new StateError(
      'States.QueryEvaluationError',
      `The JSONata expression '${source}' specified for the field '${field.replaceAll('.', '/')}' ${what}`,
    )
  return async (states, now) => {
    const result = await expression.evaluate(undefined, { states, millis: () => now }).catch(thrown => {
      throw fail(`threw an error during evaluation. ${thrown.code}: ${thrown.message}`)
    })
    if (result === undefined) throw fail('returned nothing (undefined).')
    return result
  }
}

function parse(source: string, refuse: (what: string) => NotHonoured): jsonata.Expression {
  try {
    return jsonata(source)
  } catch (thrown) {
    throw refuse(`no JSONata expression: ${(thrown as Error).message}`)
  }
}

/** Names the first part beyond arithmetic over numbers, lists, the functions above and plain paths of `$states`; so nothing
 *  reads this machine's own clock or chance, or what AWS would not read. */
function beyond(node: Input, readable: readonly string[]): string | undefined {
  const first = (nodes: readonly Input[]) => nodes.map(each => beyond(each, readable)).find(Boolean)
  const { type, value, steps: [root, ...steps] = [node] }: Input = node
  const odd = [node, root, ...steps].flatMap(Object.keys).find(key => !plainKeys.includes(key))
  if (odd) return `${odd} of a ${type}`
  if (type === 'number') return undefined
  if (type === 'binary' && '+-*/'.includes(value)) return first([node.lhs, node.rhs])
  if (type === 'block' || (type === 'unary' && value === '[')) return first(node.expressions)
  if (type === 'function' && functions[node.procedure.value] === node.arguments.length) return first(node.arguments)
  if (type === 'function') return `$${node.procedure.value} with ${node.arguments.length} argument(s)`
  const path = steps.map((step: Input) => step.value).join('.')
  const named = `${root.type === 'variable' ? '$' : ''}${root.value}${path && `.${path}`}`
  const known = named.startsWith('$states.') && readable.some(from => `${path}.`.startsWith(`${from}.`))
  return known ? undefined : named
}

const plainKeys = ['type', 'value', 'position', 'steps', 'lhs', 'rhs', 'expressions', 'procedure', 'arguments', 'name']
