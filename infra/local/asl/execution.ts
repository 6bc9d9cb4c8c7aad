/** One execution as its history tells it: the journal holds the events, and everything else is folded from them. */

/** An event of the history in AWS's words, with what the engine must remember and AWS does not show. */
export interface Happening {
  readonly execution: string
  readonly at: number
  readonly type: string
  readonly details: Details
  readonly keep?: Kept
}

export type Details = Readonly<Record<string, unknown>>

export interface Kept {
  /** ExecutionStarted: what it is and which definition it follows to its end. */
  readonly start?: Start
  /** StateExited: where to; none is the end. */
  readonly next?: string | undefined
  /** TaskScheduled: the token and the instants at which the wait is over; a heartbeat moves the second. */
  readonly token?: string
  readonly timeoutAt?: number | undefined
  readonly heartbeatAt?: number | undefined
  /** Until when a Wait, or a failed state before its next attempt, rests. */
  readonly until?: number
  /** Which retrier counts that attempt. */
  readonly retrier?: number
  /** Every name that the error answers to. */
  readonly names?: readonly string[]
}

export interface Start {
  readonly name: string
  readonly machineArn: string
  readonly definition: string
  readonly startAt: string
  readonly timeoutAt: number
}

export type Status = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED'

export interface Execution extends Start {
  readonly arn: string
  readonly started: Details
  readonly startedAt: number
  readonly records: Happening[]
  status: Status
  closing: Happening | undefined
  /** Events of the history so far. */
  events: number
  /** Counts whatever changes the course, so that a decision taken on an older state is dropped. */
  turn: number
  /** As AWS counts for the bill: states entered and attempts repeated. */
  transitions: number
  state: Entered | undefined
  phase: Phase
  variables: Readonly<Record<string, unknown>>
}

/** The state that the execution is in. */
export interface Entered {
  readonly name: string
  readonly at: number
  readonly event: number
  readonly input: string
  /** Attempts that each retrier has granted. */
  readonly retries: number[]
}

export type Phase =
  | { readonly is: 'between'; readonly next: string | undefined; readonly input: string }
  | { readonly is: 'entered' }
  | { readonly is: 'resting'; readonly until: number }
  | Task
  | { readonly is: 'succeeded'; readonly result: string }
  | {
      readonly is: 'failed'
      readonly error: string
      readonly cause: string | undefined
      readonly names: readonly string[]
    }
  | { readonly is: 'closed' }

export interface Task {
  readonly is: 'scheduled' | 'submitted'
  readonly token: string
  readonly parameters: string
  readonly heartbeatInSeconds: number | undefined
  readonly timeoutAt: number | undefined
  readonly heartbeatAt: number | undefined
}

/** Records that AWS's history does not show. */
const silent = ['Rested', 'HeartbeatReceived', 'StateFailed']

const closings: Readonly<Record<string, Status>> = {
  ExecutionSucceeded: 'SUCCEEDED',
  ExecutionFailed: 'FAILED',
  ExecutionTimedOut: 'TIMED_OUT',
  ExecutionAborted: 'ABORTED',
}

export function begin(record: Happening): Execution {
  const start = record.keep!.start!
  return {
    ...start,
    arn: record.execution,
    started: record.details,
    startedAt: record.at,
    records: [record],
    status: 'RUNNING',
    closing: undefined,
    events: 1,
    turn: 1,
    transitions: 0,
    state: undefined,
    phase: { is: 'between', next: start.startAt, input: record.details.input as string },
    variables: {},
  }
}

export function follow(execution: Execution, record: Happening): void {
  const { type, details, keep = {} } = record
  execution.records.push(record)
  if (!silent.includes(type)) execution.events++
  if (type !== 'HeartbeatReceived') execution.turn++
  if (type.endsWith('StateEntered') || keep.retrier !== undefined) execution.transitions++
  const status = closings[type]
  if (status) {
    execution.status = status
    execution.closing = record
    execution.phase = { is: 'closed' }
  } else if (type.endsWith('StateEntered')) {
    const { name, input } = details as { name: string; input: string }
    execution.state = { name, at: record.at, event: execution.events, input, retries: [] }
    execution.phase = { is: 'entered' }
  } else if (type.endsWith('StateExited')) {
    const assigned = (details.assignedVariables ?? {}) as Record<string, string>
    const values = Object.entries(assigned).map(([name, value]) => [name, JSON.parse(value)])
    execution.variables = { ...execution.variables, ...Object.fromEntries(values) }
    execution.phase = { is: 'between', next: keep.next, input: details.output as string }
  } else execution.phase = within(execution, record)
}

/** What an event means inside a state. */
function within({ phase, state }: Execution, { type, details, keep = {} }: Happening): Phase {
  switch (type) {
    case 'Rested':
      return { is: 'resting', until: keep.until! }
    case 'TaskScheduled':
      return {
        is: 'scheduled',
        token: keep.token!,
        parameters: details.parameters as string,
        heartbeatInSeconds: details.heartbeatInSeconds as number | undefined,
        timeoutAt: keep.timeoutAt,
        heartbeatAt: keep.heartbeatAt,
      }
    case 'TaskSubmitted':
      return { ...(phase as Task), is: 'submitted' }
    case 'HeartbeatReceived':
      return { ...(phase as Task), heartbeatAt: keep.heartbeatAt }
    case 'TaskSucceeded':
      return { is: 'succeeded', result: details.output as string }
    case 'TaskFailed':
    case 'TaskTimedOut':
    case 'EvaluationFailed':
    case 'StateFailed':
      if (keep.retrier === undefined)
        return {
          is: 'failed',
          error: details.error as string,
          cause: details.cause as string | undefined,
          names: keep.names!,
        }
      state!.retries[keep.retrier] = (state!.retries[keep.retrier] ?? 0) + 1
      return { is: 'resting', until: keep.until! }
    default:
      return phase
  }
}

/** The history as GetExecutionHistory gives it. */
export function historyOf(execution: Execution): readonly Details[] {
  return execution.records
    .filter(record => !silent.includes(record.type))
    .map((record, index) => ({
      timestamp: record.at / 1000,
      type: record.type,
      id: index + 1,
      previousEventId: index < 2 ? 0 : index,
      [detailsKey(record.type)]: record.details,
    }))
}

/** `TaskStateEntered` has `stateEnteredEventDetails`, `TaskScheduled` has `taskScheduledEventDetails`. */
function detailsKey(type: string): string {
  const [, ofState] = /^(?:Task|Choice|Wait|Pass|Succeed|Fail)(State(?:Entered|Exited))$/.exec(type) ?? []
  const name = ofState ?? type
  return `${name[0]!.toLowerCase()}${name.slice(1)}EventDetails`
}
