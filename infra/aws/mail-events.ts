import { EventBus, EventField, Match, RuleTargetInput } from 'aws-cdk-lib/aws-events'
import { EmailSendingEvent, EventDestination } from 'aws-cdk-lib/aws-ses'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import { Construct } from 'constructs'
import type { Stage } from '../stages'
import { toldQueue } from './constructs/told-queue'
import type { WorkQueue } from './constructs/work-queue'
import { functionSpecs } from './functions'
import type { Mail } from './mail'

export interface MailEventsProps {
  readonly stage: Stage
  readonly mail: Mail
  readonly told: WorkQueue
  readonly alarms: ITopic
}

const events: readonly EmailSendingEvent[] = [
  EmailSendingEvent.SEND,
  EmailSendingEvent.DELIVERY,
  EmailSendingEvent.DELIVERY_DELAY,
  EmailSendingEvent.BOUNCE,
  EmailSendingEvent.COMPLAINT,
  EmailSendingEvent.REJECT,
]

const inDetail = (path: string) => EventField.fromPath(`$.detail.${path}`)

/** Which mail it is, by its tags, and what became of it. */
const ofMail = {
  caseId: inDetail('mail.tags.caseId[0]'),
  seq: inDetail('mail.tags.seq[0]'),
  notice: inDetail('mail.tags.notice[0]'),
  messageId: inDetail('mail.messageId'),
  outcome: inDetail('eventType'),
}

/** SES's names of its events, and what of each reaches the queue: never the recipient, the subject or what the other side said.
 *  What an event may lack is left out: a path to nothing would spoil the message.
 *  https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html */
const told: readonly { id: string; name: string; detailType: string[]; input: Record<string, unknown> }[] = [
  { id: 'Sent', name: 'sent', detailType: ['Email Sent'], input: { ...ofMail, at: inDetail('mail.timestamp') } },
  {
    id: 'Heard',
    name: 'heard',
    detailType: ['Email Delivered', 'Email Delivery Delayed', 'Email Complaint Received', 'Email Rejected'],
    input: { ...ofMail, at: EventField.time },
  },
  {
    id: 'Bounced',
    name: 'bounced',
    detailType: ['Email Bounced'],
    input: {
      ...{ ...ofMail, at: inDetail('bounce.timestamp') },
      codes: [inDetail('bounce.bounceType'), inDetail('bounce.bounceSubType')],
    },
  },
]

/** SES tells of each mail that it took, so that a sender which dies before it can say so leaves no doubt, and what became of it,
 *  so that no customer waits for a mail that never came (R-NTF-03). Only ids and codes reach the queue. */
export class MailEvents extends Construct {
  constructor(scope: Construct, { stage, mail: { configuration }, told: { queue }, alarms }: MailEventsProps) {
    super(scope, 'MailEvents')
    configuration.addEventDestination('Sent', {
      destination: EventDestination.eventBus(EventBus.fromEventBusName(this, 'Bus', 'default')),
      events: [...events],
    })
    for (const { id, name, detailType, input } of told) {
      const [scope, rule] = id === 'Sent' ? [this, id] : [new Construct(this, id), 'Rule']
      toldQueue(scope, rule, {
        ...{ queue, alarms, loss: functionSpecs['mail-events'].loss },
        ruleName: `kefu-${stage.name}-mail-${name}`,
        description: `${detailType.join(', ')}: to those who keep the record of notices`,
        eventPattern: {
          ...{ source: ['aws.ses'], detailType },
          detail: {
            mail: { tags: { 'ses:configuration-set': [configuration.configurationSetName], notice: Match.exists() } },
          },
        },
        input: RuleTargetInput.fromObject(input),
      })
    }
  }
}
