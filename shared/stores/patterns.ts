import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import { type Recent, withTicket } from '../domain/mass-pattern'
import { epochSeconds } from './case-items'
import type { PatternStore } from './ports'

const key = (category: string) => ({ PK: `PATTERN#${category}`, SK: 'PATTERN' })
const attempts = 3
const keptForSeconds = 86_400

/** One small item for each category, which never grows: ids and instants of the newest tickets (R-ESC-07). */
export function patternStore(documents: DynamoDBDocumentClient, TableName: string): PatternStore {
  return {
    async see(category, ticket) {
      for (let attempt = 0; attempt < attempts; attempt++) {
        const { Item } = await documents.send(new GetCommand({ TableName, Key: key(category), ConsistentRead: true }))
        const { tickets = [], told, version = 0 } = (Item ?? {}) as Partial<Recent> & { version?: number }
        const before: Recent = { tickets, ...(told && { told }) }
        const { recent, pattern } = withTicket(before, ticket)
        if (recent.tickets === before.tickets) return pattern
        const write = new PutCommand({
          TableName,
          Item: {
            ...{ ...key(category), ...recent, version: version + 1 },
            expiresAt: epochSeconds(ticket.at) + keptForSeconds,
          },
          ConditionExpression: 'attribute_not_exists(PK) OR version = :before',
          ExpressionAttributeValues: { ':before': version },
        })
        const isWritten = await documents.send(write).then(
          () => true,
          error => {
            if (error instanceof ConditionalCheckFailedException) return false
            throw error
          },
        )
        if (isWritten) return pattern
      }
      return false
    },
  }
}
