import jsonata from 'jsonata'
import { orderWorkflow } from '../../infra/aws/order-workflow'
import { gates } from '../../shared/handbook/gates'
import { type Json, statementsOf, synthesisOf, target } from './synthesis'

const { service } = synthesisOf('prod')
const machine = service.one('AWS::StepFunctions::StateMachine')
const definition: Json = JSON.parse(machine.Properties.DefinitionString)
const evaluate = (expression: string, states: Json) =>
  jsonata(expression.replace(/^\{%|%\}$/g, '')).evaluate(undefined, { states })

describe('the workflow of an order', () => {
  test('passes the gates of the handbook in their order and ends at the last', () => {
    const way: string[] = []
    for (let at = definition.StartAt; at; at = definition.States[at].Next) way.push(at)
    expect(way.map(state => state.toLowerCase())).toEqual(
      gates.filter(({ kind }) => kind === 'order').map(({ gate }) => gate),
    )
    expect(definition.States[way.at(-1) as string].End).toBe(true)
  })

  test('is written in JSONata alone: no path field, no dollar outside an expression', () => {
    expect(definition.QueryLanguage).toBe('JSONata')
    const texts = JSON.stringify(definition)
    expect(texts).not.toMatch(/"(InputPath|OutputPath|ResultPath|Parameters|ResultSelector|TimeoutSecondsPath)"/)
    for (const [, value] of texts.matchAll(/:"((?:[^"\\]|\\.)*)"/g))
      expect(value).toMatch(/^(\{%.*%\}|\$\{GateFunction\}|[^$]*)$/)
  })

  test.each(gates.map(({ gate }) => gate))(
    'waits at %s with a token, and asks the gate function when the time runs out',
    gate => {
      const name = gate.charAt(0).toUpperCase() + gate.slice(1)
      const { [name]: parked, [`${name}TimedOut`]: timedOut } = definition.States
      expect(parked.Resource).toBe('arn:aws:states:::lambda:invoke.waitForTaskToken')
      expect(parked.Arguments.Payload).toEqual({
        gate,
        orderId: '{% $states.input.orderId %}',
        execution: '{% $states.context.Execution.Name %}',
        token: '{% $states.context.Task.Token %}',
        enteredAt: '{% $states.context.State.EnteredTime %}',
      })
      expect(parked.Catch).toEqual([
        { ErrorEquals: ['States.Timeout'], Output: '{% $states.input %}', Next: `${name}TimedOut` },
      ])
      expect(timedOut.Arguments.Payload).toMatchObject({ gate, timedOut: true })
      expect(timedOut.Next).toBe(name)
    },
  )

  test('waits to the second until the due time, and at least one second', async () => {
    const { TimeoutSeconds } = definition.States[definition.StartAt]
    const dueIn = (milliseconds: number) =>
      evaluate(TimeoutSeconds, { input: { dueAt: new Date(Date.now() + milliseconds).toISOString() } })
    expect(await dueIn(5 * 86_400_000)).toBeGreaterThanOrEqual(5 * 86_400 - 1)
    expect(await dueIn(5 * 86_400_000)).toBeLessThanOrEqual(5 * 86_400)
    expect(await dueIn(1500)).toBeGreaterThanOrEqual(1)
    expect(await dueIn(-10_000)).toBe(1)
  })

  test('hands on until when the next gate may wait, from a release or from the gate function', async () => {
    const { [definition.StartAt]: parked, [`${definition.StartAt}TimedOut`]: timedOut } = definition.States
    const released = { input: { orderId: 'o1' }, result: { orderId: 'o1', dueAt: '2026-01-09T09:00:00.000Z' } }
    expect(await evaluate(parked.Output.dueAt, released)).toBe('2026-01-09T09:00:00.000Z')
    const answered = {
      input: { orderId: 'o1' },
      result: { StatusCode: 200, Payload: { dueAt: '2026-01-12T09:00:00.000Z' } },
    }
    expect(await evaluate(timedOut.Output.dueAt, answered)).toBe('2026-01-12T09:00:00.000Z')
    expect(await evaluate(timedOut.Output.orderId, answered)).toBe('o1')
  })

  test('tries the gate function again for twenty minutes and more before it gives an order up', () => {
    for (const state of Object.values<Json>(definition.States)) {
      const [{ ErrorEquals, IntervalSeconds, BackoffRate, MaxAttempts, MaxDelaySeconds }] = state.Retry
      const delays = Array.from({ length: MaxAttempts }, (_, i) =>
        Math.min(MaxDelaySeconds, IntervalSeconds * BackoffRate ** i),
      )
      expect(ErrorEquals).toEqual(['States.TaskFailed'])
      expect(delays.reduce((sum, delay) => sum + delay, 0)).toBeGreaterThan(20 * 60)
    }
  })

  test('cannot be made of no gates', () => {
    expect(() => orderWorkflow([])).toThrow('at least one gate')
  })
})

describe('the machine', () => {
  test('keeps its versions and those of the gate function, and names both by an alias', () => {
    for (const type of ['AWS::StepFunctions::StateMachineVersion', 'AWS::Lambda::Version'])
      expect(service.one(type).DeletionPolicy).toBe('Retain')
    expect(service.one('AWS::StepFunctions::StateMachineAlias').Properties.Name).toBe('live')
    const alias = service.one('AWS::Lambda::Alias')
    expect(alias.Properties.Name).toBe('live')
    expect(target(machine.Properties.DefinitionSubstitutions.GateFunction)).toBe(alias.id)
  })

  test('may call the alias of the gate function, and no other code', () => {
    const role = service.one('AWS::IAM::Role', /^OrderMachineRole/)
    const calls = statementsOf(role).filter(({ Action }) => Action === 'lambda:InvokeFunction')
    expect(calls.map(({ Resource }) => target(Resource))).toEqual([service.one('AWS::Lambda::Alias').id])
  })

  test('never writes a task token into its log', () => {
    expect(machine.Properties.LoggingConfiguration).toMatchObject({ Level: 'ALL', IncludeExecutionData: false })
  })

  test('raises an alarm for an order that lost its workflow', () => {
    const metrics = service.all('AWS::CloudWatch::Alarm').map(({ Properties }) => Properties.MetricName)
    expect(metrics).toEqual(expect.arrayContaining(['ExecutionsFailed', 'ExecutionsTimedOut', 'ExecutionThrottled']))
  })
})
