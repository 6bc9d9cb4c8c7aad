import { Aws, Duration, Stack } from 'aws-cdk-lib'
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Construct } from 'constructs'
import type { Stage } from '../stages'
import { acknowledge } from './attachment-buckets'
import { allow, type Grant, type KefuFunction } from './constructs/kefu-function'
import { privateBucket } from './constructs/private-bucket'

/** Where SES puts a mail; and where it stays once a ticket took it (gateways/incoming-mail.ts). */
export const arrived = 'arrived/'
const taken = 'taken/'

export const ruleSetName = ({ name }: Stage) => `kefu-${name}`
export const ruleName = ({ name }: Stage) => `kefu-${name}-incoming-mail`

/** Every mail as it came. What no ticket took goes after thirty days, longer than dead letters live; the rest stays as long as its
 *  ticket. Its name is no reference: what may write there is read in the template of the service. */
export class IncomingMailBucket extends Construct {
  readonly bucketName: string

  constructor(scope: Construct, stage: Stage) {
    super(scope, 'IncomingMail')
    this.bucketName = `kefu-${stage.name}-incoming-mail-${Aws.ACCOUNT_ID}`
    const bucket = privateBucket(this, 'Bucket', {
      bucketName: this.bucketName,
      lifecycleRules: [{ prefix: arrived, expiration: Duration.days(30) }],
      tells: true,
      unlogged:
        'Who of the staff read a mail is recorded with its customer; a log of reads would be one more to guard.',
    })
    const { partition, region, account } = Stack.of(this)
    const rule = `receipt-rule-set/${ruleSetName(stage)}:receipt-rule/${ruleName(stage)}`
    bucket.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('ses.amazonaws.com')],
        actions: ['s3:PutObject'],
        resources: [bucket.arnForObjects(`${arrived}*`)],
        conditions: {
          StringEquals: {
            'aws:SourceAccount': account,
            'aws:SourceArn': `arn:${partition}:ses:${region}:${account}:${rule}`,
          },
        },
      }),
    )
  }

  /** The right of a function to read what arrived. */
  read(user: KefuFunction): Grant {
    return this.objects(user, 's3:GetObject', arrived)
  }

  /** The right of a function to put a mail where it stays. */
  keep(user: KefuFunction): Grant {
    return this.objects(user, 's3:PutObject', taken)
  }

  /** The right of a function to show what was kept. */
  show(user: KefuFunction): Grant {
    return this.objects(user, 's3:GetObject', taken)
  }

  /** The right of a function to destroy what was kept. */
  destroy(user: KefuFunction): Grant {
    return this.objects(user, 's3:DeleteObject', taken)
  }

  private objects(user: KefuFunction, action: string, place: string): Grant {
    const objects = `arn:${Stack.of(user).partition}:s3:::${this.bucketName}/${place}*`
    acknowledge(user, objects, 'SES names the object of a mail; these are all of one place in this one bucket.')
    return allow([action], objects, { INCOMING_MAIL_BUCKET: this.bucketName })
  }
}
