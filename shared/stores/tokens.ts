import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb'
import { getAll, getFrom } from './batch-get'
import { caseIn, epochSeconds, headKey } from './case-items'
import type { GateToken, TokenStore } from './ports'

const prefix = 'GATE#'
const key = (orderId: string) => ({ PK: prefix + orderId, SK: 'TOKEN' })
type Kept = GateToken & ReturnType<typeof key>
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
      const [kept] = found[TableName] ?? []
      const [head] = found[cases] ?? []
      return {
        token: kept ? tokenIn(kept) : null,
        head: head ? caseIn(head) : null,
      }
    },

    async ofOrders(orderIds) {
      const found = await getAll(documents, TableName, orderIds.map(key), { consistent: false })
      return new Map(found.map(item => [String(item.PK).slice(prefix.length), tokenIn(item)]))
    },
  }
}

function tokenIn(item: Record<string, unknown>): GateToken {
  const { gate, token, enteredAt, PK, execution = String(PK).slice(prefix.length) } = item as unknown as Kept
  return { gate, token, execution, enteredAt }
}
