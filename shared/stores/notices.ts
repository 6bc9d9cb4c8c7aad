import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { type DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import { getAll } from './batch-get'
import { epochSeconds } from './case-items'
import { noticeIn, noticeItem, noticeKey } from './notice-items'
import type { NoticeStore } from './ports'

/** Longer than a day lasts anywhere. */
const turnsKeptMs = 3 * 86_400_000

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

    async takeTurn({ customerId, day, most, at }, name) {
      const notice = Object.values(noticeKey(name)).join(' ')
      const expiresAt = epochSeconds(new Date(Date.parse(at) + turnsKeptMs).toISOString())
      for (let turn = 1; turn <= most; turn++) {
        const taking = new PutCommand({
          TableName,
          Item: { PK: `TURNS#${customerId}`, SK: `${day}#${turn}`, notice, expiresAt },
          ConditionExpression: 'attribute_not_exists(PK) OR notice = :notice',
          ExpressionAttributeValues: { ':notice': notice },
        })
        const isTaken = await documents.send(taking).then(
          () => true,
          error => {
            if (error instanceof ConditionalCheckFailedException) return false
            throw error
          },
        )
        if (isTaken) return true
      }
      return false
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
