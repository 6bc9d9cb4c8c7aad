import { GetItemCommand } from '@aws-sdk/client-dynamodb'
import { SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses'
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import type { Endpoint } from '../../infra/local/endpoint'
import { type ApiService, AwsError, type Iam, type Input } from '../../infra/local/kernel'
import { allowAll, clientOf, dynamodbOf, ROLE, serving } from './support/endpoint-world'

const seen: { input?: Input; principal?: string } = {}
const operation = (parameters: string[], answer: (input: Input) => unknown) => ({
  parameters,
  authorize: () => [{ action: 'test:Do', resource: 'arn:aws:test:::it' }],
  run(input: Input, caller: { principal: string }) {
    Object.assign(seen, { input, principal: caller.principal })
    return answer(input)
  },
})
const defect = () => {
  throw new Error('the secret reason')
}

const tables: ApiService = {
  target: 'DynamoDB_20120810',
  protocol: 'json',
  operations: {
    GetItem: operation(['TableName', 'Key.**'], ({ TableName }) => {
      if (TableName === 'defect') defect()
      if (TableName === 'none') throw new AwsError('ResourceNotFoundException', 'Requested resource not found')
      return { Item: { PK: { S: TableName } } }
    }),
  },
}
const queues: ApiService = {
  target: 'AmazonSQS',
  protocol: 'json',
  operations: { SendMessage: operation(['**'], () => ({})) },
}
const mail: ApiService = {
  target: 'ses',
  protocol: 'query',
  operations: {
    SendRawEmail: operation(['RawMessage.Data', 'Source', 'Destinations.*', 'Tags.*.*'], ({ Source }) => {
      if (Source === 'no@example.com')
        throw new AwsError('MessageRejected', 'Email address is not verified: <no@example.com>')
      return { MessageId: 'a&b' }
    }),
  },
}

describe('the endpoint', () => {
  let endpoint: Endpoint
  let denied: string | undefined
  const iam: Iam = {
    authorize(_caller, { action }) {
      if (action === denied) throw new AwsError('AccessDeniedException', 'User is not authorized')
    },
  }
  const get = (TableName: string, more: object = {}) =>
    dynamodbOf(endpoint).send(new GetItemCommand({ TableName, Key: { PK: { S: '1' } }, ...more }))
  const send = (Source: string) =>
    new SESClient(clientOf(endpoint)).send(
      new SendRawEmailCommand({
        RawMessage: { Data: Buffer.from('hi') },
        Source,
        Destinations: ['a@example.com', 'b@example.com'],
        Tags: [{ Name: 'kind', Value: 'N-01' }],
      }),
    )

  beforeAll(async () => {
    endpoint = await serving(iam, tables, queues, mail)
  })
  afterEach(() => {
    denied = undefined
  })
  afterAll(() => endpoint.close())

  test('answers a JSON client, in the name of the role that signed', async () => {
    expect((await get('cases')).Item).toEqual({ PK: { S: 'cases' } })
    expect(seen.principal).toBe(ROLE)
  })

  test('answers a Query client in XML, lists and blobs read as they were meant', async () => {
    expect((await send('yes@example.com')).MessageId).toBe('a&b')
    expect(seen.input).toEqual({
      RawMessage: { Data: Buffer.from('hi').toString('base64') },
      Source: 'yes@example.com',
      Destinations: ['a@example.com', 'b@example.com'],
      Tags: [{ Name: 'kind', Value: 'N-01' }],
    })
  })

  test('gives each client the error of the service, with a request id', async () => {
    await expect(get('none')).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Requested resource not found',
      $metadata: { httpStatusCode: 400, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    })
    await expect(send('no@example.com')).rejects.toMatchObject({
      name: 'MessageRejected',
      message: 'Email address is not verified: <no@example.com>',
      $metadata: { httpStatusCode: 400 },
    })
  })

  test('refuses who is not allowed, in the words of each protocol', async () => {
    denied = 'test:Do'
    await expect(get('cases')).rejects.toMatchObject({
      name: 'AccessDeniedException',
      $metadata: { httpStatusCode: 400 },
    })
    await expect(send('yes@example.com')).rejects.toMatchObject({
      name: 'AccessDenied',
      $metadata: { httpStatusCode: 403 },
    })
  })

  test('refuses a key that was never given out', async () => {
    const credentials = { accessKeyId: 'ASIAFORGED', secretAccessKey: 'x' }
    const forged = new SQSClient({ ...clientOf(endpoint), credentials })
    await expect(forged.send(new SendMessageCommand({ QueueUrl: 'q', MessageBody: 'b' }))).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
      message: 'The security token included in the request is invalid.',
    })
  })

  describe('with what the local cloud does not honour', () => {
    let logged: jest.SpyInstance
    beforeEach(() => {
      logged = jest.spyOn(console, 'error').mockImplementation(() => {})
    })
    afterEach(() => logged.mockRestore())

    test('names the parameters, before anybody is asked for a right', async () => {
      denied = 'test:Do'
      await expect(get('cases', { ConsistentRead: true, ProjectionExpression: 'a' })).rejects.toMatchObject({
        name: 'NotHonouredLocally',
        message:
          'the local cloud does not honour parameters of DynamoDB_20120810.GetItem: ConsistentRead, ProjectionExpression',
        $metadata: { httpStatusCode: 501 },
      })
    })

    test.each([
      [
        'an operation',
        { 'x-amz-target': 'DynamoDB_20120810.DeleteTable' },
        'operation DeleteTable of DynamoDB_20120810',
      ],
      ['a service', { 'x-amz-target': 'Kinesis_20131202.PutRecord' }, 'operation PutRecord of Kinesis_20131202'],
      ['another protocol', {}, 'POST / of type text/plain;charset=UTF-8'],
    ])('names %s', async (_what, headers, name) => {
      const authorization = (await signed()).authorization
      const answer = await fetch(endpoint.url, {
        method: 'POST',
        headers: { ...headers, authorization } as Record<string, string>,
        body: '{}',
      })
      expect([answer.status, ((await answer.json()) as { message: string }).message]).toEqual([
        501,
        `the local cloud does not honour ${name}`,
      ])
    })

    test('logs a defect and answers it as one', async () => {
      await expect(get('defect')).rejects.toMatchObject({ name: 'InternalFailure', $metadata: { httpStatusCode: 500 } })
      expect(logged.mock.calls.flat().map(String)).toEqual([expect.stringContaining('the secret reason')])
    })
  })

  test('answers what is no JSON as AWS does', async () => {
    const { authorization } = await signed()
    const headers = { 'x-amz-target': 'DynamoDB_20120810.GetItem', authorization }
    const answer = await fetch(endpoint.url, { method: 'POST', headers, body: '{' })
    expect([answer.status, answer.headers.get('x-amzn-errortype')]).toEqual([400, 'SerializationException'])
  })

  async function signed() {
    const { accessKeyId } = clientOf(endpoint).credentials
    return { authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260105/cn-north-1/dynamodb/aws4_request` }
  }
})

describe('an endpoint whose services are not there yet', () => {
  test('says so', async () => {
    const { createEndpoint } = await import('../../infra/local/endpoint')
    const early = await createEndpoint(0)
    await expect(dynamodbOf(early).send(new GetItemCommand({ TableName: 'a', Key: {} }))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 503 },
    })
    early.serve(allowAll, [tables])
    await expect(dynamodbOf(early).send(new GetItemCommand({ TableName: 'a', Key: {} }))).resolves.toBeDefined()
    await early.close()
  })
})
