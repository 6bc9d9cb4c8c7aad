import { EventField, Match, RuleTargetInput } from 'aws-cdk-lib/aws-events'
import { ReceiptRule, ReceiptRuleSet, TlsPolicy } from 'aws-cdk-lib/aws-ses'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import { Construct } from 'constructs'
import type { Stage } from '../stages'
import { toldQueue } from './constructs/told-queue'
import type { WorkQueue } from './constructs/work-queue'
import { functionSpecs } from './functions'
import { arrived, type IncomingMailBucket, ruleName, ruleSetName } from './incoming-mail-bucket'

export interface IncomingMailProps {
  readonly stage: Stage
  readonly bucket: IncomingMailBucket
  readonly told: WorkQueue
  readonly alarms: ITopic
}

/** SES takes mail for the shop's own addresses, each with any label behind a plus sign, and refuses what is for others of the
 *  domain. Only the name of the object reaches the queue. No ticket is lost to a full one: the mail lies in the bucket.
 *  https://docs.aws.amazon.com/ses/latest/dg/receiving-email-receipt-rules-console-walkthrough.html */
export class IncomingMail extends Construct {
  constructor(scope: Construct, { stage, bucket: { bucketName }, told: { queue }, alarms }: IncomingMailProps) {
    super(scope, 'IncomingMail')
    const ruleSet = new ReceiptRuleSet(this, 'Rules', { receiptRuleSetName: ruleSetName(stage) })
    new ReceiptRule(this, 'Rule', {
      ruleSet,
      receiptRuleName: ruleName(stage),
      recipients: [stage.mailSender, ...stage.mailAliases],
      scanEnabled: true,
      tlsPolicy: TlsPolicy.REQUIRE,
      actions: [{ bind: () => ({ s3Action: { bucketName, objectKeyPrefix: arrived } }) }],
    })
    toldQueue(this, 'Arrived', {
      ...{ queue, alarms, loss: functionSpecs['mail-intake'].loss },
      ruleName: `kefu-${stage.name}-incoming-mail`,
      description: 'Mails that arrived, to those who make tickets of them',
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: { bucket: { name: [bucketName] }, object: { key: Match.prefix(arrived) } },
      },
      input: RuleTargetInput.fromObject({
        key: EventField.fromPath('$.detail.object.key'),
        tag: EventField.fromPath('$.detail.object.etag'),
      }),
    })
  }
}
