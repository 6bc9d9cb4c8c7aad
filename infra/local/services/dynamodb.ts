import {
  type Access,
  type ApiService,
  AwsError,
  type Input,
  type Kernel,
  NotHonoured,
  type Operation,
  type Service,
  type Streams,
} from '../kernel'
import { type Engine, startEngine } from './dynamodb-engine'
import { createExpiry } from './dynamodb-expiry'
import { createStreams } from './dynamodb-streams'
import { keyOf, shape, type Table, tableOf } from './dynamodb-tables'

/** Calls and capacity units of one operation on one table, for what a run would have cost on AWS. */
export interface TableUse {
  calls: number
  readUnits: number
  writeUnits: number
}

const NAMES = 'ExpressionAttributeNames.*'
const VALUES = 'ExpressionAttributeValues.**'
const CONDITION = ['TableName', 'ConditionExpression', NAMES, VALUES]
const below = (prefix: string, ...paths: readonly string[]) => paths.map(path => `${prefix}.${path}`)

/** An item that an operation touches: what its caller must be allowed, and what it writes. */
interface Touch {
  readonly action: string
  readonly table: string
  readonly index?: string
  readonly key?: Input
  readonly item?: Input
}

interface Row {
  readonly parameters: readonly string[]
  readonly writes: boolean
  touches(input: Input): readonly Touch[]
}

const one =
  (action: string) =>
  ({ TableName: table, IndexName: index, Key: key, Item: item }: Input): Touch[] => [
    { action, table, index, key, item },
  ]

/** Of a transaction each item is authorised as the operation that it stands for. */
const TRANSACTED: Readonly<Record<string, Row['touches']>> = { Put: one('PutItem'), Update: one('UpdateItem') }

const ROWS: Readonly<Record<string, Row>> = {
  GetItem: {
    parameters: ['TableName', 'Key.**', 'ConsistentRead'],
    writes: false,
    touches: one('GetItem'),
  },
  BatchGetItem: {
    parameters: below('RequestItems.*', 'Keys.**', 'ConsistentRead'),
    writes: false,
    touches: ({ RequestItems }) => Object.keys(RequestItems).map(table => ({ action: 'BatchGetItem', table })),
  },
  Query: {
    parameters: [
      ...['TableName', 'IndexName', 'KeyConditionExpression', NAMES, VALUES],
      ...['ConsistentRead', 'ScanIndexForward', 'Limit', 'ExclusiveStartKey.**'],
    ],
    writes: false,
    touches: one('Query'),
  },
  /** For operators: no role may. */
  Scan: {
    parameters: ['TableName', 'FilterExpression', NAMES, VALUES, 'Segment', 'TotalSegments', 'ExclusiveStartKey.**'],
    writes: false,
    touches: one('Scan'),
  },
  PutItem: {
    parameters: [...CONDITION, 'Item.**', 'ReturnValuesOnConditionCheckFailure'],
    writes: true,
    touches: one('PutItem'),
  },
  UpdateItem: {
    parameters: [...CONDITION, 'Key.**', 'UpdateExpression', 'ReturnValues'],
    writes: true,
    touches: one('UpdateItem'),
  },
  TransactWriteItems: {
    parameters: [
      ...below('TransactItems.*.Put', ...CONDITION, 'Item.**'),
      ...below('TransactItems.*.Update', ...CONDITION, 'Key.**', 'UpdateExpression'),
      'ClientRequestToken',
    ],
    writes: true,
    touches: ({ TransactItems }) =>
      TransactItems.flatMap((item: Input) => Object.entries(item).flatMap(([kind, each]) => TRANSACTED[kind]!(each))),
  },
}

/** DynamoDB as the tables of the template describe it: dynoxide keeps the items, and this edge adds what it lacks: IAM,
 *  transaction conflicts, expiry, streams on the world's clock, and the count of units. */
export function createDynamodb(kernel: Kernel): Service & Streams & { readonly uses: ReadonlyMap<string, TableUse> } {
  const { clock, template, folder } = kernel
  const tables = new Map(template.all('AWS::DynamoDB::GlobalTable').map(resource => [resource.ref, tableOf(resource)]))
  const uses = new Map<string, TableUse>()
  let engine: Engine | undefined
  const running = () => {
    if (!engine) throw new AwsError('InternalServerError', 'DynamoDB is not running', 500)
    return engine
  }
  const call = (operation: string, input: Input) => running().call('DynamoDB_20120810', operation, input)

  const streamed = [...tables.values()].flatMap(({ name, streamArn, view = '' }) =>
    streamArn ? { name, streamArn, view, region: template.account.region } : [],
  )
  const { written, ...streams } = createStreams(clock, running, streamed)
  const expiry = createExpiry(clock, removeExpired)

  const inTransaction = new Set<string>()
  let lastWrite: Promise<unknown> = Promise.resolve()

  function accesses(row: Row, input: Input): Access[] {
    const wanted = new Map<string, Access>()
    for (const { action, table, index } of row.touches(input)) {
      const { arn, keyArn } = tables.get(table) ?? {
        arn: `arn:aws:dynamodb:${template.account.region}:${template.account.id}:table/${table}`,
      }
      const resource = index ? `${arn}/index/${index}` : arn
      wanted.set(`${action} ${resource}`, { action: `dynamodb:${action}`, resource })
      // Reads and writes alike: DynamoDB decrypts the table's key in the caller's name.
      if (keyArn) wanted.set(keyArn, { action: 'kms:Decrypt', resource: keyArn, context: viaDynamodb })
    }
    return [...wanted.values()]
  }
  const viaDynamodb = {
    'kms:ViaService': `dynamodb.${template.account.region}.amazonaws.com`,
  }

  async function run(name: string, row: Row, input: Input): Promise<Input> {
    refuseUpdateOfExpiry(input)
    const touches = row.touches(input)
    const pass = () => call(name, { ...input, ReturnConsumedCapacity: 'TOTAL' })
    const locked = guard(name, touches)
    try {
      // One write after the other in virtual time, so that stream positions are the same in each run of a seed.
      const answer = row.writes && clock.virtual ? lastWrite.then(pass, pass) : pass()
      if (row.writes) lastWrite = answer.catch(() => {})
      const { ConsumedCapacity, ...output } = await answer
      count(name, row.writes, ConsumedCapacity)
      if (row.writes) follow(touches)
      return output
    } finally {
      locked()
    }
  }

  /** The engine runs one transaction after the other; AWS refuses what meets a transaction under way. Answers with the unlock. */
  function guard(name: string, touches: readonly Touch[]): () => void {
    const ids = touches.flatMap(({ table, key, item }) => itemId(tables.get(table), key ?? item) ?? [])
    const meets = ids.map(id => inTransaction.has(id))
    const isTransaction = name === 'TransactWriteItems'
    if (meets.includes(true) && isTransaction) throw cancelled(meets)
    if (meets.includes(true) && ['PutItem', 'UpdateItem'].includes(name))
      throw new AwsError('TransactionConflictException', CONFLICT)
    if (!isTransaction) return () => {}
    for (const id of ids) inTransaction.add(id)
    return () => {
      for (const id of ids) inTransaction.delete(id)
    }
  }

  function count(operation: string, writes: boolean, consumed: Input) {
    for (const { TableName, CapacityUnits } of [consumed ?? []].flat()) {
      const id = `${TableName} ${operation}`
      const use = uses.get(id) ?? { calls: 0, readUnits: 0, writeUnits: 0 }
      uses.set(id, use)
      use.calls += 1
      use[writes ? 'writeUnits' : 'readUnits'] += CapacityUnits
    }
  }

  function follow(touches: readonly Touch[]) {
    for (const { table: name, item } of touches) {
      const table = tables.get(name)
      if (!table?.ttl || !item) continue
      const expiresAt = item[table.ttl]?.N
      expiry.note(name, keyOf(table, item), expiresAt === undefined ? undefined : Number(expiresAt))
    }
    for (const table of new Set(touches.map(({ table }) => table))) written(table)
  }

  /** When an item expires is known from the Puts that pass by; an update would have to be read back. One that takes the time
   *  away needs nothing: what has none when its hour comes stays. */
  function refuseUpdateOfExpiry(input: Input) {
    for (const { Update } of [...(input.TransactItems ?? []), { Update: input }]) {
      const { ttl } = tables.get(Update?.TableName) ?? {}
      if (ttl && namesWritten(Update).includes(ttl)) throw new NotHonoured(`an Update of ${ttl}, a time to live`)
    }
  }

  async function removeExpired(name: string, keys: readonly Input[]) {
    const { ttl = '' } = tables.get(name)!
    const now = {
      ExpressionAttributeNames: { '#ttl': ttl },
      ExpressionAttributeValues: { ':now': { N: `${Math.floor(clock.now() / 1_000)}` } },
    }
    for (let left = [...keys]; left.length > 0; ) {
      const some = left.slice(0, 100)
      const TransactItems = some.map(Key => ({
        Delete: { TableName: name, Key, ConditionExpression: '#ttl <= :now', ...now },
      }))
      left = left.slice(100)
      await call('TransactWriteItems', { TransactItems }).catch(error => {
        if (error.code !== 'TransactionCanceledException') throw error
        const expired = some.filter((_, place) => error.details.CancellationReasons[place].Code === 'None')
        left = [...expired, ...left]
      })
    }
    written(name)
  }

  async function prepare(table: Table) {
    const { name, ttl } = table
    const { TableNames } = await call('ListTables', {})
    if (TableNames.includes(name)) return keepUnlessChanged(table)
    await call('CreateTable', {
      TableName: name,
      AttributeDefinitions: table.attributes,
      KeySchema: table.keySchema,
      BillingMode: 'PAY_PER_REQUEST',
      ...(table.indexes.length > 0 && { GlobalSecondaryIndexes: table.indexes }),
      ...(table.view && { StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' } }),
    })
    if (ttl)
      await call('UpdateTimeToLive', {
        TableName: name,
        TimeToLiveSpecification: { Enabled: true, AttributeName: ttl },
      })
  }

  async function keepUnlessChanged(table: Table) {
    const { Table: kept } = await call('DescribeTable', { TableName: table.name })
    if (shape(kept.KeySchema, kept.GlobalSecondaryIndexes) !== shape(table.keySchema, table.indexes))
      throw new Error(
        `Table ${table.name} in ${folder} has other keys or indexes than the template: start with a fresh folder (npm start -- --fresh).`,
      )
    if (!table.ttl) return
    const names = [...table.keys, table.ttl].map((name, place) => [`#${place}`, name] as const)
    const Projection = {
      ProjectionExpression: names.map(([alias]) => alias).join(),
      ExpressionAttributeNames: Object.fromEntries(names),
    }
    let ExclusiveStartKey: Input
    do {
      const page = await call('Scan', {
        TableName: table.name,
        ...Projection,
        ...(ExclusiveStartKey && { ExclusiveStartKey }),
      })
      for (const item of page.Items)
        if (item[table.ttl]?.N) expiry.note(table.name, keyOf(table, item), Number(item[table.ttl].N))
      ExclusiveStartKey = page.LastEvaluatedKey
    } while (ExclusiveStartKey)
  }

  const operations = Object.entries(ROWS).map(([name, row]): [string, Operation] => [
    name,
    { parameters: row.parameters, authorize: input => accesses(row, input), run: input => run(name, row, input) },
  ])
  const api: ApiService = { target: 'DynamoDB_20120810', protocol: 'json', operations: Object.fromEntries(operations) }
  return {
    ...streams,
    api,
    uses,
    async start() {
      engine = await startEngine(folder)
      try {
        for (const table of tables.values()) await prepare(table)
      } catch (error) {
        await engine.stop()
        throw error
      }
    },
    async stop() {
      expiry.stop()
      await lastWrite
      await engine?.stop()
    },
  }
}

/** Names that an update sets, adds to or deletes from; not those that it removes. */
function namesWritten({ UpdateExpression = '', ExpressionAttributeNames = {} }: Input): readonly string[] {
  const [, ...clauses] = UpdateExpression.split(/\b(SET|ADD|DELETE|REMOVE)\b/i)
  const written = clauses.filter((_: string, place: number) => /^(SET|ADD|DELETE)$/i.test(clauses[place - 1] ?? ''))
  return written.flatMap((clause: string) =>
    (clause.match(/#?\w+/g) ?? []).map(name => ExpressionAttributeNames[name] ?? name),
  )
}

function itemId(table: Table | undefined, of: Input): string | undefined {
  return table && of ? `${table.name} ${JSON.stringify(keyOf(table, of))}` : undefined
}

const CONFLICT = 'Transaction is ongoing for the item'

function cancelled(meets: readonly boolean[]): AwsError {
  const CancellationReasons = meets.map(met =>
    met ? { Code: 'TransactionConflict', Message: CONFLICT } : { Code: 'None' },
  )
  const codes = CancellationReasons.map(({ Code }) => Code).join(', ')
  const Message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`
  return new AwsError('TransactionCanceledException', Message, 400, { Message, CancellationReasons })
}
