import { type VirtualClock, virtualClock } from '../../../infra/local/clock'
import type { Input, Invocation, Kernel, Queues, SqsRecord, StreamRecord, Streams } from '../../../infra/local/kernel'
import { lambdaTypes } from '../../../infra/local/lambda'
import { createEventSources, eventSourceTypes } from '../../../infra/local/services/event-sources'
import { aResource, type FakeKernel, type FakeOptions, fakeKernel } from './fake-kernel'

export const queueArn = 'arn:aws:sqs:cn-north-1:000000000000:work'
export const streamArn = 'arn:aws:dynamodb:cn-north-1:000000000000:table/cases/stream/2026-01-05T00:00:00.000'
export const SECOND = 1000

/** A queue as the pollers see it: messages come back 30 s after they were received, unless they are deleted. */
export function aQueue(clock: VirtualClock) {
  const visible: SqsRecord[] = []
  const hidden = new Map<string, SqsRecord>()
  const deleted: string[] = []
  let notify = () => {}
  const appear = (record: SqsRecord) => {
    visible.push(record)
    notify()
  }
  const queues: Queues = {
    watch(_queue, seen) {
      notify = seen
    },
    receive(_queue, max) {
      const received = visible.splice(0, max)
      for (const record of received) {
        hidden.set(record.receiptHandle, record)
        clock.at(clock.now() + 30 * SECOND, 'visible', () => {
          if (hidden.delete(record.receiptHandle)) appear(record)
        })
      }
      return received
    },
    delete(_queue, receiptHandles) {
      for (const receiptHandle of receiptHandles) hidden.delete(receiptHandle)
      deleted.push(...receiptHandles)
    },
    send: (_queue, body) => appear(aMessage(body)),
  }
  const send = (...bodies: string[]) => {
    for (const body of bodies) appear(aMessage(body))
  }
  return { queues, deleted, send }
}

/** A message whose id, receipt handle and body are one text. */
export function aMessage(body: string): SqsRecord {
  return {
    messageId: body,
    receiptHandle: body,
    body,
    attributes: {},
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion: 'cn-north-1',
  }
}

/** A stream as the pollers see it; records are numbered 100, 101 … */
export function aStream(clock: VirtualClock) {
  const records: StreamRecord[] = []
  let notify = () => {}
  const streams: Streams = {
    watch(_stream, written) {
      notify = written
    },
    async read(_stream, position, max) {
      const after = records.filter(({ dynamodb }) => Number(dynamodb.SequenceNumber) > Number(position)).slice(0, max)
      return { records: after, position: after.at(-1)?.dynamodb.SequenceNumber ?? position, more: after.length === max }
    },
  }
  const write = (...items: string[]) => {
    for (const item of items)
      records.push({
        eventID: String(records.length),
        eventName: 'INSERT',
        eventSource: 'aws:dynamodb',
        eventSourceARN: streamArn,
        awsRegion: 'cn-north-1',
        eventVersion: '1.1',
        dynamodb: {
          ApproximateCreationDateTime: Math.floor(clock.now() / SECOND),
          SequenceNumber: String(100 + records.length),
          SizeBytes: 1,
          StreamViewType: 'NEW_IMAGE',
          Keys: { PK: { S: item.split('#')[0] } },
          NewImage: { SK: { S: item } },
        },
      })
    notify()
  }
  return { streams, write }
}

type Handler = (event: Input) => Input

interface SourceOptions extends FakeOptions {
  readonly kernel?: Partial<Kernel>
  readonly functionProperties?: Readonly<Record<string, Input>>
  readonly queueProperties?: Readonly<Record<string, Input>>
  readonly kept?: readonly string[]
}

/** One mapping from a queue or stream to a handler that notes what each invocation brought; a throw is its failure. */
export async function aMapping(
  properties: Readonly<Record<string, Input>>,
  handler: Handler,
  options: SourceOptions = {},
) {
  const clock = virtualClock(Date.parse('2026-01-05T01:00:00Z'))
  const fn = aResource(lambdaTypes, 'AWS::Lambda::Function', 'Work', {
    FunctionName: 'work',
    Role: 'arn:aws:iam::000000000000:role/worker',
    Timeout: 10,
    ...options.functionProperties,
  })
  const mapping = aResource(eventSourceTypes, 'AWS::Lambda::EventSourceMapping', 'Mapping', {
    FunctionName: 'work',
    ...properties,
  })
  const queueResource = {
    ...{ type: 'AWS::SQS::Queue', ref: 'work', logicalId: 'Queue', stack: 'test', metadata: {} },
    properties: options.queueProperties ?? {},
    attributes: { Arn: queueArn },
  }
  const invocations: { at: number; event: Input }[] = []
  const invoke = async (_name: string, event: Input): Promise<Invocation> => {
    invocations.push({ at: clock.now(), event })
    try {
      return { ok: true, payload: handler(event) }
    } catch (error) {
      if ((error as { code?: string }).code) throw error
      return { ok: false, error: { errorType: 'Error', errorMessage: String(error) } }
    }
  }
  const base: FakeKernel = fakeKernel({ ...options, resources: [fn, mapping, queueResource] })
  const kernel = { ...base, clock, lambda: { invoke }, ...options.kernel }
  const queue = aQueue(clock)
  const stream = aStream(clock)
  const objects: { bucket: string; key: string; body: Input }[] = []
  const ports = {
    queues: queue.queues,
    streams: stream.streams,
    objects: {
      put: (bucket: string, key: string, body: string) => void objects.push({ bucket, key, body: JSON.parse(body) }),
    },
  }
  const sources = createEventSources(kernel, ports)
  base.restore(options.kept ?? [])
  const started = clock.now()
  return {
    clock,
    queue,
    stream,
    objects,
    invocations,
    mappingId: mapping.ref,
    journal: base.lines,
    start: () => sources.start!(),
    advance: (milliseconds: number) => clock.advanceTo(clock.now() + milliseconds),
    /** The bodies of messages or the sort keys of records that each invocation brought. */
    batches: (): string[][] => invocations.map(({ event }) => event.Records.map(nameOf)),
    seconds: (): number[] => invocations.map(({ at }) => (at - started) / SECOND),
  }
}

export function nameOf(record: Input): string {
  return record.body ?? record.dynamodb.NewImage.SK.S
}
