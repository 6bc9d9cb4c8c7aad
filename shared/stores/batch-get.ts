import { BatchGetCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'

type Item = Record<string, unknown>
/** Consistently unless told otherwise, which costs half. */
interface Reading {
  readonly consistent?: boolean
}
type Keys = Readonly<Record<string, readonly Readonly<Record<string, string>>[]>>

/** Reads up to 100 items of one table, in no order. */
export async function getAll(
  documents: DynamoDBDocumentClient,
  table: string,
  keys: readonly Readonly<Record<string, string>>[],
  how: Reading = {},
): Promise<Item[]> {
  return keys.length === 0 ? [] : ((await getFrom(documents, { [table]: keys }, how))[table] ?? [])
}

/** Reads up to 100 items of several tables; asks again for those that DynamoDB put off. */
export async function getFrom(
  documents: DynamoDBDocumentClient,
  keys: Keys,
  { consistent = true }: Reading = {},
): Promise<Record<string, Item[]>> {
  const found: Record<string, Item[]> = {}
  let open: Record<string, Item[]> = Object.fromEntries(Object.entries(keys).map(([table, each]) => [table, [...each]]))
  while (Object.keys(open).length > 0) {
    const asked = Object.entries(open).map(([table, Keys]) => [table, { Keys, ConsistentRead: consistent }] as const)
    const answer = await documents.send(new BatchGetCommand({ RequestItems: Object.fromEntries(asked) }))
    for (const [table, items] of Object.entries(answer.Responses ?? {}))
      found[table] = [...(found[table] ?? []), ...items]
    const left = Object.entries(answer.UnprocessedKeys ?? {})
    open = Object.fromEntries(left.map(([table, { Keys = [] }]) => [table, Keys]))
  }
  return found
}
