import { type Account, NotHonoured, type Resource, type ResourceType } from '../kernel'
import type { ServiceEvent } from './events'
import type { Mail } from './ses'

const type = 'AWS::SES::ConfigurationSetEventDestination'

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

/** The configuration sets of whose sendings the default bus is told. Throws NotHonoured for what tells anything else. */
export function toldSets(all: (type: string) => readonly Resource[]): ReadonlySet<string> {
  return new Set(all(type).map(configurationSetOf))
}

function configurationSetOf({ stack, logicalId, properties }: Resource): string {
  const { Enabled, MatchingEventTypes, EventBridgeDestination } = properties.EventDestination
  const refuse = (what: string) => new NotHonoured(`${stack}/${logicalId}.Properties.EventDestination.${what}`)
  if (!/:event-bus\/default$/.test(EventBridgeDestination?.EventBusArn)) throw refuse('EventBridgeDestination')
  if (String(Enabled) === 'false') throw refuse('Enabled false')
  if (String(MatchingEventTypes).toLowerCase() !== 'send') throw refuse(`MatchingEventTypes ${MatchingEventTypes}`)
  return properties.ConfigurationSetName
}

/** The event of a mail that SES took, as event publishing gives it to EventBridge; the raw headers are left out.
 *  https://docs.aws.amazon.com/ses/latest/dg/monitoring-eventbridge.html */
export function emailSent(mail: Mail, configurationSet: string, { id: account, region }: Account): ServiceEvent {
  const { id: messageId, at, from, to: destination, tags } = mail
  return {
    source: 'aws.ses',
    'detail-type': 'Email Sent',
    resources: [`arn:aws:ses:${region}:${account}:configuration-set/${configurationSet}`],
    detail: {
      eventType: 'Send',
      mail: {
        ...{ timestamp: new Date(at).toISOString(), source: from, sendingAccountId: account, messageId, destination },
        tags: {
          'ses:configuration-set': [configurationSet],
          ...Object.fromEntries(Object.entries(tags).map(([name, value]) => [name, [value]])),
        },
      },
      send: {},
    },
  }
}
