import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Endpoint } from '../../infra/local/endpoint'
import { type ApiService, AwsError, type Input } from '../../infra/local/kernel'
import { createLambda, type Functions, LAMBDA_SERVICE } from '../../infra/local/lambda'
import { allowAll, serving } from './support/endpoint-world'
import { account, fakeKernel } from './support/fake-kernel'
import { aFunction, anAssembly } from './support/functions'

const principals: string[] = []
const tables: ApiService = {
  target: 'DynamoDB_20120810',
  protocol: 'json',
  operations: {
    GetItem: {
      parameters: ['**'],
      authorize: () => [],
      async run({ TableName, Key }: Input, { principal }) {
        principals.push(principal)
        if (TableName === 'none') throw new AwsError('ResourceNotFoundException', 'no such table')
        if (TableName === 'never') await new Promise(() => {})
        if (TableName === 'later') await new Promise(resolve => setTimeout(resolve, 100))
        return { Item: Key }
      },
    },
  },
}
const mail: ApiService = {
  target: 'ses',
  protocol: 'query',
  operations: {
    SendRawEmail: {
      parameters: ['**'],
      authorize: () => [],
      run: ({ Source, RawMessage }: Input) => ({ MessageId: `${Source} ${RawMessage.Data}` }),
    },
  },
}

/** What every handler of these tests starts with; nothing listens at the address that the clients are given. */
const PRELUDE = `
  const { DynamoDBClient, GetItemCommand } = require(${JSON.stringify(require.resolve('@aws-sdk/client-dynamodb'))})
  const { SESClient, SendRawEmailCommand } = require(${JSON.stringify(require.resolve('@aws-sdk/client-ses'))})
  const client = new DynamoDBClient({ maxAttempts: 1 })
  const get = (TableName, key, options) => client.send(new GetItemCommand({ TableName, Key: { key } }), options)
  const seen = error => ({ name: error.name, message: error.message, status: error.$metadata?.httpStatusCode })
`

describe('an SDK client inside a function', () => {
  let endpoint: Endpoint
  const started: Functions[] = []
  beforeAll(async () => {
    endpoint = await serving(allowAll, tables, mail)
  })
  afterEach(() => Promise.all(started.splice(0).map(functions => functions.stop())))
  afterAll(() => endpoint.close())

  const run = async (handler: string): Promise<Input> => {
    const assembly = anAssembly()
    const resource = aFunction(assembly, 'desk', `${PRELUDE}\nexports.handler = async () => ${handler}`, {
      MemorySize: 512,
      Timeout: 20,
    })
    const kernel = fakeKernel({ resources: [resource] })
    const functions = createLambda(
      { ...kernel, template: { ...kernel.template, assembly } },
      undefined,
      endpoint.handle,
    )
    started.push(functions)
    const invocation = await functions.invoke('desk', {}, LAMBDA_SERVICE)
    if (!invocation.ok) throw new Error(JSON.stringify(invocation.error))
    return invocation.payload
  }

  test('reaches the services without a socket, in the name of its role', async () => {
    expect(await run(`(await get('cases', { S: '工单' })).Item`)).toEqual({ key: { S: '工单' } })
    expect(principals.at(-1)).toBe(`arn:aws:sts::${account.id}:assumed-role/function/desk`)
  })

  test('is told the error of the service', async () => {
    expect(await run(`get('none', { S: '1' }).catch(seen)`)).toEqual({
      name: 'ResourceNotFoundException',
      message: 'no such table',
      status: 400,
    })
  })

  test('is answered in the Query protocol too', async () => {
    const send = `new SESClient({}).send(new SendRawEmailCommand({ Source: 'a@b.c', RawMessage: { Data: Buffer.from('hi') } }))`
    expect(await run(`(await ${send}).MessageId`)).toBe(`a@b.c ${Buffer.from('hi').toString('base64')}`)
  })

  test('sends and receives a megabyte, and every byte as it is', async () => {
    const code = `
      const bytes = Buffer.alloc(2 ** 20, Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)))
      const { Item } = await get('cases', { B: bytes })
      return [Item.key.B.length, bytes.equals(Item.key.B)]`
    expect(await run(`{ ${code} }`)).toEqual([2 ** 20, true])
  })

  test('gets to each of many calls its own answer, in whatever order they come', async () => {
    const code = `
      const order = []
      const asked = ['1', '2', '3'].map(S => get(S === '3' ? 'now' : 'later', { S }).then(({ Item }) => order.push(Item.key.S) && Item.key.S))
      return { answers: await Promise.all(asked), first: order[0] }`
    expect(await run(`{ ${code} }`)).toEqual({ answers: ['1', '2', '3'], first: '3' })
  })

  test('gives up a call after its own time-out, or when it is aborted', async () => {
    const code = `
      const requestHandler = { requestTimeout: 50, throwOnRequestTimeout: true }
      const hasty = new DynamoDBClient({ maxAttempts: 1, requestHandler })
      const idle = new DynamoDBClient({ maxAttempts: 1, requestHandler: { socketTimeout: 50 } })
      const asked = new GetItemCommand({ TableName: 'never', Key: { key: { S: '1' } } })
      const abort = new AbortController()
      setTimeout(() => abort.abort(), 50)
      const failures = [hasty.send(asked), idle.send(asked), get('never', { S: '1' }, { abortSignal: abort.signal })]
      return (await Promise.all(failures.map(failure => failure.catch(seen)))).map(({ name }) => name)`
    expect(await run(`{ ${code} }`)).toEqual(['TimeoutError', 'TimeoutError', 'AbortError'])
  })

  test('alone takes that way: a request to another address goes over a socket', async () => {
    const server = createServer((_, response) => void response.end('from afar'))
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const code = `
      const request = require('node:http').request({ host: '127.0.0.1', port: ${port}, agent: false })
      return new Promise(resolve => request.on('response', answer => answer.on('data', data => resolve(String(data)))).end())`
    expect(await run(`{ ${code} }`)).toBe('from afar')
    server.close()
  })

  test('is never answered by an endpoint that is closed', async () => {
    const closed = await serving(allowAll, tables)
    await closed.close()
    const answered = jest.fn()
    void closed.handle({ method: 'POST', path: '/', headers: {} }).then(answered)
    await new Promise(resolve => setTimeout(resolve, 20))
    expect(answered).not.toHaveBeenCalled()
  })
})
