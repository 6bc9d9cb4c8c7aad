import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { type DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import { getAll } from './batch-get'
import { noticeIn, noticeItem, noticeKey } from './notice-items'
import type { NoticeStore } from './ports'

/** The record of each sending, beside the case that it tells of (R-NTF-01); its key is what makes a notice go out once. */
export function noticeStore(documents: DynamoDBDocumentClient, TableName: string, shards: number): NoticeStore {
  return {
    async find(names) {
      const keys = new Map(names.map(name => [`${name.caseId} ${name.seq} ${name.notice}`, noticeKey(name)]))
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
      const write = new PutCommand({
        TableName,
        Item: noticeItem(record, shards),
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        ...(before
          ? {
              ConditionExpression: `#state = :state AND claimedBy = :claimedBy AND ${
                before.outcome ? 'outcome = :outcome' : 'attribute_not_exists(outcome)'
              }`,
              ExpressionAttributeNames: { '#state': 'state' },
              ExpressionAttributeValues: {
                ...{ ':state': before.state, ':claimedBy': before.claimedBy },
                ...(before.outcome && { ':outcome': before.outcome }),
              },
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
