import { type DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import { getAll } from './batch-get'
import { contentKey, fileKey } from './customer-items'
import type { Content, CustomerFile, CustomerStore, TransactionRecord } from './ports'

/** The room of personal data: files, words, purchases (R-CUS-01, R-PRV). Writes come with a case's commit. */
export function customerStore(documents: DynamoDBDocumentClient, TableName: string): CustomerStore {
  async function item(Key: Record<string, string>) {
    const { Item } = await documents.send(new GetCommand({ TableName, Key, ConsistentRead: true }))
    if (!Item) return null
    const { PK, SK, ...rest } = Item
    return rest
  }

  return {
    file: async customerId => (await item(fileKey(customerId))) as CustomerFile | null,

    content: async (customerId, contentId) => (await item(contentKey(customerId, contentId))) as Content | null,

    async contents(customerId, contentIds) {
      const found = await getAll(
        documents,
        TableName,
        [...new Set(contentIds)].map(id => contentKey(customerId, id)),
      )
      return new Map(found.map(({ PK, SK, ...content }) => [String(SK).slice('CONTENT#'.length), content as Content]))
    },

    async transactions(customerId) {
      const { Items = [] } = await documents.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: 'PK = :id AND begins_with(SK, :transaction)',
          ExpressionAttributeValues: { ':id': customerId, ':transaction': 'TRANSACTION#' },
        }),
      )
      return Items.map(({ PK, SK, ...record }) => record as TransactionRecord)
    },
  }
}
