import { Aws, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib'
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb'
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms'
import type { Construct } from 'constructs'
import type { Stage } from '../stages'
import { AttachmentBuckets } from './attachment-buckets'
import { privateBucket } from './constructs/private-bucket'
import { IncomingMailBucket } from './incoming-mail-bucket'

export interface DataStackProps extends StackProps {
  readonly stage: Stage
}

const { STRING } = dynamodb.AttributeType
const keysOnly = { projectionType: dynamodb.ProjectionType.KEYS_ONLY }
const text = (name: string): dynamodb.Attribute => ({ name, type: STRING })

/** What outlives every deployment: the two tables, the keys, the attachments, the mails that came in, the bucket of batches that could not be published. */
export class DataStack extends Stack {
  readonly cases: dynamodb.TableV2
  readonly customers: dynamodb.TableV2
  readonly customersKey: Key
  readonly lookupKey: Key
  /** By name, the one that signs first. */
  readonly linkKeys: ReadonlyMap<string, Key>
  /** A name and no reference: what may write there is then read in the template of the service as it is. */
  readonly failuresName: string
  readonly attachments: AttachmentBuckets
  readonly incomingMail: IncomingMailBucket

  constructor(scope: Construct, id: string, { stage, ...props }: DataStackProps) {
    super(scope, id, props)

    const warm = stage.warmThroughput && { warmThroughput: stage.warmThroughput }
    const kept: Omit<dynamodb.TablePropsV2, 'tableName'> = {
      partitionKey: text('PK'),
      sortKey: text('SK'),
      timeToLiveAttribute: 'expiresAt',
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
      ...warm,
    }

    this.cases = new dynamodb.TableV2(this, 'Cases', {
      ...kept,
      tableName: `kefu-${stage.name}-cases`,
      dynamoStream: dynamodb.StreamViewType.NEW_IMAGE,
      globalSecondaryIndexes: [
        { indexName: 'due', partitionKey: text('dueShard'), sortKey: text('dueAt'), ...keysOnly, ...warm },
        { indexName: 'list', partitionKey: text('listShard'), sortKey: text('rank'), ...keysOnly, ...warm },
        {
          indexName: 'customer',
          partitionKey: text('customerId'),
          sortKey: text('createdAt'),
          projectionType: dynamodb.ProjectionType.INCLUDE,
          nonKeyAttributes: ['kind', 'number'],
          ...warm,
        },
      ],
    })

    this.customersKey = new Key(this, 'CustomersKey', {
      description: `Everything personal in kefu-${stage.name}-customers`,
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN,
    })
    this.customers = new dynamodb.TableV2(this, 'Customers', {
      ...kept,
      tableName: `kefu-${stage.name}-customers`,
      encryption: dynamodb.TableEncryptionV2.customerManagedKey(this.customersKey),
    })
    this.lookupKey = new Key(this, 'LookupKey', {
      description: `Finds a kefu-${stage.name} customer by e-mail, phone or account without storing these as keys`,
      keySpec: KeySpec.HMAC_256,
      keyUsage: KeyUsage.GENERATE_VERIFY_MAC,
      removalPolicy: RemovalPolicy.RETAIN,
    })

    this.linkKeys = new Map(
      stage.linkKeys.map(name => [
        name,
        new Key(this, `LinkKey${name}`, {
          description: `Signs the links in mails of kefu-${stage.name}`,
          keySpec: KeySpec.HMAC_256,
          keyUsage: KeyUsage.GENERATE_VERIFY_MAC,
          removalPolicy: RemovalPolicy.RETAIN,
        }),
      ]),
    )

    this.failuresName = `kefu-${stage.name}-failed-batches-${Aws.ACCOUNT_ID}`
    privateBucket(this, 'FailedBatches', {
      bucketName: this.failuresName,
      lifecycleRules: [{ expiration: Duration.days(90) }],
      unlogged:
        'Empty unless a batch failed, and holds ids and codes only: a log of its reads would be one more bucket to guard.',
    })
    this.attachments = new AttachmentBuckets(this, stage)
    this.incomingMail = new IncomingMailBucket(this, stage)
  }
}
