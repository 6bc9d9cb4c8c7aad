import { AwsError, type Caller, type Input } from '../../infra/local/kernel'
import { createScheduler, schedulerTypes } from '../../infra/local/services/scheduler'
import { aResource, type FakeOptions, fakeKernel } from './support/fake-kernel'

const hour = 3_600_000
const target = 'arn:aws:lambda:cn-north-1:000000000000:function:sweeper:live'
const role = 'arn:aws:iam::000000000000:role/schedule'
const input = '{"at":"<aws.scheduler.scheduled-time>"}'

interface Given extends FakeOptions {
  readonly expression?: string
  readonly more?: object
  readonly intoTarget?: object
  readonly answer?: (calls: number) => unknown
  readonly lines?: readonly string[]
}

function aCloud({
  expression = 'rate(1 hour)',
  more,
  intoTarget,
  answer = () => ({}),
  lines = [],
  ...options
}: Given = {}) {
  const schedule = aResource(schedulerTypes, 'AWS::Scheduler::Schedule', 'Sweep', {
    Name: 'sweep',
    ScheduleExpression: expression,
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: { Arn: target, RoleArn: role, Input: input, ...intoTarget },
    ...more,
  })
  const kernel = fakeKernel({ ...options, resources: [schedule] })
  const calls: { at: string; event: Input; caller: Caller }[] = []
  const lambda = {
    async invoke(_: string, event: Input, caller: Caller) {
      calls.push({ at: new Date(kernel.clock.now()).toISOString(), event, caller })
      const given = answer(calls.length)
      if (given instanceof AwsError) throw given
      if (given instanceof Error)
        return { ok: false as const, error: { errorType: 'Error', errorMessage: given.message } }
      return { ok: true as const, payload: given }
    },
  }
  const service = createScheduler({ ...kernel, lambda })
  kernel.restore(lines)
  service.start!()
  return { ...kernel, calls, times: () => calls.map(({ at }) => at.slice(11, 16)) }
}

describe('A schedule', () => {
  test('at a rate fires at once and then in every period, in order, with its scheduled time', async () => {
    const cloud = aCloud({ at: '2026-01-05T01:00:00Z' })
    await cloud.advance(3 * hour)
    expect(cloud.times()).toEqual(['01:00', '02:00', '03:00', '04:00'])
    expect(cloud.calls.map(({ event }) => event.at)).toEqual(cloud.calls.map(({ at }) => at.replace('.000Z', 'Z')))
  })

  test('calls its function as its role, on behalf of the schedule', async () => {
    const cloud = aCloud()
    await cloud.advance(0)
    const arn = 'arn:aws:scheduler:cn-north-1:000000000000:schedule/default/sweep'
    expect(cloud.calls[0]!.caller).toEqual({ principal: role, sourceArn: arn })
  })

  test.each([
    [{ more: { FlexibleTimeWindow: { Mode: 'FLEXIBLE' } } }, 'test/Sweep.Properties.FlexibleTimeWindow.Mode'],
    [{ intoTarget: { Arn: 'arn:aws:sqs:cn-north-1:000000000000:q' } }, 'test/Sweep.Properties.Target.Arn arn:aws:sqs'],
    [{ intoTarget: { Input: undefined } }, 'test/Sweep.Properties.Target without an Input'],
    [{ intoTarget: { Input: '"<aws.scheduler.execution-id>"' } }, 'Target.Input <aws.scheduler.execution-id>'],
    [{ expression: 'cron(0 9 * * ? *)' }, 'test/Sweep.Properties.ScheduleExpression cron(0 9 * * ? *)'],
    [{ expression: 'at(2026-03-01T08:00:00)' }, 'test/Sweep.Properties.ScheduleExpression at(2026-03-01T08:00:00)'],
    [{ expression: 'rate(0 hours)' }, 'test/Sweep.Properties.ScheduleExpression rate(0 hours)'],
  ])('with %j is refused by name', (given, said) => {
    expect(() => aCloud(given)).toThrow(said)
  })
})

describe('After a stop, a schedule', () => {
  test('keeps its beat, doubles nothing, and makes up the latest missed occurrence only', async () => {
    const before = aCloud({ at: '2026-01-05T01:00:00Z' })
    await before.advance(hour)
    const after = aCloud({ at: '2026-01-05T05:20:00Z', lines: before.lines })
    await after.advance(hour)
    expect(after.calls).toMatchObject([
      { at: '2026-01-05T05:20:00.000Z', event: { at: '2026-01-05T05:00:00Z' } },
      { at: '2026-01-05T06:00:00.000Z', event: { at: '2026-01-05T06:00:00Z' } },
    ])
    const soon = aCloud({ at: '2026-01-05T06:20:00Z', lines: after.compacted() })
    await soon.advance(0)
    expect(soon.calls).toEqual([])
  })

  test('does not fire again for an occurrence whose call the kill cut off', async () => {
    let left: readonly string[] = []
    const answer = () => {
      left = [...before.lines]
    }
    const before = aCloud({ at: '2026-01-05T01:00:00Z', answer })
    await before.advance(0)
    const after = aCloud({ at: '2026-01-05T01:00:00Z', lines: left })
    await after.advance(hour)
    expect(after.times()).toEqual(['02:00'])
  })

  test('of another expression begins anew', async () => {
    const before = aCloud({ at: '2026-01-05T01:00:00Z' })
    await before.advance(0)
    const after = aCloud({ at: '2026-01-05T05:20:00Z', lines: before.lines, expression: 'rate(30 minutes)' })
    await after.advance(hour)
    expect(after.times()).toEqual(['05:20', '05:50', '06:20'])
  })
})

describe('A call that does not succeed', () => {
  test('is repeated after one and after two minutes when the function fails, and then dropped', async () => {
    const cloud = aCloud({ at: '2026-01-05T01:00:00Z', expression: 'rate(1 day)', answer: () => new Error('no') })
    await cloud.advance(hour)
    expect(cloud.times()).toEqual(['01:00', '01:01', '01:03'])
    expect(cloud.calls.map(({ event }) => event.at)).toEqual(Array(3).fill('2026-01-05T01:00:00Z'))
  })

  test('is repeated for six hours while the function is throttled', async () => {
    const throttled = new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429)
    const cloud = aCloud({ expression: 'rate(1 day)', answer: calls => (calls < 5 ? throttled : {}) })
    await cloud.advance(14_000)
    expect(cloud.calls).toHaveLength(4)
    await cloud.advance(hour)
    expect(cloud.calls).toHaveLength(5)
    const never = aCloud({ at: '2026-01-05T01:00:00Z', expression: 'rate(1 day)', answer: () => throttled })
    await never.advance(6 * hour + 300_000)
    const { length } = never.calls
    await never.advance(hour)
    expect(never.calls).toHaveLength(length)
  })

  test('is lost when the role may not call the function', async () => {
    const denied = new AwsError('AccessDeniedException', 'no', 403)
    const cloud = aCloud({ at: '2026-01-05T01:00:00Z', answer: () => denied })
    await cloud.advance(hour)
    expect(cloud.times()).toEqual(['01:00', '02:00'])
  })
})
