import { AwsError, type Input } from '../../infra/local/kernel'
import { eventPattern } from '../../infra/local/services/event-pattern'
import { aMapping, nameOf, queueArn, SECOND, streamArn } from './support/sources'

const fail = () => {
  throw new Error('no')
}
/** Reports as failed what `isBad` names, as a handler with partial batch responses does. */
const reporting =
  (isBad: (name: string) => boolean) =>
  ({ Records }: Input) => ({
    batchItemFailures: Records.filter((record: Input) => isBad(nameOf(record))).map((record: Input) => ({
      itemIdentifier: record.messageId ?? record.dynamodb.SequenceNumber,
    })),
  })
const numbered = (count: number) => Array.from({ length: count }, (_, index) => `m${index}`)

async function aQueueMapping(properties: object, handler: (event: Input) => Input = () => null, options = {}) {
  const mapping = await aMapping({ EventSourceArn: queueArn, ...properties }, handler, options)
  await mapping.start()
  return mapping
}

async function aStreamMapping(properties: object, handler: (event: Input) => Input = () => null, options = {}) {
  const defaults = { EventSourceArn: streamArn, StartingPosition: 'TRIM_HORIZON' }
  const mapping = await aMapping({ ...defaults, ...properties }, handler, options)
  await mapping.start()
  return mapping
}

describe('messages of a queue', () => {
  test('come in batches of ten unless the mapping says otherwise, and are deleted when done', async () => {
    const { queue, clock, batches } = await aQueueMapping({})
    queue.send(...numbered(12))
    await clock.settle()
    expect(batches()).toEqual([numbered(10), ['m10', 'm11']])
    expect(queue.deleted).toEqual(numbered(12))
  })

  test('gather as long as the window of the mapping says, which begins with the first', async () => {
    const { queue, advance, batches, seconds } = await aQueueMapping({
      ...{ BatchSize: 100, MaximumBatchingWindowInSeconds: 20 },
    })
    queue.send('a')
    await advance(15 * SECOND)
    queue.send(...numbered(12))
    await advance(5 * SECOND)
    expect(batches()).toEqual([['a', ...numbered(12)]])
    expect(seconds()).toEqual([20])
    expect(queue.deleted).toHaveLength(13)
    queue.send('b')
    await advance(20 * SECOND)
    expect(seconds()).toEqual([20, 40])
  })

  test('do not wait for the end of the window when the batch is full', async () => {
    const { queue, advance, batches, seconds } = await aQueueMapping({
      ...{ BatchSize: 12, MaximumBatchingWindowInSeconds: 20 },
    })
    queue.send(...numbered(14))
    await advance(20 * SECOND)
    expect(batches()).toEqual([numbered(12), ['m12', 'm13']])
    expect(seconds()).toEqual([0, 20])
  })

  test('that were there before the start are brought too', async () => {
    const mapping = await aMapping({ EventSourceArn: queueArn }, () => null)
    mapping.queue.send('early')
    await mapping.start()
    await mapping.clock.settle()
    expect(mapping.batches()).toEqual([['early']])
  })

  test('of a batch that fails all come back after the visibility timeout', async () => {
    let fails = true
    const { queue, advance, batches, seconds } = await aQueueMapping({}, () => {
      if (fails) {
        fails = false
        throw new Error('no')
      }
    })
    queue.send('a', 'b')
    await advance(60 * SECOND)
    expect(batches()).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ])
    expect(seconds()).toEqual([0, 30])
    expect(queue.deleted).toEqual(['a', 'b'])
  })

  test('that the function reports come back alone', async () => {
    const { queue, advance, batches } = await aQueueMapping(
      { FunctionResponseTypes: ['ReportBatchItemFailures'] },
      reporting(name => name === 'bad'),
    )
    queue.send('a', 'bad', 'b')
    await advance(45 * SECOND)
    expect(batches()).toEqual([['a', 'bad', 'b'], ['bad']])
    expect(queue.deleted).toEqual(['a', 'b'])
  })

  test('are all deleted when the mapping does not ask for such reports', async () => {
    const { queue, advance } = await aQueueMapping(
      {},
      reporting(() => true),
    )
    queue.send('a')
    await advance(45 * SECOND)
    expect(queue.deleted).toEqual(['a'])
  })

  test.each([
    ['an empty report', {}, true],
    ['a null list', { batchItemFailures: null }, true],
    ['an empty list', { batchItemFailures: [] }, true],
    ['an empty identifier', { batchItemFailures: [{ itemIdentifier: '' }] }, false],
    ['a null identifier', { batchItemFailures: [{ itemIdentifier: null }] }, false],
    ['a bad key name', { batchItemFailures: [{ id: 'a' }] }, false],
    ['an unknown identifier', { batchItemFailures: [{ itemIdentifier: 'z' }] }, false],
  ])('answered with %s (%j): all of the batch done is %p', async (_what, answer, done) => {
    const { queue, clock } = await aQueueMapping({ FunctionResponseTypes: ['ReportBatchItemFailures'] }, () => answer)
    queue.send('a')
    await clock.settle()
    expect(queue.deleted).toEqual(done ? ['a'] : [])
  })

  test('of a throttled function come back after the visibility timeout', async () => {
    let throttled = true
    const { queue, advance, seconds } = await aQueueMapping({}, () => {
      if (!throttled) return null
      throttled = false
      throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429)
    })
    queue.send('a')
    await advance(45 * SECOND)
    expect(seconds()).toEqual([0, 30])
  })

  test('sometimes come twice in an unruly world, and none is lost', async () => {
    const { queue, clock, batches } = await aQueueMapping({ BatchSize: 1 }, () => null, { unruly: true })
    queue.send(...numbered(40))
    await clock.settle()
    const seen = batches().flat()
    expect(new Set(seen).size).toBe(40)
    expect(seen.length).toBeGreaterThan(40)
  })
})

describe('records of a stream', () => {
  test('come in order, a hundred at a time unless the mapping says otherwise', async () => {
    const { stream, clock, batches } = await aStreamMapping({ BatchSize: 2 })
    stream.write('a', 'b', 'c')
    await clock.settle()
    expect(batches()).toEqual([['a', 'b'], ['c']])
  })

  test('gather for the window of the mapping, and then come a full batch after the other', async () => {
    const mapping = { BatchSize: 2, MaximumBatchingWindowInSeconds: 30 }
    const { stream, advance, batches, seconds } = await aStreamMapping(mapping)
    await advance(40 * SECOND)
    stream.write('a')
    await advance(20 * SECOND)
    stream.write('b', 'c')
    await advance(9 * SECOND)
    expect(batches()).toEqual([])
    await advance(SECOND)
    expect(batches()).toEqual([['a', 'b'], ['c']])
    expect(seconds()).toEqual([70, 70])
    stream.write('d')
    await advance(30 * SECOND)
    expect(batches().at(-1)).toEqual(['d'])
  })

  test('that were written before the start are brought too', async () => {
    const mapping = await aMapping({ EventSourceArn: streamArn, StartingPosition: 'TRIM_HORIZON' }, () => null)
    mapping.stream.write('early')
    mapping.start()
    mapping.stream.write('late')
    await mapping.clock.settle()
    expect(mapping.batches()).toEqual([['early', 'late']])
  })

  test('that no filter wants are passed over', async () => {
    const Pattern = JSON.stringify({
      eventName: ['INSERT'],
      dynamodb: { NewImage: { SK: { S: [{ prefix: 'EVENT#' }] } } },
    })
    const { stream, clock, batches } = await aStreamMapping({ FilterCriteria: { Filters: [{ Pattern }] } })
    stream.write('HEAD', 'EVENT#1', 'LIST#team', 'EVENT#2')
    await clock.settle()
    expect(batches()).toEqual([['EVENT#1', 'EVENT#2']])
  })

  test('hold up what follows while they fail, with growing pauses', async () => {
    let failures = 3
    const { stream, advance, batches, seconds } = await aStreamMapping({ BatchSize: 1 }, () => {
      if (failures-- > 0) throw new Error('no')
    })
    stream.write('a', 'b')
    await advance(60 * SECOND)
    expect(batches()).toEqual([['a'], ['a'], ['a'], ['a'], ['b']])
    expect(seconds()).toEqual([0, 1, 3, 7, 7])
  })

  test('are brought again from the first that the function reports', async () => {
    let bad = true
    const { stream, advance, batches } = await aStreamMapping(
      { FunctionResponseTypes: ['ReportBatchItemFailures'] },
      reporting(name => {
        if (name === 'd') return bad
        if (name !== 'c') return false
        const wasBad = bad
        if (wasBad) queueMicrotask(() => (bad = false))
        return wasBad
      }),
    )
    stream.write('a', 'b', 'c', 'd', 'e')
    await advance(10 * SECOND)
    expect(batches()).toEqual([
      ['a', 'b', 'c', 'd', 'e'],
      ['c', 'd', 'e'],
    ])
  })

  test('are halved until the bad one is alone, and only it is given up', async () => {
    const { stream, advance, batches, objects } = await aStreamMapping(
      {
        BisectBatchOnFunctionError: true,
        MaximumRetryAttempts: 1,
        DestinationConfig: { OnFailure: { Destination: 'arn:aws:s3:::failures' } },
      },
      ({ Records }) => {
        if (Records.some((record: Input) => nameOf(record) === 'bad')) throw new Error('no')
      },
    )
    stream.write('a', 'b', 'bad', 'c')
    await advance(60 * SECOND)
    expect(batches()).toEqual([['a', 'b', 'bad', 'c'], ['a', 'b'], ['bad', 'c'], ['bad'], ['bad'], ['c']])
    expect(objects.map(({ body }) => JSON.parse(body.payload).Records.map(nameOf))).toEqual([['bad']])
  })

  test('that were tried too often go whole to the bucket, under the name that AWS gives', async () => {
    const { stream, advance, batches, objects, mappingId } = await aStreamMapping(
      { MaximumRetryAttempts: 2, DestinationConfig: { OnFailure: { Destination: 'arn:aws:s3:::failures' } } },
      fail,
    )
    stream.write('a', 'b')
    await advance(60 * SECOND)
    expect(batches()).toHaveLength(3)
    const [{ bucket, key, body } = fail()] = objects
    expect(bucket).toBe('failures')
    expect(key).toMatch(
      new RegExp(`^aws/lambda/${mappingId}/shardId-[0-9-]+/2026/01/05/2026-01-05T01\\.00\\.03-[0-9a-f-]{36}$`),
    )
    expect(body).toMatchObject({
      requestContext: {
        functionArn: 'arn:aws:lambda:cn-north-1:000000000000:function:work',
        condition: 'RetryAttemptsExhausted',
        approximateInvokeCount: 3,
      },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      version: '1.0',
      timestamp: '2026-01-05T01:00:03.000Z',
      DDBStreamBatchInfo: {
        startSequenceNumber: '100',
        endSequenceNumber: '101',
        approximateArrivalOfFirstRecord: '2026-01-05T01:00:00Z',
        approximateArrivalOfLastRecord: '2026-01-05T01:00:00Z',
        batchSize: 2,
        streamArn,
      },
    })
    expect(JSON.parse(body.payload).Records.map(nameOf)).toEqual(['a', 'b'])
  })

  test('that grew too old are given up, the younger ones tried again', async () => {
    const { stream, advance, objects } = await aStreamMapping(
      {
        MaximumRecordAgeInSeconds: 60,
        DestinationConfig: { OnFailure: { Destination: 'arn:aws:s3:::failures' } },
      },
      fail,
    )
    stream.write('a')
    await advance(90 * SECOND)
    stream.write('b')
    await advance(50 * SECOND)
    expect(objects.map(({ body }) => [body.requestContext.condition, body.DDBStreamBatchInfo.batchSize])).toEqual([
      ['RecordAgeExceeded', 1],
    ])
  })

  test('are lost after a day, whatever the mapping says', async () => {
    const { stream, advance, batches } = await aStreamMapping({ BatchSize: 1 }, ({ Records }) => {
      if (nameOf(Records[0]) === 'bad') throw new Error('no')
    })
    stream.write('bad')
    await advance(24 * 3600 * SECOND)
    stream.write('good')
    await advance(120 * SECOND)
    expect(batches().at(-1)).toEqual(['good'])
  })

  test('after a kill come again from the first that was not done', async () => {
    const properties = { BatchSize: 2, FunctionResponseTypes: ['ReportBatchItemFailures'] }
    const first = await aStreamMapping(
      properties,
      reporting(name => name === 'd'),
    )
    first.stream.write('a', 'b', 'c', 'd')
    await first.clock.settle()

    const second = await aMapping(
      { EventSourceArn: streamArn, StartingPosition: 'TRIM_HORIZON', ...properties },
      () => null,
      { kept: first.journal },
    )
    second.stream.write('a', 'b', 'c', 'd')
    await second.start()
    await second.clock.settle()
    expect(second.batches()).toEqual([['d']])
  })

  test('in an unruly world change places with those of other items, and come twice', async () => {
    const { stream, clock, batches } = await aStreamMapping({ BatchSize: 5 }, () => null, { unruly: true })
    const written = numbered(40).flatMap(item => [`${item}#1`, `${item}#2`])
    stream.write(...written)
    await clock.settle()
    const seen = batches().flat()
    expect(seen).not.toEqual(written)
    expect(seen.length).toBeGreaterThan(80)
    for (const item of numbered(40)) {
      expect(seen).toContain(`${item}#2`)
      expect(seen.indexOf(`${item}#1`)).toBeLessThan(seen.indexOf(`${item}#2`))
    }
  })
})

describe('a mapping', () => {
  test.each([
    ['a queue', { EventSourceArn: queueArn }, ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes']],
    [
      'a stream',
      {
        EventSourceArn: streamArn,
        StartingPosition: 'TRIM_HORIZON',
        MaximumRetryAttempts: 0,
        DestinationConfig: { OnFailure: { Destination: 'arn:aws:s3:::failures' } },
      },
      [
        'dynamodb:GetRecords',
        'dynamodb:GetShardIterator',
        'dynamodb:DescribeStream',
        'dynamodb:ListStreams',
        's3:PutObject',
        's3:ListBucket',
      ],
    ],
  ])('of %s needs the function to have each right that Lambda asks for', async (_what, properties, actions) => {
    for (const forbidden of actions) {
      const authorize = ({ principal }: Input, { action }: Input) => {
        expect(principal).toBe('arn:aws:sts::000000000000:assumed-role/worker/work')
        if (action === forbidden) throw new AwsError('AccessDenied', `no ${action}`, 403)
      }
      const mapping = await aMapping(properties, fail, { kernel: { iam: { authorize } } })
      mapping.queue.send('a')
      mapping.stream.write('a')
      await mapping.start()
      await expect(mapping.clock.settle()).rejects.toThrow(`no ${forbidden}`)
    }
  })

  test('of a queue that shows messages again before the function has timed out is refused', async () => {
    const options = { functionProperties: { Timeout: 31 } }
    await expect(aQueueMapping({}, () => null, options)).rejects.toThrow(
      'Queue visibility timeout: 30 seconds is less than Function timeout: 31 seconds',
    )
  })

  test('of more than ten messages a batch is refused without a window to gather them in', async () => {
    await expect(aQueueMapping({ BatchSize: 11 })).rejects.toThrow('Maximum batch window in seconds must be greater')
  })

  test.each([
    ['window', { MaximumBatchingWindowInSeconds: 5 }, 'Batching window is not supported for FIFO queues'],
    ['larger batch', { BatchSize: 11, MaximumBatchingWindowInSeconds: 0 }, 'Batch size for FIFO queues must be'],
  ])('of a FIFO queue is refused with a %s', async (_what, properties, why) => {
    const options = { queueProperties: { FifoQueue: true } }
    await expect(aQueueMapping(properties, () => null, options)).rejects.toThrow(why)
  })

  test.each([
    ['a filter of messages', { FilterCriteria: { Filters: [{ Pattern: '{}' }] } }, 'FilterCriteria of'],
    ['provisioned pollers', { ProvisionedPollerConfig: { MinimumPollers: 2 } }, 'ProvisionedPollerConfig of'],
  ])('of a queue is refused by name for %s', async (_what, properties, what) => {
    await expect(aQueueMapping(properties)).rejects.toThrow(`honour test/Mapping.Properties.${what}`)
  })

  test.each([
    [{ StartingPosition: 'LATEST' }, 'StartingPosition LATEST'],
    [{ ParallelizationFactor: 2 }, 'ParallelizationFactor'],
    [{ ScalingConfig: { MaximumConcurrency: 2 } }, 'ScalingConfig'],
    [
      { DestinationConfig: { OnFailure: { Destination: queueArn } } },
      `DestinationConfig.OnFailure.Destination ${queueArn}`,
    ],
  ])('of a stream is refused by name for %j', async (properties, what) => {
    await expect(aStreamMapping(properties)).rejects.toThrow(
      `honour test/Mapping.Properties.${what} of a mapping from dynamodb`,
    )
  })
})

describe('a filter', () => {
  const event = { name: 'EVENT#7', amount: 250, tags: ['vip', 'new'], nothing: null, deep: { yes: true } }

  test.each([
    [{ name: ['EVENT#7'] }, true],
    [{ name: ['event#7'] }, false],
    [{ amount: [250] }, true],
    [{ amount: ['250'] }, false],
    [{ nothing: [null] }, true],
    [{ deep: { yes: [true] } }, true],
    [{ deep: { no: [true] } }, false],
    [{ tags: ['vip'] }, true],
    [{ tags: ['old'] }, false],
    [{ name: ['other', { prefix: 'EVENT#' }] }, true],
    [{ name: [{ prefix: 'LIST#' }] }, false],
    [{ name: [{ exists: true }] }, true],
    [{ missing: [{ exists: false }] }, true],
    [{ missing: [{ exists: true }] }, false],
    [{ name: [{ exists: false }] }, false],
    [{ name: ['EVENT#7'], amount: [1] }, false],
  ])('%j lets the event pass: %p', (pattern, passes) => {
    expect(eventPattern(pattern)(event)).toBe(passes)
  })

  test.each([
    [{ name: [{ suffix: '#7' }] }, 'the filter operator name.suffix "#7"'],
    [{ name: [{ prefix: { 'equals-ignore-case': 'e' } }] }, 'the filter operator name.prefix'],
    [{ amount: [{ numeric: ['>', 1] }] }, 'the filter operator amount.numeric [">",1]'],
    [{ name: [{ 'anything-but': 'x' }] }, 'the filter operator name.anything-but "x"'],
    [{ deep: { $or: [] } }, 'the filter operator deep.$or'],
    [{ name: 'EVENT#7' }, 'the filter name'],
  ])('%j is refused by name', (pattern, message) => {
    expect(() => eventPattern(pattern)).toThrow(`the local cloud does not honour ${message}`)
  })
})
