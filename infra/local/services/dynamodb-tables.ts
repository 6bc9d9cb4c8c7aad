import type { Input, Resource, ResourceType } from '../kernel'

/** What the template says of a table. */
export interface Table {
  readonly name: string
  readonly arn: string
  readonly streamArn?: string
  readonly view?: string
  readonly keyArn?: string
  readonly ttl?: string
  readonly keys: readonly string[]
  readonly attributes: Input
  readonly keySchema: Input
  readonly indexes: readonly Input[]
}

const CAPACITY = 'one machine serves what it can; units are counted, not limited'
const KEPT = 'nothing here deletes a table, and a folder has no backups'

export const dynamodbTypes: Readonly<Record<string, ResourceType>> = {
  'AWS::DynamoDB::GlobalTable': {
    honoured: [
      'TableName',
      'AttributeDefinitions.*.*',
      'KeySchema.*.*',
      'GlobalSecondaryIndexes.*.IndexName',
      'GlobalSecondaryIndexes.*.KeySchema.*.*',
      'GlobalSecondaryIndexes.*.Projection.**',
      'StreamSpecification.StreamViewType',
      'TimeToLiveSpecification.*',
      'Replicas.*.SSESpecification.KMSMasterKeyId',
    ],
    ignored: {
      BillingMode: CAPACITY,
      'WarmThroughput.*': CAPACITY,
      'GlobalSecondaryIndexes.*.WarmThroughput.*': CAPACITY,
      'Replicas.*.GlobalSecondaryIndexes.*.IndexName': 'the indexes are said above',
      'Replicas.*.Region': 'there is one region, the one of the stack',
      'Replicas.*.DeletionProtectionEnabled': KEPT,
      'Replicas.*.PointInTimeRecoverySpecification.*': KEPT,
      'SSESpecification.*': 'files are not encrypted here; the right to use the key is checked all the same',
    },
    identify: (resource, { id, region }) => {
      const name = resource.properties.TableName ?? `${resource.stack}-${resource.logicalId}`
      const Arn = `arn:aws:dynamodb:${region}:${id}:table/${name}`
      const StreamArn = resource.properties.StreamSpecification && {
        StreamArn: `${Arn}/stream/2020-01-01T00:00:00.000`,
      }
      return { ref: name, attributes: { Arn, ...StreamArn } }
    },
  },
}

export function tableOf({ ref, attributes, properties }: Resource): Table {
  const { StreamViewType } = properties.StreamSpecification ?? {}
  const { AttributeName, Enabled } = properties.TimeToLiveSpecification ?? {}
  const { KMSMasterKeyId } = properties.Replicas?.[0]?.SSESpecification ?? {}
  return {
    name: ref,
    arn: attributes.Arn,
    keys: properties.KeySchema.map((key: Input) => key.AttributeName),
    attributes: properties.AttributeDefinitions,
    keySchema: properties.KeySchema,
    indexes: (properties.GlobalSecondaryIndexes ?? []).map(({ IndexName, KeySchema, Projection }: Input) => ({
      IndexName,
      KeySchema,
      Projection,
    })),
    ...(StreamViewType && { streamArn: attributes.StreamArn, view: StreamViewType }),
    ...(Enabled && { ttl: AttributeName }),
    ...(KMSMasterKeyId && { keyArn: KMSMasterKeyId }),
  }
}

/** Keys and indexes as text, for comparison. */
export function shape(keySchema: Input, indexes: readonly Input[] = []): string {
  const key = (schema: Input) => schema.map(({ AttributeName, KeyType }: Input) => `${KeyType} ${AttributeName}`).sort()
  const index = ({ IndexName, KeySchema, Projection }: Input) =>
    `${IndexName} ${key(KeySchema)} ${Projection.ProjectionType} ${[...(Projection.NonKeyAttributes ?? [])].sort()}`
  return [key(keySchema), ...indexes.map(index).sort()].join('; ')
}

/** The key of an item, its attributes always in the table's order. */
export function keyOf(table: Table, item: Input): Input {
  return Object.fromEntries(table.keys.map(name => [name, item[name]]))
}
