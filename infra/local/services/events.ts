import { type Input, type Kernel, NotHonoured, type Queues, type Resource, type ResourceType } from '../kernel'
import { eventPattern } from './event-pattern'

const type = 'AWS::Events::Rule'

/** What a service of AWS tells on the default bus. */
export interface ServiceEvent {
  readonly source: string
  readonly 'detail-type': string
  /** ARNs of what it is about. */
  readonly resources: readonly string[]
  readonly detail: Readonly<Record<string, Input>>
}

export interface Events {
  /** Gives the event to the target of every rule that it matches, before this returns. Throws what the target would refuse. */
  put(event: ServiceEvent): void
}

export const eventsTypes: Readonly<Record<string, ResourceType>> = {
  [type]: {
    honoured: [
      'Name',
      'EventPattern.**',
      'State',
      'Targets.*.Arn',
      'Targets.*.InputTransformer.InputPathsMap.*',
      'Targets.*.InputTransformer.InputTemplate',
    ],
    ignored: { Description: 'for people', 'Targets.*.Id': 'a label' },
    identify({ stack, logicalId, properties }, { id, region }) {
      const name = properties.Name ?? `${stack}-${logicalId}`
      return { ref: name, attributes: { Arn: `arn:aws:events:${region}:${id}:rule/${name}` } }
    },
  },
}

/** EventBridge's default bus, from services of AWS to queues. It keeps nothing: whoever tells an event tells it again when it
 *  died before `put` returned. */
export function createEvents({ clock, iam, random, template }: Kernel, queues: Pick<Queues, 'send'>): Events {
  const { id: account, region } = template.account
  const rules = template.all(type).map(read)

  return {
    put(told) {
      const time = `${new Date(clock.now()).toISOString().slice(0, 19)}Z`
      const event = { version: '0', id: random.uuid(), ...told, account, time, region }
      for (const { arn, targets } of rules.filter(rule => rule.enabled && rule.matches(event)))
        for (const target of targets) {
          const caller = { principal: 'events.amazonaws.com', sourceArn: arn }
          iam.authorize(caller, { action: 'sqs:SendMessage', resource: target.queue })
          queues.send(target.queue, target.message(event))
        }
    },
  }
}

function read({ stack, logicalId, attributes, properties }: Resource) {
  const { EventPattern, State = 'ENABLED', Targets = [] } = properties
  const targets = (Targets as readonly Input[]).map(({ Arn: queue, InputTransformer }, index) => {
    const where = `${stack}/${logicalId}.Properties.Targets.${index}`
    if (!/^arn:aws:sqs:/.test(queue)) throw new NotHonoured(`${where}.Arn ${queue}`)
    if (!InputTransformer) throw new NotHonoured(`${where} without an InputTransformer`)
    return { queue: queue as string, message: transformer(InputTransformer, `${where}.InputTransformer`) }
  })
  return { arn: attributes.Arn!, enabled: State === 'ENABLED', matches: eventPattern(EventPattern), targets }
}

/** Fills each `<name>` of the template with the JSON that lies at its path in the event. Throws NotHonoured for a name within
 *  quotes or without a path, for a path of more than names and indices, and at an event that has nothing there.
 *  https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html */
function transformer({ InputPathsMap = {}, InputTemplate }: Input, where: string): (event: Input) => string {
  const refuse = (what: string) => new NotHonoured(`${where}.${what}`)
  const paths = new Map<string, readonly string[]>()
  for (const [name, path] of Object.entries<string>(InputPathsMap)) {
    if (!/^\$(\.[\w-]+(\[\d+\])?)+$/.test(path)) throw refuse(`InputPathsMap.${name} ${path}`)
    paths.set(name, path.match(/[\w-]+/g)!)
  }
  for (const text of InputTemplate.match(TEXT) ?? []) if (text.match(NAME)) throw refuse(`InputTemplate with ${text}`)
  for (const [, name] of InputTemplate.matchAll(NAME))
    if (!paths.has(name)) throw refuse(`InputTemplate with <${name}>`)
  return event =>
    InputTemplate.replace(NAME, (_: string, name: string) => {
      const value = paths.get(name)!.reduce((at, key) => at?.[key], event)
      if (value === undefined) throw refuse(`InputPathsMap.${name}: the event has nothing there`)
      return JSON.stringify(value)
    })
}

const NAME = /<([\w.-]+)>/g
const TEXT = /"(?:[^"\\]|\\.)*"/g
