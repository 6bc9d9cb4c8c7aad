import { Stack } from 'aws-cdk-lib'
import { EventField, RuleTargetInput } from 'aws-cdk-lib/aws-events'
import { CfnMalwareProtectionPlan } from 'aws-cdk-lib/aws-guardduty'
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import { Construct } from 'constructs'
import type { Stage } from '../stages'
import { type AttachmentBuckets, acknowledge } from './attachment-buckets'
import { toldQueue } from './constructs/told-queue'
import type { WorkQueue } from './constructs/work-queue'
import { functionSpecs } from './functions'

export interface AttachmentScansProps {
  readonly stage: Stage
  readonly buckets: AttachmentBuckets
  readonly told: WorkQueue
  readonly alarms: ITopic
}

const guard = 'malware-protection-plan.guardduty.amazonaws.com'

/** The named checker: GuardDuty looks into each file that lies in quarantine, and tells what it found. */
export class AttachmentScans extends Construct {
  constructor(scope: Construct, { stage, buckets, told: { queue }, alarms }: AttachmentScansProps) {
    super(scope, 'AttachmentScans')
    new CfnMalwareProtectionPlan(this, 'Checker', {
      role: this.checker(buckets.quarantineName).roleArn,
      protectedResource: { s3Bucket: { bucketName: buckets.quarantineName } },
      actions: { tagging: { status: 'DISABLED' } },
    })
    toldQueue(this, 'Result', {
      ...{ queue, alarms, loss: functionSpecs['attachment-scans'].loss },
      ruleName: `kefu-${stage.name}-attachment-scans`,
      description: 'What the malware scan of an attachment found, to those who give it free or refuse it',
      eventPattern: {
        source: ['aws.guardduty'],
        detailType: ['GuardDuty Malware Protection Object Scan Result'],
        detail: { s3ObjectDetails: { bucketName: [buckets.quarantineName] } },
      },
      input: RuleTargetInput.fromObject({
        key: EventField.fromPath('$.detail.s3ObjectDetails.objectKey'),
        tag: EventField.fromPath('$.detail.s3ObjectDetails.eTag'),
        result: EventField.fromPath('$.detail.scanResultDetails.scanResultStatus'),
      }),
    })
  }

  /** https://docs.aws.amazon.com/guardduty/latest/ug/malware-protection-s3-iam-policy-prerequisite.html */
  private checker(quarantineName: string): Role {
    const { partition, region, account } = Stack.of(this)
    const rules = `arn:${partition}:events:${region}:${account}:rule/DO-NOT-DELETE-AmazonGuardDutyMalwareProtectionS3*`
    const bucket = `arn:${partition}:s3:::${quarantineName}`
    const objects = `${bucket}/*`
    const may = (actions: string[], resource: string, conditions?: Record<string, object>) =>
      new PolicyStatement({ actions, resources: [resource], ...(conditions && { conditions }) })
    const managed = { StringEquals: { 'events:ManagedBy': guard } }
    const role = new Role(this, 'CheckerRole', {
      assumedBy: new ServicePrincipal(guard),
      inlinePolicies: {
        rights: new PolicyDocument({
          statements: [
            may(['events:PutRule', 'events:PutTargets', 'events:DeleteRule', 'events:RemoveTargets'], rules, managed),
            may(['events:DescribeRule', 'events:ListTargetsByRule'], rules),
            may(['s3:GetBucketNotification', 's3:PutBucketNotification', 's3:ListBucket'], bucket),
            may(['s3:PutObject'], `${bucket}/malware-protection-resource-validation-object`),
            may(['s3:GetObject', 's3:GetObjectVersion'], objects),
          ],
        }),
      },
    })
    acknowledge(role, rules, 'GuardDuty itself names the rule by which it hears of objects.')
    acknowledge(role, objects, 'GuardDuty looks at every object of the bucket.')
    return role
  }
}
