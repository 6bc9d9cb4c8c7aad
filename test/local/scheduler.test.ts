import { AwsError, type Caller, type Input } from '../../infra/local/kernel'
import { readExpression } from '../../infra/local/schedule-expression'
import { createScheduler, schedulerTypes } from '../../infra/local/services/scheduler'
import { aResource, type FakeOptions, fakeKernel } from './support/fake-kernel'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
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
  const dead: string[] = []
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
  const queues = { send: (queue: string, body: string) => void dead.push(`${queue} ${body}`) }
  const service = createScheduler({ ...kernel, lambda }, queues)
  kernel.restore(lines)
  service.start!()
  return { ...kernel, service, calls, dead, times: () => calls.map(({ at }) => at.slice(11, 16)) }
}

describe('A schedule', () => {
  test('at a rate fires at once and then in every period, in order, with its scheduled time', async () => {
    const cloud = aCloud({ at: '2026-01-05T01:00:00Z' })
    await cloud.advance(3 * hour)
    expect(cloud.times()).toEqual(['01:00', '02:00', '03:00', '04:00'])
    expect(cloud.calls.map(({ event }) => event.at)).toEqual(cloud.calls.map(({ at }) => at.replace('.000Z', 'Z')))
    expect(cloud.service.counters).toEqual({ done: 4, dropped: 0 })
  })

  test('calls its function as its role, on behalf of the schedule', async () => {
    const cloud = aCloud()
    await cloud.advance(0)
    const arn = 'arn:aws:scheduler:cn-north-1:000000000000:schedule/default/sweep'
    expect(cloud.calls[0]!.caller).toEqual({ principal: role, sourceArn: arn })
  })

  test('replaces each of its keywords in the input', async () => {
    const Input = '["<aws.scheduler.schedule-arn>","<aws.scheduler.execution-id>","<aws.scheduler.attempt-number>"]'
    const cloud = aCloud({ intoTarget: { Input } })
    await cloud.advance(0)
    expect(cloud.calls[0]!.event).toEqual([
      expect.stringContaining(':schedule/default/sweep'),
      expect.stringMatching(/^[\da-f-]{36}$/),
      '1',
    ])
  })

  test('begins at its start date and stops after its end date', async () => {
    const more = { StartDate: '2026-01-05T02:30:00Z', EndDate: '2026-01-05T04:00:00Z' }
    const cloud = aCloud({ at: '2026-01-05T01:00:00Z', more })
    await cloud.advance(day)
    expect(cloud.times()).toEqual(['02:30', '03:30'])
  })

  test('that is disabled never fires', async () => {
    const cloud = aCloud({ more: { State: 'DISABLED' } })
    await cloud.advance(day)
    expect(cloud.calls).toEqual([])
  })

  test.each([
    [{ more: { FlexibleTimeWindow: { Mode: 'FLEXIBLE' } } }, 'test/Sweep.Properties.FlexibleTimeWindow.Mode'],
    [{ intoTarget: { Arn: 'arn:aws:sqs:cn-north-1:000000000000:q' } }, 'test/Sweep.Properties.Target.Arn arn:aws:sqs'],
    [{ intoTarget: { Input: undefined } }, 'test/Sweep.Properties.Target without an Input'],
    [{ expression: 'cron(0 9 L * ? *)' }, 'the field L of the schedule expression cron(0 9 L * ? *)'],
    [{ expression: 'rate(0 hours)' }, 'the schedule expression rate(0 hours)'],
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
    expect(cloud.service.counters).toEqual({ done: 0, dropped: 1 })
  })

  test('is repeated for six hours while the function is throttled', async () => {
    const throttled = new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429)
    const cloud = aCloud({ expression: 'rate(1 day)', answer: calls => (calls < 5 ? throttled : {}) })
    await cloud.advance(14_000)
    expect(cloud.calls).toHaveLength(4)
    await cloud.advance(1_000)
    expect(cloud.service.counters).toEqual({ done: 1, dropped: 0 })
    const never = aCloud({ expression: 'rate(1 day)', answer: () => throttled })
    await never.advance(7 * hour)
    expect(never.service.counters).toEqual({ done: 0, dropped: 1 })
  })

  test('goes to the dead-letter queue at once when the role may not call the function', async () => {
    const DeadLetterConfig = { Arn: 'arn:aws:sqs:cn-north-1:000000000000:dead' }
    const denied = new AwsError('AccessDeniedException', 'no', 403)
    const cloud = aCloud({ at: '2026-01-05T01:00:00Z', intoTarget: { DeadLetterConfig }, answer: () => denied })
    await cloud.advance(0)
    expect(cloud.dead).toEqual([`${DeadLetterConfig.Arn} {"at":"2026-01-05T01:00:00Z"}`])
  })
})

describe('A schedule expression', () => {
  const occurrences = (expression: string, zone: string, from: string, count: number) => {
    const next = readExpression(expression, zone)
    const found: string[] = []
    for (let at = next(Date.parse(from), 0); at !== undefined && found.length < count; at = next(at, 0))
      found.push(new Date(at).toISOString().replace(':00.000Z', 'Z'))
    return found
  }

  test.each([
    ['cron(30 9 * * ? *)', 'Asia/Shanghai', ['2026-01-05T01:30Z', '2026-01-06T01:30Z']],
    ['cron(0 9 ? * MON-FRI *)', 'UTC', ['2026-01-05T09:00Z', '2026-01-06T09:00Z']],
    ['cron(0 9 ? * 7,SUN *)', 'UTC', ['2026-01-10T09:00Z', '2026-01-11T09:00Z']],
    [
      'cron(0/20 8-9/1 1 FEB ? *)',
      'UTC',
      ['2026-02-01T08:00Z', '2026-02-01T08:20Z', '2026-02-01T08:40Z', '2026-02-01T09:00Z'],
    ],
    ['cron(0 0 29 2 ? *)', 'UTC', ['2028-02-29T00:00Z', '2032-02-29T00:00Z']],
    ['cron(0 0 1 1 ? 2030)', 'UTC', ['2030-01-01T00:00Z']],
    ['at(2026-03-01T08:00:00)', 'Asia/Shanghai', ['2026-03-01T00:00Z']],
    ['rate(5 days)', 'UTC', ['2026-01-07T00:00Z', '2026-01-12T00:00Z']],
  ])('%s in %s occurs as AWS has it', (expression, zone, expected) => {
    expect(occurrences(expression, zone, '2026-01-05T00:00:00Z', expected.length)).toEqual(expected)
  })

  test('skips a local time that summer time leaves out and does not repeat one that comes twice', () => {
    const spring = occurrences('cron(30 2 * * ? *)', 'Europe/Berlin', '2026-03-28T00:00:00Z', 2)
    expect(spring).toEqual(['2026-03-28T01:30Z', '2026-03-30T00:30Z'])
    const autumn = occurrences('cron(30 2 * * ? *)', 'Europe/Berlin', '2026-10-24T12:00:00Z', 2)
    expect(autumn).toEqual(['2026-10-25T00:30Z', '2026-10-26T01:30Z'])
  })

  test('occurs never again after its year or its only instant', () => {
    expect(occurrences('cron(0 0 1 1 ? 2030)', 'UTC', '2030-01-01T00:00:00Z', 1)).toEqual([])
    expect(occurrences('at(2026-01-05T00:00:00)', 'UTC', '2026-01-05T00:00:00Z', 1)).toEqual([])
  })
})
