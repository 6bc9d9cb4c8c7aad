/** One execution as its history tells it: the journal holds the events, and everything else is folded from them. */

export type Details = Readonly<Record<string, unknown>>

/** An event of the history in AWS's words, with what the engine must remember and AWS does not show. */
export interface Event {
  readonly type: string
  readonly details: Details
  readonly keep?: Kept
}

/** Events that happen together, and so are written together. */
export interface Happening {
  readonly execution: string
  readonly at: number
  readonly events: readonly Event[]
}

export interface Kept {
  /** ExecutionStarted: what it is and which definition it follows to its end. */
  readonly start?: Start
  /** TaskScheduled: the token and the instants at which the wait is over; a heartbeat moves the second. */
  readonly token?: string
  readonly timeoutAt?: number | undefined
  readonly heartbeatAt?: number | undefined
  /** Until when a Wait, or a failed state before its next attempt, rests; and which retrier granted that attempt. */
  readonly until?: number
  readonly retrier?: number
  /** Every name that a final error answers to. */
  readonly names?: readonly string[]
}

export interface Start {
  readonly name: string
  readonly machineArn: string
  readonly definition: string
  readonly timeoutAt: number
}

export type Status = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED'

export interface Execution extends Start {
  readonly arn: string
  readonly started: Details
  readonly startedAt: number
  readonly happenings: Happening[]
  status: Status
  closed: { readonly at: number; readonly details: Details } | undefined
  /** How long the history is. */
  events: number
  /** Counts whatever changes the course, so that a decision taken on an older state can be dropped. */
  turn: number
  /** As AWS counts for the bill: states entered and attempts repeated. */
  transitions: number
  state: Entered | undefined
  phase: Phase
  variables: Readonly<Record<string, unknown>>
}

/** The state that the execution is in, or was in last. */
export interface Entered {
  readonly name: string
  readonly at: number
  readonly event: number
  readonly input: string
  /** How many attempts each retrier has granted. */
  readonly retries: number[]
}

export type Phase =
  | { readonly is: 'entered' | 'closed' }
  | { readonly is: 'resting'; readonly until: number }
  | Task
  | { readonly is: 'succeeded'; readonly result: string }
  | { readonly is: 'failed'; readonly error: string; readonly cause?: string; readonly names: readonly string[] }

export interface Task {
  readonly is: 'scheduled' | 'submitted'
  readonly token: string
  readonly parameters: string
  readonly heartbeatInSeconds?: number
  readonly timeoutAt?: number
  readonly heartbeatAt?: number
}

/** Events that AWS's history does not show. */
const silent = ['Rested', 'HeartbeatReceived', 'StateFailed']

const closings: Readonly<Record<string, Status>> = {
  ExecutionSucceeded: 'SUCCEEDED',
  ExecutionFailed: 'FAILED',
  ExecutionTimedOut: 'TIMED_OUT',
  ExecutionAborted: 'ABORTED',
}

/** The execution that an ExecutionStarted begins. */
export function begin({ execution, at, events }: Happening): Execution {
  const [{ details, keep }] = events as [Event]
  return {
    ...keep!.start!,
    arn: execution,
    started: details,
    startedAt: at,
    happenings: [],
    status: 'RUNNING',
    closed: undefined,
    events: 0,
    turn: 0,
    transitions: 0,
    state: undefined,
    phase: { is: 'entered' },
    variables: {},
  }
}

/** What the execution is after that. */
export function follow(execution: Execution, happening: Happening): void {
  execution.happenings.push(happening)
  for (const event of happening.events) {
    const { type, details, keep } = event
    if (!silent.includes(type)) execution.events++
    if (type !== 'HeartbeatReceived') execution.turn++
    if (type.endsWith('StateEntered') || keep?.retrier !== undefined) execution.transitions++
    if (closings[type]) Object.assign(execution, { status: closings[type], closed: { at: happening.at, details } })
    if (type.endsWith('StateEntered')) {
      const { name, input } = details as { name: string; input: string }
      execution.state = { name, at: happening.at, event: execution.events, input, retries: [] }
    }
    for (const [name, value] of Object.entries(details.assignedVariables ?? {}))
      execution.variables = { ...execution.variables, [name]: JSON.parse(value) }
    execution.phase = closings[type] ? { is: 'closed' } : after(execution, event)
  }
}

function after({ phase, state }: Execution, { type, details, keep = {} }: Event): Phase {
  switch (type) {
    case 'Rested':
      return { is: 'resting', until: keep.until! }
    case 'TaskScheduled': {
      const { parameters, heartbeatInSeconds } = details as unknown as Task
      return { is: 'scheduled', parameters, ...(heartbeatInSeconds && { heartbeatInSeconds }), ...keep } as Task
    }
    case 'TaskSubmitted':
      return { ...(phase as Task), is: 'submitted' }
    case 'HeartbeatReceived':
      return { ...(phase as Task), ...keep } as Task
    case 'TaskSucceeded':
      return { is: 'succeeded', result: details.output as string }
    case 'TaskFailed':
    case 'TaskTimedOut':
    case 'EvaluationFailed':
    case 'StateFailed': {
      const { error, cause } = details as { error: string; cause?: string }
      if (keep.retrier === undefined)
        return { is: 'failed', error, ...(cause !== undefined && { cause }), names: keep.names! }
      state!.retries[keep.retrier] = (state!.retries[keep.retrier] ?? 0) + 1
      return { is: 'resting', until: keep.until! }
    }
    default:
      return type.endsWith('StateEntered') ? { is: 'entered' } : phase
  }
}

/** The history as GetExecutionHistory gives it. */
export function historyOf({ happenings }: Execution): readonly Details[] {
  return happenings
    .flatMap(({ at, events }) => events.map(event => ({ at, ...event })))
    .filter(({ type }) => !silent.includes(type))
    .map(({ at, type, details }, index) => ({
      timestamp: at / 1000,
      type,
      id: index + 1,
      previousEventId: index < 2 ? 0 : index,
      [detailsKey(type)]: details,
    }))
}

/** `TaskStateEntered` has `stateEnteredEventDetails`, `TaskScheduled` has `taskScheduledEventDetails`. */
function detailsKey(type: string): string {
  const name = type.replace(/^\w+(?=State(Entered|Exited)$)/, '')
  return `${name[0]!.toLowerCase()}${name.slice(1)}EventDetails`
}
