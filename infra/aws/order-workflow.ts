/** A gate as handbook/gates.ts lists it; only its name and place matter to the workflow. */
export interface WorkflowGate {
  readonly gate: string
}

interface TaskState {
  readonly Type: 'Task'
  readonly Resource: string
  readonly TimeoutSeconds?: string
  readonly Arguments: { readonly FunctionName: string; readonly Payload: Readonly<Record<string, unknown>> }
  readonly Output: Readonly<Record<string, string>>
  readonly Retry: readonly object[]
  readonly Catch?: readonly object[]
  readonly Next?: string
  readonly End?: true
}

export interface Definition {
  readonly Comment: string
  readonly QueryLanguage: 'JSONata'
  readonly StartAt: string
  readonly States: Readonly<Record<string, TaskState>>
}

const now = (expression: string) => `{% ${expression} %}`
const orderId = now('$states.input.orderId')
const enteredAt = now('$states.context.State.EnteredTime')
const execution = now('$states.context.Execution.Name')
const token = now('$states.context.Task.Token')
/** Any failure of the function but its time running out: nothing is decided here, so trying again is always right. */
const Retry = [
  { ErrorEquals: ['States.TaskFailed'], IntervalSeconds: 2, BackoffRate: 2.5, MaxAttempts: 10, MaxDelaySeconds: 600 },
]
/** Filled in by the template, so that the definition reads as it stands in the console. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: it is the template's placeholder
const FunctionName = '${GateFunction}'

/**
 * The order's way through its gates, in the Amazon States Language with JSONata. Input of an execution, and of every state:
 * `{ orderId, dueAt }`. A gate waits for its release until `dueAt`; when the time runs out the gate function decides what that
 * means for the order and answers until when to wait next. The table decides whether, the workflow decides when.
 */
export function orderWorkflow(gates: readonly WorkflowGate[]): Definition {
  const names = gates.map(({ gate }) => gate.charAt(0).toUpperCase() + gate.slice(1))
  const states = gates.flatMap(({ gate }, index): [string, TaskState][] => {
    const name = names[index] as string
    const next = names[index + 1]
    const parked: TaskState = {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      TimeoutSeconds: now('$max([1, $ceil(($toMillis($states.input.dueAt) - $millis()) / 1000)])'),
      Arguments: { FunctionName, Payload: { gate, orderId, execution, token, enteredAt } },
      Output: { orderId, dueAt: now('$states.result.dueAt') },
      Retry,
      Catch: [{ ErrorEquals: ['States.Timeout'], Output: now('$states.input'), Next: `${name}TimedOut` }],
      ...(next ? { Next: next } : { End: true }),
    }
    const timedOut: TaskState = {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Arguments: { FunctionName, Payload: { gate, orderId, timedOut: true, enteredAt } },
      Output: { orderId, dueAt: now('$states.result.Payload.dueAt') },
      Retry,
      Next: name,
    }
    return [
      [name, parked],
      [`${name}TimedOut`, timedOut],
    ]
  })
  if (!names[0]) throw new Error('an order workflow needs at least one gate')
  return {
    Comment: `Gates of an order: ${gates.map(({ gate }) => gate).join(', ')}`,
    QueryLanguage: 'JSONata',
    StartAt: names[0],
    States: Object.fromEntries(states),
  }
}
