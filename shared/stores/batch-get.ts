import { BatchGetCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'

/** Reads up to 100 items consistently, in no order; asks again for those that DynamoDB put off. */
export async function getAll(
  documents: DynamoDBDocumentClient,
  table: string,
  keys: readonly Record<string, string>[],
): Promise<Record<string, unknown>[]> {
  const found: Record<string, unknown>[] = []
  let open: Record<string, unknown>[] = [...keys]
  while (open.length > 0) {
    const { Responses, UnprocessedKeys } = await documents.send(
      new BatchGetCommand({ RequestItems: { [table]: { Keys: open, ConsistentRead: true } } }),
    )
    found.push(...(Responses?.[table] ?? []))
    open = UnprocessedKeys?.[table]?.Keys ?? []
  }
  return found
}
