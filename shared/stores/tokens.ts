import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb'
import { getFrom } from './batch-get'
import { caseIn, epochSeconds, headKey } from './case-items'
import type { GateToken, TokenStore } from './ports'

const key = (orderId: string) => ({ PK: `GATE#${orderId}`, SK: 'TOKEN' })
/** As long as an execution may run (Step Functions quotas: one year). */
const keptForSeconds = 366 * 24 * 60 * 60

/** Task tokens of parked gates, in the room of secrets: `customers`, encrypted with its own key, without a stream. */
export function tokenStore(
  documents: DynamoDBDocumentClient,
  { cases, customers: TableName }: { readonly cases: string; readonly customers: string },
): TokenStore {
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

    async parked(orderId) {
      const found = await getFrom(documents, { [TableName]: [key(orderId)], [cases]: [headKey(orderId)] })
      const [kept] = (found[TableName] ?? []) as unknown as GateToken[]
      const [head] = found[cases] ?? []
      return {
        token: kept ? { gate: kept.gate, token: kept.token, enteredAt: kept.enteredAt } : null,
        head: head ? caseIn(head) : null,
      }
    },
  }
}
