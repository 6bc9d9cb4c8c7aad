import type { Kernel, StreamRecord } from '../kernel'
import type { Mapping, Ports } from './mapping'

/** A batch that Lambda gave up. */
export interface Discard {
  readonly records: readonly StreamRecord[]
  readonly condition: 'RetryAttemptsExhausted' | 'RecordAgeExceeded'
  readonly invokeCount: number
  readonly functionError: 'Unhandled' | null
}

/** A stream has one shard here; the name has the form of AWS. */
const SHARD = 'shardId-00000000000000000001-00000001'

/** Leaves a discarded batch whole in the bucket that the mapping names.
 *  https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html */
export function sendToDestination(kernel: Kernel, { objects }: Ports, mapping: Mapping, batch: Discard): void {
  const { clock, random, iam } = kernel
  const arn: string | undefined = mapping.settings.DestinationConfig?.OnFailure?.Destination
  if (!arn) return
  const now = new Date(clock.now()).toISOString()
  const record = invocationRecord(mapping, batch, now, random.uuid())
  const day = now.slice(0, 10).replaceAll('-', '/')
  const second = now.slice(0, 19).replaceAll(':', '.')
  const key = `aws/lambda/${mapping.id}/${SHARD}/${day}/${second}-${random.uuid()}`
  iam.authorize(mapping.caller, { action: 's3:ListBucket', resource: arn })
  iam.authorize(mapping.caller, { action: 's3:PutObject', resource: `${arn}/${key}` })
  const payload = JSON.stringify({ Records: batch.records })
  objects.put(arn.split(':::')[1]!, key, JSON.stringify({ ...record, payload }))
}

function invocationRecord(mapping: Mapping, batch: Discard, timestamp: string, requestId: string) {
  const { records, condition, invokeCount, functionError } = batch
  const numbers = records.map(({ dynamodb }) => dynamodb.SequenceNumber).sort(bySize)
  const arrivals = records.map(({ dynamodb }) => dynamodb.ApproximateCreationDateTime).sort((a, b) => a - b)
  const second = (seconds = 0) => `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`
  return {
    requestContext: { requestId, functionArn: mapping.functionArn, condition, approximateInvokeCount: invokeCount },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError },
    version: '1.0',
    timestamp,
    DDBStreamBatchInfo: {
      shardId: SHARD,
      startSequenceNumber: numbers[0],
      endSequenceNumber: numbers.at(-1),
      approximateArrivalOfFirstRecord: second(arrivals[0]),
      approximateArrivalOfLastRecord: second(arrivals.at(-1)),
      batchSize: records.length,
      streamArn: mapping.source,
    },
  }
}

function bySize(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : 1)
}
