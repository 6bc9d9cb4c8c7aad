import { InvalidToken, SendTaskSuccessCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn'
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

type Handler = (event: Input, calls: number) => unknown

const invoke = (more: object = {}) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: DefinitionSubstitutions fill it in
  Arguments: { FunctionName: '${Work}', Payload: '{% $states.input %}' },
  Output: '{% $states.result.Payload %}',
  ...('Next' in more ? {} : { End: true }),
  ...more,
})

const gate = (more: object = {}) => ({
  ...invoke(more),
  Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
  Arguments: { FunctionName: 'gate', Payload: { token: '{% $states.context.Task.Token %}' } },
  Output: '{% $states.result %}',
})

const retrier = (more: object = {}) => ({
  ...{ ErrorEquals: ['States.TaskFailed'], IntervalSeconds: 1, BackoffRate: 2, MaxAttempts: 3, MaxDelaySeconds: 600 },
  ...more,
})

/** Leads to a state `After`, with a text that tells which catcher it was unless there is another output. */
const catcher = (error: string, Output: unknown = error) => ({ ErrorEquals: [error], Output, Next: 'After' })

interface Given extends FakeOptions {
  readonly states?: object
  readonly handler?: Handler
  /** Runs tasks beside each other, as real time does. */
  readonly overlapping?: boolean
  /** What an earlier, killed process has left. */
  readonly lines?: readonly string[]
}

/** Step Functions alone, with one machine `orders` and a function that answers as `handler`, or with what it was given. */
function aCloud({
  states = { S: invoke() },
  handler = event => event,
  lines = [],
  overlapping,
  ...options
}: Given = {}) {
  const definition = { QueryLanguage: 'JSONata', StartAt: Object.keys(states)[0], States: states }
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
      RoutingConfiguration: [{ StateMachineVersionArn: `${machine}:1`, Weight: 100 }],
    }),
  ]
  const kernel = fakeKernel({ ...options, resources })
  const calls: { name: string; event: Input; at: number; caller: Caller }[] = []
  const lambda = {
    async invoke(name: string, event: unknown, by: Caller): Promise<Invocation> {
      calls.push({ name, event, at: kernel.clock.now(), caller: by })
      const answer = await handler(event, calls.length)
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
  const send = (taskToken: string, output: unknown = {}) =>
    call('SendTaskSuccess', { taskToken, output: JSON.stringify(output) })
  /** Where an execution stands, with what it came to. */
  const seen = (name = 'order-1') => {
    const { closed, ...rest } = service.executions().find(execution => execution.name === name)!
    const { at: closedAt, output, error, cause } = { at: undefined, ...closed }
    return { ...rest, closedAt, output, error, cause }
  }
  /** Starts an execution, gives it the time to run, and tells what it came to. */
  const run = async (input: object = {}, milliseconds = 0) => {
    start(input)
    await kernel.advance(milliseconds)
    return seen()
  }
  return { ...kernel, service, calls, call, start, send, seen, run }
}

const problem = (code: string, message: string) => expect.objectContaining({ code, message })

describe('An execution', () => {
  test('passes the output of each state on as the input of the next', async () => {
    const cloud = aCloud({
      states: {
        A: invoke({ Output: { n: '{% $states.input.n + 1 %}' }, Next: 'B' }),
        B: invoke({ Output: { total: '{% $states.input.n * 2 %}' } }),
      },
    })
    expect(await cloud.run({ n: 1 })).toMatchObject({ status: 'SUCCEEDED', state: 'B', output: { total: 4 } })
    expect(cloud.calls.map(({ event }) => event.n)).toEqual([1, 2])
  })

  test('knows when it entered a state, however often it tries', async () => {
    const Arguments = { FunctionName: 'work', Payload: '{% $states.context.State.EnteredTime %}' }
    const cloud = aCloud({
      states: { T: invoke({ Arguments, Retry: [retrier()] }) },
      handler: (_, calls) => (calls < 3 ? new Error('no') : 'done'),
      at: '2026-01-05T01:00:00Z',
    })
    await cloud.run({}, day)
    expect(cloud.calls.map(({ event }) => event)).toEqual(Array(3).fill('2026-01-05T01:00:00.000Z'))
  })

  test('knows its own name', async () => {
    const Arguments = { FunctionName: 'work', Payload: '{% $states.context.Execution.Name %}' }
    const cloud = aCloud({ states: { T: invoke({ Arguments }) } })
    await cloud.run()
    expect(cloud.calls.map(({ event }) => event)).toEqual(['order-1'])
  })

  test('is over after a year', async () => {
    const cloud = aCloud({ states: { G: gate() } })
    expect(await cloud.run({}, 365 * day - 1)).toMatchObject({ status: 'RUNNING' })
    await cloud.advance(1)
    expect(cloud.seen()).toMatchObject({ status: 'TIMED_OUT', error: 'States.Timeout' })
  })

  test('fails before its history would pass 25,000 events', async () => {
    const cloud = aCloud({ states: { A: invoke({ Next: 'B' }), B: invoke({ Next: 'A' }) } })
    expect(await cloud.run()).toMatchObject({ status: 'FAILED', error: 'States.Runtime' })
    // A state is five events: entered, scheduled, started, succeeded, exited.
    expect(cloud.calls).toHaveLength(25_000 / 5)
  })

  test('counts a transition for every state entered and every attempt repeated', async () => {
    const cloud = aCloud({
      states: { A: invoke({ Next: 'T' }), T: invoke({ Retry: [retrier()] }) },
      handler: (_, calls) => (calls === 2 || calls === 3 ? new Error('no') : {}),
    })
    await cloud.run({}, day)
    expect(cloud.service.counters).toEqual({ transitions: 4 })
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

  test("fails with the function's error type, and its error as the cause", async () => {
    const handler = () => Object.assign(new Error('out of stock'), { name: 'OutOfStock' })
    const cause = '{"errorType":"OutOfStock","errorMessage":"out of stock"}'
    expect(await aCloud({ handler }).run()).toMatchObject({ status: 'FAILED', error: 'OutOfStock', cause })
  })

  test.each([
    ['TooManyRequestsException', 429, 'Lambda.TooManyRequestsException'],
    ['ServiceException', 500, 'Lambda.ServiceException'],
    ['AccessDeniedException', 403, 'Lambda.AWSLambdaException'],
  ])("of a function that Lambda refuses with %s fails as that service's error", async (code, status, error) => {
    const handler = () => new AwsError(code, 'no', status)
    expect(await aCloud({ handler }).run()).toMatchObject({ status: 'FAILED', error })
  })

  test('is tried again after 2, 4 and at most 5 seconds, as its retrier says, and then fails', async () => {
    const Retry = [
      retrier({ ErrorEquals: ['Other'] }),
      retrier({ ErrorEquals: ['Error'], IntervalSeconds: 2, MaxDelaySeconds: 5 }),
    ]
    const cloud = aCloud({ states: { T: invoke({ Retry }) }, handler: () => new Error('no') })
    expect(await cloud.run({}, day)).toMatchObject({ status: 'FAILED', error: 'Error' })
    const [first, ...later] = cloud.calls.map(({ at }) => at)
    expect(later.map(at => (at - first!) / second)).toEqual([2, 6, 11])
  })

  test('grants the attempts of each retrier on its own', async () => {
    const Retry = ['A', 'B'].map(error => retrier({ ErrorEquals: [error], MaxAttempts: 1 }))
    const names = ['A', 'B', 'A']
    const handler: Handler = (_, calls) => Object.assign(new Error('no'), { name: names[calls - 1] })
    const cloud = aCloud({ states: { T: invoke({ Retry }) }, handler })
    expect(await cloud.run({}, day)).toMatchObject({ status: 'FAILED', error: 'A' })
    expect(cloud.calls).toHaveLength(3)
  })

  test('that failed goes where the first catcher for its error leads, with what that makes of the input', async () => {
    const Catch = [catcher('Known', { caught: '{% $states.input.id %}' }), catcher('States.TaskFailed', 'any')]
    const inputAfter = async (name: string) => {
      const handler: Handler = (_, calls) => (calls === 1 ? Object.assign(new Error('m'), { name }) : {})
      const cloud = aCloud({ states: { T: invoke({ Catch }), After: invoke() }, handler })
      await cloud.run({ id: 7 })
      return cloud.calls[1]!.event
    }
    expect(await inputAfter('Known')).toEqual({ caught: 7 })
    expect(await inputAfter('Unknown')).toBe('any')
  })

  test('is given up at its time-out while its function still runs, whose late answer then changes nothing', async () => {
    const answers: ((payload: unknown) => void)[] = []
    const handler = () => new Promise(resolve => answers.push(resolve))
    const states = { T: invoke({ TimeoutSeconds: '{% 5 %}', Catch: [catcher('States.Timeout')] }), After: gate() }
    const cloud = aCloud({ states, handler, overlapping: true })
    cloud.start()
    for (const milliseconds of [0, 5 * second, 0]) {
      await cloud.advance(milliseconds)
      await new Promise(setImmediate)
    }
    expect(cloud.calls.map(({ name }) => name)).toEqual(['work', 'gate'])
    const before = cloud.lines.length
    answers[0]!({ late: true })
    await new Promise(setImmediate)
    expect(cloud.lines).toHaveLength(before)
    expect(cloud.seen()).toMatchObject({ status: 'RUNNING', state: 'After' })
  })

  test('whose expression fails can be caught, and otherwise says where it failed', async () => {
    const Output = '{% $states.result.Absent %}'
    const cause =
      "An error occurred while executing the state 'T' (entered at the event id #2). The JSONata expression " +
      "'$states.result.Absent' specified for the field 'Output' returned nothing (undefined)."
    const error = 'States.QueryEvaluationError'
    expect(await aCloud({ states: { T: invoke({ Output }) } }).run()).toMatchObject({ status: 'FAILED', error, cause })
    const states = { T: invoke({ Output, Catch: [catcher('States.TaskFailed')] }), After: invoke() }
    expect(await aCloud({ states }).run()).toMatchObject({ status: 'SUCCEEDED', output: 'States.TaskFailed' })
  })

  test.each(['{% 0 %}', '{% 1 / 2 %}', '{% 100000000 %}'])('with a time-out of %s fails', async TimeoutSeconds => {
    const cloud = aCloud({ states: { T: invoke({ TimeoutSeconds }) } })
    expect(await cloud.run()).toMatchObject({
      error: 'States.QueryEvaluationError',
      cause: expect.stringContaining("The field 'TimeoutSeconds' must be a whole number from 1 to 99999999"),
    })
    expect(cloud.calls).toEqual([])
  })

  test('with a result beyond 256 KiB fails with States.DataLimitExceeded, which nothing else stands for', async () => {
    const states = { T: invoke({ Catch: [catcher('States.TaskFailed')] }), After: invoke() }
    const handler = () => 'é'.repeat(131_072)
    const error = 'States.DataLimitExceeded'
    expect(await aCloud({ states, handler }).run()).toMatchObject({ status: 'FAILED', error })
  })
})

describe('A gate', () => {
  test('waits for its token, and goes on with the output that was sent', async () => {
    const cloud = aCloud({ states: { G: gate() }, handler: () => 'nobody reads this' })
    expect(await cloud.run({}, 300 * day)).toMatchObject({ status: 'RUNNING', state: 'G' })
    cloud.send(cloud.calls[0]!.event.token, { paid: true })
    await cloud.advance(0)
    expect(cloud.seen()).toMatchObject({ status: 'SUCCEEDED', output: { paid: true } })
    expect(cloud.calls).toHaveLength(1)
  })

  test('takes an answer that its function sends before it returns', async () => {
    const cloud = aCloud({ states: { G: gate() }, handler: ({ token }) => cloud.send(token, 1) })
    expect(await cloud.run()).toMatchObject({ status: 'SUCCEEDED', output: 1 })
    expect(cloud.calls).toHaveLength(1)
  })

  test.each([30, 90])('is over with States.Timeout after %i days, at the very second', async days => {
    const TimeoutSeconds = '{% $max([1, $ceil(($toMillis($states.input.dueAt) - $millis()) / 1000)]) %}'
    const states = { G: gate({ TimeoutSeconds, Catch: [catcher('States.Timeout')] }), After: invoke() }
    const cloud = aCloud({ states })
    const dueAt = new Date(cloud.clock.now() + days * day).toISOString()
    expect(await cloud.run({ dueAt }, days * day - 1)).toMatchObject({ status: 'RUNNING', state: 'G' })
    await cloud.advance(1)
    expect(cloud.seen()).toMatchObject({ output: 'States.Timeout', closedAt: Date.parse(dueAt) })
    expect(() => cloud.send(cloud.calls[0]!.event.token)).toThrow(
      problem('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'"),
    )
  })

  test('whose time-out has passed already waits for one second', async () => {
    const TimeoutSeconds = '{% $max([1, $ceil(($toMillis($states.input.dueAt) - $millis()) / 1000)]) %}'
    const cloud = aCloud({ states: { G: gate({ TimeoutSeconds }) } })
    expect(await cloud.run({ dueAt: '2020-01-01T00:00:00Z' }, second - 1)).toMatchObject({ status: 'RUNNING' })
    await cloud.advance(1)
    expect(cloud.seen()).toMatchObject({ status: 'FAILED', error: 'States.Timeout' })
  })

  test('may be given up by States.Timeout but not by States.TaskFailed', async () => {
    const Catch = [catcher('States.TaskFailed')]
    const cloud = aCloud({ states: { G: gate({ TimeoutSeconds: '{% 1 %}', Catch }), After: invoke() } })
    const seen = await cloud.run({}, second)
    expect(seen).toMatchObject({ status: 'FAILED', error: 'States.Timeout' })
    expect(seen.cause).toBeUndefined()
  })

  test('that fails to park is tried again with a new token, and then knows the old one no more', async () => {
    const handler: Handler = (_, calls) => (calls === 1 ? new Error('no') : {})
    const cloud = aCloud({ states: { G: gate({ Retry: [retrier()] }) }, handler })
    await cloud.run({}, second)
    const [first, again] = cloud.calls.map(({ event }) => event.token)
    expect(again).not.toBe(first)
    expect(() => cloud.send(first)).toThrow(problem('TaskTimedOut', expect.anything()))
    cloud.send(again, 1)
    await cloud.advance(0)
    expect(cloud.seen()).toMatchObject({ status: 'SUCCEEDED', output: 1 })
  })

  test('refuses unknown tokens and outputs that are no JSON or too large', async () => {
    const cloud = aCloud({ states: { G: gate() } })
    await cloud.run()
    const { token: taskToken } = cloud.calls[0]!.event
    for (const forged of ['x', '', Buffer.from('arn:aws:states:::execution:orders:none x').toString('base64url')])
      expect(() => cloud.send(forged)).toThrow(problem('InvalidToken', "Invalid Token: 'Invalid token'"))
    expect(() => cloud.call('SendTaskSuccess', { taskToken, output: '{' })).toThrow(
      problem('InvalidOutput', expect.stringContaining('Invalid Output: ')),
    )
    expect(() => cloud.send(taskToken, 'a'.repeat(262_143))).toThrow(
      problem('ValidationException', expect.stringContaining('less than or equal to 262144 bytes')),
    )
    expect(cloud.seen()).toMatchObject({ status: 'RUNNING' })
  })
})

describe('After a kill', () => {
  const states = { G: gate({ TimeoutSeconds: '{% 30 * 86400 %}', Next: 'T' }), T: invoke() }

  test('a gate keeps its token and the instant of its time-out', async () => {
    const before = aCloud({ states, at: '2026-01-05T01:00:00Z' })
    await before.run({ id: 7 })

    const after = aCloud({ states, at: '2026-01-20T01:00:00Z', lines: before.lines })
    await after.advance(15 * day - 1)
    expect(after.seen()).toMatchObject({ status: 'RUNNING' })
    const other = aCloud({ states, at: '2026-01-20T01:00:00Z', lines: after.compacted() })
    await after.advance(1)
    expect(after.seen()).toMatchObject({ status: 'FAILED', error: 'States.Timeout' })
    expect(after.calls).toEqual([])

    other.send(before.calls[0]!.event.token, { id: 8 })
    await other.advance(0)
    expect(other.seen()).toMatchObject({ status: 'SUCCEEDED' })
    expect(other.calls).toMatchObject([{ name: 'work', event: { id: 8 } }])
  })

  test('a gate whose time-out passed meanwhile is over at once', async () => {
    const before = aCloud({ states, at: '2026-01-05T01:00:00Z' })
    await before.run()
    const after = aCloud({ states, at: '2026-03-05T01:00:00Z', lines: before.lines })
    await after.advance(0)
    expect(after.seen()).toMatchObject({ status: 'FAILED', error: 'States.Timeout' })
  })

  test('a rest between two attempts ends when it would have', async () => {
    const given = { states: { T: invoke({ Retry: [retrier({ IntervalSeconds: 60, MaxAttempts: 1 })] }) } }
    const before = aCloud({ ...given, handler: () => new Error('no') })
    await before.run({}, 20 * second)
    const after = aCloud({ ...given, lines: before.lines, handler: () => new Error('no again') })
    await after.advance(60 * second - 1)
    expect(after.calls).toEqual([])
    await after.advance(1)
    expect(after.calls).toHaveLength(1)
    expect(after.seen()).toMatchObject({ status: 'FAILED', cause: expect.stringContaining('no again') })
  })

  test('at every single record, the execution comes to the same end, and a task without outcome is invoked again', async () => {
    const whole = aCloud({ states: { T: invoke({ Next: 'U' }), U: invoke() } })
    const end = await whole.run({ id: 7 })
    for (let kept = 2; kept < whole.lines.length; kept++) {
      const after = aCloud({ lines: whole.lines.slice(0, kept) })
      await after.advance(0)
      expect(after.seen()).toEqual(end)
    }
  })

  test('an execution follows the definition that it started with, even when the template has another', async () => {
    const before = aCloud({ states: { G: gate({ Next: 'Old' }), Old: invoke({ Output: 'old' }) } })
    await before.run()
    const after = aCloud({ states: { New: invoke({ Output: 'new' }) }, lines: before.lines })
    after.start({}, 'order-2')
    after.send(before.calls[0]!.event.token)
    await after.advance(0)
    expect(after.seen('order-1').output).toBe('old')
    expect(after.seen('order-2').output).toBe('new')
  })

  test('executions are forgotten 90 days after they closed', async () => {
    const cloud = aCloud()
    await cloud.run({}, 90 * day - 1)
    expect(() => cloud.start({})).toThrow(problem('ExecutionAlreadyExists', expect.anything()))
    expect(cloud.compacted()).not.toEqual([])
    await cloud.advance(1)
    expect(cloud.compacted()).toEqual([])
    cloud.start({ again: true })
    await cloud.advance(0)
    expect(cloud.seen()).toMatchObject({ output: { again: true } })
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
    cloud.send(cloud.calls[0]!.event.token)
    await cloud.advance(0)
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
    expect(executionArn).toMatch(/:execution:orders:[\da-f-]{36}$/)
    await cloud.advance(0)
    expect(cloud.calls).toMatchObject([{ event: {} }])
  })

  test('answers alike for the machine, its version and its alias', () => {
    const cloud = aCloud()
    const starts = [machine, `${machine}:1`, live].map(stateMachineArn =>
      start(cloud, { stateMachineArn, name: 'a', input: '{}' })(),
    )
    expect(new Set(starts.map(({ executionArn }) => executionArn)).size).toBe(1)
  })
})

describe('Executions that people look after', () => {
  const arnOf = (name: string) => `${machine.replace(':stateMachine:', ':execution:')}:${name}`

  test('are described while they run and when they are over, and unknown ones are refused', async () => {
    const cloud = aCloud({ at: '2026-01-05T01:00:00Z' })
    cloud.start()
    const described = () => cloud.call('DescribeExecution', { executionArn: arnOf('order-1') })
    const startDate = Date.parse('2026-01-05T01:00:00Z') / 1000
    expect(described()).toMatchObject({ name: 'order-1', stateMachineArn: machine, status: 'RUNNING', startDate })
    await cloud.advance(0)
    expect(described()).toMatchObject({ status: 'SUCCEEDED', stopDate: startDate })
    expect(() => cloud.call('DescribeExecution', { executionArn: arnOf('order-2') })).toThrow(
      problem('ExecutionDoesNotExist', `Execution Does Not Exist: '${arnOf('order-2')}'`),
    )
  })

  test('are stopped at once, and their token is worth nothing then', async () => {
    const cloud = aCloud({ states: { G: gate() } })
    await cloud.run()
    const { token } = cloud.calls[0]!.event
    cloud.call('StopExecution', { executionArn: arnOf('order-1'), cause: 'lost' })
    expect(cloud.seen()).toMatchObject({ status: 'ABORTED', cause: 'lost', closedAt: cloud.clock.now() })
    expect(() => cloud.send(token)).toThrow(problem('TaskTimedOut', expect.anything()))
    await cloud.advance(day)
    cloud.call('StopExecution', { executionArn: arnOf('order-1') })
    expect(cloud.seen()).toMatchObject({ status: 'ABORTED', closedAt: cloud.clock.now() - day })
  })

  test('are listed by status, newest first, page by page', async () => {
    const cloud = aCloud({ states: { G: gate() } })
    for (const name of ['a', 'b', 'c', 'd']) {
      cloud.start({}, name)
      await cloud.advance(second)
    }
    for (const name of ['a', 'b', 'd']) cloud.call('StopExecution', { executionArn: arnOf(name) })
    const page = (more: object = {}) => {
      const input = { stateMachineArn: live, statusFilter: 'ABORTED', maxResults: 2, ...more }
      const { executions, nextToken } = cloud.call('ListExecutions', input)
      return { names: executions.map(({ name }: Input) => name), nextToken }
    }
    const first = page()
    expect(first.names).toEqual(['d', 'b'])
    expect(page({ nextToken: first.nextToken })).toEqual({ names: ['a'], nextToken: undefined })
    expect(page({ statusFilter: 'RUNNING' })).toEqual({ names: ['c'], nextToken: undefined })
  })
})

describe('The rights that a call needs', () => {
  const cloud = aCloud({ states: { G: gate() } })
  const accesses = (operation: string, input: object) => cloud.service.api!.operations[operation]!.authorize(input)

  test('are on the unqualified machine, with the alias as a condition', () => {
    const action = 'states:StartExecution'
    expect(accesses('StartExecution', { stateMachineArn: machine })).toEqual([{ action, resource: machine }])
    expect(accesses('StartExecution', { stateMachineArn: live })).toEqual([
      { action, resource: machine, context: { 'states:StateMachineQualifier': 'live' } },
    ])
  })

  test('are on the execution itself where one is named', () => {
    const executionArn = `${machine.replace(':stateMachine:', ':execution:')}:order-1`
    for (const operation of ['DescribeExecution', 'StopExecution'])
      expect(accesses(operation, { executionArn })).toEqual([{ action: `states:${operation}`, resource: executionArn }])
    expect(accesses('ListExecutions', { stateMachineArn: live })).toMatchObject([{ resource: machine }])
  })

  test('are on the machine that waits for a callback', async () => {
    await cloud.run()
    const { token: taskToken } = cloud.calls[0]!.event
    expect(accesses('SendTaskSuccess', { taskToken })).toEqual([
      { action: 'states:SendTaskSuccess', resource: machine },
    ])
  })
})

describe('Executions', () => {
  test('of two runs from one seed leave the same journal', async () => {
    const given = { states: { G: gate({ TimeoutSeconds: '{% 9 %}', Retry: [retrier()] }) }, seed: 7 }
    const lines = async () => {
      const cloud = aCloud(given)
      for (let n = 0; n < 5; n++) cloud.start({ n }, `order-${n}`)
      await cloud.advance(day)
      return cloud.lines
    }
    expect(await lines()).toEqual(await lines())
  })
})

test("AWS's own client reads the answers and the errors; other operations are refused", async () => {
  const cloud = aCloud({ states: { G: gate() }, at: '2026-01-05T01:00:00Z' })
  expect(Object.keys(cloud.service.api!.operations)).toEqual([
    ...['StartExecution', 'SendTaskSuccess', 'DescribeExecution', 'ListExecutions', 'StopExecution'],
  ])
  const endpoint = await serving(allowAll, cloud.service.api)
  const client = new SFNClient(clientOf(endpoint))
  try {
    const { startDate } = await client.send(new StartExecutionCommand({ stateMachineArn: live, name: 'order-1' }))
    expect(startDate).toEqual(new Date('2026-01-05T01:00:00Z'))
    await cloud.advance(0)
    const { token: taskToken } = cloud.calls[0]!.event
    await client.send(new SendTaskSuccessCommand({ taskToken, output: '{}' }))
    await cloud.advance(0)
    expect(cloud.seen()).toMatchObject({ status: 'SUCCEEDED' })
    const unknown = client.send(new SendTaskSuccessCommand({ taskToken: 'x', output: '{}' }))
    await expect(unknown).rejects.toBeInstanceOf(InvalidToken)
  } finally {
    client.destroy()
    await endpoint.close()
  }
})
