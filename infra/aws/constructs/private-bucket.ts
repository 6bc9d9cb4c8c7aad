import { RemovalPolicy, Validations } from 'aws-cdk-lib'
import { BlockPublicAccess, Bucket, BucketEncryption, type BucketProps, type CfnBucket } from 'aws-cdk-lib/aws-s3'
import type { Construct } from 'constructs'

export interface PrivateBucketProps extends BucketProps {
  /** Why nobody logs its reads. */
  readonly unlogged: string
  /** The default bus hears of every object that is put there. */
  readonly tells?: boolean
}

/** A bucket that outlives its stack: encrypted, never public, never reached without TLS. */
export function privateBucket(scope: Construct, id: string, { unlogged, tells, ...props }: PrivateBucketProps): Bucket {
  const bucket = new Bucket(scope, id, {
    encryption: BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    removalPolicy: RemovalPolicy.RETAIN,
    ...props,
  })
  // The property of the L2 would make a custom resource.
  if (tells)
    (bucket.node.defaultChild as CfnBucket).notificationConfiguration = {
      eventBridgeConfiguration: { eventBridgeEnabled: true },
    }
  Validations.of(bucket).acknowledge({ id: 'AwsSolutions-S1', reason: unlogged })
  return bucket
}
