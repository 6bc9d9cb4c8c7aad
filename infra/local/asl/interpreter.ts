import { AwsError, type Kernel, NotHonoured, type Timer } from '../kernel'
import type { State } from './definition'
import { StateError } from './expressions'

/** https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
export const maxPayloadBytes = 262_144
const maxEvents = 25_000
const maxSeconds = 99_999_999

/** One execution as the journal keeps it: plain data, of which each record replaces a part. */
export interface Execution {
  readonly arn: string
  readonly name: string
  readonly machineArn: string
  readonly roleArn: string
  /** Names the definition that it follows to its end. */
  readonly definition: string
  readonly input: string
  readonly startedAt: number
  /** When it is over whatever happens. */
  readonly endsAt: number
  /** How long its history is on AWS. */
  readonly events: number
  /** As AWS counts for the bill: states entered and attempts repeated. */
  readonly transitions: number
  /** The state that it is in, or was in last; `event` is when in its history that began. */
  readonly state: { readonly name: string; readonly enteredAt: number; readonly event: number; readonly input: unknown }
  /** How many attempts each retrier of the state has granted. */
  readonly retries: readonly number[]
  readonly phase: Phase
}

type Phase =
  /** The task begins, or begins again, at an instant. */
  | { readonly is: 'ready'; readonly at: number }
  /** Its function is called; `submitted` means that it has returned and that the token is awaited. */
  | Task
  | { readonly is: 'succeeded'; readonly result: unknown }
  | Closed

interface Task {
  readonly is: 'scheduled' | 'submitted'
  readonly token: string
  readonly parameters: { readonly FunctionName: string; readonly Payload: unknown }
  readonly timeoutAt: number
}

export interface Closed {
  readonly is: 'closed'
  readonly at: number
  readonly status: 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED'
  readonly output?: unknown
  readonly error?: string
  readonly cause?: string
}

/** What a record changes of its execution. */
export type Change = Partial<Execution>

type Entered = Pick<Execution, 'events' | 'transitions' | 'state' | 'retries' | 'phase'>

export interface Interpreter {
  /** What changes when an execution enters a state. */
  enter(name: string, input: unknown, before: Pick<Execution, 'events' | 'transitions'>): Entered
  /** Writes what came from outside, such as a callback, and goes on. */
  put(execution: Execution, change: Change): void
  /** Sees to it that an execution goes on when something is due: at once, at a time-out, after a rest. */
  wake(execution: Execution): void
}

/** Drives executions: decides from what is written and from the clock what comes next, and writes that. It keeps nothing
 *  else, so a killed process goes on where its journal ends; a task whose outcome was not written is called again. */
export function interpreter(
  { clock, random, lambda }: Kernel,
  executions: ReadonlyMap<string, Execution>,
  stateOf: (execution: Execution) => State,
  write: (arn: string, change: Change) => void,
): Interpreter {
  const alarms = new Map<string, { readonly instant: number; readonly timer: Timer }>()
  const inFlight = new Set<string>()

  const wake = ({ arn, name }: Execution) => {
    const instant = due(executions.get(arn)!)
    const alarm = alarms.get(arn)
    if (alarm?.instant === instant) return
    alarm?.timer.cancel()
    alarms.delete(arn)
    if (instant === undefined) return
    const ring = () => {
      alarms.delete(arn)
      return run(arn)
    }
    alarms.set(arn, { instant, timer: clock.at(instant, `execution ${name}`, ring) })
  }

  const due = ({ phase, endsAt }: Execution): number | undefined => {
    if (phase.is === 'closed') return undefined
    if (phase.is === 'ready') return Math.min(phase.at, endsAt)
    const waits = phase.is === 'submitted' || (phase.is === 'scheduled' && inFlight.has(phase.token))
    return waits ? Math.min(phase.timeoutAt, endsAt) : clock.now()
  }

  /** A decision is dropped when something else was written meanwhile, such as a callback before its function returned:
   *  whoever wrote that has seen to it that the execution goes on. */
  const run = async (arn: string) => {
    for (;;) {
      const execution = executions.get(arn)!
      const change = await decide(execution)
      if (executions.get(arn) !== execution) return
      if (change === undefined) return wake(execution)
      append(execution, change)
    }
  }

  const append = (execution: Execution, change: Change) => {
    const full = (change.events ?? 0) >= maxEvents && change.phase?.is !== 'closed'
    const cause = `The execution reached the maximum number of history events (${maxEvents}).`
    write(execution.arn, full ? close(execution, 'FAILED', new StateError('States.Runtime', cause)) : change)
  }

  const put: Interpreter['put'] = (execution, change) => {
    append(execution, change)
    wake(execution)
  }

  const decide = async (execution: Execution): Promise<Change | undefined> => {
    if (execution.phase.is === 'closed') return undefined
    if (clock.now() >= execution.endsAt) return close(execution, 'TIMED_OUT', new StateError('States.Timeout'))
    return proceed(execution)
      .catch(thrown => recover(execution, reported(execution, thrown)))
      .catch(thrown => close(execution, 'FAILED', reported(execution, thrown)))
  }

  const proceed = async (execution: Execution): Promise<Change | undefined> => {
    const { phase, events } = execution
    const { output, next } = stateOf(execution)
    switch (phase.is) {
      case 'ready':
        return clock.now() < phase.at ? undefined : schedule(execution)
      case 'succeeded':
        return leave(execution, next, await output(scopeOf(execution, { result: phase.result }), clock.now()))
      case 'scheduled':
      case 'submitted':
        if (clock.now() >= phase.timeoutAt) throw new StateError('States.Timeout')
        if (phase.is === 'submitted' || inFlight.has(phase.token)) return undefined
        return { events: events + 1, phase: await call(execution, phase) }
    }
    return undefined
  }

  const schedule = async (execution: Execution): Promise<Change> => {
    const { parameters, timeoutSeconds } = stateOf(execution)
    const token = tokenOf(execution.arn, random.hex(32))
    const now = clock.now()
    const made = await parameters(scopeOf(execution, {}, token), now)
    const seconds = await timeoutSeconds?.(scopeOf(execution), now)
    const timeoutAt = seconds === undefined ? execution.endsAt : now + wholeSeconds(seconds) * 1000
    return {
      events: execution.events + 2,
      phase: { is: 'scheduled', token, parameters: bounded(made, execution) as Task['parameters'], timeoutAt },
    }
  }

  const call = async (execution: Execution, task: Task): Promise<Phase> => {
    const { FunctionName, Payload } = task.parameters
    inFlight.add(task.token)
    wake(execution)
    try {
      const caller = { principal: execution.roleArn, sourceArn: execution.machineArn }
      const answer = await lambda.invoke(FunctionName, Payload, caller)
      if (!answer.ok) throw new StateError(answer.error.errorType, JSON.stringify(answer.error))
      if (stateOf(execution).callback) return { ...task, is: 'submitted' }
      const result = { ExecutedVersion: '$LATEST', Payload: answer.payload ?? null, StatusCode: 200 }
      return { is: 'succeeded', result: bounded(result, execution) }
    } catch (thrown) {
      throw refusedByLambda(thrown)
    } finally {
      inFlight.delete(task.token)
    }
  }

  /** Another attempt, as long as a retrier grants one; otherwise the way of the catcher, otherwise the end. */
  const recover = async (execution: Execution, failure: StateError): Promise<Change> => {
    const { retry, catch: catchers } = stateOf(execution)
    const { events, transitions, retries } = execution
    const matching = ({ ErrorEquals }: { readonly ErrorEquals: readonly string[] }) => matches(ErrorEquals, failure)
    const retrier = retry.findIndex(matching)
    const rule = retry[retrier]
    const granted = retries[retrier] ?? 0
    if (rule && granted < rule.MaxAttempts) {
      const seconds = Math.min(rule.IntervalSeconds * rule.BackoffRate ** granted, rule.MaxDelaySeconds)
      return {
        events: events + 1,
        transitions: transitions + 1,
        retries: retry.map((_, index) => (retries[index] ?? 0) + (index === retrier ? 1 : 0)),
        phase: { is: 'ready', at: clock.now() + seconds * 1000 },
      }
    }
    const failed = { ...execution, events: events + 1 }
    const catcher = catchers.find(matching)
    if (!catcher) return close(failed, 'FAILED', failure)
    return leave(failed, catcher.next, await catcher.output(scopeOf(execution), clock.now()))
  }

  const leave = (execution: Execution, next: string | undefined, made: unknown): Change => {
    const output = bounded(made, execution)
    const left = { ...execution, events: execution.events + 1 }
    return next === undefined ? close(left, 'SUCCEEDED', { output }) : enter(next, output, left)
  }

  const enter: Interpreter['enter'] = (name, input, { events, transitions }) => ({
    events: events + 1,
    transitions: transitions + 1,
    state: { name, enteredAt: clock.now(), event: events + 1, input },
    retries: [],
    phase: { is: 'ready', at: clock.now() },
  })

  const close = ({ events }: Execution, status: Closed['status'], how: StateError | { output: unknown }): Change => ({
    events: events + 1,
    phase: {
      ...{ is: 'closed', at: clock.now(), status },
      ...(how instanceof StateError ? { error: how.error, ...(how.message && { cause: how.message }) } : how),
    },
  })

  return { enter, put, wake }
}

/** Names the execution that waits, so that a token which has had its time is told from one that never was. */
const tokenOf = (arn: string, secret: string): string => Buffer.from(`${arn} ${secret}`).toString('base64url')

/** The ARN of the execution that waits, or waited, with a token. */
export const holderOf = (token: string): string => Buffer.from(token, 'base64url').toString().split(' ')[0]!

/** `$states` at this moment. */
function scopeOf({ name, state }: Execution, also: { readonly result?: unknown } = {}, token?: string) {
  const State = { EnteredTime: new Date(state.enteredAt).toISOString() }
  const context = { Execution: { Name: name }, State, Task: { Token: token } }
  return { input: state.input, context, ...also }
}

/** The value itself, if it fits; AWS limits it in bytes. */
function bounded(value: unknown, { state }: Execution): unknown {
  if (Buffer.byteLength(JSON.stringify(value)) <= maxPayloadBytes) return value
  const what = `The state/task '${state.name}' returned a result`
  const cause = `${what} with a size exceeding the maximum number of bytes service limit.`
  throw new StateError('States.DataLimitExceeded', cause)
}

function wholeSeconds(given: unknown): number {
  if (Number.isInteger(given) && Number(given) >= 1 && Number(given) <= maxSeconds) return Number(given)
  const cause = `The field 'TimeoutSeconds' must be a whole number from 1 to ${maxSeconds}, but was ${JSON.stringify(given)}.`
  throw new StateError('States.QueryEvaluationError', cause)
}

/** The error of the state when Lambda did not take the call. */
function refusedByLambda(thrown: unknown): unknown {
  if (!(thrown instanceof AwsError) || thrown instanceof NotHonoured) return thrown
  const { code, message, status } = thrown
  const cause = `${message} (Service: AWSLambda; Status Code: ${status}; Error Code: ${code})`
  return new StateError(`Lambda.${code === 'AccessDeniedException' ? 'AWSLambdaException' : code}`, cause)
}

/** What a state failed of, in AWS's words; throws what is no failure of a state but a defect of this cloud. */
function reported({ state: { name, event } }: Execution, thrown: unknown): StateError {
  if (!(thrown instanceof StateError)) throw thrown
  if (thrown.error !== 'States.QueryEvaluationError') return thrown
  const where = `An error occurred while executing the state '${name}' (entered at the event id #${event}).`
  return new StateError(thrown.error, `${where} ${thrown.message}`)
}

/** As documented, States.TaskFailed stands for no time-out and for nothing terminal.
 *  https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html */
function matches(errorEquals: readonly string[], { error }: StateError): boolean {
  const beyond = ['States.Timeout', 'States.DataLimitExceeded', 'States.Runtime'].includes(error)
  return errorEquals.includes(error) || (!beyond && errorEquals.includes('States.TaskFailed'))
}
