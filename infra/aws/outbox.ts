import { Aws, Duration, Stack, Validations } from 'aws-cdk-lib'
import { Metric } from 'aws-cdk-lib/aws-cloudwatch'
import { EventSourceMapping, FilterCriteria, FilterRule, MetricType, StartingPosition } from 'aws-cdk-lib/aws-lambda'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import { Construct } from 'constructs'
import { allow, type KefuFunction } from './constructs/kefu-function'
import { LossAlarm } from './constructs/loss-alarm'
import type { DataStack } from './data-stack'

export interface OutboxProps {
  readonly data: DataStack
  readonly reader: KefuFunction
  readonly batchSize: number
  /** How long a batch may gather: for work that nobody waits for. */
  readonly window?: Duration
  /** Of the history items only those that have this attribute. */
  readonly bearing?: string
  /** How old a line may grow before a person feels it. */
  readonly patience: Duration
  /** What people lose by lines that were given up, and by lines that come late. */
  readonly loss: { readonly failed: string; readonly late: string }
  readonly alarms: ITopic
}

/** The history is the outbox: new history items, and nothing else of the table's stream, reach a reader. AWS advises two at most. */
export class Outbox extends Construct {
  constructor(scope: Construct, id: string, props: OutboxProps) {
    super(scope, id)
    const { data, reader, batchSize, window, bearing, patience, loss, alarms } = props
    const stream = data.cases.tableStreamArn as string
    const bucket = `arn:${Stack.of(this).partition}:s3:::${data.failuresName}`
    const batches = `${bucket}/aws/lambda/*`
    reader.uses(
      allow(['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'], stream),
      allow(['dynamodb:ListStreams'], '*'), // acknowledged with X-Ray's in kefu-function.ts: it names no stream either
      allow(['s3:PutObject'], batches),
      allow(['s3:ListBucket'], bucket),
    )
    Validations.of(reader).acknowledge({
      id: `AwsSolutions-IAM5[Resource::${batches.replace(Aws.ACCOUNT_ID, '<AWS::AccountId>')}]`,
      reason: 'Lambda names the object of a failed batch itself, by mapping, shard and time, below this prefix.',
    })
    const mapping = new EventSourceMapping(this, 'Mapping', {
      target: reader.lambda,
      eventSourceArn: stream,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize,
      ...(window && { maxBatchingWindow: window }),
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      retryAttempts: 10,
      maxRecordAge: Duration.hours(6),
      // To a queue AWS sends only where the records were, and the stream forgets them after a day; to S3 it sends them whole.
      onFailure: { bind: () => ({ destination: bucket }) },
      filters: [
        FilterCriteria.filter({
          eventName: FilterRule.isEqual('INSERT'),
          dynamodb: {
            Keys: { SK: { S: FilterRule.beginsWith('EVENT#') } },
            ...(bearing && { NewImage: bearingOf(bearing) }),
          },
        }),
      ],
      metricsConfig: { metrics: [MetricType.EVENT_COUNT] },
    })
    new LossAlarm(this, 'Failed', {
      metric: new Metric({
        namespace: 'AWS/Lambda',
        metricName: 'OnFailureDestinationDeliveredEventCount',
        dimensionsMap: { EventSourceMappingUUID: mapping.eventSourceMappingId },
        statistic: 'Sum',
      }),
      loss: loss.failed,
      alarms,
    })
    new LossAlarm(this, 'Late', {
      metric: reader.lambda.metric('IteratorAge', { statistic: 'Maximum' }),
      threshold: patience.toMilliseconds(),
      loss: loss.late,
      alarms,
    })
  }
}

/** A filter asks for leaves only: for the path of one, as the stream writes it. */
const bearingOf = (path: string): object =>
  path.split('.').reduceRight<object>((below, name) => ({ [name]: below }), FilterRule.exists() as unknown as object)
