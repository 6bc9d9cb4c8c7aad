import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb'

/** What lies under a key, without what only the table needs; null where nothing lies. */
export async function readItem(
  documents: DynamoDBDocumentClient,
  TableName: string,
  Key: { readonly PK: string; readonly SK: string },
): Promise<Record<string, unknown> | null> {
  const { Item } = await documents.send(new GetCommand({ TableName, Key, ConsistentRead: true }))
  if (!Item) return null
  const { PK, SK, expiresAt, ...rest } = Item
  return rest
}
