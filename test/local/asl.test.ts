import { readDefinition } from '../../infra/local/asl/definition'
import { compile, StateError } from '../../infra/local/asl/expressions'

const now = Date.parse('2026-01-05T01:00:00Z')

const task = {
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: { FunctionName: 'f', Payload: {} },
  Output: {},
  End: true,
}
const retrier = { ErrorEquals: ['Busy'], IntervalSeconds: 1, BackoffRate: 2, MaxAttempts: 3, MaxDelaySeconds: 5 }
const catcher = { ErrorEquals: ['Busy'], Output: {}, Next: 'Done' }

function read(more: object, machine: object = {}) {
  const states = { S: { ...task, ...more }, Done: task }
  return readDefinition(
    'orders',
    JSON.stringify({ QueryLanguage: 'JSONata', StartAt: 'S', States: states, ...machine }),
  )
}

const refusal = (text: string) => expect.objectContaining({ message: expect.stringContaining(text) })

describe('A definition', () => {
  test('of tasks with every honoured field is read', () => {
    const gate = {
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      Arguments: { FunctionName: 'f', Payload: { token: '{% $states.context.Task.Token %}' } },
      TimeoutSeconds: '{% $max([1, $ceil(($toMillis($states.input.dueAt) - $millis()) / 1000)]) %}',
      Output: { dueAt: '{% $states.result.dueAt %}', at: '{% $states.context.State.EnteredTime %}' },
      Retry: [retrier],
      Catch: [{ ...catcher, Output: '{% $states.input %}' }],
      Next: 'Done',
    }
    const { startAt, states } = read({ ...gate, End: undefined }, { Comment: 'gates' })
    expect(startAt).toBe('S')
    expect(states).toMatchObject({ S: { callback: true, next: 'Done', retry: [retrier] }, Done: { callback: false } })
    expect(states.Done!.next).toBeUndefined()
  })

  test.each(['Choice', 'Wait', 'Pass', 'Succeed', 'Fail', 'Parallel', 'Map'])('with a %s state is refused', Type => {
    expect(() => read({ Type })).toThrow(refusal('orders.States.S.Type'))
  })

  test.each([
    ['Assign', { x: 1 }],
    ['Comment', 'why'],
    ['Credentials', {}],
    ['HeartbeatSeconds', 10],
    ['InputPath', '$.a'],
    ['OutputPath', '$.a'],
    ['Parameters', {}],
    ['QueryLanguage', 'JSONata'],
    ['ResultPath', '$.a'],
    ['ResultSelector', {}],
    ['TimeoutSecondsPath', '$.a'],
  ])('with the field %s in a state is refused', (field, value) => {
    expect(() => read({ [field]: value })).toThrow(refusal(`orders.States.S.${field}`))
  })

  test.each([
    ['another service', { Resource: 'arn:aws:states:::sqs:sendMessage' }, 'orders.States.S.Resource'],
    ['an invocation type', { Arguments: { ...task.Arguments, InvocationType: 'Event' } }, 'S.Arguments.InvocationType'],
    ['a time-out that is no expression', { TimeoutSeconds: 5 }, 'orders.States.S.TimeoutSeconds'],
    ['no output', { Output: undefined }, 'orders.States.S.Output'],
    ['jitter', { Retry: [{ ...retrier, JitterStrategy: 'FULL' }] }, 'S.Retry[0].JitterStrategy'],
    ['a retrier that leaves its number open', { Retry: [{ ErrorEquals: ['Busy'] }] }, 'S.Retry[0].MaxAttempts'],
    ['every error', { Retry: [{ ...retrier, ErrorEquals: ['States.ALL'] }] }, 'S.Retry[0].ErrorEquals[0]'],
    ['heartbeats', { Catch: [{ ...catcher, ErrorEquals: ['States.HeartbeatTimeout'] }] }, 'S.Catch[0].ErrorEquals[0]'],
    ['an unknown field of a catcher', { Catch: [{ ...catcher, Assign: {} }] }, 'S.Catch[0].Assign'],
    ['a catcher without output', { Catch: [{ ...catcher, Output: undefined }] }, 'S.Catch[0].Output'],
    ['a JSONPath key', { Output: { a: { 'b.$': '$.b' } } }, 'orders.States.S.Output.a.b.$'],
    ['a JSONPath string', { Output: ['$.a'] }, 'orders.States.S.Output[0]: "$.a"'],
    ['a JSONPath of the context', { Output: '$$.Task.Token' }, '"$$.Task.Token"'],
    ['a syntax error', { Output: '{% a[1,2) %}' }, 'orders.States.S.Output: no JSONata expression'],
    ['half an expression', { Output: '{% $states.input' }, 'half an expression'],
    ['a way to nowhere', { End: undefined, Next: 'Nowhere' }, "there is no state 'Nowhere'"],
    ['a catcher to nowhere', { Catch: [{ ...catcher, Next: 'Nowhere' }] }, "there is no state 'Nowhere'"],
    ['neither Next nor End', { End: undefined }, 'either Next or End'],
    ['both Next and End', { Next: 'Done' }, 'either Next or End'],
  ])('with %s is refused', (_, more, said) => {
    expect(() => read(more)).toThrow(refusal(said))
  })

  test.each([
    ['in JSONPath', { QueryLanguage: 'JSONPath' }, 'orders.QueryLanguage'],
    ['with a time-out of its own', { TimeoutSeconds: 60 }, 'orders.TimeoutSeconds'],
    ['with an unknown field', { Surprise: 1 }, 'orders.Surprise'],
    ['with a start that is no state', { StartAt: 'T' }, "there is no state 'T'"],
  ])('%s is refused', (_, machine, said) => {
    expect(() => read({}, machine)).toThrow(refusal(said))
  })
})

describe('An expression', () => {
  const place = { state: 'orders.States.S', field: 'Output' }
  const evaluate = (value: unknown, input: unknown = {}) => compile(value, place, ['input'])({ input }, now)

  test('stands anywhere in the structure and reads the input', async () => {
    const value = { a: ['{% $states.input.n + 1 %}', 'plain'], b: { c: '{% $states.input %}', d: null } }
    expect(await evaluate(value, { n: 1 })).toEqual({ a: [2, 'plain'], b: { c: { n: 1 }, d: null } })
  })

  test.each([
    ['$millis()', now],
    ['$toMillis($states.input.at)', now],
    ['$max([1, $ceil(($toMillis($states.input.at) - 500) / 1000)])', now / 1000],
    ['$max([1, -3 * 2])', 1],
  ])('%s gives what AWS gives, on the clock of the kernel', async (source, value) => {
    expect(await evaluate(`{% ${source} %}`, { at: '2026-01-05T01:00:00Z' })).toBe(value)
  })

  test.each([
    ['phone', 'phone'],
    ['$x', '$x'],
    ['$$.a', '$$.a'],
    ['$states', '$states'],
    ['$states.result', '$states.result'],
    ['$states.errorOutput', '$states.errorOutput'],
    ['$states.context.Execution.Id', '$states.context.Execution.Id'],
    ['$states.inputs', '$states.inputs'],
    ['$states.input.items[0]', 'stages of a path'],
    ['$states.input.items^(size)', 'terms of a path'],
    ['$now()', '$now with 0 argument(s)'],
    ['$uuid()', '$uuid with 0 argument(s)'],
    ["$eval('1')", '$eval with 1 argument(s)'],
    ["$toMillis($states.input.at, '[Y]')", '$toMillis with 2 argument(s)'],
    ['($x := 1; $x)', ':='],
    ['$max([1, 2])[0]', 'predicate of a function'],
    ['function($x) { 1 }', 'signature of a lambda'],
    ['$states.input.a ? 1 : 2', 'condition of a condition'],
    ['$states.input.a & 1', '&'],
    ["'text'", 'text'],
  ])('%s is refused by what it would read', (source, what) => {
    expect(() => compile(`{% ${source} %}`, place, ['input'])).toThrow(refusal(`orders.States.S.Output: ${what}`))
  })

  test.each([
    ['$states.input.absent', 'returned nothing (undefined).'],
    ['$states.input.n + $states.input.text', 'threw an error during evaluation. T2002'],
  ])('%s fails as States.QueryEvaluationError and names its field', async (source, said) => {
    const failure: Error = await evaluate({ v: [`{% ${source} %}`] }, { n: 1, text: 'a' }).then(
      String,
      thrown => thrown,
    )
    expect(failure).toBeInstanceOf(StateError)
    expect(failure).toMatchObject({ error: 'States.QueryEvaluationError' })
    expect(failure.message).toContain(
      `The JSONata expression '${source}' specified for the field 'Output/v[0]' ${said}`,
    )
  })
})
