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
  readonly publication: KefuFunction
  readonly alarms: ITopic
}

/** The history is the outbox: new history items, and nothing else of the table's stream, reach `publication`. */
export class Outbox extends Construct {
  constructor(scope: Construct, { data, publication, alarms }: OutboxProps) {
    super(scope, 'Outbox')
    const stream = data.cases.tableStreamArn as string
    const bucket = `arn:${Stack.of(this).partition}:s3:::${data.failuresName}`
    const batches = `${bucket}/aws/lambda/*`
    publication.uses(
      allow(['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'], stream),
      allow(['dynamodb:ListStreams'], '*'), // acknowledged with X-Ray's in kefu-function.ts: it names no stream either
      allow(['s3:PutObject'], batches),
      allow(['s3:ListBucket'], bucket),
    )
    Validations.of(publication).acknowledge({
      id: `AwsSolutions-IAM5[Resource::${batches.replace(Aws.ACCOUNT_ID, '<AWS::AccountId>')}]`,
      reason: 'Lambda names the object of a failed batch itself, by mapping, shard and time, below this prefix.',
    })
    const mapping = new EventSourceMapping(this, 'Mapping', {
      target: publication.lambda,
      eventSourceArn: stream,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      retryAttempts: 10,
      maxRecordAge: Duration.hours(6),
      // To a queue AWS sends only where the records were, and the stream forgets them after a day; to S3 it sends them whole.
      onFailure: { bind: () => ({ destination: bucket }) },
      filters: [
        FilterCriteria.filter({
          eventName: FilterRule.isEqual('INSERT'),
          dynamodb: { Keys: { SK: { S: FilterRule.beginsWith('EVENT#') } } },
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
      loss: 'Some events of cases reached nobody: notices are missing and orders stand still. The bucket of failed batches has them.',
      alarms,
    })
    new LossAlarm(this, 'Late', {
      metric: publication.lambda.metric('IteratorAge', { statistic: 'Maximum' }),
      threshold: Duration.minutes(10).toMilliseconds(),
      loss: 'Customers and teams hear more than ten minutes late of what happened.',
      alarms,
    })
  }
}
