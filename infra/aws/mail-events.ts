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

/** SES tells of each mail that it took, so that a sender which dies before it can say so leaves no doubt. Only ids reach the
 *  queue: the event itself bears the recipient and the subject. */
export class MailEvents extends Construct {
  constructor(scope: Construct, { stage, mail: { configuration }, told: { queue }, alarms }: MailEventsProps) {
    super(scope, 'MailEvents')
    configuration.addEventDestination('Sent', {
      destination: EventDestination.eventBus(EventBus.fromEventBusName(this, 'Bus', 'default')),
      events: [EmailSendingEvent.SEND],
    })
    const ofMail = (path: string) => EventField.fromPath(`$.detail.mail.${path}`)
    toldQueue(this, 'Sent', {
      ...{ queue, alarms, loss: functionSpecs['mail-events'].loss },
      ruleName: `kefu-${stage.name}-mail-sent`,
      description: 'Mails that SES took, to those who keep the record of notices',
      eventPattern: {
        source: ['aws.ses'],
        detailType: ['Email Sent'],
        detail: {
          mail: { tags: { 'ses:configuration-set': [configuration.configurationSetName], notice: Match.exists() } },
        },
      },
      input: RuleTargetInput.fromObject({
        caseId: ofMail('tags.caseId[0]'),
        seq: ofMail('tags.seq[0]'),
        notice: ofMail('tags.notice[0]'),
        messageId: ofMail('messageId'),
        at: ofMail('timestamp'),
      }),
    })
  }
}
