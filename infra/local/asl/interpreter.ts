import { AwsError, type Kernel, NotHonoured, type Timer } from '../kernel'
import type { Leaving, Machine, State } from './definition'
import type { Details, Event, Execution, Happening, Kept, Phase, Task } from './execution'
import { type Scope, StateError } from './expressions'

/** https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
export const maxPayloadBytes = 262_144
const maxEvents = 25_000
const maxSeconds = 99_999_999

export interface Interpreter {
  /** What an execution enters: the state `next`, or its end. */
  enter(machine: Machine, next: string | undefined, input: string): Event
  /** Sees to it that an execution goes on when something is due: at once, at a time-out, after a rest. */
  wake(execution: Execution): void
  /** Writes an event that came from outside, such as a callback, and goes on. */
  tell(execution: Execution, event: Event): void
  /** The event of a failed attempt, with the retry that its state grants; `alias` is a second name for the error. */
  failure(execution: Execution, type: string, details: Details & { error: string }, alias?: string): Event
}

/** Drives executions: decides the next events from what has happened and from the clock, and writes them. It keeps nothing
 *  else, so a killed process goes on where its journal ends; a task whose outcome was not written is invoked again. */
export function interpreter(
  { clock, random, lambda, template }: Kernel,
  machineOf: (execution: Execution) => Machine,
  write: (record: Happening) => void,
): Interpreter {
  const alarms = new Map<Execution, { readonly instant: number; readonly timer: Timer }>()
  const inFlight = new Set<string>()
  const stateOf = (execution: Execution): State => machineOf(execution).states[execution.state!.name]!

  const wake = (execution: Execution) => {
    const instant = due(execution)
    const alarm = alarms.get(execution)
    if (alarm?.instant === instant) return
    alarm?.timer.cancel()
    alarms.delete(execution)
    if (instant === undefined) return
    const ring = () => {
      alarms.delete(execution)
      return run(execution)
    }
    alarms.set(execution, { instant, timer: clock.at(instant, `execution ${execution.name}`, ring) })
  }

  const due = ({ phase, timeoutAt }: Execution): number | undefined => {
    if (phase.is === 'closed') return undefined
    if (phase.is === 'resting') return Math.min(timeoutAt, phase.until)
    const waits = phase.is === 'submitted' || (phase.is === 'scheduled' && inFlight.has(phase.token))
    return waits ? Math.min(timeoutAt, phase.timeoutAt ?? Infinity, phase.heartbeatAt ?? Infinity) : clock.now()
  }

  /** A decision taken while something else happened, such as a callback before its function returned, is dropped. */
  const run = async (execution: Execution) => {
    for (;;) {
      const { turn } = execution
      const events = await decide(execution)
      if (execution.turn !== turn || events.length === 0) break
      put(execution, events)
    }
    wake(execution)
  }

  const put = (execution: Execution, events: readonly Event[]) => {
    if (execution.phase.is === 'closed') return
    const room = maxEvents - 1 - execution.events
    const fits = events.length <= room || (events.length === room + 1 && events.at(-1)!.type.startsWith('Execution'))
    const last = failed('States.Runtime', `The execution reached the maximum number of history events (${maxEvents}).`)
    write({ execution: execution.arn, at: clock.now(), events: fits ? events : [...events.slice(0, room), last] })
  }

  const tell = (execution: Execution, event: Event) => {
    put(execution, [event])
    wake(execution)
  }

  const decide = async (execution: Execution): Promise<readonly Event[]> => {
    const { phase, state } = execution
    if (phase.is === 'closed') return []
    if (clock.now() >= execution.timeoutAt) return [{ type: 'ExecutionTimedOut', details: { error: 'States.Timeout' } }]
    try {
      return await proceed(execution, phase)
    } catch (thrown) {
      if (!(thrown instanceof StateError)) throw thrown
      const { error, message, location } = thrown
      const { name, event } = state!
      const cause = `An error occurred while executing the state '${name}' (entered at the event id #${event}). ${message}`
      if (phase.is === 'failed') return [failed(error, cause)]
      if (location === undefined) return [failure(execution, 'StateFailed', { error, cause })]
      return [failure(execution, 'EvaluationFailed', { error, cause, location, state: name })]
    }
  }

  const proceed = async (execution: Execution, phase: Phase): Promise<readonly Event[]> => {
    switch (phase.is) {
      case 'entered':
        return act(execution, stateOf(execution))
      case 'resting': {
        const state = stateOf(execution)
        if (clock.now() < phase.until) return []
        return state.type === 'Wait' ? leave(execution, state) : act(execution, state)
      }
      case 'scheduled':
      case 'submitted':
        return wait(execution, stateOf(execution), phase)
      case 'succeeded':
        return leave(execution, stateOf(execution), { result: JSON.parse(phase.result) })
      case 'failed': {
        const { error, cause, names } = phase
        const catcher = stateOf(execution).catch.find(({ errorEquals }) => matches(errorEquals, names))
        const errorOutput = { Error: error, ...(cause !== undefined && { Cause: cause }) }
        return catcher ? await leave(execution, catcher, { errorOutput }) : [failed(error, cause)]
      }
      default:
        return []
    }
  }

  const enter: Interpreter['enter'] = ({ states }, next, input) =>
    next === undefined
      ? { type: 'ExecutionSucceeded', details: { output: input } }
      : { type: `${states[next]!.type}StateEntered`, details: { name: next, input } }

  const act = async (execution: Execution, state: State): Promise<readonly Event[]> => {
    const { fields } = state
    const scope = scopeOf(execution)
    switch (state.type) {
      case 'Task':
        return schedule(execution, state)
      case 'Wait': {
        const seconds = fields.Seconds && wholeSeconds('Seconds', await fields.Seconds(scope), 0)
        const until = seconds === undefined ? instant('Timestamp', await fields.Timestamp?.(scope)) : after(seconds)
        return [{ type: 'Rested', details: {}, keep: { until } }]
      }
      case 'Choice':
        for (const [index, choice] of state.choices.entries()) {
          const holds = await choice.condition(scope)
          expect(`Choices[${index}]/Condition`, typeof holds === 'boolean', 'true or false', holds)
          if (holds) return leave(execution, choice)
        }
        if (state.next !== undefined) return leave(execution, state)
        throw new StateError('States.NoChoiceMatched', 'No choice holds and there is no Default.')
      case 'Fail':
        return [failed((await fields.Error?.(scope)) as string, (await fields.Cause?.(scope)) as string)]
      default:
        return leave(execution, state)
    }
  }

  const after = (seconds: number) => clock.now() + seconds * 1000

  const schedule = async (execution: Execution, { fields, ...state }: State): Promise<readonly Event[]> => {
    const token = random.hex(32)
    const scope = scopeOf(execution, {}, state.callback ? { Task: { Token: token } } : {})
    const parameters = sized(await fields.Arguments!(scope), execution.state!.name)
    const limit = async (field: string) => fields[field] && wholeSeconds(field, await fields[field](scope), 1)
    const [timeoutInSeconds, heartbeatInSeconds] = [await limit('TimeoutSeconds'), await limit('HeartbeatSeconds')]
    const details = {
      ...kind(state),
      region: template.account.region,
      parameters,
      timeoutInSeconds,
      heartbeatInSeconds,
    }
    const keep = {
      token,
      timeoutAt: timeoutInSeconds && after(timeoutInSeconds),
      heartbeatAt: heartbeatInSeconds && after(heartbeatInSeconds),
    }
    return [
      { type: 'TaskScheduled', details, keep },
      { type: 'TaskStarted', details: kind(state) },
    ]
  }

  const wait = async (execution: Execution, state: State, task: Task): Promise<readonly Event[]> => {
    const details = { ...kind(state), error: 'States.Timeout' }
    if (clock.now() >= (task.timeoutAt ?? Infinity)) return [failure(execution, 'TaskTimedOut', details)]
    // AWS reports a missed heartbeat as States.Timeout; Retry and Catch may also name it States.HeartbeatTimeout.
    if (clock.now() >= (task.heartbeatAt ?? Infinity))
      return [failure(execution, 'TaskTimedOut', details, 'States.HeartbeatTimeout')]
    if (task.is === 'submitted') return []
    inFlight.add(task.token)
    wake(execution)
    try {
      return [await invoke(execution, state, task)]
    } finally {
      inFlight.delete(task.token)
    }
  }

  const invoke = async (execution: Execution, state: State, { parameters }: Task): Promise<Event> => {
    const fail = (error: string, cause: string) => failure(execution, 'TaskFailed', { ...kind(state), error, cause })
    const { FunctionName, Payload = {} } = JSON.parse(parameters)
    const caller = { principal: execution.started.roleArn as string, sourceArn: execution.machineArn }
    try {
      const answer = await lambda.invoke(FunctionName, Payload, caller)
      if (!answer.ok) return fail(answer.error.errorType, JSON.stringify(answer.error))
      const result = { ExecutedVersion: '$LATEST', Payload: answer.payload ?? null, StatusCode: 200 }
      const details = { ...kind(state), output: sized(result, 'lambda') }
      return { type: state.callback ? 'TaskSubmitted' : 'TaskSucceeded', details }
    } catch (thrown) {
      if (thrown instanceof StateError) return fail(thrown.error, thrown.message)
      if (!(thrown instanceof AwsError) || thrown instanceof NotHonoured) throw thrown
      const { code, message, status } = thrown
      const error = code === 'AccessDeniedException' ? 'AWSLambdaException' : code
      return fail(`Lambda.${error}`, `${message} (Service: AWSLambda; Status Code: ${status}; Error Code: ${code})`)
    }
  }

  const failure: Interpreter['failure'] = (execution, type, details, alias) => {
    const names = [details.error, ...(alias === undefined ? [] : [alias])]
    return { type, details, keep: retryOf(execution, names) ?? { names } }
  }

  const retryOf = (execution: Execution, names: readonly string[]): Kept | undefined => {
    const { retry } = stateOf(execution)
    const retrier = retry.findIndex(({ ErrorEquals }) => matches(ErrorEquals, names))
    const granted = execution.state!.retries[retrier] ?? 0
    const rule = retry[retrier]
    if (rule === undefined || granted >= rule.MaxAttempts) return undefined
    const delay = Math.min(rule.IntervalSeconds * rule.BackoffRate ** granted, rule.MaxDelaySeconds)
    return { retrier, until: after(rule.JitterStrategy === 'FULL' ? delay * random.fraction() : delay) }
  }

  /** Output and Assign both read the variables as they were when the state was entered. */
  const leave = async (execution: Execution, leaving: Leaving, also: Result = {}): Promise<readonly Event[]> => {
    const { name, input } = execution.state!
    const scope = scopeOf(execution, also)
    const assigned = (await leaving.assign?.(scope)) as Record<string, unknown> | undefined
    sized(assigned ?? {}, name)
    const own = leaving.output ? await leaving.output(scope) : Object.values(also)[0]
    const output = own === undefined ? input : sized(own, name)
    const texts = assigned && Object.entries(assigned).map(([variable, value]) => [variable, JSON.stringify(value)])
    const details = { name, output, ...(texts && { assignedVariables: Object.fromEntries(texts) }) }
    const machine = machineOf(execution)
    return [{ type: `${machine.states[name]!.type}StateExited`, details }, enter(machine, leaving.next, output)]
  }

  return { enter, wake, tell, failure }
}

type Result = { readonly result: unknown } | { readonly errorOutput: unknown } | Record<string, never>

const kind = ({ callback }: Pick<State, 'callback'>) => ({
  resourceType: 'lambda',
  resource: callback ? 'invoke.waitForTaskToken' : 'invoke',
})

const failed = (error: string | undefined, cause: string | undefined): Event => ({
  type: 'ExecutionFailed',
  details: { error, cause },
})

/** `$states` at this moment. https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html */
function scopeOf({ state, started, variables, ...execution }: Execution, also: Result = {}, more: object = {}): Scope {
  const { name, at, input, retries } = state!
  const context = {
    Execution: {
      Id: execution.arn,
      get Input() {
        return JSON.parse(started.input as string)
      },
      Name: execution.name,
      RoleArn: started.roleArn,
      StartTime: new Date(execution.startedAt).toISOString(),
      RedriveCount: 0,
    },
    State: {
      Name: name,
      EnteredTime: new Date(at).toISOString(),
      RetryCount: retries.reduce((sum, count) => sum + count, 0),
    },
    StateMachine: { Id: execution.machineArn, Name: execution.machineArn.split(':').at(-1) },
    ...more,
  }
  return { states: { input: JSON.parse(input), context, ...also }, variables }
}

/** The text of a payload, which AWS limits in bytes. */
function sized(value: unknown, what: string): string {
  const text = JSON.stringify(value)
  if (Buffer.byteLength(text) <= maxPayloadBytes) return text
  const cause = `The state/task '${what}' returned a result with a size exceeding the maximum number of bytes service limit.`
  throw new StateError('States.DataLimitExceeded', cause)
}

function expect(field: string, fine: boolean, wanted: string, given: unknown): void {
  if (fine) return
  const cause = `The field '${field}' must be ${wanted}, but was ${JSON.stringify(given)}.`
  throw new StateError('States.QueryEvaluationError', cause, field)
}

function wholeSeconds(field: string, given: unknown, least: number): number {
  const fine = Number.isInteger(given) && Number(given) >= least && Number(given) <= maxSeconds
  expect(field, fine, `a whole number from ${least} to ${maxSeconds}`, given)
  return given as number
}

function instant(field: string, given: unknown): number {
  const fine = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(`${given}`)
  expect(field, fine, 'an ISO 8601 instant', given)
  return Date.parse(given as string)
}

/** As documented, States.ALL and States.TaskFailed match nothing terminal, and the second no time-out.
 *  https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html */
function matches(errorEquals: readonly string[], names: readonly string[]): boolean {
  const wild = ['States.ALL', ...(names.includes('States.Timeout') ? [] : ['States.TaskFailed'])]
  const terminal = names.includes('States.DataLimitExceeded') || names.includes('States.Runtime')
  return errorEquals.some(wanted => names.includes(wanted) || (!terminal && wild.includes(wanted)))
}
