import fc from 'fast-check'
import type { Input } from '../../infra/local/kernel'
import { aQueue, arn, refusal, startSqs } from './support/sqs-world'

const queues = [
  aQueue('work.fifo', {
    FifoQueue: true,
    RedrivePolicy: { deadLetterTargetArn: arn('dead.fifo'), maxReceiveCount: 2 },
  }),
  aQueue('dead.fifo', { FifoQueue: true }),
  aQueue('said.fifo', { FifoQueue: true, ContentBasedDeduplication: true }),
  aQueue('plain'),
]
const asked = { MessageSystemAttributeNames: ['All'] }

function start(...given: Parameters<typeof startSqs> extends [unknown, ...infer Rest] ? Rest : never) {
  const world = startSqs(queues, ...given)
  const on = (name: string) => {
    const queue = world.on(name)
    const send = (group: string, body: string, MessageDeduplicationId = body): Promise<Input> =>
      queue.send(body, { MessageGroupId: group, MessageDeduplicationId })
    const receive = async (input: Input = {}) => {
      const messages = await queue.receive({ ...input, ...asked })
      return messages.map(message => ({ ...message, said: `${message.Attributes.MessageGroupId}${message.Body}` }))
    }
    return { ...queue, send, receive, said: async (input?: Input) => (await receive(input)).map(({ said }) => said) }
  }
  return { ...world, on }
}

describe('a FIFO queue', () => {
  test('gives the messages of a group in the order in which they were sent, as many of one group as there are', async () => {
    const { on } = start()
    for (const [group, body] of ['a1', 'b1', 'a2', 'b2', 'a3']) await on('work.fifo').send(group!, `${group}${body}`)
    expect(await on('work.fifo').said({ MaxNumberOfMessages: 4 })).toEqual(['aa1', 'aa2', 'aa3', 'bb1'])
  })

  test('holds a group back while one of its messages is with a consumer, and no other group', async () => {
    const { on, seconds } = start()
    for (const body of ['1', '2']) await on('work.fifo').send('a', `a${body}`)
    const [first] = await on('work.fifo').receive({ MaxNumberOfMessages: 1 })
    await on('work.fifo').send('b', 'b1')
    expect(await on('work.fifo').said()).toEqual(['bb1'])
    expect(await on('work.fifo').said()).toEqual([])
    await on('work.fifo').remove(first!.ReceiptHandle)
    expect(await on('work.fifo').said()).toEqual(['aa2'])
    await seconds(30)
    expect(await on('work.fifo').said()).toEqual(['aa2', 'bb1'])
  })

  test('goes on with the same message when its consumer was too slow', async () => {
    const { on, seconds } = start()
    for (const body of ['1', '2']) await on('work.fifo').send('a', body)
    const [slow] = await on('work.fifo').receive({ MaxNumberOfMessages: 1 })
    await seconds(30)
    expect(await refusal(on('work.fifo').remove(slow!.ReceiptHandle))).toMatchObject({
      code: 'InvalidParameterValue',
      message: expect.stringMatching(
        /for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired\.$/,
      ),
    })
    expect(await on('work.fifo').said()).toEqual(['a1', 'a2'])
  })

  test('takes a message once in five minutes, though it be gone by then, and answers as the first time', async () => {
    const { on, seconds } = start()
    const first = await on('work.fifo').send('a', 'said', 'id')
    const [message] = await on('work.fifo').receive()
    await on('work.fifo').remove(message!.ReceiptHandle)
    await seconds(299)
    const second = await on('work.fifo').send('a', 'said otherwise', 'id')
    expect([second.MessageId, second.SequenceNumber]).toEqual([first.MessageId, first.SequenceNumber])
    expect(await on('work.fifo').said()).toEqual([])
    await seconds(1)
    await on('work.fifo').send('a', 'said again', 'id')
    expect(await on('work.fifo').said()).toEqual(['asaid again'])
  })

  test('tells messages by their words where it is told to', async () => {
    const { on } = start()
    for (const body of ['1', '2', '1'])
      await on('said.fifo').call('SendMessage', { MessageBody: body, MessageGroupId: 'a' })
    expect(await on('said.fifo').said()).toEqual(['a1', 'a2'])
  })

  test('wakes a long poll when the message before is done', async () => {
    const { on, seconds } = start()
    for (const body of ['1', '2']) await on('work.fifo').send('a', body)
    const [first] = await on('work.fifo').receive({ MaxNumberOfMessages: 1 })
    const poll = on('work.fifo').said({ WaitTimeSeconds: 20 })
    await seconds(5)
    await on('work.fifo').remove(first!.ReceiptHandle)
    await seconds(1)
    expect(await poll).toEqual(['a2'])
  })

  test('gives what was received too often to a FIFO queue of the dead, and the group goes on', async () => {
    const { on, seconds, sqs } = start()
    for (const body of ['1', '2']) await on('work.fifo').send('a', body)
    for (let times = 0; times < 2; times++) {
      expect(await on('work.fifo').said({ MaxNumberOfMessages: 1 })).toEqual(['a1'])
      await seconds(30)
    }
    expect(await on('work.fifo').said()).toEqual(['a2'])
    const [letter] = await on('dead.fifo').receive()
    expect(letter).toMatchObject({
      said: 'a1',
      Attributes: {
        MessageDeduplicationId: letter!.MessageId,
        SentTimestamp: String(Date.parse('2026-01-05T01:01:00Z')),
      },
    })
    await seconds(30)
    await sqs.api.operations.StartMessageMoveTask!.run({ SourceArn: arn('dead.fifo') }, { principal: 'operator' })
    expect(await on('work.fifo').said()).toEqual(['a2', 'a1'])
  })

  test('keeps order, groups and what it has taken through a kill', async () => {
    const before = start()
    for (const body of ['1', '2', '3']) await before.on('work.fifo').send('a', body)
    const [first] = await before.on('work.fifo').receive({ MaxNumberOfMessages: 1 })
    await before.on('work.fifo').remove(first!.ReceiptHandle)
    await before.on('work.fifo').receive({ MaxNumberOfMessages: 1 })
    const after = start({}, before.kernel.compacted())
    await after.on('work.fifo').send('a', '1')
    const last = await after.on('work.fifo').send('a', '4')
    expect(await after.on('work.fifo').said()).toEqual([])
    await after.seconds(30)
    const left = await after.on('work.fifo').receive()
    expect(left.map(({ said }) => said)).toEqual(['a2', 'a3', 'a4'])
    expect(left.at(-1)!.Attributes.SequenceNumber).toBe(last.SequenceNumber)
  })
})

describe('what FIFO queues refuse', () => {
  test.each<[string, string, Input, string, string]>([
    ['a message without a group', 'work.fifo', { MessageDeduplicationId: 'a' }, 'MissingParameter', 'MessageGroupId'],
    [
      'one that nothing tells from others',
      'work.fifo',
      { MessageGroupId: 'a' },
      'InvalidParameterValue',
      'ContentBasedDeduplication',
    ],
    [
      'one with a delay of its own',
      'work.fifo',
      { MessageGroupId: 'a', DelaySeconds: 1 },
      'InvalidParameterValue',
      'queue type',
    ],
    [
      'a group with a space in its name',
      'said.fifo',
      { MessageGroupId: 'a b' },
      'InvalidParameterValue',
      'MessageGroupId',
    ],
    ['in a standard queue, the id', 'plain', { MessageDeduplicationId: 'a' }, 'InvalidParameterValue', 'queue type'],
    ['in a standard queue, the group', 'plain', { MessageGroupId: 'a' }, 'NotHonouredLocally', 'MessageGroupId'],
  ])('%s', async (_, name, input, code, message) => {
    const refused = await refusal(
      start()
        .on(name)
        .call('SendMessage', { MessageBody: 'a', ...input }),
    )
    expect(refused).toMatchObject({ code, message: expect.stringContaining(message) })
  })

  test.each([
    ['a FIFO queue whose name does not say so', () => aQueue('work', { FifoQueue: true })],
    ['a standard queue with the name of a FIFO queue', () => aQueue('work.fifo')],
    [
      'letters of a FIFO queue in a standard queue',
      () => startSqs([aQueue('dead'), of('work.fifo', { FifoQueue: true })]),
    ],
    [
      'letters of a standard queue in a FIFO queue',
      () => startSqs([aQueue('dead', {}), of('work.fifo', { FifoQueue: true })]),
    ],
  ])('%s', (_, deploy) => {
    expect(deploy).toThrow()
  })
  const of = (name: string, more: object) =>
    aQueue(name, { ...more, RedrivePolicy: { deadLetterTargetArn: arn('dead'), maxReceiveCount: 2 } })
})

describe('whatever is sent, received, deleted and left lying', () => {
  const deed = fc.oneof(
    { weight: 4, arbitrary: fc.record({ do: fc.constant('send' as const), group: fc.constantFrom('a', 'b', 'c') }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('again' as const), pick: fc.nat() }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('receive' as const), most: fc.integer({ min: 1, max: 10 }) }) },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('delete' as const), pick: fc.nat() }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const), seconds: fc.integer({ min: 1, max: 40 }) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('kill' as const) }) },
  )

  test.each([false, true])(
    'each group is in order, one consumer at a time, nothing lost, nothing twice (unruly: %s)',
    async unruly => {
      await fc.assert(
        fc.asyncProperty(fc.array(deed, { maxLength: 60 }), async deeds => {
          const apart = [aQueue('work.fifo', { FifoQueue: true })]
          let world = startSqs(apart, { unruly })
          let now = 0
          let lives = 1
          const sent: { group: string; body: string }[] = []
          const done: string[] = []
          let held: { body: string; group: string; handle: string; until: number }[] = []
          const send = (group: string, MessageBody: string) =>
            world
              .on('work.fifo')
              .call('SendMessage', { MessageBody, MessageGroupId: group, MessageDeduplicationId: MessageBody })
          for (const one of deeds) {
            if (one.do === 'send') {
              sent.push({ group: one.group, body: String(sent.length) })
              await send(one.group, sent.at(-1)!.body)
            } else if (one.do === 'again' && sent.length > 0 && now < 300) {
              const { group, body } = sent[one.pick % sent.length]!
              await send(group, body)
            } else if (one.do === 'wait') {
              await world.seconds(one.seconds)
              now += one.seconds
              held = held.filter(({ until }) => until > now)
            } else if (one.do === 'kill') {
              const at = new Date(Date.parse('2026-01-05T01:00:00Z') + now * 1_000).toISOString()
              world = startSqs(apart, { unruly, at, seed: ++lives }, world.kernel.compacted())
            } else if (one.do === 'delete' && held.length > 0) {
              const [message] = held.splice(one.pick % held.length, 1)
              await world.on('work.fifo').remove(message!.handle)
              done.push(message!.body)
            } else if (one.do === 'receive') {
              const got = await world.on('work.fifo').receive({ MaxNumberOfMessages: one.most, ...asked })
              for (const group of ['a', 'b', 'c']) {
                const bodies = got
                  .filter(({ Attributes }) => Attributes.MessageGroupId === group)
                  .map(({ Body }) => Body)
                if (bodies.length > 0) expect(held.filter(message => message.group === group)).toEqual([])
                const left = sent.filter(message => message.group === group && !done.includes(message.body))
                expect(bodies).toEqual(left.slice(0, bodies.length).map(({ body }) => body))
              }
              for (const { Body: body, Attributes, ReceiptHandle: handle } of got)
                held.push({ body, group: Attributes.MessageGroupId, handle, until: now + 30 })
            }
          }
          await world.seconds(30)
          const rest: string[] = []
          for (let more = true; more; ) {
            const got = await world.on('work.fifo').receive()
            for (const { Body, ReceiptHandle } of got) {
              rest.push(Body)
              await world.on('work.fifo').remove(ReceiptHandle)
            }
            more = got.length > 0
          }
          expect([...done, ...rest].sort()).toEqual(sent.map(({ body }) => body).sort())
        }),
        { numRuns: 150, seed: 4 },
      )
    },
  )
})
