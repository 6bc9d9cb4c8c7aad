import { type DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import { epochSeconds } from './case-items'
import type { Presence, PresenceStore } from './ports'

const prefix = 'PRESENT#'

/** Who looks at a case now: an item a person that runs out by itself, in no index, and no line of the history. */
export function presenceStore(documents: DynamoDBDocumentClient, TableName: string): PresenceStore {
  return {
    async put({ caseId, by, doing, until }) {
      const Item = { PK: caseId, SK: `${prefix}${by}`, doing, until, expiresAt: epochSeconds(until) }
      await documents.send(new PutCommand({ TableName, Item }))
    },

    async at(caseId, now) {
      const { Items = [] } = await documents.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: 'PK = :id AND begins_with(SK, :present)',
          ExpressionAttributeValues: { ':id': caseId, ':present': prefix },
          Limit: 20,
        }),
      )
      return Items.map(
        ({ SK, doing, until }): Presence => ({ caseId, by: SK.slice(prefix.length), doing, until }),
      ).filter(({ until }) => until > now)
    },
  }
}
