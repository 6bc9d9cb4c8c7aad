import { Aws, Duration, Stack, Validations } from 'aws-cdk-lib'
import { HttpMethods } from 'aws-cdk-lib/aws-s3'
import { Construct } from 'constructs'
import type { Stage } from '../stages'
import { allow, type Grant, type KefuFunction } from './constructs/kefu-function'
import { privateBucket } from './constructs/private-bucket'

type ObjectAction =
  | 's3:GetObject'
  | 's3:PutObject'
  | 's3:PutObjectTagging'
  | 's3:DeleteObject'
  | 's3:DeleteObjectTagging'

const unlogged =
  'Who of the staff had a file is recorded with its customer; a log of reads would be one more bucket to guard.'

/** Two buckets for what customers bring: into the first anyone may put what a form allows and nobody reads but the checker; from
 *  the second it is downloaded. Their names are no references: what may write there is read in the template of the service. */
export class AttachmentBuckets extends Construct {
  readonly quarantineName: string
  readonly attachmentsName: string

  constructor(scope: Construct, { name, pageOrigins }: Stage) {
    super(scope, 'Attachments')
    this.quarantineName = `kefu-${name}-quarantine-${Aws.ACCOUNT_ID}`
    this.attachmentsName = `kefu-${name}-attachments-${Aws.ACCOUNT_ID}`
    privateBucket(this, 'Quarantine', {
      ...{ bucketName: this.quarantineName, tells: true, unlogged },
      // A day longer than dead letters live, so that a redrive finds what it is about.
      lifecycleRules: [{ expiration: Duration.days(15) }],
      ...(pageOrigins.length > 0 && {
        cors: [{ allowedOrigins: [...pageOrigins], allowedMethods: [HttpMethods.POST], allowedHeaders: ['*'] }],
      }),
    })
    privateBucket(this, 'Kept', {
      ...{ bucketName: this.attachmentsName, unlogged },
      // What no message took is forgotten before (handbook/attachments.ts): whoever sends it along finds it.
      lifecycleRules: [{ expiration: Duration.days(15), tagFilters: { message: 'none' } }],
    })
  }

  /** The right of a function to do one thing with every object of a bucket, under the variable that names the bucket. */
  objects(user: KefuFunction, action: ObjectAction, name: string, variable: string): Grant {
    const objects = `arn:${Stack.of(user).partition}:s3:::${name}/*`
    acknowledge(
      user,
      objects,
      'An object is named by the customer and the attachment; these are all of this one bucket.',
    )
    return allow([action], objects, { [variable]: name })
  }
}

/** Why a right names a pattern. */
export const acknowledge = (construct: Construct, resource: string, reason: string) =>
  Validations.of(construct).acknowledge({
    id: `AwsSolutions-IAM5[Resource::${resource.replace(Stack.of(construct).account, '<AWS::AccountId>')}]`,
    reason,
  })
