import type { DynamoDBStreamEvent, StreamRecord } from 'aws-lambda'
import type { Instant } from '../domain/case'
import { isSmokeTest, smokeAnswer } from './smoke'
import { logger, observed } from './telemetry'

/** A new item of a table, as the stream carries it. */
export interface Image {
  readonly sequenceNumber: string
  /** To the second. */
  readonly writtenAt: Instant
  readonly attributes: Readonly<Record<string, unknown>>
}

/** Hands over a whole batch, so that what follows from it can be sent in batches too; answers with the records that failed. */
export function streamHandler<Needs>(
  needs: () => Needs,
  work: (needs: Needs, images: readonly Image[]) => Promise<ReadonlySet<string>>,
) {
  return async (event: DynamoDBStreamEvent | Record<string, never>): Promise<object> => {
    if (isSmokeTest(event)) return smokeAnswer
    const images = (event as DynamoDBStreamEvent).Records.flatMap(({ dynamodb }) =>
      dynamodb?.NewImage && dynamodb.SequenceNumber
        ? [{ sequenceNumber: dynamodb.SequenceNumber, writtenAt: writtenAt(dynamodb), attributes: dynamodb.NewImage }]
        : [],
    )
    const failed = await observed(() => work(needs(), images))
    logger.info('done', { records: images.length, failed: failed.size })
    return { batchItemFailures: [...failed].map(itemIdentifier => ({ itemIdentifier })) }
  }
}

const writtenAt = ({ ApproximateCreationDateTime = 0 }: StreamRecord) =>
  new Date(ApproximateCreationDateTime * 1000).toISOString()
