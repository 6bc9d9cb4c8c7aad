import { createHash } from 'node:crypto'
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import { type DynamoDBDocumentClient, GetCommand, QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import type { QuestionStore, RegisteredQuestion } from './ports'

/** Questions in the words of agents, in the room of words: `customers`, encrypted with its own key, without a stream. */
export function questionStore(documents: DynamoDBDocumentClient, TableName: string): QuestionStore {
  return {
    async register({ topic, key, question, ticketId, at }) {
      const hash = createHash('sha256').update(key).digest('hex')
      const Key = { PK: `QUESTIONS#${topic}`, SK: `QUESTION#${hash}` }
      const asked = { PK: `QUESTIONS#${topic}#${hash}`, SK: `TICKET#${ticketId}`, at }
      const TransactItems = [
        { Put: { TableName, Item: asked, ConditionExpression: 'attribute_not_exists(PK)' } },
        {
          Update: {
            ...{ TableName, Key },
            UpdateExpression:
              'SET question = if_not_exists(question, :question), firstAt = if_not_exists(firstAt, :at), lastAt = :at ADD asked :one',
            ExpressionAttributeValues: { ':question': question, ':at': at, ':one': 1 },
          },
        },
      ]
      try {
        await documents.send(new TransactWriteCommand({ TransactItems }))
      } catch (error) {
        if (!isCountedAlready(error)) throw error
      }
      const { Item = {} } = await documents.send(new GetCommand({ TableName, Key, ConsistentRead: true }))
      return questionIn(Item)
    },

    async ofTopic(topic) {
      const found: RegisteredQuestion[] = []
      let after: Record<string, unknown> | undefined
      do {
        const { Items = [], LastEvaluatedKey } = await documents.send(
          new QueryCommand({
            TableName,
            KeyConditionExpression: 'PK = :topic',
            ExpressionAttributeValues: { ':topic': `QUESTIONS#${topic}` },
            ExclusiveStartKey: after,
          }),
        )
        found.push(...Items.map(questionIn))
        after = LastEvaluatedKey
      } while (after)
      return found.sort((a, b) => b.count - a.count || (a.lastAt < b.lastAt ? 1 : -1))
    },
  }
}

const questionIn = ({ question, asked, firstAt, lastAt }: Record<string, unknown>) =>
  ({ question, count: asked, firstAt, lastAt }) as RegisteredQuestion

/** The link from the ticket is there: the same ticket counts once. */
const isCountedAlready = (error: unknown) =>
  error instanceof TransactionCanceledException && error.CancellationReasons?.[0]?.Code === 'ConditionalCheckFailed'
