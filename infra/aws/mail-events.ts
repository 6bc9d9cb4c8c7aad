import { Metric } from 'aws-cdk-lib/aws-cloudwatch'
import { EventBus, EventField, Match, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events'
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { EmailSendingEvent, EventDestination } from 'aws-cdk-lib/aws-ses'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import { Construct } from 'constructs'
import type { Stage } from '../stages'
import { LossAlarm } from './constructs/loss-alarm'
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
    const rule = new Rule(this, 'Sent', {
      ruleName: `kefu-${stage.name}-mail-sent`,
      description: 'Mails that SES took, to those who keep the record of notices',
      eventPattern: {
        source: ['aws.ses'],
        detailType: ['Email Sent'],
        detail: {
          mail: { tags: { 'ses:configuration-set': [configuration.configurationSetName], notice: Match.exists() } },
        },
      },
    })
    const input = RuleTargetInput.fromObject({
      caseId: ofMail('tags.caseId[0]'),
      seq: ofMail('tags.seq[0]'),
      notice: ofMail('tags.notice[0]'),
      messageId: ofMail('messageId'),
      at: ofMail('timestamp'),
    })
    rule.addTarget({ bind: () => ({ arn: queue.queueArn, input }) })
    queue.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('events.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [queue.queueArn],
        conditions: { ArnEquals: { 'aws:SourceArn': rule.ruleArn } },
      }),
    )
    new LossAlarm(this, 'Undelivered', {
      metric: new Metric({
        namespace: 'AWS/Events',
        metricName: 'FailedInvocations',
        dimensionsMap: { RuleName: rule.ruleName },
        statistic: 'Sum',
      }),
      loss: functionSpecs['mail-events'].loss,
      alarms,
    })
  }
}
