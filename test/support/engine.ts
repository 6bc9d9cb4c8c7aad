import { type ChildProcess, spawn } from 'node:child_process'
import { connect, createServer } from 'node:net'
import { CreateTableCommand, type CreateTableCommandInput, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { type DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb'
import { documents } from '../../shared/stores/documents'
import { stretched } from '../../shared/stores/squeezed'

/** DynamoDB's engine as the local cloud runs it, in memory: the stores are tested on it, and need no double of their own. */
export interface Engine {
  readonly documents: DynamoDBDocumentClient
  /** Empty tables of their own for each test. */
  tables(): Promise<{ readonly cases: string; readonly customers: string }>
  items(table: string): Promise<Record<string, unknown>[]>
  /** What the client has consumed so far. */
  readonly units: { read: number; written: number }
  stop(): void
}

export async function startEngine(): Promise<Engine> {
  const port = await freePort()
  const binary = require.resolve('@dynoxide/linux-x64/dynoxide')
  const engine = spawn(binary, ['--port', String(port)], { stdio: 'ignore' })
  engine.unref()
  await listening(engine, port)
  Object.assign(process.env, {
    ...{ AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' },
    AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${port}`,
  })
  const admin = new DynamoDBClient()
  const client = documents()
  const units = { read: 0, written: 0 }
  countUnits(client, units)
  let made = 0
  return {
    documents: client,
    units,
    async tables() {
      made++
      const names = { cases: `cases-${made}`, customers: `customers-${made}` }
      await admin.send(new CreateTableCommand(casesTable(names.cases)))
      await admin.send(new CreateTableCommand({ ...keyed('PK', 'SK'), TableName: names.customers, ...onDemand }))
      return names
    },
    async items(TableName) {
      const { Items = [] } = await client.send(new ScanCommand({ TableName }))
      return Items.map(stretched)
    },
    stop() {
      admin.destroy()
      client.destroy()
      engine.kill()
    },
  }
}

/** One engine for a file; before each of its tests something stands on it anew. */
export function beforeEachOnEngine(open: (engine: Engine) => Promise<unknown>): void {
  let engine: Engine
  beforeAll(async () => {
    engine = await startEngine()
  })
  afterAll(() => engine.stop())
  beforeEach(() => open(engine))
}

const isRead = /^(Get|BatchGet|Query|Scan)/

/** Asks for the consumed capacity of every command, and adds it up. */
function countUnits(client: DynamoDBDocumentClient, units: Engine['units']) {
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async args => {
        const input = { ...(args.input as object), ReturnConsumedCapacity: 'TOTAL' }
        const answer = await next({ ...args, input } as typeof args)
        const { ConsumedCapacity = [] } = answer.output as { ConsumedCapacity?: unknown }
        for (const { CapacityUnits = 0 } of [ConsumedCapacity].flat() as { CapacityUnits?: number }[])
          units[isRead.test(commandName) ? 'read' : 'written'] += CapacityUnits
        return answer
      },
    { step: 'initialize' },
  )
}

const onDemand = { BillingMode: 'PAY_PER_REQUEST' } as const
const attributes = (...names: string[]) => names.map(AttributeName => ({ AttributeName, AttributeType: 'S' }) as const)
const keySchema = (partition: string, sort: string) =>
  [
    { AttributeName: partition, KeyType: 'HASH' },
    { AttributeName: sort, KeyType: 'RANGE' },
  ] as const
const keyed = (partition: string, sort: string) => ({
  AttributeDefinitions: attributes(partition, sort),
  KeySchema: [...keySchema(partition, sort)],
})

/** As infra/aws/data-stack.ts has it. */
const casesTable = (TableName: string): CreateTableCommandInput => ({
  ...{ TableName, ...onDemand, KeySchema: [...keySchema('PK', 'SK')] },
  AttributeDefinitions: attributes('PK', 'SK', 'dueShard', 'dueAt', 'listShard', 'rank', 'customerId', 'createdAt'),
  GlobalSecondaryIndexes: (
    [
      ['due', 'dueShard', 'dueAt'],
      ['list', 'listShard', 'rank'],
      ['customer', 'customerId', 'createdAt'],
    ] as const
  ).map(([IndexName, partition, sort]) => ({
    ...{ IndexName, KeySchema: [...keySchema(partition, sort)], Projection: { ProjectionType: 'KEYS_ONLY' } },
  })),
})

function freePort(): Promise<number> {
  return new Promise(resolve => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}

async function listening(engine: ChildProcess, port: number): Promise<void> {
  for (let tries = 0; tries < 200 && engine.exitCode === null; tries++) {
    const open = await new Promise<boolean>(resolve => {
      const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false))
      socket.unref().on('connect', () => socket.destroy())
    })
    if (open) return
    await new Promise(resolve => setTimeout(resolve, 20))
  }
  engine.kill()
  throw new Error('the engine did not start')
}
