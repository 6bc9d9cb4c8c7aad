import {
  AwsError,
  type Input,
  type Kernel,
  NotHonoured,
  type Resource,
  type ResourceType,
  type Service,
} from '../kernel'

const type = 'AWS::Scheduler::Schedule'
const second = 1000
const periods: Readonly<Record<string, number>> = { minute: 60 * second, hour: 3600 * second, day: 86_400 * second }

/** Schedules that call a function at a rate. */
export const schedulerTypes: Readonly<Record<string, ResourceType>> = {
  [type]: {
    honoured: [
      ...['Name', 'ScheduleExpression', 'FlexibleTimeWindow.Mode'],
      ...['Target.Arn', 'Target.RoleArn', 'Target.Input'],
    ],
    ignored: {
      'Target.RetryPolicy.MaximumEventAgeInSeconds': 'Lambda here takes or refuses an event at once',
      'Target.RetryPolicy.MaximumRetryAttempts': 'what Lambda tries again after it took an event is its own',
    },
    identify({ properties }, { region, id }) {
      const arn = `arn:aws:scheduler:${region}:${id}:schedule/default/${properties.Name}`
      return { ref: properties.Name, attributes: { Arn: arn } }
    },
  },
}

/** When a schedule fires next; another expression begins anew. */
interface Beat {
  readonly schedule: string
  readonly expression: string
  readonly next: number
}

/** EventBridge Scheduler. Every occurrence fires once and in order; of those missed while the cloud was stopped only the
 *  latest does. An occurrence is written before its function is called, so that a kill loses rather than doubles it. */
export function createScheduler({ clock, journal, lambda, template }: Kernel): Service {
  const schedules = template.all(type).map(read)
  const beats = new Map<string, Beat>()

  const write = journal.register<Beat>('scheduler', {
    apply: beat => void beats.set(beat.schedule, beat),
    snapshot: () => [...beats.values()].filter(({ schedule }) => schedules.some(({ arn }) => arn === schedule)),
  })

  const arm = (schedule: Schedule) => {
    const { arn, period } = schedule
    const { next, ...beat } = beats.get(arn)!
    const missed = Math.max(0, Math.floor((clock.now() - next) / period))
    const at = next + missed * period
    clock.at(at, `schedule ${arn}`, async () => {
      write({ ...beat, next: at + period })
      arm(schedule)
      await call(schedule, eventOf(schedule, at), { errors: 0, refusals: 0, since: clock.now() })
    })
  }

  /** An asynchronous invocation: a function that fails is tried again after one and after two minutes, one that is
   *  throttled for six hours; then the event is dropped, as is one that the role may not send.
   *  https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html */
  const call = async (schedule: Schedule, event: Input, tries: Tries): Promise<void> => {
    const { arn, roleArn, target } = schedule
    const again = (seconds: number, next: Tries) =>
      void clock.at(clock.now() + seconds * second, `retry of ${arn}`, () => call(schedule, event, next))
    const { errors, refusals, since } = tries
    try {
      const { ok } = await lambda.invoke(target, event, { principal: roleArn, sourceArn: arn })
      if (!ok && errors < 2) again(60 * (errors + 1), { ...tries, errors: errors + 1 })
    } catch (thrown) {
      if (!(thrown instanceof AwsError) || thrown instanceof NotHonoured) throw thrown
      const taken = thrown.status === 429 || thrown.status >= 500
      if (taken && clock.now() - since < 6 * 3600 * second)
        again(Math.min(2 ** refusals, 300), { ...tries, refusals: refusals + 1 })
    }
  }

  return {
    start() {
      for (const schedule of schedules) {
        const { arn, expression } = schedule
        if (beats.get(arn)?.expression !== expression)
          write({ schedule: arn, expression, next: Math.ceil(clock.now() / second) * second })
        arm(schedule)
      }
    },
  }
}

interface Tries {
  readonly errors: number
  readonly refusals: number
  readonly since: number
}

type Schedule = ReturnType<typeof read>

const scheduledTime = '<aws.scheduler.scheduled-time>'

const eventOf = ({ input }: Schedule, at: number): Input =>
  JSON.parse(input.replaceAll(scheduledTime, new Date(at).toISOString().replace(/\.\d+Z$/, 'Z')))

function read({ stack, logicalId, attributes, properties }: Resource) {
  const { FlexibleTimeWindow, ScheduleExpression: expression, Target } = properties
  const refuse = (path: string) => new NotHonoured(`${stack}/${logicalId}.Properties.${path}`)
  const [, count, unit] = /^rate\(([1-9]\d*) (minute|hour|day)s?\)$/.exec(expression) ?? []
  if (!unit) throw refuse(`ScheduleExpression ${expression}`)
  if (FlexibleTimeWindow.Mode !== 'OFF') throw refuse(`FlexibleTimeWindow.Mode ${FlexibleTimeWindow.Mode}`)
  if (!/^arn:[^:]+:lambda:/.test(Target.Arn)) throw refuse(`Target.Arn ${Target.Arn}`)
  if (Target.Input === undefined) throw refuse('Target without an Input')
  const [keyword] = Target.Input.replaceAll(scheduledTime, '').match(/<aws\.scheduler\.[\w-]+>/) ?? []
  if (keyword) throw refuse(`Target.Input ${keyword}`)
  return {
    arn: attributes.Arn!,
    expression: expression as string,
    period: Number(count) * periods[unit]!,
    target: Target.Arn as string,
    roleArn: Target.RoleArn as string,
    input: Target.Input as string,
  }
}
