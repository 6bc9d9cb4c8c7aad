import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  InvalidToken,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn'
import { AwsError, type Caller, type Clock, type Input, type Invocation } from '../../infra/local/kernel'
import { createStepfunctions, stepfunctionsTypes } from '../../infra/local/services/stepfunctions'
import { allowAll, clientOf, serving } from './support/endpoint-world'
import { aResource, type FakeOptions, fakeKernel } from './support/fake-kernel'

const second = 1000
const day = 86_400 * second
const role = 'arn:aws:iam::000000000000:role/orders'
const machine = 'arn:aws:states:cn-north-1:000000000000:stateMachine:orders'
const live = `${machine}:live`
const caller: Caller = { principal: 'arn:aws:sts::000000000000:assumed-role/starter/starter' }

type Handler = (event: Input, calls: number, caller: Caller) => unknown

const gate = (more: object = {}) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
  Arguments: { FunctionName: 'gate', Payload: { token: '{% $states.context.Task.Token %}' } },
  ...('Next' in more ? {} : { End: true }),
  ...more,
})

const invoke = (more: object = {}) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: DefinitionSubstitutions fill it in
  Arguments: { FunctionName: '${Work}', Payload: '{% $states.input %}' },
  Output: '{% $states.result.Payload %}',
  ...('Next' in more ? {} : { End: true }),
  ...more,
})

interface Given extends FakeOptions {
  readonly states?: object
  readonly machine?: object
  readonly handler?: Handler
  readonly routes?: readonly object[]
  /** Runs tasks beside each other, as real time does. */
  readonly overlapping?: boolean
  /** What an earlier, killed process has left. */
  readonly lines?: readonly string[]
}

/** Step Functions alone, with one machine `orders` and a function that is `handler`. */
function aCloud({
  states = { S: { Type: 'Succeed' } },
  machine: more,
  handler = () => ({}),
  lines = [],
  overlapping = false,
  routes = [{ StateMachineVersionArn: `${machine}:1`, Weight: 100 }],
  ...options
}: Given = {}) {
  const definition = { QueryLanguage: 'JSONata', StartAt: Object.keys(states)[0], States: states, ...more }
  const of = (kind: string, id: string, properties: object) =>
    aResource(stepfunctionsTypes, `AWS::StepFunctions::${kind}`, id, { ...properties })
  const resources = [
    of('StateMachine', 'Orders', {
      StateMachineName: 'orders',
      RoleArn: role,
      DefinitionString: JSON.stringify(definition),
      DefinitionSubstitutions: { Work: 'work' },
    }),
    of('StateMachineVersion', 'OrdersV1', { StateMachineArn: machine, StateMachineRevisionId: 'INITIAL' }),
    of('StateMachineAlias', 'OrdersLive', {
      Name: 'live',
      RoutingConfiguration: routes,
    }),
  ]
  const kernel = fakeKernel({ ...options, resources })
  const calls: { name: string; event: Input; at: number; caller: Caller }[] = []
  const lambda = {
    async invoke(name: string, event: unknown, by: Caller): Promise<Invocation> {
      calls.push({ name, event, at: kernel.clock.now(), caller: by })
      const answer = await handler(event, calls.length, by)
      if (answer instanceof AwsError) throw answer
      if (answer instanceof Error) return { ok: false, error: { errorType: answer.name, errorMessage: answer.message } }
      return { ok: true, payload: answer }
    },
  }
  const at: Clock['at'] = (instant, name, task) =>
    kernel.clock.at(instant, name, overlapping ? () => void task() : task)
  const service = createStepfunctions({ ...kernel, clock: { ...kernel.clock, at }, lambda })
  kernel.restore(lines)
  service.start!()
  const call = (operation: string, input: object): Input => service.api!.operations[operation]!.run(input, caller)
  const start = (input: object = {}, name = 'order-1'): string =>
    call('StartExecution', { stateMachineArn: live, name, input: JSON.stringify(input) }).executionArn
  const describe = (executionArn: string) => call('DescribeExecution', { executionArn })
  const history = (executionArn: string): Input[] =>
    call('GetExecutionHistory', { executionArn, maxResults: 1000 }).events
  /** Starts an execution and gives it the time to run; answers with what it came to. */
  const run = async (input: object = {}, milliseconds = 0) => {
    const arn = start(input)
    await kernel.advance(milliseconds)
    const described = describe(arn)
    return { ...described, output: described.output && JSON.parse(described.output), arn }
  }
  return { ...kernel, service, calls, call, start, describe, history, run }
}

const problem = (code: string, message: string) => expect.objectContaining({ code, message })

describe('An execution', () => {
  test('passes the output of each state on as the input of the next', async () => {
    const cloud = aCloud({
      states: {
        A: { Type: 'Pass', Output: { n: '{% $states.input.n + 1 %}' }, Next: 'B' },
        B: { Type: 'Pass', Next: 'C' },
        C: { Type: 'Succeed', Output: { total: '{% $states.input.n * 2 %}' } },
      },
    })
    expect(await cloud.run({ n: 1 })).toMatchObject({ status: 'SUCCEEDED', output: { total: 4 } })
  })

  test('takes the first choice that holds, with its own output, or the default', async () => {
    const choice = (Condition: string, more = {}) => ({ Condition, Next: 'Done', ...more })
    const states = {
      C: {
        Type: 'Choice',
        Choices: [
          choice('{% $states.input.n > 5 %}', { Output: 'large' }),
          choice('{% $states.input.n > 1 %}', { Output: 'some' }),
        ],
        Default: 'Done',
        Output: 'few',
      },
      Done: { Type: 'Succeed' },
    }
    for (const [n, output] of [
      [9, 'large'],
      [2, 'some'],
      [0, 'few'],
    ])
      expect(await aCloud({ states }).run({ n: n as number })).toMatchObject({ output })
  })

  test('fails when no choice holds and there is no default', async () => {
    const states = { C: { Type: 'Choice', Choices: [{ Condition: '{% false %}', Next: 'D' }] }, D: { Type: 'Succeed' } }
    expect(await aCloud({ states }).run()).toMatchObject({ status: 'FAILED', error: 'States.NoChoiceMatched' })
  })

  test('waits for seconds or until an instant', async () => {
    const states = {
      A: { Type: 'Wait', Seconds: '{% $states.input.s %}', Next: 'B' },
      B: { Type: 'Wait', Timestamp: '2026-01-05T01:01:00Z', End: true },
    }
    const cloud = aCloud({ states, at: '2026-01-05T01:00:00Z' })
    const arn = cloud.start({ s: 10 })
    await cloud.advance(59 * second)
    expect(cloud.describe(arn).status).toBe('RUNNING')
    await cloud.advance(second)
    expect(cloud.describe(arn)).toMatchObject({
      status: 'SUCCEEDED',
      stopDate: Date.parse('2026-01-05T01:01:00Z') / 1000,
    })
    expect(cloud.history(arn).map(event => event.type)).toEqual([
      'ExecutionStarted',
      'WaitStateEntered',
      'WaitStateExited',
      'WaitStateEntered',
      'WaitStateExited',
      'ExecutionSucceeded',
    ])
  })

  test('ends in a Fail state with the error and cause that its expressions give', async () => {
    const states = { F: { Type: 'Fail', Error: 'Refused', Cause: "{% 'order ' & $states.input.id %}" } }
    expect(await aCloud({ states }).run({ id: 7 })).toMatchObject({
      status: 'FAILED',
      error: 'Refused',
      cause: 'order 7',
    })
  })

  test('assigns variables that later states see, while the state that assigns them reads the old ones', async () => {
    const states = {
      A: { Type: 'Pass', Assign: { x: 1 }, Next: 'B' },
      B: { Type: 'Pass', Assign: { x: 2, y: '{% $x %}' }, Output: '{% $x %}', Next: 'C' },
      C: { Type: 'Pass', Output: ['{% $states.input %}', '{% $x %}', '{% $y %}'], End: true },
    }
    expect(await aCloud({ states }).run()).toMatchObject({ output: [1, 2, 1] })
  })

  test('sees its own context', async () => {
    const states = { A: { Type: 'Pass', Output: '{% $states.context %}', End: true } }
    const { output, arn } = await aCloud({ states, at: '2026-01-05T01:00:00Z' }).run({ id: 7 })
    const now = '2026-01-05T01:00:00.000Z'
    expect(output).toEqual({
      Execution: { Id: arn, Input: { id: 7 }, Name: 'order-1', RoleArn: role, StartTime: now, RedriveCount: 0 },
      State: { Name: 'A', EnteredTime: now, RetryCount: 0 },
      StateMachine: { Id: machine, Name: 'orders' },
    })
  })

  test('is over at the time-out of its machine, or after a year', async () => {
    const states = { W: { Type: 'Wait', Seconds: 99_999_999, End: true } }
    expect(await aCloud({ states, machine: { TimeoutSeconds: 60 } }).run({}, 60 * second)).toMatchObject({
      status: 'TIMED_OUT',
    })
    const cloud = aCloud({ states })
    const arn = cloud.start()
    await cloud.advance(365 * day - 1)
    expect(cloud.describe(arn).status).toBe('RUNNING')
    await cloud.advance(1)
    expect(cloud.describe(arn).status).toBe('TIMED_OUT')
    expect(cloud.history(arn).at(-1)).toMatchObject({ executionTimedOutEventDetails: { error: 'States.Timeout' } })
  })

  test('fails before its history would pass 25,000 events', async () => {
    const states = { A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', Next: 'A' } }
    const cloud = aCloud({ states })
    const { arn, ...described } = await cloud.run()
    expect(described).toMatchObject({ status: 'FAILED', error: 'States.Runtime' })
    const newest = cloud.call('GetExecutionHistory', { executionArn: arn, reverseOrder: true, maxResults: 1 }).events[0]
    expect(newest).toMatchObject({ id: 25_000, type: 'ExecutionFailed' })
  })

  test('can be stopped', async () => {
    const cloud = aCloud({ states: { G: gate() } })
    const arn = cloud.start()
    await cloud.advance(0)
    cloud.call('StopExecution', { executionArn: arn, error: 'Wrong', cause: 'a test' })
    expect(cloud.describe(arn)).toMatchObject({ status: 'ABORTED', error: 'Wrong', cause: 'a test' })
    expect(cloud.history(arn).at(-1)).toMatchObject({ type: 'ExecutionAborted' })
  })

  test('counts a transition for every state entered and every attempt repeated', async () => {
    const Retry = [{ ErrorEquals: ['States.ALL'], MaxAttempts: 2 }]
    const cloud = aCloud({
      states: { A: { Type: 'Pass', Next: 'T' }, T: invoke({ Retry }) },
      handler: (_, calls) => (calls < 3 ? new Error('no') : {}),
    })
    await cloud.run({}, day)
    expect(cloud.service.counters).toEqual({ executions: 1, transitions: 4 })
    expect(cloud.service.executions()).toEqual([
      { arn: expect.stringContaining(':execution:orders:order-1'), name: 'order-1', status: 'SUCCEEDED', state: 'T' },
    ])
  })
})

describe('A task', () => {
  test('invokes its function as the role of the machine and reads the result', async () => {
    const cloud = aCloud({
      states: { T: invoke({ Output: '{% $states.result %}' }) },
      handler: ({ n }) => ({ n: n + 1 }),
    })
    expect(await cloud.run({ n: 1 })).toMatchObject({
      output: { ExecutedVersion: '$LATEST', Payload: { n: 2 }, StatusCode: 200 },
    })
    expect(cloud.calls).toMatchObject([
      { name: 'work', event: { n: 1 }, caller: { principal: role, sourceArn: machine } },
    ])
  })

  test('has the history that was recorded from AWS', async () => {
    const cloud = aCloud({ states: { T: invoke({ TimeoutSeconds: 5 }) }, handler: () => ({ ok: true }) })
    const { arn } = await cloud.run({ n: 1 })
    const lambda = { resourceType: 'lambda', resource: 'invoke' }
    expect(cloud.history(arn)).toMatchObject([
      {
        id: 1,
        previousEventId: 0,
        type: 'ExecutionStarted',
        executionStartedEventDetails: { input: '{"n":1}', roleArn: role },
      },
      {
        id: 2,
        previousEventId: 0,
        type: 'TaskStateEntered',
        stateEnteredEventDetails: { name: 'T', input: '{"n":1}' },
      },
      {
        id: 3,
        previousEventId: 2,
        type: 'TaskScheduled',
        taskScheduledEventDetails: {
          ...lambda,
          region: 'cn-north-1',
          parameters: '{"FunctionName":"work","Payload":{"n":1}}',
          timeoutInSeconds: 5,
        },
      },
      { id: 4, previousEventId: 3, type: 'TaskStarted', taskStartedEventDetails: lambda },
      {
        id: 5,
        type: 'TaskSucceeded',
        taskSucceededEventDetails: {
          ...lambda,
          output: '{"ExecutedVersion":"$LATEST","Payload":{"ok":true},"StatusCode":200}',
        },
      },
      { id: 6, type: 'TaskStateExited', stateExitedEventDetails: { name: 'T', output: '{"ok":true}' } },
      {
        id: 7,
        previousEventId: 6,
        type: 'ExecutionSucceeded',
        executionSucceededEventDetails: { output: '{"ok":true}' },
      },
    ])
  })

  test("fails with the function's error type, and its error as the cause", async () => {
    const handler = () => Object.assign(new Error('out of stock'), { name: 'OutOfStock' })
    const cause = '{"errorType":"OutOfStock","errorMessage":"out of stock"}'
    expect(await aCloud({ states: { T: invoke() }, handler }).run()).toMatchObject({
      status: 'FAILED',
      error: 'OutOfStock',
      cause,
    })
  })

  test.each([
    ['TooManyRequestsException', 429, 'Lambda.TooManyRequestsException'],
    ['ServiceException', 500, 'Lambda.ServiceException'],
    ['AccessDeniedException', 403, 'Lambda.AWSLambdaException'],
  ])("of a function that Lambda refuses with %s fails as that service's error", async (code, status, error) => {
    const handler = () => new AwsError(code, 'no', status)
    expect(await aCloud({ states: { T: invoke() }, handler }).run()).toMatchObject({ status: 'FAILED', error })
  })

  test('is tried again after 2, 4 and at most 5 seconds, as its retrier says, and then fails', async () => {
    const Retry = [
      { ErrorEquals: ['Other'] },
      { ErrorEquals: ['Error'], IntervalSeconds: 2, MaxAttempts: 3, MaxDelaySeconds: 5 },
    ]
    const Arguments = { FunctionName: 'work', Payload: { attempt: '{% $states.context.State.RetryCount %}' } }
    const cloud = aCloud({ states: { T: invoke({ Retry, Arguments }) }, handler: () => new Error('no') })
    expect(await cloud.run({}, day)).toMatchObject({ status: 'FAILED', error: 'Error' })
    const [first, ...later] = cloud.calls.map(({ at }) => at)
    expect(later.map(at => (at - first!) / second)).toEqual([2, 6, 11])
    expect(cloud.calls.map(({ event }) => event.attempt)).toEqual([0, 1, 2, 3])
  })

  test('is tried again within the delay by chance when the retrier asks for jitter', async () => {
    const Retry = [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 100, MaxAttempts: 1, JitterStrategy: 'FULL' }]
    const cloud = aCloud({ states: { T: invoke({ Retry }) }, handler: () => new Error('no') })
    await cloud.run({}, day)
    const [first, again] = cloud.calls.map(({ at }) => at)
    expect(again! - first!).toBeGreaterThan(0)
    expect(again! - first!).toBeLessThan(100 * second)
  })

  test('that failed goes where its catcher leads, with the error or what the catcher makes of it', async () => {
    const Catch = [
      {
        ErrorEquals: ['Known'],
        Next: 'After',
        Output: { why: '{% $states.errorOutput.Error %}', of: '{% $states.input.id %}' },
      },
      { ErrorEquals: ['States.TaskFailed'], Next: 'After', Assign: { lost: '{% $states.errorOutput.Cause %}' } },
    ]
    const states = { T: invoke({ Catch }), After: { Type: 'Succeed' } }
    const named = (name: string) => () => Object.assign(new Error('m'), { name })
    expect(await aCloud({ states, handler: named('Known') }).run({ id: 7 })).toMatchObject({
      output: { why: 'Known', of: 7 },
    })
    const Cause = '{"errorType":"Unknown","errorMessage":"m"}'
    expect(await aCloud({ states, handler: named('Unknown') }).run()).toMatchObject({
      output: { Error: 'Unknown', Cause },
    })
  })

  test('is given up at its time-out while its function still runs, whose late answer then changes nothing', async () => {
    const answers: ((payload: unknown) => void)[] = []
    const handler = () => new Promise(resolve => answers.push(resolve))
    const Catch = [{ ErrorEquals: ['States.Timeout'], Next: 'After' }]
    const states = { T: invoke({ TimeoutSeconds: 5, Catch }), After: gate({ Arguments: { FunctionName: 'work' } }) }
    const cloud = aCloud({ states, handler, overlapping: true })
    const arn = cloud.start()
    for (const milliseconds of [0, 5 * second, 0]) {
      await cloud.advance(milliseconds)
      await new Promise(setImmediate)
    }
    expect(cloud.calls).toHaveLength(2)
    answers[0]!({ late: true })
    await new Promise(setImmediate)
    const types = cloud.history(arn).map(({ type }) => type)
    expect(types.slice(2)).toEqual([
      'TaskScheduled',
      'TaskStarted',
      'TaskTimedOut',
      'TaskStateExited',
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
    ])
  })

  test('whose expression fails can be caught by States.QueryEvaluationError', async () => {
    const Catch = [{ ErrorEquals: ['States.QueryEvaluationError'], Next: 'After' }]
    const states = { T: invoke({ Output: '{% $states.result.Absent %}', Catch }), After: { Type: 'Succeed' } }
    const cloud = aCloud({ states })
    const { arn, output } = await cloud.run()
    const cause =
      "An error occurred while executing the state 'T' (entered at the event id #2). The JSONata expression " +
      "'$states.result.Absent' specified for the field 'Output' returned nothing (undefined)."
    expect(output).toEqual({ Error: 'States.QueryEvaluationError', Cause: cause })
    expect(cloud.history(arn)).toContainEqual(
      expect.objectContaining({
        type: 'EvaluationFailed',
        evaluationFailedEventDetails: { error: 'States.QueryEvaluationError', cause, location: 'Output', state: 'T' },
      }),
    )
  })

  test('with a result beyond 256 KiB fails with States.DataLimitExceeded, which States.ALL does not catch', async () => {
    const large = 'é'.repeat(131_072)
    const after = { After: { Type: 'Succeed', Output: 'caught' } }
    const states = (name: string) => ({ T: invoke({ Catch: [{ ErrorEquals: [name], Next: 'After' }] }), ...after })
    const handler = () => large
    const error = 'States.DataLimitExceeded'
    expect(await aCloud({ states: states('States.ALL'), handler }).run()).toMatchObject({ status: 'FAILED', error })
    expect(await aCloud({ states: states(error), handler }).run()).toMatchObject({ output: 'caught' })
  })
})

describe('A gate', () => {
  test('waits for its token, and goes on with the output that was sent', async () => {
    const cloud = aCloud({ states: { G: gate() } })
    const arn = cloud.start()
    await cloud.advance(400 * 60 * second)
    expect(cloud.describe(arn).status).toBe('RUNNING')
    const { token: taskToken } = cloud.calls[0]!.event
    cloud.call('SendTaskSuccess', { taskToken, output: '{"paid":true}' })
    await cloud.advance(0)
    expect(cloud.describe(arn)).toMatchObject({ status: 'SUCCEEDED', output: '{"paid":true}' })
    expect(cloud.history(arn).map(({ type }) => type)).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskSubmitted',
      'TaskSucceeded',
      'TaskStateExited',
      'ExecutionSucceeded',
    ])
  })

  test('takes an answer that its function sends before it returns', async () => {
    const cloud = aCloud({
      states: { G: gate() },
      handler: ({ token }) => cloud.call('SendTaskSuccess', { taskToken: token, output: '1' }),
    })
    expect(await cloud.run()).toMatchObject({ status: 'SUCCEEDED', output: 1 })
    expect(cloud.calls).toHaveLength(1)
  })

  test.each([30, 90])('is over with States.Timeout after %i days, at the very second', async days => {
    const TimeoutSeconds = '{% $max([1, $ceil(($toMillis($states.input.dueAt) - $millis()) / 1000)]) %}'
    const Catch = [{ ErrorEquals: ['States.Timeout'], Next: 'Late' }]
    const cloud = aCloud({ states: { G: gate({ TimeoutSeconds, Catch }), Late: { Type: 'Succeed' } } })
    const dueAt = new Date(cloud.clock.now() + days * day).toISOString()
    const arn = cloud.start({ dueAt })
    await cloud.advance(days * day - 1)
    expect(cloud.describe(arn).status).toBe('RUNNING')
    await cloud.advance(1)
    expect(cloud.describe(arn)).toMatchObject({ status: 'SUCCEEDED', output: '{"Error":"States.Timeout"}' })
    const { token: taskToken } = cloud.calls[0]!.event
    expect(() => cloud.call('SendTaskSuccess', { taskToken, output: '1' })).toThrow(
      problem('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'"),
    )
  })

  test('may be given up by States.Timeout but not by States.TaskFailed', async () => {
    const Catch = [{ ErrorEquals: ['States.TaskFailed'], Next: 'Late' }]
    const cloud = aCloud({ states: { G: gate({ TimeoutSeconds: 1, Catch }), Late: { Type: 'Succeed' } } })
    const { arn, ...described } = await cloud.run({}, second)
    expect(described).toMatchObject({ status: 'FAILED', error: 'States.Timeout' })
    expect(described.cause).toBeUndefined()
  })

  test.each(['States.Timeout', 'States.HeartbeatTimeout'])(
    'that misses a heartbeat reports States.Timeout, and is caught by %s',
    async name => {
      const Catch = [{ ErrorEquals: [name], Next: 'Late' }]
      const states = { G: gate({ TimeoutSeconds: 600, HeartbeatSeconds: 10, Catch }), Late: { Type: 'Succeed' } }
      const cloud = aCloud({ states })
      const arn = cloud.start()
      await cloud.advance(9 * second)
      cloud.call('SendTaskHeartbeat', { taskToken: cloud.calls[0]!.event.token })
      await cloud.advance(9 * second)
      expect(cloud.describe(arn).status).toBe('RUNNING')
      await cloud.advance(second)
      expect(cloud.describe(arn)).toMatchObject({ status: 'SUCCEEDED', output: '{"Error":"States.Timeout"}' })
    },
  )

  test('fails, is retried with a new token, and then knows the old one no more', async () => {
    const cloud = aCloud({ states: { G: gate({ Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 1 }] }) } })
    const arn = cloud.start()
    await cloud.advance(0)
    cloud.call('SendTaskFailure', { taskToken: cloud.calls[0]!.event.token, error: 'Busy', cause: 'later' })
    await cloud.advance(second)
    const [first, again] = cloud.calls.map(({ event }) => event.token)
    expect(again).not.toBe(first)
    expect(() => cloud.call('SendTaskSuccess', { taskToken: first, output: '1' })).toThrow(
      problem('TaskTimedOut', expect.anything()),
    )
    cloud.call('SendTaskFailure', { taskToken: again, error: 'Lost', cause: 'for good' })
    await cloud.advance(0)
    expect(cloud.describe(arn)).toMatchObject({ status: 'FAILED', error: 'Lost', cause: 'for good' })
  })

  test('refuses unknown tokens and outputs that are no JSON or too large', async () => {
    const cloud = aCloud({ states: { G: gate() } })
    await cloud.run()
    const { token: taskToken } = cloud.calls[0]!.event
    expect(() => cloud.call('SendTaskSuccess', { taskToken: 'x', output: '1' })).toThrow(
      problem('InvalidToken', "Invalid Token: 'Invalid token'"),
    )
    expect(() => cloud.call('SendTaskSuccess', { taskToken, output: '{' })).toThrow(
      problem('InvalidOutput', expect.stringContaining('Invalid Output: ')),
    )
    expect(() => cloud.call('SendTaskSuccess', { taskToken, output: `"${'a'.repeat(262_143)}"` })).toThrow(
      problem('ValidationException', expect.stringContaining('less than or equal to 262144 bytes')),
    )
  })
})

describe('After a kill', () => {
  const states = { G: gate({ TimeoutSeconds: 30 * 86_400, Next: 'T' }), T: invoke() }

  test('a gate keeps its token and the instant of its time-out', async () => {
    const before = aCloud({ states, at: '2026-01-05T01:00:00Z' })
    const arn = before.start({ id: 7 })
    await before.advance(0)
    const { token: taskToken } = before.calls[0]!.event

    const after = aCloud({ states, at: '2026-01-20T01:00:00Z', lines: before.lines })
    await after.advance(15 * day - 1)
    expect(after.describe(arn).status).toBe('RUNNING')
    const other = aCloud({ states, at: '2026-01-20T01:00:00Z', lines: after.compacted() })
    await after.advance(1)
    expect(after.describe(arn)).toMatchObject({ status: 'FAILED', error: 'States.Timeout' })

    other.call('SendTaskSuccess', { taskToken, output: '{"id":8}' })
    await other.advance(0)
    expect(other.describe(arn)).toMatchObject({ status: 'SUCCEEDED' })
    expect(other.calls).toMatchObject([{ name: 'work', event: { id: 8 } }])
  })

  test('a gate whose time-out passed meanwhile is over at once', async () => {
    const before = aCloud({ states, at: '2026-01-05T01:00:00Z' })
    const arn = before.start()
    await before.advance(0)
    const after = aCloud({ states, at: '2026-03-05T01:00:00Z', lines: before.lines })
    await after.advance(0)
    expect(after.describe(arn)).toMatchObject({ status: 'FAILED', error: 'States.Timeout' })
  })

  test('at every single record, the execution comes to the same end, and a task without outcome is invoked again', async () => {
    const whole = aCloud({
      states: { T: invoke({ Next: 'W' }), W: { Type: 'Wait', Seconds: 5, Next: 'U' }, U: invoke() },
    })
    const end = await whole.run({ id: 7 }, 10 * second)
    for (let kept = 2; kept < whole.lines.length; kept++) {
      const after = aCloud({ lines: whole.lines.slice(0, kept) })
      await after.advance(10 * second)
      expect(after.describe(end.arn)).toMatchObject({ status: 'SUCCEEDED', input: end.input })
    }
  })

  test('an execution follows the definition that it started with, even when the template has another', async () => {
    const before = aCloud({ states: { G: gate({ Next: 'Old' }), Old: { Type: 'Succeed', Output: 'old' } } })
    const arn = before.start()
    await before.advance(0)
    const { token: taskToken } = before.calls[0]!.event
    const after = aCloud({ states: { New: { Type: 'Succeed', Output: 'new' } }, lines: before.lines })
    const second = after.start({}, 'order-2')
    after.call('SendTaskSuccess', { taskToken, output: '1' })
    await after.advance(0)
    expect(after.describe(arn).output).toBe('"old"')
    expect(after.describe(second).output).toBe('"new"')
  })

  test('executions are forgotten 90 days after they closed', async () => {
    const cloud = aCloud()
    const { arn } = await cloud.run({}, 90 * day - 1)
    expect(cloud.compacted()).not.toEqual([])
    await cloud.advance(1)
    expect(cloud.compacted()).toEqual([])
    cloud.start({}, 'order-2')
    expect(cloud.start({ again: true }, 'order-1')).toBe(arn)
    expect(cloud.service.executions().map(({ name }) => name)).toEqual(['order-2', 'order-1'])
  })
})

describe('StartExecution', () => {
  const start = (cloud: ReturnType<typeof aCloud>, input: object) => () =>
    cloud.call('StartExecution', { stateMachineArn: machine, ...input })

  test('answers the same for the same name and input while that runs, and refuses the name for all else', async () => {
    const cloud = aCloud({ states: { G: gate() } })
    const once = start(cloud, { name: 'a', input: '{"n":1}' })()
    await cloud.advance(second)
    expect(start(cloud, { name: 'a', input: '{"n":1}' })()).toEqual(once)
    expect(cloud.calls).toHaveLength(1)
    const taken = problem('ExecutionAlreadyExists', `Execution Already Exists: '${once.executionArn}'`)
    expect(start(cloud, { name: 'a', input: '{"n":2}' })).toThrow(taken)
    cloud.call('StopExecution', { executionArn: once.executionArn })
    expect(start(cloud, { name: 'a', input: '{"n":1}' })).toThrow(taken)
  })

  const constraint = (at: string, must: string) =>
    `1 validation error detected: Value ${at} failed to satisfy constraint: Member must have ${must}`
  const longName = 'a'.repeat(81)

  test.each([
    ['what is no ARN', { stateMachineArn: 'x' }, 'InvalidArn', "Invalid Arn: 'Invalid ARN prefix: x'"],
    [
      'an unknown machine',
      { stateMachineArn: `${machine}s` },
      'StateMachineDoesNotExist',
      `State Machine Does Not Exist: '${machine}s'`,
    ],
    [
      'an unknown alias',
      { stateMachineArn: `${machine}:prod` },
      'StateMachineDoesNotExist',
      `State Machine Does Not Exist: '${machine}:prod'`,
    ],
    ['a name with a space', { name: 'a b' }, 'InvalidName', "Invalid Name: 'a b'"],
    [
      'a long name',
      { name: longName },
      'ValidationException',
      constraint(`'${longName}' at 'name'`, 'length less than or equal to 80'),
    ],
    [
      'an input that is no JSON',
      { input: '{' },
      'InvalidExecutionInput',
      expect.stringContaining('Invalid State Machine Execution Input: '),
    ],
    [
      'an input beyond 256 KiB',
      { input: `"${'é'.repeat(131_072)}"` },
      'ValidationException',
      constraint("at 'input'", 'size less than or equal to 262144 bytes in UTF-8 encoding'),
    ],
  ])('refuses %s as AWS does', (_, input, code, message) => {
    const cloud = aCloud()
    expect(start(cloud, input)).toThrow(problem(code, message))
    expect(cloud.lines).toEqual([])
  })

  test('names an execution by chance and gives it an empty input when the caller does neither', async () => {
    const cloud = aCloud()
    const { executionArn } = start(cloud, {})()
    expect(cloud.describe(executionArn)).toMatchObject({ name: expect.stringMatching(/^[\da-f-]{36}$/), input: '{}' })
  })

  test('through an alias notes alias and version on the execution', () => {
    const cloud = aCloud()
    const described = cloud.describe(cloud.start())
    expect(described).toMatchObject({
      stateMachineArn: machine,
      stateMachineAliasArn: live,
      stateMachineVersionArn: `${machine}:1`,
    })
    const list = (stateMachineArn: string) => cloud.call('ListExecutions', { stateMachineArn }).executions
    expect(list(live)).toHaveLength(1)
    expect(list(machine)).toHaveLength(1)
  })
})

test('An alias that routes to two versions is refused', () => {
  const routes = [50, 50].map(Weight => ({ StateMachineVersionArn: `${machine}:1`, Weight }))
  expect(() => aCloud({ routes })).toThrow(`${live}.RoutingConfiguration[1]`)
})

describe('The rights that a call needs', () => {
  const cloud = aCloud({ states: { G: gate() } })
  const arn = cloud.start()
  const accesses = (operation: string, input: object) => cloud.service.api!.operations[operation]!.authorize(input)

  test('are on the unqualified machine, with the alias as a condition', () => {
    const action = 'states:StartExecution'
    expect(accesses('StartExecution', { stateMachineArn: machine })).toEqual([{ action, resource: machine }])
    expect(accesses('StartExecution', { stateMachineArn: live })).toEqual([
      { action, resource: machine, context: { 'states:StateMachineQualifier': 'live' } },
    ])
  })

  test('are on the machine that waits for a callback', async () => {
    await cloud.advance(0)
    const { token: taskToken } = cloud.calls[0]!.event
    for (const operation of ['SendTaskSuccess', 'SendTaskFailure', 'SendTaskHeartbeat'])
      expect(accesses(operation, { taskToken })).toEqual([{ action: `states:${operation}`, resource: machine }])
  })

  test('are on the execution to read or stop it', () => {
    for (const operation of ['DescribeExecution', 'GetExecutionHistory', 'StopExecution'])
      expect(accesses(operation, { executionArn: arn })).toEqual([{ action: `states:${operation}`, resource: arn }])
  })
})

describe('Executions', () => {
  test('are listed newest first, by status and in pages', async () => {
    const cloud = aCloud({ states: { G: gate() } })
    for (const name of ['a', 'b', 'c']) cloud.start({}, name)
    await cloud.advance(0)
    cloud.call('StopExecution', { executionArn: cloud.start({}, 'b') })
    const list = (more: object) => cloud.call('ListExecutions', { stateMachineArn: machine, ...more })
    const names = ({ executions }: Input) => executions.map(({ name }: Input) => name)
    expect(names(list({ statusFilter: 'RUNNING' }))).toEqual(['c', 'a'])
    const page = list({ maxResults: 2 })
    expect(names(page)).toEqual(['c', 'b'])
    expect(names(list({ maxResults: 2, nextToken: page.nextToken }))).toEqual(['a'])
  })

  test('that do not exist are named so', () => {
    const missing = 'arn:aws:states:cn-north-1:000000000000:execution:orders:none'
    expect(() => aCloud().describe(missing)).toThrow(
      problem('ExecutionDoesNotExist', `Execution Does Not Exist: '${missing}'`),
    )
    expect(() => aCloud().describe(machine)).toThrow(problem('InvalidArn', expect.anything()))
  })

  test('of two runs from one seed leave the same journal', async () => {
    const states = { G: gate({ TimeoutSeconds: 9, Retry: [{ ErrorEquals: ['States.ALL'], JitterStrategy: 'FULL' }] }) }
    const lines = async () => {
      const cloud = aCloud({ states, seed: 7 })
      for (let n = 0; n < 5; n++) cloud.start({ n }, `order-${n}`)
      await cloud.advance(day)
      return cloud.lines
    }
    expect(await lines()).toEqual(await lines())
  })
})

test("AWS's own client reads the answers and the errors", async () => {
  const cloud = aCloud({ states: { G: gate() }, at: '2026-01-05T01:00:00Z' })
  const endpoint = await serving(allowAll, cloud.service.api)
  const client = new SFNClient(clientOf(endpoint))
  try {
    const { executionArn, startDate } = await client.send(new StartExecutionCommand({ stateMachineArn: live }))
    expect(startDate).toEqual(new Date('2026-01-05T01:00:00Z'))
    await cloud.advance(0)
    const { token: taskToken } = cloud.calls[0]!.event
    await client.send(new SendTaskSuccessCommand({ taskToken, output: '{}' }))
    await cloud.advance(0)
    const { stopDate, status } = await client.send(new DescribeExecutionCommand({ executionArn }))
    expect({ stopDate, status }).toEqual({ stopDate: startDate, status: 'SUCCEEDED' })
    const { events } = await client.send(new GetExecutionHistoryCommand({ executionArn }))
    expect(events![2]).toMatchObject({ type: 'TaskScheduled', timestamp: startDate, taskScheduledEventDetails: {} })
    const unknown = client.send(new SendTaskSuccessCommand({ taskToken: 'x', output: '{}' }))
    await expect(unknown).rejects.toBeInstanceOf(InvalidToken)
  } finally {
    client.destroy()
    await endpoint.close()
  }
})
