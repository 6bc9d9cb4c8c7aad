import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { type DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import { getAll } from './batch-get'
import type { NoticeName, NoticeRecord, NoticeStore } from './ports'

const key = ({ caseId, seq, notice }: NoticeName) => ({
  PK: caseId,
  SK: `NOTICE#${String(seq).padStart(8, '0')}#${notice}`,
})

const noticeIn = ({ PK, SK, ...record }: Record<string, unknown>) => ({ caseId: PK, ...record }) as NoticeRecord

/** The record of each sending, beside the case that it tells of (R-NTF-01); its key is what makes a notice go out once. */
export function noticeStore(documents: DynamoDBDocumentClient, TableName: string): NoticeStore {
  return {
    async find(names) {
      const keys = new Map(names.map(name => [`${name.caseId} ${name.seq} ${name.notice}`, key(name)]))
      return (await getAll(documents, TableName, [...keys.values()])).map(noticeIn)
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

    async put(record, before) {
      const { caseId, ...rest } = record
      const write = new PutCommand({
        TableName,
        Item: { ...key(record), ...rest },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
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
        return null
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException && error.Item) return noticeIn(unmarshall(error.Item))
        throw error
      }
    },
  }
}
