import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { type DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import type { Sender } from '../domain/sender'
import { epochSeconds } from './case-items'
import type { RefusedDelivery, SenderStore } from './ports'
import { readItem } from './read-item'

const key = (sender: string) => ({ PK: `SENDER#${sender}`, SK: 'SENDER' })
const refusalKey = (sender: string, subject: string) => ({ PK: `SENDER#${sender}`, SK: `REFUSED#${subject}` })

const refusalKeptForSeconds = 30 * 24 * 60 * 60
const shown = 50

/** Senders with their secrets, in the room of secrets: `customers`, encrypted with its own key, without a stream. */
export function senderStore(documents: DynamoDBDocumentClient, TableName: string): SenderStore {
  const item = (key: { PK: string; SK: string }) => readItem(documents, TableName, key)

  return {
    get: async sender => (await item(key(sender))) as Sender | null,

    async put(sender, before) {
      const write = new PutCommand({
        TableName,
        Item: { ...key(sender.sender), ...sender },
        ...(before
          ? { ConditionExpression: 'version = :before', ExpressionAttributeValues: { ':before': before.version } }
          : { ConditionExpression: 'attribute_not_exists(PK)' }),
      })
      try {
        await documents.send(write)
        return true
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false
        throw error
      }
    },

    async refuse({ sender, ...refusal }) {
      const Item = { ...refusalKey(sender, refusal.subject), ...refusal }
      const expiresAt = epochSeconds(refusal.at) + refusalKeptForSeconds
      await documents.send(new PutCommand({ TableName, Item: { ...Item, expiresAt } }))
    },

    async refused(sender, subject) {
      const found = await item(refusalKey(sender, subject))
      return found ? ({ sender, ...found } as RefusedDelivery) : null
    },

    async refusals(sender) {
      const { Items = [] } = await documents.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: 'PK = :sender AND begins_with(SK, :refused)',
          ExpressionAttributeValues: { ':sender': key(sender).PK, ':refused': 'REFUSED#' },
          Limit: shown,
        }),
      )
      return Items.map(({ PK, SK, expiresAt, ...refusal }) => ({ sender, ...refusal }) as RefusedDelivery)
    },
  }
}
