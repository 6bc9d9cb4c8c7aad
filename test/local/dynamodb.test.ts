import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb'
import type { Endpoint } from '../../infra/local/endpoint'
import { json, listen } from '../../infra/local/http'
import type { Access, Resource } from '../../infra/local/kernel'
import { createDynamodb } from '../../infra/local/services/dynamodb'
import { startEngine } from '../../infra/local/services/dynamodb-engine'
import { dynamodbTypes } from '../../infra/local/services/dynamodb-tables'
import { dynamodbOf, serving } from './support/endpoint-world'
import { aResource, type FakeKernel, fakeKernel } from './support/fake-kernel'

const HOUR = 3_600_000
const KEY_ARN = 'arn:aws:kms:cn-north-1:000000000000:key/1'
const S = (value: string) => ({ S: value })
const key = (PK: string, SK = 'HEAD') => ({ PK: S(PK), SK: S(SK) })

const keySchema = [
  { AttributeName: 'PK', KeyType: 'HASH' },
  { AttributeName: 'SK', KeyType: 'RANGE' },
]

function cases(more: object = {}): Resource {
  return aResource(dynamodbTypes, 'AWS::DynamoDB::GlobalTable', 'cases', {
    TableName: 'cases',
    AttributeDefinitions: ['PK', 'SK', 'dueShard', 'dueAt'].map(AttributeName => ({
      AttributeName,
      AttributeType: 'S',
    })),
    KeySchema: keySchema,
    GlobalSecondaryIndexes: [
      {
        IndexName: 'due',
        KeySchema: [
          { AttributeName: 'dueShard', KeyType: 'HASH' },
          { AttributeName: 'dueAt', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['caseId'] },
      },
    ],
    StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
    TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    Replicas: [{ Region: 'cn-north-1' }],
    ...more,
  })
}

const customers = aResource(dynamodbTypes, 'AWS::DynamoDB::GlobalTable', 'customers', {
  TableName: 'customers',
  AttributeDefinitions: ['PK', 'SK'].map(AttributeName => ({ AttributeName, AttributeType: 'S' })),
  KeySchema: keySchema,
  Replicas: [{ Region: 'cn-north-1', SSESpecification: { KMSMasterKeyId: KEY_ARN } }],
})

interface World {
  readonly kernel: FakeKernel
  readonly service: ReturnType<typeof createDynamodb>
  readonly endpoint: Endpoint
  readonly client: DynamoDBClient
  readonly asked: Access[]
  stop(): Promise<void>
}

async function start(options: { folder?: string; table?: Resource } = {}): Promise<World> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'kefu-'))
  const kernel = fakeKernel({ folder, resources: [options.table ?? cases(), customers] })
  const service = createDynamodb(kernel)
  await service.start?.()
  const asked: Access[] = []
  const endpoint = await serving({ authorize: (_caller, access) => asked.push(access) }, service.api)
  const client = dynamodbOf(endpoint)
  const stop = async () => {
    client.destroy()
    await endpoint.close()
    await service.stop?.()
  }
  return { kernel, service, endpoint, client, asked, stop }
}

describe('DynamoDB', () => {
  let world: World
  beforeAll(async () => {
    world = await start()
  })
  afterAll(() => world.stop())

  const put = (item: Record<string, { S: string } | { N: string }>) =>
    world.client.send(new PutItemCommand({ TableName: 'cases', Item: item }))
  const get = async (PK: string) =>
    (await world.client.send(new GetItemCommand({ TableName: 'cases', Key: key(PK), ConsistentRead: true }))).Item
  const streamArn = cases().attributes.StreamArn!

  test('keeps an item and gives it back, attributes in a fixed order', async () => {
    await put({ ...key('a'), z: S('1'), b: S('2') })
    expect(Object.keys((await get('a')) ?? {})).toEqual(['PK', 'SK', 'b', 'z'])
  })

  test('updates an item and gives it back whole, if its condition holds', async () => {
    const update = (version: string) =>
      world.client.send(
        new UpdateItemCommand({
          ...{ TableName: 'cases', Key: key('updated'), ReturnValues: 'ALL_NEW' },
          UpdateExpression: 'SET #word = :word ADD version :one',
          ConditionExpression: 'attribute_not_exists(version) OR version = :version',
          ExpressionAttributeNames: { '#word': 'word' },
          ExpressionAttributeValues: { ':word': S('a'), ':one': { N: '1' }, ':version': { N: version } },
        }),
      )
    await update('0')
    expect((await update('1')).Attributes).toEqual({ ...key('updated'), word: S('a'), version: { N: '2' } })
    await expect(update('1')).rejects.toThrow('The conditional request failed')
  })

  test('cancels a transaction whole and says which condition failed', async () => {
    await put(key('taken'))
    const claim = { TableName: 'cases', Item: key('taken'), ConditionExpression: 'attribute_not_exists(PK)' }
    const sent = world.client.send(
      new TransactWriteItemsCommand({
        TransactItems: [{ Put: { TableName: 'cases', Item: key('beside') } }, { Put: claim }],
      }),
    )
    await expect(sent).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      message:
        'Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed]',
      CancellationReasons: [{ Code: 'None' }, { Code: 'ConditionalCheckFailed' }],
    })
    expect(await get('beside')).toBeUndefined()
  })

  test('refuses the transaction that meets another one on an item, as AWS does', async () => {
    const add = () =>
      world.client.send(
        new TransactWriteItemsCommand({
          TransactItems: [
            { Put: { TableName: 'cases', Item: key(`other-${Math.random()}`) } },
            {
              Update: {
                TableName: 'cases',
                Key: key('race'),
                UpdateExpression: 'ADD times :one',
                ExpressionAttributeValues: { ':one': { N: '1' } },
              },
            },
          ],
        }),
      )
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, add))
    const won = outcomes.filter(({ status }) => status === 'fulfilled')
    expect((await get('race'))?.times).toEqual({ N: String(won.length) })
    expect(won.length).toBeLessThan(8)
    for (const outcome of outcomes)
      if (outcome.status === 'rejected')
        expect(outcome.reason).toMatchObject({
          name: 'TransactionCanceledException',
          CancellationReasons: [{ Code: 'None' }, { Code: 'TransactionConflict' }],
        })
  })

  test('refuses a single write to an item in a transaction, and lets a plain read pass', async () => {
    const { client } = world
    const writing = client.send(
      new TransactWriteItemsCommand({ TransactItems: [{ Put: { TableName: 'cases', Item: key('held') } }] }),
    )
    const single = put(key('held'))
    const outcomes = await Promise.allSettled([writing, single, get('held')])
    expect(outcomes.map(each => (each.status === 'rejected' ? each.reason.name : 'done'))).toEqual([
      'done',
      'TransactionConflictException',
      'done',
    ])
  })

  test.each([
    [
      'an item above 400 KB',
      { ...key('big'), text: S('x'.repeat(400 * 1024)) },
      /Item size has exceeded the maximum allowed size/,
    ],
    ['an empty key', key(''), /cannot contain an empty string value. Key: PK/],
    ['an empty key of an index', { ...key('x'), dueShard: S(''), dueAt: S('1') }, /IndexName: due, IndexKey: dueShard/],
    [
      'an index key of another type',
      { ...key('x'), dueShard: { N: '1' } },
      /Type mismatch for Index Key dueShard Expected: S Actual: N/,
    ],
  ])('refuses %s', async (_what, item, message) => {
    await expect(put(item)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringMatching(message),
    })
  })

  test('takes 100 items in a transaction and refuses 101, or the same item twice', async () => {
    const write = (count: number, name: (place: number) => string) =>
      world.client.send(
        new TransactWriteItemsCommand({
          TransactItems: Array.from({ length: count }, (_, place) => ({
            Put: { TableName: 'cases', Item: key(name(place)) },
          })),
        }),
      )
    await write(100, place => `many-${place}`)
    await expect(write(101, place => `more-${place}`)).rejects.toThrow(/length less than or equal to 100/)
    await expect(write(2, () => 'same')).rejects.toThrow(/cannot include multiple operations on one item/)
  })

  test('is scanned in parts by an operator, filtered, with the right to scan it', async () => {
    const { client, asked } = world
    const names = Array.from({ length: 40 }, (_, n) => `scanned-${n}`)
    for (const name of names) await put({ ...key(name), at: S('2026-03-09') })
    asked.length = 0
    const found = await Promise.all(
      [0, 1, 2, 3].map(Segment =>
        client.send(
          new ScanCommand({
            ...{
              TableName: 'cases',
              Segment,
              TotalSegments: 4,
              FilterExpression: 'begins_with(PK, :p) AND #at >= :at',
            },
            ExpressionAttributeNames: { '#at': 'at' },
            ExpressionAttributeValues: { ':p': S('scanned-'), ':at': S('2026-03-09') },
          }),
        ),
      ),
    )
    const keys = found.flatMap(({ Items = [] }) => Items.map(({ PK }) => PK!.S))
    expect(keys.sort()).toEqual([...names].sort())
    expect(asked).toEqual(Array(4).fill({ action: 'dynamodb:Scan', resource: expect.stringMatching(/table\/cases$/) }))
  })

  describe('an index', () => {
    const query = (more: object) =>
      world.client.send(
        new QueryCommand({
          TableName: 'cases',
          IndexName: 'due',
          KeyConditionExpression: 'dueShard = :shard',
          ExpressionAttributeValues: { ':shard': S('0') },
          ...more,
        }),
      )

    test('gives what it projects and nothing else', async () => {
      await put({ ...key('due'), dueShard: S('0'), dueAt: S('2026'), caseId: S('due'), secret: S('x') })
      expect((await query({})).Items).toEqual([{ ...key('due'), dueShard: S('0'), dueAt: S('2026'), caseId: S('due') }])
    })

    test('is never read consistently', async () => {
      await expect(query({ ConsistentRead: true })).rejects.toThrow('not supported on global secondary indexes')
    })
  })

  test('asks for the right to each item of a transaction, and to the key of an encrypted table', async () => {
    world.asked.length = 0
    await world.client.send(
      new TransactWriteItemsCommand({
        TransactItems: [
          { Put: { TableName: 'cases', Item: key('p') } },
          {
            Update: {
              TableName: 'customers',
              Key: key('c'),
              UpdateExpression: 'SET a = :a',
              ExpressionAttributeValues: { ':a': S('1') },
            },
          },
        ],
      }),
    )
    const table = 'arn:aws:dynamodb:cn-north-1:000000000000:table'
    expect(world.asked).toEqual([
      { action: 'dynamodb:PutItem', resource: `${table}/cases` },
      { action: 'dynamodb:UpdateItem', resource: `${table}/customers` },
      {
        action: 'kms:Decrypt',
        resource: KEY_ARN,
        context: { 'kms:ViaService': 'dynamodb.cn-north-1.amazonaws.com' },
      },
    ])
  })

  test('does the operations that the product uses, and refuses the others by name', async () => {
    const logged = jest.spyOn(console, 'error').mockImplementation(() => {})
    const { client } = world
    const here = { TableName: 'cases', Key: key('a') }
    await expect(client.send(new DeleteItemCommand(here))).rejects.toThrow('honour operation DeleteItem of')
    await expect(client.send(new GetItemCommand({ ...here, ProjectionExpression: 'a' }))).rejects.toThrow(
      'honour parameters of DynamoDB_20120810.GetItem: ProjectionExpression',
    )
    await expect(client.send(new TransactWriteItemsCommand({ TransactItems: [{ Delete: here }] }))).rejects.toThrow(
      'TransactItems.0.Delete',
    )
    logged.mockRestore()
  })

  test('asks for the right to an index by its own name', async () => {
    world.asked.length = 0
    const where = { KeyConditionExpression: 'dueShard = :s', ExpressionAttributeValues: { ':s': S('0') } }
    await world.client.send(new QueryCommand({ TableName: 'cases', IndexName: 'due', ...where }))
    expect(world.asked).toEqual([
      { action: 'dynamodb:Query', resource: 'arn:aws:dynamodb:cn-north-1:000000000000:table/cases/index/due' },
    ])
  })

  test('counts the units that AWS would bill: a transaction writes at twice the price', async () => {
    const before = { ...world.service.uses.get('cases TransactWriteItems') }
    await world.client.send(
      new TransactWriteItemsCommand({ TransactItems: [{ Put: { TableName: 'cases', Item: key('priced') } }] }),
    )
    const { calls, writeUnits } = world.service.uses.get('cases TransactWriteItems')!
    expect({ calls: calls - before.calls!, writeUnits: writeUnits - before.writeUnits! }).toEqual({
      calls: 1,
      writeUnits: 2,
    })
  })

  const endOfStream = async () => (await world.service.read(streamArn, '0', 1_000)).position

  describe('a stream', () => {
    test('carries each change once, in order, with the image of its view, at the world’s time', async () => {
      const from = await endOfStream()
      const at = world.kernel.clock.now() / 1_000
      await put({ ...key('streamed'), n: S('1') })
      await put({ ...key('streamed'), n: S('2') })
      const { records } = await world.service.read(streamArn, from, 100)
      expect(records.map(({ eventName, dynamodb }) => [eventName, dynamodb.NewImage?.n, dynamodb.OldImage])).toEqual([
        ['INSERT', S('1'), undefined],
        ['MODIFY', S('2'), undefined],
      ])
      expect(records.map(({ dynamodb }) => dynamodb.ApproximateCreationDateTime)).toEqual([at, at])
      expect(records[0]).toMatchObject({ eventSourceARN: streamArn, awsRegion: 'cn-north-1', eventVersion: '1.1' })
    })

    test('has no record of a write that changed nothing', async () => {
      await put({ ...key('same'), n: S('1') })
      const from = await endOfStream()
      await put({ ...key('same'), n: S('1') })
      const { records, position } = await world.service.read(streamArn, from, 100)
      expect(records).toEqual([])
      expect(BigInt(position)).toBeGreaterThan(BigInt(from))
    })

    test('is read again from any position, and in parts', async () => {
      const from = await endOfStream()
      for (const name of ['r1', 'r2', 'r3']) await put(key(name))
      const names = async (position: string, max: number) => {
        const read = await world.service.read(streamArn, position, max)
        return { names: read.records.map(({ dynamodb }) => dynamodb.Keys.PK.S), position: read.position }
      }
      const first = await names(from, 2)
      expect(first.names).toEqual(['r1', 'r2'])
      expect((await names(first.position, 2)).names).toEqual(['r3'])
      expect((await names(from, 100)).names).toEqual(['r1', 'r2', 'r3'])
    })

    test('tells its watchers of each write', async () => {
      let told = 0
      world.service.watch(streamArn, () => told++)
      await put(key('told'))
      expect(told).toBe(1)
    })

    test('forgets after 24 hours', async () => {
      const from = await endOfStream()
      await put(key('old'))
      await world.service.read(streamArn, from, 100)
      await world.kernel.advance(25 * HOUR)
      await put(key('new'))
      const { records } = await world.service.read(streamArn, from, 100)
      expect(records.map(({ dynamodb }) => dynamodb.Keys.PK.S)).toEqual(['new'])
    })
  })

  describe('an item with a time to live', () => {
    const inSeconds = (seconds: number) => ({ N: String(Math.floor(world.kernel.clock.now() / 1_000) + seconds) })

    test('is deleted within an hour after it, and its stream says so', async () => {
      await put({ ...key('claim'), expiresAt: inSeconds(60) })
      const from = await endOfStream()
      await world.kernel.advance(2 * HOUR)
      expect(await get('claim')).toBeUndefined()
      const { records } = await world.service.read(streamArn, from, 100)
      expect(records.map(({ eventName, dynamodb }) => [eventName, dynamodb.Keys.PK.S])).toEqual([['REMOVE', 'claim']])
    })

    test('lives on when a later write took the time away or moved it', async () => {
      await put({ ...key('kept'), expiresAt: inSeconds(60) })
      await put({ ...key('moved'), expiresAt: inSeconds(60) })
      await put(key('kept'))
      await put({ ...key('moved'), expiresAt: inSeconds(10 * 3_600) })
      await world.kernel.advance(3 * HOUR)
      expect([await get('kept'), await get('moved')]).toEqual([expect.anything(), expect.anything()])
      await world.kernel.advance(9 * HOUR)
      expect([await get('kept'), await get('moved')]).toEqual([expect.anything(), undefined])
    })

    test('lives on when an update took the time away', async () => {
      await put({ ...key('freed'), expiresAt: inSeconds(60) })
      const Update = { TableName: 'cases', Key: key('freed'), UpdateExpression: 'SET n = :n REMOVE expiresAt' }
      await world.client.send(new UpdateItemCommand({ ...Update, ExpressionAttributeValues: { ':n': S('1') } }))
      await world.kernel.advance(2 * HOUR)
      expect(await get('freed')).toMatchObject({ n: S('1') })
    })

    test('is not given another time by an update, which is refused by name', async () => {
      const logged = jest.spyOn(console, 'error').mockImplementation(() => {})
      const Update = {
        TableName: 'cases',
        Key: key('kept'),
        UpdateExpression: 'SET #e = :later',
        ExpressionAttributeNames: { '#e': 'expiresAt' },
        ExpressionAttributeValues: { ':later': inSeconds(60) },
      }
      const refused = 'the local cloud does not honour an Update of expiresAt, a time to live'
      const sent = world.client.send(new TransactWriteItemsCommand({ TransactItems: [{ Update }] }))
      await expect(sent).rejects.toThrow(refused)
      await expect(world.client.send(new UpdateItemCommand(Update))).rejects.toThrow(refused)
      logged.mockRestore()
    })
  })
})

describe('the folder of DynamoDB', () => {
  test('keeps items, and what is to expire, from one start to the next', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'kefu-'))
    const first = await start({ folder })
    const expiresAt = { N: String(first.kernel.clock.now() / 1_000 + 60) }
    await first.client.send(new PutItemCommand({ TableName: 'cases', Item: { ...key('kept'), n: S('1') } }))
    await first.client.send(new PutItemCommand({ TableName: 'cases', Item: { ...key('claim'), expiresAt } }))
    await first.stop()

    const second = await start({ folder })
    await second.kernel.advance(2 * HOUR)
    const get = async (PK: string) =>
      (await second.client.send(new GetItemCommand({ TableName: 'cases', Key: key(PK) }))).Item
    expect([await get('kept'), await get('claim')]).toEqual([{ ...key('kept'), n: S('1') }, undefined])
    await second.stop()
  })

  test('is refused when the template’s indexes have changed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'kefu-'))
    await (await start({ folder })).stop()
    await expect(start({ folder, table: cases({ GlobalSecondaryIndexes: [] }) })).rejects.toThrow(
      /Table cases in .* has other keys or indexes than the template: start with a fresh folder/,
    )
  })
})

describe('the engine of DynamoDB', () => {
  const aFolder = () => mkdtempSync(join(tmpdir(), 'kefu-'))
  const pidsIn = (folder: string) => readFileSync(join(folder, 'dynamodb.pid'), 'utf8').split(' ').map(Number)
  const runs = (pid: number) => {
    try {
      return process.kill(pid, 0)
    } catch {
      return false
    }
  }

  test('that a killed cloud left behind is ended before a new one opens its file', async () => {
    const logged = jest.spyOn(console, 'error').mockImplementation(() => {})
    const folder = aFolder()
    const orphan = await startEngine(folder)
    const [pid] = pidsIn(folder)
    const nobody = 2 ** 22 + 1
    writeFileSync(join(folder, 'dynamodb.pid'), `${pid} ${nobody}`)
    const next = await startEngine(folder)
    expect(runs(pid!)).toBe(false)
    expect(await next.call('DynamoDB_20120810', 'ListTables', {})).toEqual({ TableNames: [] })
    await Promise.all([next.stop(), orphan.stop()])
    logged.mockRestore()
  })

  test('is not started on the folder of another cloud that runs', async () => {
    const folder = aFolder()
    const engine = await startEngine(folder)
    const [pid] = pidsIn(folder)
    writeFileSync(join(folder, 'dynamodb.pid'), `${pid} ${process.ppid}`)
    await expect(startEngine(folder)).rejects.toThrow(
      `Another local cloud (process ${process.ppid}) runs on this folder: stop it first, or choose another folder.`,
    )
    await engine.stop()
  })

  test('answers many calls at once, small and large, each its own', async () => {
    const engine = await startEngine(aFolder())
    const call = (operation: string, input: object) => engine.call('DynamoDB_20120810', operation, input)
    const AttributeDefinitions = [{ AttributeName: 'id', AttributeType: 'N' }]
    const KeySchema = [{ AttributeName: 'id', KeyType: 'HASH' }]
    await call('CreateTable', { TableName: 'cases', AttributeDefinitions, KeySchema, BillingMode: 'PAY_PER_REQUEST' })
    const items = [1, 2, 3, 4, 5].map(n => ({ id: { N: `${n}` }, text: { S: '单'.repeat(n * 20_000) } }))
    await Promise.all(items.map(Item => call('PutItem', { TableName: 'cases', Item })))
    const found = await Promise.all(items.map(({ id }) => call('GetItem', { TableName: 'cases', Key: { id } })))
    expect(found).toEqual(items.map(Item => ({ Item })))
    await engine.stop()
  })

  test('that is killed fails the call under way and all later ones', async () => {
    const logged = jest.spyOn(console, 'error').mockImplementation(() => {})
    const folder = aFolder()
    const engine = await startEngine(folder)
    const list = () => engine.call('DynamoDB_20120810', 'ListTables', {})
    await list()
    const underWay = list()
    process.kill(pidsIn(folder)[0]!, 'SIGKILL')
    await underWay.catch(() => {})
    await new Promise(resolve => setTimeout(resolve, 50))
    await expect(list()).rejects.toThrow('ECONNREFUSED')
    expect(logged).toHaveBeenCalledWith(expect.stringContaining("DynamoDB's engine ended by itself"))
    logged.mockRestore()
    await engine.stop()
  })

  test('may be another one that the environment names', async () => {
    const elsewhere = await listen(0, async () => json(200, { TableNames: ['elsewhere'] }), 1_000)
    process.env.AWS_ENDPOINT_URL_DYNAMODB = elsewhere.url
    const other = await startEngine(aFolder())
    delete process.env.AWS_ENDPOINT_URL_DYNAMODB
    expect(await other.call('DynamoDB_20120810', 'ListTables', {})).toEqual({ TableNames: ['elsewhere'] })
    await Promise.all([other.stop(), elsewhere.close()])
  })

  test('is missed in one sentence on a platform that has none', async () => {
    const platform = Object.getOwnPropertyDescriptor(process, 'platform')!
    Object.defineProperty(process, 'platform', { value: 'plan9' })
    const starting = startEngine(aFolder())
    Object.defineProperty(process, 'platform', platform)
    await expect(starting).rejects.toThrow(/^There is no @dynoxide\/plan9-.* or set AWS_ENDPOINT_URL_DYNAMODB to/)
  })
})
