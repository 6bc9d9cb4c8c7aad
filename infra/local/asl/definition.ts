import { type Input, NotHonoured } from '../kernel'
import { type Compile, invalid, type Place, pathOf, type Template } from './expressions'

/** A state machine of the Amazon States Language as far as it is honoured here, with every expression compiled. */
export interface Machine {
  readonly startAt: string
  readonly timeoutSeconds: number
  readonly states: Readonly<Record<string, State>>
}

/** What leaving a state does; without a template the default of its type holds, without `next` the execution ends. */
export interface Leaving {
  readonly output: Template | undefined
  readonly assign: Template | undefined
  readonly next: string | undefined
}

export interface State extends Leaving {
  readonly type: keyof typeof fields
  /** The fields of its type that may hold expressions, as the definition names them. */
  readonly fields: Readonly<Record<string, Template>>
  /** Task: whether it waits for its token. */
  readonly callback: boolean
  readonly retry: readonly Retrier[]
  readonly catch: readonly (Leaving & { readonly errorEquals: readonly string[] })[]
  readonly choices: readonly (Leaving & { readonly condition: Template })[]
}

export interface Retrier {
  readonly ErrorEquals: readonly string[]
  readonly IntervalSeconds: number
  readonly MaxAttempts: number
  readonly BackoffRate: number
  readonly MaxDelaySeconds: number
  readonly JitterStrategy: 'FULL' | 'NONE'
}

const retryDefaults = {
  IntervalSeconds: 1,
  MaxAttempts: 3,
  BackoffRate: 2,
  MaxDelaySeconds: Infinity,
  JitterStrategy: 'NONE',
}

const leaving = ['Output', 'Assign', 'Next', 'End']
const evaluated = ['Arguments', 'TimeoutSeconds', 'HeartbeatSeconds', 'Seconds', 'Timestamp', 'Error', 'Cause']

/** What each type of state may have; JSONPath fields, Parallel, Map and all else are refused by name. */
const fields = {
  Task: ['Resource', 'Arguments', 'TimeoutSeconds', 'HeartbeatSeconds', 'Retry', 'Catch', ...leaving],
  Choice: ['Choices', 'Default', 'Output', 'Assign'],
  Wait: ['Seconds', 'Timestamp', ...leaving],
  Pass: leaving,
  Succeed: ['Output'],
  Fail: ['Error', 'Cause'],
} as const satisfies Record<string, readonly string[]>

/** Reads a definition and refuses, by `<name>.States.<state>.<field>`, whatever is not honoured. */
export function readDefinition(name: string, text: string, compile: Compile): Machine {
  const given: Input = JSON.parse(text)
  only(given, ['Comment', 'QueryLanguage', 'StartAt', 'States', 'TimeoutSeconds', 'Version'], name)
  if (given.QueryLanguage !== 'JSONata') throw new NotHonoured(`${name}.QueryLanguage other than JSONata`)
  const states: Record<string, State> = {}
  for (const [key, state] of Object.entries(given.States))
    states[key] = readState(`${name}.States.${key}`, state, compile)
  for (const [key, state] of [['', { next: given.StartAt }] as const, ...Object.entries(states)])
    for (const { next } of 'type' in state ? [state, ...state.catch, ...state.choices] : [state])
      if (next !== undefined && !(next in states))
        throw invalid({ state: name, field: `States/${key}` }, `MISSING_TRANSITION_TARGET: there is no state '${next}'`)
  return { startAt: given.StartAt, timeoutSeconds: given.TimeoutSeconds ?? Infinity, states }
}

function readState(path: string, given: Input, compile: Compile): State {
  const type: State['type'] = given.Type
  if (!(type in fields)) throw new NotHonoured(`${path}.Type ${type}`)
  only(given, ['Type', 'Comment', 'QueryLanguage', ...fields[type]], path)
  if ((given.QueryLanguage ?? 'JSONata') !== 'JSONata')
    throw new NotHonoured(`${path}.QueryLanguage other than JSONata`)
  const place = (field: string): Place => ({ state: path, field })
  if ('Next' in given === (given.End === true) && ['Task', 'Wait', 'Pass'].includes(type))
    throw invalid(place('Next'), 'a state has either Next or End')
  const [, callback] = type === 'Task' ? readResource(path, given) : []
  const held = evaluated.filter(field => field in given).map(field => [field, compile(given[field], place(field))])
  const listed = (field: string, allowed: readonly string[]): readonly { at: Place; item: Input }[] =>
    (given[field] ?? []).map((item: Input, index: number) => {
      const at = place(`${field}[${index}]`)
      only(item, [...allowed, 'Comment'], pathOf(at))
      return { at, item }
    })
  return {
    type,
    ...readLeaving(type === 'Task' ? { ...place(''), also: 'result' } : place(''), given, compile),
    ...(type === 'Choice' && { next: given.Default }),
    fields: Object.fromEntries(held),
    callback: callback !== undefined,
    retry: listed('Retry', ['ErrorEquals', ...Object.keys(retryDefaults)]).map(({ item }) => ({
      ...retryDefaults,
      ...item,
    })),
    catch: listed('Catch', ['ErrorEquals', 'Next', 'Output', 'Assign']).map(({ at, item }) => ({
      ...readLeaving({ ...at, also: 'errorOutput' }, item, compile),
      errorEquals: item.ErrorEquals,
    })),
    choices: listed('Choices', ['Condition', 'Next', 'Output', 'Assign']).map(({ at, item }) => ({
      ...readLeaving(at, item, compile),
      condition: compile(item.Condition, { ...at, field: `${at.field}/Condition` }),
    })),
  }
}

function readResource(path: string, { Resource, Arguments }: Input): readonly (string | undefined)[] {
  const invoke = /^arn:aws[\w-]*:states:::lambda:invoke(\.waitForTaskToken)?$/.exec(Resource)
  if (!invoke) throw new NotHonoured(`${path}.Resource ${Resource}`)
  if (typeof Arguments !== 'object') throw new NotHonoured(`${path}.Arguments other than an object`)
  only(Arguments, ['FunctionName', 'Payload'], `${path}.Arguments`)
  return invoke
}

function readLeaving(at: Place, given: Input, compile: Compile): Leaving {
  const template = (field: string) =>
    field in given ? compile(given[field], { ...at, field: at.field ? `${at.field}/${field}` : field }) : undefined
  for (const variable of Object.keys(given.Assign ?? {}))
    if (variable === 'states' || !/^\p{ID_Start}\p{ID_Continue}{0,79}$/u.test(variable))
      throw invalid({ ...at, field: 'Assign' }, `'${variable}' names no variable`)
  return { output: template('Output'), assign: template('Assign'), next: given.Next }
}

function only(given: Input, allowed: readonly string[], path: string): void {
  for (const key of Object.keys(given)) if (!allowed.includes(key)) throw new NotHonoured(`${path}.${key}`)
}
