import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb'
import type { FileChange } from '../domain/customer'
import { getAll } from './batch-get'
import { cursorOf, positionIn } from './cursor'
import { accessItem, changeKey, contentKey, correctionItems, fileIn, fileKey } from './customer-items'
import type { Access, Content, CustomerStore, TransactionRecord } from './ports'

const accessPage = 50
/** † As long as the files of closed cases (R-PRV-06). */
const accessesKeptYears = 3

/** The room of personal data: files, words, purchases (R-CUS-01, R-PRV). Most writes come with a case's commit. */
export function customerStore(documents: DynamoDBDocumentClient, TableName: string): CustomerStore {
  async function item(Key: Record<string, string>) {
    const { Item } = await documents.send(new GetCommand({ TableName, Key, ConsistentRead: true }))
    if (!Item) return null
    const { PK, SK, ...rest } = Item
    return rest
  }

  /** Every item of a customer whose key begins so. */
  async function all<T>(customerId: string, beginning: string): Promise<readonly T[]> {
    const found: T[] = []
    let after: Record<string, unknown> | undefined
    do {
      const { Items = [], LastEvaluatedKey } = await documents.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: 'PK = :id AND begins_with(SK, :beginning)',
          ExpressionAttributeValues: { ':id': customerId, ':beginning': beginning },
          ExclusiveStartKey: after,
        }),
      )
      found.push(...Items.map(({ PK, SK, ...rest }) => rest as T))
      after = LastEvaluatedKey
    } while (after)
    return found
  }

  return {
    async file(customerId) {
      const found = await item(fileKey(customerId))
      return found && fileIn(found)
    },

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
      const records = await all<TransactionRecord>(customerId, 'TRANSACTION#')
      return oldestFirst(records, record => record.completedAt)
    },

    async changes(customerId) {
      const changes = await all<FileChange>(customerId, 'CHANGE#')
      return oldestFirst(changes, change => change.at)
    },

    async correct(correction) {
      try {
        const TransactItems = correctionItems(correction, TableName) as TransactWriteCommandInput['TransactItems']
        await documents.send(new TransactWriteCommand({ TransactItems }))
        return 'committed'
      } catch (error) {
        if (!(error instanceof TransactionCanceledException)) throw error
        const codes = (error.CancellationReasons ?? []).map(reason => reason.Code)
        if (codes[0] === 'ConditionalCheckFailed') return 'key'
        if (codes.some(code => code === 'ConditionalCheckFailed' || code === 'TransactionConflict')) return 'customer'
        throw error
      }
    },

    async stopMail(customerId, stop) {
      const stopping = new UpdateCommand({
        TableName,
        Key: fileKey(customerId),
        UpdateExpression: 'SET mailStop = :stop ADD #version :one',
        ConditionExpression: 'attribute_exists(PK) AND (attribute_not_exists(mailStop) OR mailStop.#at < :at)',
        ExpressionAttributeNames: { '#version': 'version', '#at': 'at' },
        ExpressionAttributeValues: { ':stop': stop, ':at': stop.at, ':one': 1 },
      })
      await documents.send(stopping).catch(error => {
        if (!(error instanceof ConditionalCheckFailedException)) throw error
      })
    },

    correction: async (customerId, changeId) =>
      (await item(changeKey(customerId, changeId))) as { requestHash: string; version: number } | null,

    async recordAccess(customerId, access) {
      const until = new Date(access.at)
      until.setUTCFullYear(until.getUTCFullYear() + accessesKeptYears)
      await documents.send(new PutCommand({ TableName, Item: accessItem(customerId, access, until.toISOString()) }))
    },

    async accesses(customerId, cursor) {
      const question = `accesses ${customerId}`
      const SK = cursor && positionIn(question, cursor)[0]?.[0]
      const { Items = [], LastEvaluatedKey } = await documents.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: 'PK = :id AND begins_with(SK, :access)',
          ExpressionAttributeValues: { ':id': customerId, ':access': 'ACCESS#' },
          ExclusiveStartKey: SK ? { PK: customerId, SK } : undefined,
          ScanIndexForward: false,
          Limit: accessPage,
        }),
      )
      return {
        items: Items.map(({ PK, SK, expiresAt, ...access }) => access as Access),
        ...(LastEvaluatedKey && { cursor: cursorOf(question, [[LastEvaluatedKey.SK]]) }),
      }
    },
  }
}

const oldestFirst = <T>(items: readonly T[], at: (item: T) => string): readonly T[] =>
  [...items].sort((a, b) => Number(at(a) > at(b)) - Number(at(a) < at(b)))
