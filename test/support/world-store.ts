import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb'
import { accessKeyOf } from '../../infra/local/credentials'
import { rootOf } from '../../infra/local/policies'
import type { World } from '../../infra/local/world'
import { caseStore } from '../../shared/stores/cases'
import type { CaseStore } from '../../shared/wiring'

const tables = { cases: 'kefu-simulation-cases', customers: undefined, shards: 1 }

/** Looks into the cases of a world beside its API, as the account's root: what is stored, and which cases there are. */
export async function lookInto<T>(
  { kernel, endpoint }: World,
  look: (cases: CaseStore, ids: () => Promise<readonly string[]>) => Promise<T>,
): Promise<T> {
  const { account } = kernel.template
  const credentials = { accessKeyId: accessKeyOf(rootOf(account)), secretAccessKey: 'local' }
  const client = new DynamoDBClient({ endpoint, region: account.region, credentials })
  const documents = DynamoDBDocumentClient.from(client)
  const ids = async () => {
    const found: string[] = []
    let ExclusiveStartKey: Record<string, unknown> | undefined
    do {
      const page = await documents.send(new ScanCommand({ TableName: tables.cases, ExclusiveStartKey }))
      found.push(...(page.Items ?? []).flatMap(({ PK, SK }) => (SK === 'HEAD' ? [String(PK)] : [])))
      ExclusiveStartKey = page.LastEvaluatedKey
    } while (ExclusiveStartKey)
    return found.sort()
  }
  try {
    return await look(caseStore(documents, tables), ids)
  } finally {
    client.destroy()
  }
}
