import { createHash } from 'node:crypto'
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs'
import { sdkClient } from './sdk-client'

export interface Message {
  /** Unique in one call; answers name it. */
  readonly id: string
  readonly body: object
  /** How long it stays out of sight; not in a FIFO queue. */
  readonly delaySeconds?: number
  /** In a FIFO queue: after whom it comes, and what it would be a repetition of. */
  readonly inTurn?: { readonly group: string; readonly once: string }
}

export interface Queue {
  /** Sends in tens and returns the ids of those that were not taken: the caller's batch tells which records to repeat. */
  send(messages: readonly Message[]): Promise<ReadonlySet<string>>
}

const batch = 10

/** What people named may be longer than an id, or have spaces. */
const digest = (name: string) => createHash('sha256').update(name).digest('hex')

export function queueAt(QueueUrl: string, sqs: SQSClient): Queue {
  return {
    async send(messages) {
      const failed = new Set<string>()
      for (let start = 0; start < messages.length; start += batch) {
        const part = messages.slice(start, start + batch)
        const Entries = part.map(({ id, body, delaySeconds, inTurn }) => ({
          ...{ Id: id, MessageBody: JSON.stringify(body) },
          ...(delaySeconds !== undefined && { DelaySeconds: delaySeconds }),
          ...(inTurn && { MessageGroupId: inTurn.group, MessageDeduplicationId: digest(inTurn.once) }),
        }))
        try {
          const { Failed = [] } = await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }))
          for (const { Id } of Failed) failed.add(Id ?? '')
        } catch {
          for (const { id } of part) failed.add(id)
        }
      }
      return failed
    },
  }
}

export function sqsClient(): SQSClient {
  return new SQSClient(sdkClient({ maxAttempts: 3, requestTimeout: 5_000 }))
}
