import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DynamoDBClient, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb'
import { json, listen } from '../../infra/local/http'
import { startEngine } from '../../infra/local/services/dynamodb-engine'
import { startWorld } from '../../infra/local/world'
import { bodies, type Kind, paths } from './bodies'

/** The least that a request can cost here: its transaction alone, written by the SDK to an engine of its own. */
export interface Floor {
  /** How many items the transaction of one request writes. */
  itemsOf(kind: Kind): number
  write(kind: Kind): Promise<void>
  close(): Promise<void>
}

/** Takes the transactions from real requests: a world runs on the engine once, with a listener between the two, and leaves its
 *  tables, indexes and stream behind. */
export async function startFloor(assembly: string): Promise<Floor> {
  const folder = mkdtempSync(join(tmpdir(), 'kefu-floor-'))
  const engine = await startEngine(folder)
  const captured = await transactionsOf(assembly, engine)
  const client = new DynamoDBClient({
    endpoint: engine.url,
    region: 'local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    requestHandler: { httpAgent: { keepAlive: true } },
  })
  return {
    itemsOf: kind => JSON.parse(captured[kind]).TransactItems.length,
    async write(kind) {
      await client.send(new TransactWriteItemsCommand(JSON.parse(withFreshIds(captured[kind]))))
    },
    async close() {
      client.destroy()
      await engine.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function transactionsOf(assembly: string, engine: Awaited<ReturnType<typeof startEngine>>) {
  let transaction = ''
  const between = await listen(
    0,
    async ({ headers, body }) => {
      const [target, operation] = String(headers['x-amz-target']).split('.') as [
        Parameters<typeof engine.call>[0],
        string,
      ]
      const input = String(body)
      if (operation === 'TransactWriteItems') transaction ||= input
      return engine.call(target, operation, JSON.parse(input)).then(
        output => json(200, output),
        ({ code, message, status, details }) => json(status, { __type: code, message, ...details }),
      )
    },
    16 * 2 ** 20,
  )
  const before = process.env.AWS_ENDPOINT_URL_DYNAMODB
  process.env.AWS_ENDPOINT_URL_DYNAMODB = between.url
  const world = await startWorld({ assembly, at: '2026-01-05T01:00:00Z' })
  const capture = async (kind: Kind, n: number) => {
    transaction = ''
    await world.post(paths[kind], { as: 'storefront', idempotencyKey: `bench-${kind}`, body: bodies[kind](n) })
    return transaction
  }
  try {
    return { order: await capture('order', 1), ticket: await capture('ticket', 2) } satisfies Record<Kind, string>
  } finally {
    await world.stop()
    await between.close()
    if (before === undefined) delete process.env.AWS_ENDPOINT_URL_DYNAMODB
    else process.env.AWS_ENDPOINT_URL_DYNAMODB = before
  }
}

const uuid = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/
const digest = /\b[0-9a-f]{64}\b/
const number = /\b[OT]-[0-9A-Z]{8}\b/
const ids = new RegExp(`${uuid.source}|${digest.source}|${number.source}`, 'g')

/** The same bytes, but for ids, digests and case numbers: each becomes another of its kind wherever it stands. */
function withFreshIds(transaction: string): string {
  const fresh = new Map<string, string>()
  return transaction.replace(ids, id => {
    const known = fresh.get(id) ?? another(id)
    fresh.set(id, known)
    return known
  })
}

function another(id: string): string {
  if (id.length === 36) return randomUUID()
  if (id.length === 64) return randomBytes(32).toString('hex')
  return `${id.slice(0, 2)}${randomBytes(4).toString('hex').toUpperCase()}`
}
