import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import type { Attachment } from '../domain/attachment'
import { getAll } from './batch-get'
import { epochSeconds, type Item } from './case-items'
import { attachmentKey } from './customer-items'
import type { AttachmentStore } from './ports'

/** What DynamoDB reads in one request. */
const atOnce = 100

/** What is known of each file of a customer, beside the customer's other content: erased with it. */
export function attachmentStore(documents: DynamoDBDocumentClient, TableName: string): AttachmentStore {
  async function get(customerId: string, id: string) {
    const Key = attachmentKey(customerId, id)
    const { Item } = await documents.send(new GetCommand({ TableName, Key, ConsistentRead: true }))
    return Item ? attachmentIn(Item) : null
  }

  async function put(
    Item: Item,
    condition: Pick<PutCommand['input'], 'ConditionExpression' | 'ExpressionAttributeValues'>,
  ) {
    try {
      await documents.send(new PutCommand({ TableName, Item, ...condition }))
      return true
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false
      throw error
    }
  }

  return {
    async announce(attachment, forgottenAt) {
      const Item = { ...itemOf(attachment), expiresAt: epochSeconds(forgottenAt) }
      if (await put(Item, { ConditionExpression: 'attribute_not_exists(PK)' })) return null
      return get(attachment.customerId, attachment.id)
    },

    get,

    async several(customerId, ids) {
      const keys = [...new Set(ids)].map(id => attachmentKey(customerId, id))
      const parts = Array.from({ length: Math.ceil(keys.length / atOnce) }, (_, i) =>
        keys.slice(i * atOnce, (i + 1) * atOnce),
      )
      const found = await Promise.all(parts.map(part => getAll(documents, TableName, part)))
      return new Map(
        found
          .flat()
          .map(attachmentIn)
          .map(attachment => [attachment.id, attachment]),
      )
    },

    judge(attachment, verdict, judgedAt, forgottenAt) {
      const { version, contentId } = attachment
      const judged = itemOf({ ...attachment, ...verdict, judgedAt, version: version + 1 })
      return put(contentId ? judged : { ...judged, expiresAt: epochSeconds(forgottenAt) }, {
        ConditionExpression: 'version = :before',
        ExpressionAttributeValues: { ':before': version },
      })
    },
  }
}

const itemOf = ({ customerId, id, ...rest }: Attachment): Item => ({ ...attachmentKey(customerId, id), ...rest })

function attachmentIn({ PK, SK, expiresAt, ...rest }: Item): Attachment {
  return { customerId: PK, id: String(SK).slice('ATTACHMENT#'.length), ...rest } as Attachment
}
