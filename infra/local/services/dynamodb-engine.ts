import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { dirname, join } from 'node:path'
import { commandLine } from '../data-folder'
import { AwsError, type Input } from '../kernel'

/** A DynamoDB that keeps the items: dynoxide as a child process, or what AWS_ENDPOINT_URL_DYNAMODB names. */
export interface Engine {
  readonly url: string
  call(target: 'DynamoDB_20120810' | 'DynamoDBStreams_20120810', operation: string, input: Input): Promise<Input>
  stop(): Promise<void>
}

/** Starts dynoxide on the folder's file, after ending one that a killed cloud left behind. Throws one sentence when the
 *  platform has no binary or another cloud runs on the folder. */
export async function startEngine(folder: string): Promise<Engine> {
  const other = process.env.AWS_ENDPOINT_URL_DYNAMODB
  if (other) return { url: other, call: caller((headers, body) => byFetch(other, headers, body)), stop: async () => {} }

  const binary = binaryPath()
  const database = join(folder, 'dynamodb.sqlite')
  const pidFile = join(folder, 'dynamodb.pid')
  mkdirSync(folder, { recursive: true })
  await endStale(pidFile, database)
  if (!existsSync(database)) seed(database)
  const { child, port } = await listening(binary, database)
  writeFileSync(pidFile, `${child.pid} ${process.pid}`)

  const url = `http://127.0.0.1:${port}`
  const { exchange, end } = overSockets(new URL(url))
  const endWithParent = () => child.kill()
  process.once('exit', endWithParent)
  const died = (code: number | null) => console.error(`DynamoDB's engine ended by itself (${code}); see ${database}`)
  child.once('exit', died)
  return {
    url,
    call: caller(exchange),
    async stop() {
      child.off('exit', died)
      process.off('exit', endWithParent)
      const ended = new Promise(resolve => child.once('exit', resolve))
      if (child.kill()) await ended
      end()
      rmSync(pidFile, { force: true })
    },
  }
}

function binaryPath(): string {
  const platform = `${process.platform}-${process.arch}`
  try {
    return join(dirname(require.resolve(`@dynoxide/${platform}/package.json`)), 'dynoxide')
  } catch {
    throw new Error(
      `There is no @dynoxide/${platform} in node_modules: install it, or set AWS_ENDPOINT_URL_DYNAMODB to the address of another local DynamoDB.`,
    )
  }
}

/** Creates the file with an index that dynoxide 1.2.1 lacks on its stream records: without it each write reads all of them,
 *  and 600 transactions a second become 90 at 18,000 records (with it 1,200 stay 1,200). */
function seed(database: string) {
  const { Database }: typeof import('node-sqlite3-wasm') = require('node-sqlite3-wasm') // 1 MB of WebAssembly, at a first start alone
  const file = new Database(database)
  file.exec(`CREATE TABLE _stream_records (id INTEGER PRIMARY KEY AUTOINCREMENT, table_name TEXT NOT NULL, event_name TEXT NOT NULL,
    keys_json TEXT NOT NULL, new_image TEXT, old_image TEXT, sequence_number TEXT NOT NULL, shard_id TEXT NOT NULL,
    created_at INTEGER NOT NULL, user_identity TEXT);
    CREATE INDEX _stream_records_by_position ON _stream_records (table_name, CAST(sequence_number AS INTEGER))`)
  file.close()
}

/** A port may be taken between finding it free and dynoxide's start; then another is tried. */
async function listening(binary: string, database: string): Promise<{ child: ChildProcess; port: number }> {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort()
    const child = spawn(binary, ['serve', '--port', String(port), '--db-path', database], {
      stdio: ['ignore', 'ignore', 'pipe'],
      detached: process.stdin.isTTY, // a Ctrl-C there goes to all of a group, and the engine must outlive the cloud
    })
    let said = ''
    const up = await new Promise<boolean>((resolve, reject) => {
      child.once('error', reject)
      child.once('exit', () => resolve(false))
      child.stderr.on('data', data => {
        said += data
        if (said.includes('listening on')) resolve(true)
      })
    })
    if (up) return { child, port }
    if (attempt === 3)
      throw new Error(
        `DynamoDB's engine does not start on ${database} (${said.trim()}); if it is damaged, start with --fresh.`,
      )
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise(resolve => server.close(resolve))
  return port
}

async function endStale(pidFile: string, database: string) {
  if (!existsSync(pidFile)) return
  const [child = 0, parent = 0] = readFileSync(pidFile, 'utf8').split(' ').map(Number)
  const runs = () => commandLine(child).includes(database)
  if (!runs()) return
  if (parent !== process.pid && commandLine(parent) !== '')
    throw new Error(
      `Another local cloud (process ${parent}) runs on this folder: stop it first, or choose another folder.`,
    )
  process.kill(child)
  while (runs()) await new Promise(resolve => setTimeout(resolve, 10))
}

/** What comes back for a body with its headers. */
type Exchange = (headers: Readonly<Record<string, string>>, body: string) => Promise<{ status: number; text: string }>

function caller(exchange: Exchange): Engine['call'] {
  const authorization =
    'AWS4-HMAC-SHA256 Credential=local/20200101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=0'
  const fixed = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-date': '20200101T000000Z', authorization }
  return async (target, operation, input) => {
    const headers = { ...fixed, 'x-amz-target': `${target}.${operation}` }
    const { status, text } = await exchange(headers, JSON.stringify(input))
    const output = inOrder(JSON.parse(text))
    if (status === 200) return output
    throw asError(status, output)
  }
}

interface Connection {
  readonly socket: Socket
  asked?: { resolve(answer: { status: number; text: string }): void; reject(error: Error): void }
}

/** HTTP/1.1 as dynoxide speaks it, each answer with its length: a client for any server costs twice as much. A connection
 *  has one request at a time, since the engine holds a second answer back until the first is acknowledged. */
function overSockets({ host, hostname, port }: URL): { exchange: Exchange; end(): void } {
  const all = new Set<Connection>()
  const open = (): Connection => {
    const connection: Connection = { socket: connect(Number(port), hostname).setNoDelay() }
    let received: Buffer = Buffer.alloc(0)
    const read = (data: Buffer) => {
      received = Buffer.concat([received, data])
      const start = received.indexOf('\r\n\r\n') + 4
      const head = received.toString('latin1', 0, start)
      const end = start + Number(/content-length: (\d+)/.exec(head)?.[1])
      if (start < 4 || received.length < end) return
      const answer = { status: Number(head.slice(9, 12)), text: received.toString('utf8', start, end) }
      received = Buffer.alloc(0)
      connection.asked?.resolve(answer)
      delete connection.asked
    }
    const close = (error = new Error("DynamoDB's engine closed a connection")) => {
      all.delete(connection)
      connection.asked?.reject(error)
    }
    connection.socket.on('data', read).on('error', close)
    connection.socket.on('close', () => close())
    all.add(connection)
    return connection
  }
  const exchange: Exchange = (headers, body) =>
    new Promise((resolve, reject) => {
      const connection = [...all].find(({ asked }) => !asked) ?? open()
      connection.asked = { resolve, reject }
      const lines = Object.entries({ host, ...headers, 'content-length': Buffer.byteLength(body) })
      const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')
      connection.socket.write(`POST / HTTP/1.1\r\n${head}\r\n${body}`)
    })
  return { exchange, end: () => all.forEach(({ socket }) => void socket.destroy()) }
}

async function byFetch(url: string, headers: Readonly<Record<string, string>>, body: string) {
  const answer = await fetch(url, { method: 'POST', headers, body })
  return { status: answer.status, text: await answer.text() }
}

function asError(status: number, { __type, message, ...details }: Input): AwsError {
  return new AwsError(String(__type).replace(/^.*#/, ''), message ?? details.Message, status, details)
}

/** The engine gives attributes in any order; two runs of one seed must see the same. */
function inOrder(value: Input): Input {
  if (Array.isArray(value)) return value.map(inOrder)
  if (typeof value !== 'object' || value === null) return value
  const keys = Object.keys(value)
  if (keys.length === 1 && typeof value[keys[0]!] !== 'object') return value
  const ordered: Input = {}
  for (const key of keys.sort()) ordered[key] = inOrder(value[key])
  return ordered
}
