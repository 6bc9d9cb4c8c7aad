import { createHash } from 'node:crypto'
import {
  DeleteMessageCommand,
  QueueDoesNotExist,
  ReceiptHandleIsInvalid,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs'
import type { Input } from '../../infra/local/kernel'
import { pathsOutside } from '../../infra/local/paths'
import { sqsTypes } from '../../infra/local/services/sqs'
import { clientOf, serving } from './support/endpoint-world'
import { aResource, type FakeOptions } from './support/fake-kernel'
import { aQueue, arn, refusal, startSqs } from './support/sqs-world'

const queues = [
  aQueue('work', { RedrivePolicy: { deadLetterTargetArn: arn('dead'), maxReceiveCount: 2 } }),
  aQueue('dead', { MessageRetentionPeriod: 1_209_600 }),
  aQueue('slow', { DelaySeconds: 60, ReceiveMessageWaitTimeSeconds: 20 }),
]

const start = (options: FakeOptions = {}, kept: readonly string[] = []) => startSqs(queues, options, kept)

describe('a standard queue', () => {
  test('hides a received message until its visibility timeout ends, then gives it again', async () => {
    const { on, bodies, seconds } = start()
    await on('work').send('a')
    expect(await bodies('work')).toEqual(['a'])
    await seconds(29)
    expect(await bodies('work')).toEqual([])
    await seconds(1)
    expect(await bodies('work')).toEqual(['a'])
  })

  test('forgets a deleted message, and deleting it again succeeds', async () => {
    const { on, bodies, seconds } = start()
    await on('work').send('a')
    const [message] = await on('work').receive()
    await on('work').remove(message!.ReceiptHandle)
    await on('work').remove(message!.ReceiptHandle)
    await seconds(60)
    expect(await bodies('work')).toEqual([])
  })

  test('deletes nothing by a receipt handle that a later receive made old', async () => {
    const { on, seconds } = start()
    await on('dead').send('a')
    const [first] = await on('dead').receive()
    await seconds(30)
    const [second] = await on('dead').receive()
    await on('dead').remove(first!.ReceiptHandle)
    expect(await on('dead').counts()).toEqual([0, 1, 0])
    await on('dead').remove(second!.ReceiptHandle)
    expect(await on('dead').counts()).toEqual([0, 0, 0])
  })

  test('delays a message by the queue, or by the message itself', async () => {
    const { on, bodies, seconds } = start()
    await on('slow').send('by the queue')
    await on('slow').send('by itself', { DelaySeconds: 10 })
    await on('slow').send('at once', { DelaySeconds: 0 })
    expect(await on('slow').counts()).toEqual([1, 0, 2])
    expect(await bodies('slow', { WaitTimeSeconds: 0 })).toEqual(['at once'])
    await seconds(10)
    expect(await bodies('slow', { WaitTimeSeconds: 0 })).toEqual(['by itself'])
    await seconds(50)
    expect(await bodies('slow', { WaitTimeSeconds: 0 })).toContain('by the queue')
  })

  test('tells what it knows of a message only when asked', async () => {
    const { on, seconds } = start()
    await on('work').send('a')
    await seconds(5)
    expect((await on('work').receive({ VisibilityTimeout: 10 }))[0]).not.toHaveProperty('Attributes.SentTimestamp')
    await seconds(10)
    const [message] = await on('work').receive({ MessageSystemAttributeNames: ['All'] })
    const sentAt = Date.parse('2026-01-05T01:00:00Z')
    expect(message!.Attributes).toEqual({
      SentTimestamp: String(sentAt),
      ApproximateReceiveCount: '2',
      ApproximateFirstReceiveTimestamp: String(sentAt + 5_000),
    })
  })

  test('drops a message at the end of its retention, even one in flight', async () => {
    const { on, seconds } = start()
    await on('work').send('a')
    await on('work').send('b')
    await seconds(345_600 - 10)
    await on('work').receive({ MaxNumberOfMessages: 1 })
    await seconds(10)
    expect(await on('work').counts()).toEqual([0, 0, 0])
    expect(await on('work').receive()).toEqual([])
  })

  test('keeps at most 43,200 seconds of invisibility for one receive', async () => {
    const { on, seconds } = start()
    await on('work').send('a')
    const [message] = await on('work').receive()
    const change = (VisibilityTimeout: number) =>
      on('work').call('ChangeMessageVisibility', { ReceiptHandle: message!.ReceiptHandle, VisibilityTimeout })
    await change(43_200)
    await seconds(1)
    expect(await refusal(change(43_200))).toMatchObject({
      code: 'InvalidParameterValue',
      message: expect.stringContaining('Total VisibilityTimeout for the message is beyond the limit [43200 seconds]'),
    })
    await change(0)
    expect(await refusal(change(10))).toMatchObject({ code: 'MessageNotInflight' })
    expect(await refusal(change(43_201))).toMatchObject({
      message:
        'Value 43201 for parameter VisibilityTimeout is invalid. Reason: Must be >= 0 and <= 43200, if provided.',
    })
  })
})

describe('a long poll', () => {
  test('answers when a message comes, not before and not later', async () => {
    const { on, seconds } = start()
    let answer: Input[] | undefined
    const poll = on('work')
      .receive({ WaitTimeSeconds: 20 })
      .then(messages => {
        answer = messages
      })
    await seconds(7)
    expect(answer).toBeUndefined()
    await on('work').send('a')
    await seconds(0)
    await poll
    expect(answer).toMatchObject([{ Body: 'a' }])
  })

  test('answers with nothing at its end, and takes the wait of the queue if it names none', async () => {
    const { on, seconds } = start()
    let answer: Input[] | undefined
    const poll = on('slow')
      .receive()
      .then(messages => {
        answer = messages
      })
    await seconds(19)
    expect(answer).toBeUndefined()
    await seconds(1)
    await poll
    expect(answer).toEqual([])
  })

  test('sees a message become visible again', async () => {
    const { on, seconds } = start()
    await on('work').send('a')
    await on('work').receive({ VisibilityTimeout: 10 })
    const poll = on('work').receive({ WaitTimeSeconds: 20 })
    await seconds(10)
    expect(await poll).toMatchObject([{ Body: 'a' }])
  })
})

describe('a dead-letter queue', () => {
  const die = async ({ on, seconds }: ReturnType<typeof start>) => {
    await on('work').send('a')
    for (const _ of [1, 2, 3]) {
      await on('work').receive()
      await seconds(30)
    }
  }

  test('gets a message that was received as often as its queue allows, with its age and its origin', async () => {
    const world = start()
    await die(world)
    expect(world.sqs.deadLetters()).toMatchObject([{ queue: 'dead', body: 'a', diedIn: arn('work'), receives: 2 }])
    const [letter] = await world.on('dead').receive({ MessageSystemAttributeNames: ['All'] })
    expect(letter!.Attributes).toMatchObject({
      SentTimestamp: String(Date.parse('2026-01-05T01:00:00Z')),
      DeadLetterQueueSourceArn: arn('work'),
    })
  })

  test('gives its letters back to the queue in which they died, as new messages', async () => {
    const world = start()
    await die(world)
    await world.call('StartMessageMoveTask', { SourceArn: arn('dead') })
    expect(world.sqs.deadLetters()).toEqual([])
    const [message] = await world.on('work').receive({ MessageSystemAttributeNames: ['All'] })
    expect(message).toMatchObject({ Body: 'a', Attributes: { ApproximateReceiveCount: '1' } })
    expect(Number(message!.Attributes.SentTimestamp)).toBe(world.kernel.clock.now())
    expect(await refusal(world.call('StartMessageMoveTask', { SourceArn: arn('work') }))).toMatchObject({
      message: 'Source queue must be configured as a Dead Letter Queue.',
    })
  })

  test('is counted with the queue whose letters it keeps', async () => {
    const world = start()
    await die(world)
    await world.on('work').send('b')
    const [work] = world.sqs.depths().filter(({ name }) => name === 'work')
    expect(work).toMatchObject({ visible: 1, inFlight: 0, deadLetters: 1 })
    expect(world.sqs.depths().map(({ name }) => name)).toEqual(['work', 'slow'])
  })

  test('must exist and allow its source, or nothing starts', () => {
    const redrive = { deadLetterTargetArn: arn('dead'), maxReceiveCount: 3 }
    const source = aQueue('a', { RedrivePolicy: redrive })
    for (const dead of [
      [],
      [aQueue('dead', { RedriveAllowPolicy: { redrivePermission: 'denyAll' } })],
      [aQueue('dead', { RedriveAllowPolicy: { redrivePermission: 'byQueue', sourceQueueArns: [arn('b')] } })],
    ])
      expect(() => start({ resources: [source, ...dead] })).toThrow('RedrivePolicy of queue a is invalid')
    const allowing = aQueue('dead', {
      RedriveAllowPolicy: { redrivePermission: 'byQueue', sourceQueueArns: [arn('a')] },
    })
    expect(() => start({ resources: [source, allowing] })).not.toThrow()
  })
})

test('queues are listed by the beginning of their names', async () => {
  const { call } = start()
  const url = (name: string) => `http://127.0.0.1:4566/000000000000/${name}`
  expect(await call('ListQueues', {})).toEqual({ QueueUrls: ['work', 'dead', 'slow'].map(url) })
  expect(await call('ListQueues', { QueueNamePrefix: 'd' })).toEqual({ QueueUrls: [url('dead')] })
})

describe('a batch', () => {
  const entry = (Id: string, MessageBody = 'a') => ({ Id, MessageBody })
  const sendBatch = (Entries: Input[]) => start().on('work').call('SendMessageBatch', { Entries })

  test.each([
    ['EmptyBatchRequest', []],
    ['TooManyEntriesInBatchRequest', Array.from({ length: 11 }, (_, index) => entry(String(index)))],
    ['InvalidBatchEntryId', [entry('a:b')]],
    ['InvalidBatchEntryId', [entry('a'.repeat(81))]],
    ['BatchEntryIdsNotDistinct', [entry('a'), entry('a')]],
    ['BatchRequestTooLong', [entry('a', 'a'.repeat(1_048_570)), entry('b', 'a'.repeat(10))]],
  ])('is refused as %s', async (code, entries) => {
    expect(await refusal(sendBatch(entries))).toMatchObject({ code, status: 400 })
  })

  test('succeeds and fails entry by entry', async () => {
    const { on } = start()
    const { Successful, Failed } = await on('work').call('SendMessageBatch', {
      Entries: [entry('good'), entry('bad', '\u0000'), entry('late', 'b')],
    })
    expect(Successful.map(({ Id }: Input) => Id)).toEqual(['good', 'late'])
    expect(Failed).toMatchObject([{ Id: 'bad', SenderFault: true, Code: 'InvalidMessageContents' }])
    const messages = await on('work').receive()
    const removed = await on('work').call('DeleteMessageBatch', {
      Entries: [
        ...messages.map(({ ReceiptHandle }, index) => ({ Id: `m${index}`, ReceiptHandle })),
        { Id: 'x', ReceiptHandle: 'x' },
      ],
    })
    expect(removed).toMatchObject({
      Successful: [{ Id: 'm0' }, { Id: 'm1' }],
      Failed: [{ Code: 'ReceiptHandleIsInvalid' }],
    })
  })
})

describe('a request', () => {
  test.each([
    ['a queue that is not there', 'none', {}, 'QueueDoesNotExist'],
    ['no body', 'work', { MessageBody: '' }, 'MissingParameter'],
    ['a control character', 'work', { MessageBody: 'a\u0007' }, 'InvalidMessageContents'],
    ['half a surrogate pair', 'work', { MessageBody: 'a\ud800' }, 'InvalidMessageContents'],
    ['more than 1 MiB', 'work', { MessageBody: 'a'.repeat(1_048_577) }, 'InvalidParameterValue'],
    ['a delay of more than 15 minutes', 'work', { DelaySeconds: 901 }, 'InvalidParameterValue'],
  ])('to send with %s is refused and nothing is queued', async (_, name, input, code) => {
    const { on, kernel } = start()
    expect(await refusal(on(name).send('a', input))).toMatchObject({ code })
    expect(kernel.lines).toEqual([])
  })

  test('of up to 1 MiB, counted in bytes, is taken', async () => {
    const { on } = start()
    expect(await on('work').send('é'.repeat(524_288))).toHaveProperty('MessageId')
    expect(await refusal(on('work').send(`${'é'.repeat(524_288)}a`))).toMatchObject({
      message: 'One or more parameters are invalid. Reason: Message must be shorter than 1048576 bytes.',
    })
  })

  test('to receive more than ten is refused', async () => {
    expect(await refusal(start().on('work').receive({ MaxNumberOfMessages: 11 }))).toMatchObject({
      code: 'InvalidParameterValue',
      message: 'Value 11 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.',
    })
  })

  test('carries the digests that SDKs compare', async () => {
    const { on } = start()
    const digest = createHash('md5').update('msg').digest('hex')
    expect(await on('work').send('msg')).toMatchObject({ MD5OfMessageBody: digest })
    expect(await on('work').receive()).toMatchObject([{ MD5OfBody: digest }])
  })

  test('is billed once for each 64 KiB', async () => {
    const { on, sqs } = start()
    await on('work').send('a'.repeat(65_537))
    await on('work').receive()
    expect(sqs.counters).toEqual({ SendMessage: 2, ReceiveMessage: 1 })
  })
})

describe('the poller of an event source mapping', () => {
  test('hears of each message that may be received, and gets records as Lambda hands them on', async () => {
    const { sqs, on, seconds } = start()
    const batches: Input[][] = []
    sqs.watch(arn('work'), () => batches.push([...sqs.receive(arn('work'), 10)]))
    await on('work').send('a')
    await on('work').send('b')
    await seconds(0)
    expect(batches).toMatchObject([
      [
        {
          body: 'a',
          eventSource: 'aws:sqs',
          eventSourceARN: arn('work'),
          awsRegion: 'cn-north-1',
          attributes: { ApproximateReceiveCount: '1' },
          messageAttributes: {},
        },
        { body: 'b' },
      ],
    ])
    sqs.delete(arn('work'), [batches[0]![0]!.receiptHandle])
    await seconds(30)
    expect(batches[1]).toMatchObject([{ body: 'b', attributes: { ApproximateReceiveCount: '2' } }])
  })

  test('is billed one request for each ten that it deletes, and none for none', async () => {
    const { sqs, on } = start()
    for (let count = 0; count < 12; count++) await on('dead').send(`m${count}`)
    const records = [...sqs.receive(arn('dead'), 10), ...sqs.receive(arn('dead'), 10)]
    const handles = records.map(({ receiptHandle }) => receiptHandle)
    sqs.delete(arn('dead'), handles)
    sqs.delete(arn('dead'), [])
    expect(sqs.counters).toEqual({ SendMessage: 12, ReceiveMessage: 2, DeleteMessageBatch: 2 })
    expect(await on('dead').counts()).toEqual([0, 0, 0])
  })

  test('hears of what another left behind', async () => {
    const { sqs, on, seconds } = start()
    for (const body of ['a', 'b', 'c']) await on('work').send(body)
    let heard = 0
    sqs.watch(arn('work'), () => heard++)
    sqs.receive(arn('work'), 1)
    await seconds(0)
    expect(heard).toBeGreaterThan(0)
  })
})

describe('an error', () => {
  test('keeps its name of the Query protocol beside its own', async () => {
    const errorOf = (promise: Promise<unknown>) => promise.catch(({ details }) => details.queryError)
    const { on } = start()
    expect(await errorOf(on('none').send('a'))).toBe('AWS.SimpleQueueService.NonExistentQueue')
    expect(await errorOf(on('work').call('SendMessageBatch'))).toBe('AWS.SimpleQueueService.EmptyBatchRequest')
  })
})

describe('what no template here uses', () => {
  test.each([
    ['FifoThroughputLimit', { FifoThroughputLimit: 'perQueue' }],
    ['MaximumMessageSize', { MaximumMessageSize: 1_024 }],
    ['Tags', { Tags: [{ Key: 'a' }] }],
    ['RedrivePolicy.more', { RedrivePolicy: { more: 1 } }],
  ])('as property %s is not known', (path, properties) => {
    const { honoured, ignored } = sqsTypes['AWS::SQS::Queue']!
    expect(pathsOutside([...honoured, ...Object.keys(ignored)])(properties)).toEqual([path])
  })

  test.each([
    ['SendMessage', 'MessageSystemAttributes', { MessageSystemAttributes: {} }],
    ['SendMessage', 'MessageAttributes', { MessageAttributes: { a: { DataType: 'String' } } }],
    ['SendMessageBatch', 'Entries.0.MessageAttributes', { Entries: [{ MessageAttributes: 'a' }] }],
    ['ReceiveMessage', 'MessageAttributeNames', { MessageAttributeNames: ['All'] }],
    ['ReceiveMessage', 'AttributeNames', { AttributeNames: ['All'] }],
  ])('in %s as parameter %s is not known', (operation, path, input) => {
    expect(pathsOutside(start().sqs.api.operations[operation]!.parameters)(input)).toEqual([path])
  })

  test('as attribute is refused by name, and there is no operation for the rest', async () => {
    const { on, sqs } = start()
    await on('work').send('a')
    expect(await refusal(on('work').receive({ MessageSystemAttributeNames: ['SenderId'] }))).toMatchObject({
      code: 'NotHonouredLocally',
      message: 'the local cloud does not honour the attribute SenderId of SQS',
    })
    expect(await refusal(on('work').call('GetQueueAttributes', { AttributeNames: ['Policy'] }))).toMatchObject({
      code: 'NotHonouredLocally',
    })
    expect(Object.keys(sqs.api.operations)).toEqual([
      ...['SendMessage', 'SendMessageBatch', 'ReceiveMessage', 'DeleteMessage', 'DeleteMessageBatch'],
      ...['ChangeMessageVisibility', 'GetQueueAttributes', 'ListQueues', 'StartMessageMoveTask'],
    ])
  })

  test('is a queue without a name of its own', () => {
    expect(() => aResource(sqsTypes, 'AWS::SQS::Queue', 'Work', {})).toThrow('test/Work without a QueueName')
  })
})

describe('after a kill', () => {
  const scene = async () => {
    const world = start()
    await world.on('work').send('waiting')
    await world.on('dead').send('in flight')
    await world.on('dead').receive({ VisibilityTimeout: 100 })
    await world.on('slow').send('delayed')
    await world.on('slow').send('done', { DelaySeconds: 0 })
    const [done] = await world.on('slow').receive({ WaitTimeSeconds: 0 })
    await world.on('slow').remove(done!.ReceiptHandle)
    return world
  }

  test.each(['the whole journal', 'the compacted journal'])('%s brings all back, deadlines included', async which => {
    const before = await scene()
    const kept = which === 'the whole journal' ? before.kernel.lines : before.kernel.compacted()
    const after = start({}, kept)
    expect(await after.bodies('work')).toEqual(['waiting'])
    const poll = after.on('dead').receive({ WaitTimeSeconds: 20, MessageSystemAttributeNames: ['All'] })
    await after.seconds(20)
    expect(await poll).toEqual([])
    await after.seconds(79)
    expect(await after.bodies('dead')).toEqual([])
    await after.seconds(1)
    expect(await after.on('dead').receive({ MessageSystemAttributeNames: ['All'] })).toMatchObject([
      { Body: 'in flight', Attributes: { ApproximateReceiveCount: '2' } },
    ])
    expect(await after.bodies('slow', { WaitTimeSeconds: 0 })).toEqual(['delayed'])
  })

  test('an in-flight message can still be deleted by its handle', async () => {
    const before = start()
    await before.on('work').send('a')
    const [message] = await before.on('work').receive()
    const after = start({}, before.kernel.compacted())
    await after.on('work').remove(message!.ReceiptHandle)
    expect(await after.on('work').counts()).toEqual([0, 0, 0])
  })
})

describe('an unruly world', () => {
  const drain = async () => {
    const world = start({ unruly: true, seed: 7 })
    const got: string[] = []
    const sent = Array.from({ length: 60 }, (_, index) => `m${index}`)
    for (const body of sent) await world.on('work').send(body)
    for (let round = 0; round < 100; round++) {
      for (const { Body, ReceiptHandle } of await world.on('work').receive()) {
        got.push(Body)
        await world.on('work').remove(ReceiptHandle)
      }
      await world.seconds(5)
    }
    return { sent, got, world }
  }

  test('gives messages in any order, some twice, and loses none', async () => {
    const { sent, got, world } = await drain()
    expect(new Set(got)).toEqual(new Set(sent))
    expect(got.length).toBeGreaterThan(sent.length)
    expect(got.slice(0, 10)).not.toEqual(sent.slice(0, 10))
    expect(world.sqs.deadLetters()).toEqual([])
  })

  test('is the same each time from one seed', async () => {
    expect((await drain()).got).toEqual((await drain()).got)
  })
})

describe('a queue of 120,001 messages', () => {
  test('has 120,000 in flight at most, and costs no more per message than a small one', async () => {
    const { sqs, on } = start()
    const began = process.cpuUsage()
    for (let count = 0; count <= 120_000; count++) sqs.send(arn('dead'), `m${count}`)
    const inFlight = Array.from({ length: 12_000 }, () => sqs.receive(arn('dead'), 10)).flat()
    expect(inFlight.at(-1)!.body).toBe('m119999')
    expect(await refusal(on('dead').receive())).toMatchObject({ code: 'OverLimit', status: 403 })
    expect(await on('dead').receive({ WaitTimeSeconds: 1 })).toEqual([])
    sqs.delete(
      arn('dead'),
      inFlight.map(({ receiptHandle }) => receiptHandle),
    )
    expect(await on('dead').receive()).toMatchObject([{ Body: 'm120000' }])
    expect(process.cpuUsage(began).user).toBeLessThan(25_000_000)
  }, 120_000)
})

describe("AWS's own client", () => {
  const QueueUrl = 'http://127.0.0.1:4566/000000000000/work'
  const withClient = async (use: (client: SQSClient) => Promise<void>) => {
    const { kernel, sqs } = start()
    const endpoint = await serving(kernel.iam, sqs.api)
    const client = new SQSClient(clientOf(endpoint))
    await use(client).finally(() => {
      client.destroy()
      return endpoint.close()
    })
  }

  test('sends, receives and deletes, all digests agreed', () =>
    withClient(async client => {
      const message = { MessageBody: '你好' }
      await client.send(new SendMessageCommand({ QueueUrl, ...message }))
      await client.send(new SendMessageBatchCommand({ QueueUrl, Entries: [{ Id: 'a', ...message }] }))
      const receive = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 })
      const { Messages = [] } = await client.send(receive)
      expect(Messages).toHaveLength(2)
      const { ReceiptHandle } = Messages[0]!
      await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }))
      expect((await client.send(receive)).Messages).toBeUndefined()
    }))

  test('knows the errors by class and by name', () =>
    withClient(async client => {
      const none = new SendMessageCommand({ QueueUrl: `${QueueUrl}-none`, MessageBody: 'a' })
      const missing = await client.send(none).catch(error => error)
      expect(missing).toBeInstanceOf(QueueDoesNotExist)
      expect(missing).toMatchObject({
        ...{ name: 'QueueDoesNotExist', message: 'The specified queue does not exist.' },
        ...{ Code: 'AWS.SimpleQueueService.NonExistentQueue', Type: 'Sender' },
      })
      const broken = new DeleteMessageCommand({ QueueUrl, ReceiptHandle: 'x' })
      await expect(client.send(broken)).rejects.toBeInstanceOf(ReceiptHandleIsInvalid)
      await expect(client.send(new SendMessageCommand({ QueueUrl, MessageBody: '' }))).rejects.toMatchObject({
        name: 'MissingParameter',
        $metadata: { httpStatusCode: 400 },
      })
    }))
})
