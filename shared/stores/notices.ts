import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { type DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import type { NoticeRecord, NoticeStore } from './ports'

const key = (caseId: string, seq: number, notice: string) => ({
  PK: caseId,
  SK: `NOTICE#${String(seq).padStart(8, '0')}#${notice}`,
})

const noticeIn = ({ PK, SK, ...record }: Record<string, unknown>) => ({ caseId: PK, ...record }) as NoticeRecord

/** The record of each sending, beside the case that it tells of (R-NTF-01); its key is what makes a notice go out once. */
export function noticeStore(documents: DynamoDBDocumentClient, TableName: string): NoticeStore {
  return {
    async get(caseId, seq, notice) {
      const { Item } = await documents.send(
        new GetCommand({ TableName, Key: key(caseId, seq, notice), ConsistentRead: true }),
      )
      return Item ? noticeIn(Item) : null
    },

    async ofCase(caseId) {
      const { Items = [] } = await documents.send(
        new QueryCommand({
          TableName,
          ConsistentRead: true,
          KeyConditionExpression: 'PK = :id AND begins_with(SK, :notice)',
          ExpressionAttributeValues: { ':id': caseId, ':notice': 'NOTICE#' },
        }),
      )
      return Items.map(noticeIn)
    },

    async put({ caseId, ...record }, before) {
      const write = new PutCommand({
        TableName,
        Item: { ...key(caseId, record.seq, record.notice), ...record },
        ...(before
          ? {
              ConditionExpression: '#state = :state AND claimedBy = :claimedBy',
              ExpressionAttributeNames: { '#state': 'state' },
              ExpressionAttributeValues: { ':state': before.state, ':claimedBy': before.claimedBy },
            }
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
  }
}
