import { readDefinition } from '../../infra/local/asl/definition'
import { expressions, StateError } from '../../infra/local/asl/expressions'
import { fakeKernel } from './support/fake-kernel'

const { clock, random } = fakeKernel({ at: '2026-01-05T01:00:00Z' })
const compile = expressions(clock, random)

const states = {
  Task: { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Arguments: { FunctionName: 'f' }, End: true },
  Choice: { Type: 'Choice', Choices: [{ Condition: '{% $states.input.a = 1 %}', Next: 'Done' }], Default: 'Done' },
  Wait: { Type: 'Wait', Seconds: 1, End: true },
  Pass: { Type: 'Pass', End: true },
  Succeed: { Type: 'Succeed' },
  Fail: { Type: 'Fail', Error: 'No' },
}

function read(state: object, machine: object = {}) {
  const definition = {
    QueryLanguage: 'JSONata',
    StartAt: 'S',
    States: { S: state, Done: { Type: 'Succeed' } },
    ...machine,
  }
  return readDefinition('orders', JSON.stringify(definition), compile)
}

const refusal = (text: string) => expect.objectContaining({ message: expect.stringContaining(text) })

describe('A definition', () => {
  test.each(Object.entries(states))('with a %s state is read', (_, state) => {
    expect(() => read(state)).not.toThrow()
  })

  test.each(Object.entries(states))('with an unknown field in a %s state is refused by its path', (_, state) => {
    expect(() => read({ ...state, Surprise: 1 })).toThrow(refusal('orders.States.S.Surprise'))
  })

  test.each([
    'InputPath',
    'Parameters',
    'ResultSelector',
    'ResultPath',
    'OutputPath',
    'TimeoutSecondsPath',
    'Credentials',
  ])('with the field %s is refused', field => {
    expect(() => read({ ...states.Task, [field]: '$.a' })).toThrow(refusal(`orders.States.S.${field}`))
  })

  test.each([
    ['Parallel', { Type: 'Parallel', Branches: [], End: true }, 'orders.States.S.Type Parallel'],
    ['Map', { Type: 'Map', ItemProcessor: {}, End: true }, 'orders.States.S.Type Map'],
    [
      'another service',
      { ...states.Task, Resource: 'arn:aws:states:::sqs:sendMessage' },
      'orders.States.S.Resource arn:aws:states:::sqs',
    ],
    [
      'an invoke type',
      { ...states.Task, Arguments: { FunctionName: 'f', InvocationType: 'Event' } },
      'S.Arguments.InvocationType',
    ],
    ['a state in JSONPath', { ...states.Pass, QueryLanguage: 'JSONPath' }, 'orders.States.S.QueryLanguage'],
    [
      'an unknown field of a retrier',
      { ...states.Task, Retry: [{ ErrorEquals: ['A'], Times: 1 }] },
      'S.Retry[0].Times',
    ],
    [
      'an unknown field of a catcher',
      { ...states.Task, Catch: [{ ErrorEquals: ['A'], Next: 'Done', ResultPath: '$' }] },
      'S.Catch[0].ResultPath',
    ],
    [
      'an unknown field of a choice',
      { ...states.Choice, Choices: [{ Variable: '$.a', Next: 'Done' }] },
      'S.Choices[0].Variable',
    ],
    ['a JSONPath key', { ...states.Pass, Output: { a: { 'b.$': '$.b' } } }, 'orders.States.S.Output.a.b.$'],
    ['a JSONPath string', { ...states.Pass, Output: ['$.a'] }, 'orders.States.S.Output[0] "$.a"'],
    ['a JSONPath of the context', { ...states.Pass, Output: '$$.Task.Token' }, '"$$.Task.Token"'],
    ['a name without a variable', { ...states.Pass, Output: '{% phone %}' }, "Reference to 'phone' is not supported"],
    [
      'such a name in a lambda',
      { ...states.Pass, Output: '{% $map($states.input.a, function($x) { b }) %}' },
      "Reference to 'b'",
    ],
    ['the root', { ...states.Pass, Output: '{% $$.a %}' }, "Reference to '$$'"],
    [
      'a result before there is one',
      { ...states.Pass, Output: '{% $states.result %}' },
      "Reference to '$states.result'",
    ],
    ['an error outside of a catcher', { ...states.Task, Output: '{% $states.errorOutput %}' }, "'$states.errorOutput'"],
    [
      'an unknown part of the context',
      { ...states.Pass, Output: '{% $states.context.Map.Item %}' },
      "'$states.context.Map.Item'",
    ],
    ['$eval, which AWS lacks', { ...states.Pass, Output: "{% $eval('1') %}" }, '$eval'],
    ['$shuffle, which does not repeat', { ...states.Pass, Output: '{% $shuffle([1, 2]) %}' }, '$shuffle'],
    ['a syntax error', { ...states.Pass, Output: '{% a[1,2) %}' }, 'INVALID_JSONATA_EXPRESSION'],
    ['half an expression', { ...states.Pass, Output: '{% $states.input' }, 'half an expression'],
    ['a way to nowhere', { Type: 'Pass', Next: 'Nowhere' }, "there is no state 'Nowhere'"],
    ['neither Next nor End', { Type: 'Pass' }, 'either Next or End'],
    ['both Next and End', { Type: 'Pass', Next: 'Done', End: true }, 'either Next or End'],
    ['a variable named states', { ...states.Pass, Assign: { states: 1 } }, "'states' names no variable"],
  ])('with %s is refused', (_, state, said) => {
    expect(() => read(state)).toThrow(refusal(said))
  })

  test('in JSONPath, with an unknown field, or with a start that is no state, is refused', () => {
    expect(() => read(states.Pass, { QueryLanguage: undefined })).toThrow(refusal('orders.QueryLanguage'))
    expect(() => read(states.Pass, { Surprise: 1 })).toThrow(refusal('orders.Surprise'))
    expect(() => read(states.Pass, { StartAt: 'T' })).toThrow(refusal("there is no state 'T'"))
  })

  test('may read items by name inside a path, and everything of the context that is honoured', () => {
    for (const fine of [
      '$states.input.items[value > 3]^(>size).name',
      '$states.input.items{kind: $sum(size)}',
      '($x := $states.input.a; $x + $y.z)',
      '$states.context.Execution.Input.orderId',
      '$states.context.State',
      '$states.context.Task.Token',
    ])
      expect(() => read({ ...states.Pass, Output: `{% ${fine} %}` })).not.toThrow()
  })
})

describe('An expression', () => {
  const evaluate = (value: unknown, input: unknown = {}, variables = {}) =>
    compile(value, { state: 'orders.States.S', field: 'Output' })({ states: { input }, variables })

  test('stands anywhere in the structure and reads input and variables', async () => {
    const value = { a: ['{% $states.input.n + 1 %}', 'plain'], b: { c: '{% $name %}', d: null } }
    expect(await evaluate(value, { n: 1 }, { name: 'Li' })).toEqual({ a: [2, 'plain'], b: { c: 'Li', d: null } })
  })

  test.each([
    ['$millis()', Date.parse('2026-01-05T01:00:00Z')],
    ['$now()', '2026-01-05T01:00:00.000Z'],
    ["$toMillis('2026-01-05T01:00:00Z')", Date.parse('2026-01-05T01:00:00Z')],
    ['$parse(\'{"a":[1]}\')', { a: [1] }],
    ['$partition([1,2,3,4,5], 2.9)', [[1, 2], [3, 4], [5]]],
    ['$range(0, 6, 3)', [0, 3, 6]],
    ['$range(-1.7, 0, 1)', [-1, 0]],
    ['$range(1, 1, 1)', 1],
    ["$hash('a', 'MD5')", '0cc175b9c0f1b6a831c399e269772661'],
    ["$hash('a', 'SHA-1')", '86f7e437faa5a7fce15d1ddcb9eaeaea377667b8'],
    ['$random(7) = $random(7)', true],
    ['$random() < 1 and $length($uuid()) = 36', true],
  ])('%s gives what AWS gives, on the clock and chance of the kernel', async (source, value) => {
    expect(JSON.stringify(await evaluate(`{% ${source} %}`))).toBe(JSON.stringify(value))
  })

  test.each([
    ['$states.input.absent', 'returned nothing (undefined).'],
    ['$range(3, 1, 1)', 'returned nothing (undefined).'],
    ['$partition([], 2)', 'returned nothing (undefined).'],
    ['"a" + 1', 'threw an error during evaluation. T2001'],
    ['function($x) { $x }', 'returned an unsupported result type.'],
    ['$unknown()', 'threw an error during evaluation. T1006'],
  ])('%s fails as States.QueryEvaluationError and names its field', async (source, said) => {
    const failure: Error = await evaluate({ v: [`{% ${source} %}`] }).then(String, thrown => thrown)
    expect(failure).toBeInstanceOf(StateError)
    expect(failure).toMatchObject({ error: 'States.QueryEvaluationError', location: 'Output/v[0]' })
    expect(failure.message).toContain(
      `The JSONata expression '${source}' specified for the field 'Output/v[0]' ${said}`,
    )
  })
})
