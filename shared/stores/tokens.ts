import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import { epochSeconds } from './case-items'
import type { GateToken, TokenStore } from './ports'

const key = (orderId: string) => ({ PK: `GATE#${orderId}`, SK: 'TOKEN' })
/** As long as an execution may run (Step Functions quotas: one year). */
const keptForSeconds = 366 * 24 * 60 * 60

/** Task tokens of parked gates, in the room of secrets: `customers`, encrypted with its own key, without a stream. */
export function tokenStore(documents: DynamoDBDocumentClient, TableName: string): TokenStore {
  return {
    async keep(orderId, token) {
      const write = new PutCommand({
        TableName,
        Item: { ...key(orderId), ...token, expiresAt: epochSeconds(token.enteredAt) + keptForSeconds },
        ConditionExpression: 'attribute_not_exists(PK) OR enteredAt <= :enteredAt',
        ExpressionAttributeValues: { ':enteredAt': token.enteredAt },
      })
      await documents.send(write).catch(error => {
        if (!(error instanceof ConditionalCheckFailedException)) throw error
      })
    },

    async get(orderId) {
      const { Item } = await documents.send(new GetCommand({ TableName, Key: key(orderId), ConsistentRead: true }))
      if (!Item) return null
      const { gate, token, enteredAt } = Item as GateToken
      return { gate, token, enteredAt }
    },
  }
}
