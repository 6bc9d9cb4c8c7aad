import { type Account, NotHonoured, type Resource, type ResourceType } from '../kernel'
import type { ServiceEvent } from './events'
import type { Mail } from './ses'
import type { MailEvent } from './ses-recipients'

const type = 'AWS::SES::ConfigurationSetEventDestination'

/** Those that mails here come to: nobody opens one, and nothing is late. */
const known = ['send', 'delivery', 'deliverydelay', 'bounce', 'complaint', 'reject']

export const sesEventTypes: Readonly<Record<string, ResourceType>> = {
  [type]: {
    honoured: [
      'ConfigurationSetName',
      'EventDestination.Enabled',
      'EventDestination.EventBridgeDestination.EventBusArn',
      'EventDestination.MatchingEventTypes.*',
    ],
    ignored: { 'EventDestination.Name': 'a label' },
    identify: ({ stack, logicalId }) => ({ ref: `${stack}-${logicalId}` }),
  },
}

/** Of which events of each configuration set the default bus is told. Throws NotHonoured for what tells anything else. */
export function toldOf(all: (type: string) => readonly Resource[]): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(all(type).map(resource => [resource.properties.ConfigurationSetName as string, matchingOf(resource)]))
}

function matchingOf({ stack, logicalId, properties }: Resource): ReadonlySet<string> {
  const { Enabled, MatchingEventTypes, EventBridgeDestination } = properties.EventDestination
  const refuse = (what: string) => new NotHonoured(`${stack}/${logicalId}.Properties.EventDestination.${what}`)
  if (!/:event-bus\/default$/.test(EventBridgeDestination?.EventBusArn)) throw refuse('EventBridgeDestination')
  if (String(Enabled) === 'false') throw refuse('Enabled false')
  const matching = (MatchingEventTypes as readonly string[]).map(name => name.toLowerCase())
  const odd = matching.find(name => !known.includes(name))
  if (odd) throw refuse(`MatchingEventTypes ${odd}`)
  return new Set(matching)
}

/** An event of a mail, as event publishing gives it to EventBridge; the raw headers are left out.
 *  https://docs.aws.amazon.com/ses/latest/dg/monitoring-eventbridge.html */
export function mailEvent(
  mail: Mail,
  { detailType, eventType, says }: MailEvent,
  configurationSet: string,
  { id: account, region }: Account,
): ServiceEvent {
  const { id: messageId, at, from, to: destination, tags } = mail
  return {
    source: 'aws.ses',
    'detail-type': detailType,
    resources: [`arn:aws:ses:${region}:${account}:configuration-set/${configurationSet}`],
    detail: {
      eventType,
      mail: {
        ...{ timestamp: new Date(at).toISOString(), source: from, sendingAccountId: account, messageId, destination },
        tags: {
          'ses:configuration-set': [configurationSet],
          ...Object.fromEntries(Object.entries(tags).map(([name, value]) => [name, [value]])),
        },
      },
      ...says,
    },
  }
}
