import * as z from 'zod'
import { AwsError, NotHonoured } from '../kernel'
import { compile, type Template } from './expressions'

const text = z.string()
const count = z.int().nonnegative()
/** `States.TaskFailed` stands for what a task can fail of, all else for itself; AWS's other wildcards and names are refused. */
const errors = z.array(text.regex(/^(States\.TaskFailed|States\.Timeout|(?!States\.).+)$/))
const invoke = 'arn:aws:states:::lambda:invoke'

/** The fields of the Amazon States Language that are honoured: those of a Task in JSONata which invokes a function. */
export const language = {
  machine: z.strictObject({
    Comment: text.optional(),
    QueryLanguage: z.literal('JSONata'),
    StartAt: text,
    States: z.record(text, z.unknown()),
  }),
  state: z.strictObject({
    Type: z.literal('Task'),
    Resource: z.enum([invoke, `${invoke}.waitForTaskToken`]),
    Arguments: z.strictObject({ FunctionName: text, Payload: z.json() }),
    TimeoutSeconds: text.optional(),
    Output: z.json(),
    Retry: z
      .array(
        z.strictObject({
          ErrorEquals: errors,
          IntervalSeconds: count,
          BackoffRate: z.number().min(1),
          MaxAttempts: count,
          MaxDelaySeconds: count,
        }),
      )
      .default([]),
    Catch: z.array(z.strictObject({ ErrorEquals: errors, Output: z.json(), Next: text })).default([]),
    Next: text.optional(),
    End: z.literal(true).optional(),
  }),
}

/** What `$states` holds in an expression; after the task also its `result`, in Output. */
export const readable = {
  always: ['input', 'context.Execution.Name', 'context.State.EnteredTime'],
  callback: ['context.Task.Token'],
  output: ['result'],
}

/** A state machine with every expression compiled. */
export interface Machine {
  readonly startAt: string
  readonly states: Readonly<Record<string, State>>
}

export interface State {
  /** Whether it waits for its token once the function has returned. */
  readonly callback: boolean
  readonly parameters: Template
  readonly timeoutSeconds: Template | undefined
  readonly output: Template
  /** Without it the execution ends. */
  readonly next: string | undefined
  readonly retry: z.infer<typeof language.state>['Retry']
  readonly catch: readonly Catcher[]
}

export interface Catcher {
  readonly ErrorEquals: readonly string[]
  readonly output: Template
  readonly next: string
}

/** Reads a definition and refuses, by `<name>.States.<state>.<field>`, whatever is not honoured. */
export function readDefinition(name: string, definition: string): Machine {
  const { StartAt, States } = honoured(language.machine, JSON.parse(definition), name)
  const states = Object.entries(States).map(([key, state]) => [key, readState(`${name}.States.${key}`, state)] as const)
  const ways = states.flatMap(([key, { next, catch: catchers }]) =>
    [next, ...catchers.map(catcher => catcher.next)].map(to => [`States.${key}`, to] as const),
  )
  for (const [from, to] of [['StartAt', StartAt] as const, ...ways])
    if (to !== undefined && !(to in States))
      throw invalid(`MISSING_TRANSITION_TARGET: there is no state '${to}'`, `${name}.${from}`)
  return { startAt: StartAt, states: Object.fromEntries(states) }
}

function readState(path: string, given: unknown): State {
  const state = honoured(language.state, given, path)
  if ((state.Next === undefined) === (state.End === undefined)) throw invalid('a state has either Next or End', path)
  const callback = state.Resource !== invoke
  const template = (value: unknown, field: string, also: readonly string[] = []) =>
    compile(value, { state: path, field }, [...readable.always, ...also])
  return {
    callback,
    parameters: template(state.Arguments, 'Arguments', callback ? readable.callback : []),
    timeoutSeconds: state.TimeoutSeconds === undefined ? undefined : template(state.TimeoutSeconds, 'TimeoutSeconds'),
    output: template(state.Output, 'Output', readable.output),
    next: state.Next,
    retry: state.Retry,
    catch: state.Catch.map(({ ErrorEquals, Output, Next }, index) => ({
      ErrorEquals,
      output: template(Output, `Catch[${index}].Output`),
      next: Next,
    })),
  }
}

/** AWS's answer to a definition that is wrong in itself. */
const invalid = (what: string, path: string) =>
  new AwsError('InvalidDefinition', `Invalid State Machine Definition: '${what} at ${path}'`)

function honoured<S extends z.ZodType>(schema: S, given: unknown, path: string): z.infer<S> {
  const { data, error } = schema.safeParse(given)
  if (!error) return data as z.infer<S>
  const named = error.issues.flatMap(issue => {
    const at = [path, ...issue.path].join('.').replace(/\.(\d+)(?=\.|$)/g, '[$1]')
    return issue.code === 'unrecognized_keys' ? issue.keys.map(key => `${at}.${key}`) : [`${at} (${issue.message})`]
  })
  throw new NotHonoured(named.join(', '))
}
