import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch'
import type { Context, SQSEvent, SQSRecord } from 'aws-lambda'
import type * as z from 'zod'
import type { Instant } from '../domain/case'
import { isSmokeTest, smokeAnswer } from './smoke'
import { logger, observed } from './telemetry'

/** One message in one of its deliveries. */
export interface Delivery<Message> {
  readonly message: Message
  /** When the message was first received: the same in every delivery of it. */
  readonly now: Instant
  readonly messageId: string
  /** 1 for the first delivery. SQS repeats one only after its visibility timeout, when the earlier attempt is over. */
  readonly attempt: number
}

/** Works through a batch in order and answers with the messages that failed, so that only they come again. */
export function queueHandler<Needs, S extends z.ZodType>(
  schema: S,
  needs: () => Needs,
  work: (needs: Needs, delivery: Delivery<z.output<S>>) => Promise<object | undefined>,
) {
  async function one(record: SQSRecord) {
    const { messageId, attributes } = record
    const attempt = Number(attributes.ApproximateReceiveCount)
    try {
      const message = schema.parse(JSON.parse(record.body))
      const now = new Date(Number(attributes.ApproximateFirstReceiveTimestamp)).toISOString()
      const outcome = await work(needs(), { message, now, messageId, attempt })
      logger.info('done', { messageId, attempt, ...(message as object), ...outcome })
    } catch (error) {
      logger.error('failed', { messageId, attempt, error: error as Error })
      throw error
    }
  }
  return async (event: SQSEvent | Record<string, never>, context: Context): Promise<object> =>
    isSmokeTest(event)
      ? smokeAnswer
      : observed(() =>
          processPartialResponse(event as SQSEvent, one, new BatchProcessor(EventType.SQS), {
            context,
            processInParallel: false,
            throwOnFullBatchFailure: false,
          }),
        )
}
