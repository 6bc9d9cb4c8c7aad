import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
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

/** What a batch does with each of its messages, once it has seen them all. */
type Work<Message> = (delivery: Delivery<Message>) => Promise<object | undefined>

/** Works through a batch in order and answers with the messages that failed, so that only they come again; with one of a
 *  FIFO queue all that stand behind it in its group. */
export const queueHandler = <Needs, S extends z.ZodType>(
  schema: S,
  needs: () => Needs,
  work: (needs: Needs, delivery: Delivery<z.output<S>>) => Promise<object | undefined>,
) => batchHandler(schema, needs, async given => delivery => work(given, delivery))

/** As `queueHandler`, for work that looks at its whole batch first: what it reads then, it reads once. */
export function batchHandler<Needs, S extends z.ZodType>(
  schema: S,
  needs: () => Needs,
  begin: (needs: Needs, deliveries: readonly Delivery<z.output<S>>[]) => Promise<Work<z.output<S>>>,
) {
  async function all(records: readonly SQSRecord[]): Promise<SQSBatchResponse> {
    const failed = new Set<string>()
    const broken = new Map<string, number>()
    const trying = async <T>(record: SQSRecord, attempt: () => T | Promise<T>): Promise<T | undefined> => {
      try {
        return await attempt()
      } catch (error) {
        const { messageId, attributes } = record
        logger.error('failed', { messageId, attempt: receives(attributes), error: error as Error })
        failed.add(messageId)
        const { MessageGroupId: group } = attributes
        if (group) broken.set(group, Math.min(records.indexOf(record), broken.get(group) ?? Infinity))
      }
    }
    const isBehind = (record: SQSRecord) => records.indexOf(record) > (broken.get(groupOf(record)) ?? Infinity)
    const read = await Promise.all(records.map(record => trying(record, () => deliveryOf(schema, record))))
    const deliveries = read.filter(delivery => delivery !== undefined)
    const work = await begin(needs(), deliveries)
    for (const [at, record] of records.entries()) {
      const delivery = read[at]
      if (isBehind(record)) failed.add(record.messageId)
      else if (delivery) await trying(record, async () => told(delivery, await work(delivery)))
    }
    return { batchItemFailures: [...failed].map(itemIdentifier => ({ itemIdentifier })) }
  }
  return async (event: SQSEvent | Record<string, never>): Promise<object> =>
    isSmokeTest(event) ? smokeAnswer : observed(() => all((event as SQSEvent).Records))
}

const groupOf = ({ attributes }: SQSRecord) => attributes.MessageGroupId ?? ''
const receives = ({ ApproximateReceiveCount }: SQSRecord['attributes']) => Number(ApproximateReceiveCount)

function deliveryOf<S extends z.ZodType>(schema: S, { messageId, attributes, body }: SQSRecord) {
  const now = new Date(Number(attributes.ApproximateFirstReceiveTimestamp)).toISOString()
  return { message: schema.parse(JSON.parse(body)), now, messageId, attempt: receives(attributes) }
}

/** One line a message; what an event says in detail stands in its history. */
function told({ message, messageId, attempt }: Delivery<unknown>, outcome: object | undefined) {
  const { data, ...named } = message as { readonly data?: unknown }
  logger.info('done', { ...named, messageId, attempt, ...outcome })
}
