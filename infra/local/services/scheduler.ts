import {
  AwsError,
  type Input,
  type Kernel,
  NotHonoured,
  type Queues,
  type Resource,
  type ResourceType,
  type Service,
} from '../kernel'
import { readExpression } from '../schedule-expression'

const type = 'AWS::Scheduler::Schedule'
const second = 1000

const named = ({ properties, stack, logicalId }: Pick<Resource, 'properties' | 'stack' | 'logicalId'>): string =>
  properties.Name ?? `${stack}-${logicalId}`.slice(-64)

/** Schedules that call a function. */
export const schedulerTypes: Readonly<Record<string, ResourceType>> = {
  [type]: {
    honoured: [
      'Name',
      'GroupName',
      'ScheduleExpression',
      'ScheduleExpressionTimezone',
      'StartDate',
      'EndDate',
      'State',
      'FlexibleTimeWindow.Mode',
      'Target.Arn',
      'Target.RoleArn',
      'Target.Input',
      'Target.DeadLetterConfig.Arn',
    ],
    ignored: {
      Description: 'for people',
      'Target.RetryPolicy.*': 'Lambda here takes or refuses an event at once; what it retries after that is its own',
    },
    identify(resource, { region, id }) {
      const group = resource.properties.GroupName ?? 'default'
      const arn = `arn:aws:scheduler:${region}:${id}:schedule/${group}/${named(resource)}`
      return { ref: named(resource), attributes: { Arn: arn } }
    },
  },
  'AWS::Scheduler::ScheduleGroup': {
    honoured: ['Name'],
    ignored: { 'Tags.**': 'for the bill' },
    identify(resource, { region, id }) {
      const arn = `arn:aws:scheduler:${region}:${id}:schedule-group/${named(resource)}`
      return { ref: named(resource), attributes: { Arn: arn, State: 'ACTIVE' } }
    },
  },
}

export interface Scheduler extends Service {
  /** Occurrences that their function has done, and those that were given up. */
  readonly counters: { readonly done: number; readonly dropped: number }
}

/** How far a schedule has come: its newest occurrence that fired, or the instant from which it is known. */
interface Reached {
  readonly schedule: string
  readonly expression: string
  readonly anchor: number
  readonly at: number
}

/** EventBridge Scheduler. Every occurrence fires once and in order; of those missed while the cloud was stopped only the
 *  latest does. An occurrence is written before its function is called, so that a kill loses rather than doubles it. */
export function createScheduler(kernel: Kernel, queues: Pick<Queues, 'send'>): Scheduler {
  const { clock, iam, journal, lambda, random, template } = kernel
  const schedules = template
    .all(type)
    .map(read)
    .filter(({ enabled }) => enabled)
  const reached = new Map<string, Reached>()
  const counters = { done: 0, dropped: 0 }

  const write = journal.register<Reached>('scheduler', {
    apply: record => void reached.set(record.schedule, record),
    snapshot: () => [...reached.values()].filter(({ schedule }) => schedules.some(({ arn }) => arn === schedule)),
  })

  const plan = (schedule: Schedule) => {
    const { at, anchor } = reached.get(schedule.arn)!
    let next: number | undefined
    for (let later = schedule.next(at, anchor); later !== undefined; later = schedule.next(later, anchor)) {
      if (next !== undefined && later > clock.now()) break
      next = later
    }
    if (next !== undefined && next <= schedule.endsAt) arm(schedule, next)
  }

  const arm = (schedule: Schedule, at: number) =>
    clock.at(at, `schedule ${schedule.arn}`, async () => {
      write({ ...reached.get(schedule.arn)!, at })
      plan(schedule)
      await deliver(schedule, at)
    })

  const deliver = async (schedule: Schedule, at: number) => {
    const input = schedule.input
      .replaceAll('<aws.scheduler.schedule-arn>', schedule.arn)
      .replaceAll('<aws.scheduler.scheduled-time>', new Date(at).toISOString().replace(/\.\d+Z$/, 'Z'))
      .replaceAll('<aws.scheduler.execution-id>', random.uuid())
      .replaceAll('<aws.scheduler.attempt-number>', '1')
    const since = clock.now()
    try {
      await call(schedule, JSON.parse(input), { errors: 0, refusals: 0, since })
    } catch (thrown) {
      if (!(thrown instanceof AwsError) || thrown instanceof NotHonoured) throw thrown
      counters.dropped++
      const { arn, roleArn, deadLetters } = schedule
      if (deadLetters === undefined) return
      iam.authorize({ principal: roleArn, sourceArn: arn }, { action: 'sqs:SendMessage', resource: deadLetters })
      queues.send(deadLetters, input)
    }
  }

  /** An asynchronous invocation: a function that fails is tried again after one and after two minutes, one that is
   *  throttled for six hours; then the event is dropped.
   *  https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html */
  const call = async (schedule: Schedule, event: Input, tries: Tries): Promise<void> => {
    const again = (seconds: number, next: Tries) =>
      void clock.at(clock.now() + seconds * second, `retry of ${schedule.arn}`, () => call(schedule, event, next))
    try {
      const { ok } = await lambda.invoke(schedule.target, event, {
        principal: schedule.roleArn,
        sourceArn: schedule.arn,
      })
      if (ok) counters.done++
      else if (tries.errors < 2) again(60 * (tries.errors + 1), { ...tries, errors: tries.errors + 1 })
      else counters.dropped++
    } catch (thrown) {
      if (
        !(thrown instanceof AwsError) ||
        (thrown.status < 500 && thrown.status !== 429) ||
        thrown instanceof NotHonoured
      )
        throw thrown
      if (clock.now() - tries.since >= 6 * 3600 * second) counters.dropped++
      else again(Math.min(2 ** tries.refusals, 300), { ...tries, refusals: tries.refusals + 1 })
    }
  }

  return {
    start() {
      for (const schedule of schedules) {
        const { arn, expression, startsAt } = schedule
        const anchor = startsAt ?? Math.ceil(clock.now() / second) * second
        if (reached.get(arn)?.expression !== expression) write({ schedule: arn, expression, anchor, at: anchor - 1 })
        plan(schedule)
      }
    },
    counters,
  }
}

interface Tries {
  readonly errors: number
  readonly refusals: number
  readonly since: number
}

type Schedule = ReturnType<typeof read>

function read({ stack, logicalId, attributes, properties }: Resource) {
  const { ScheduleExpression, ScheduleExpressionTimezone: zone = 'UTC', StartDate, EndDate, State, Target } = properties
  const refuse = (path: string) => new NotHonoured(`${stack}/${logicalId}.Properties.${path}`)
  if (properties.FlexibleTimeWindow?.Mode !== 'OFF') throw refuse('FlexibleTimeWindow.Mode other than OFF')
  if (!/^arn:[^:]+:lambda:/.test(Target.Arn)) throw refuse(`Target.Arn ${Target.Arn}`)
  if (Target.Input === undefined) throw refuse('Target without an Input')
  return {
    arn: attributes.Arn!,
    expression: [ScheduleExpression, zone, StartDate].join(' '),
    next: readExpression(ScheduleExpression, zone),
    enabled: State !== 'DISABLED',
    startsAt: StartDate === undefined ? undefined : Date.parse(StartDate),
    endsAt: EndDate === undefined ? Infinity : Date.parse(EndDate),
    target: Target.Arn as string,
    roleArn: Target.RoleArn as string,
    input: Target.Input as string,
    deadLetters: Target.DeadLetterConfig?.Arn as string | undefined,
  }
}
