import type { Access, ApiService, Caller, Input, Kernel, Operation, Queues, Resource } from '../kernel'
import { AwsError, type ResourceType, type Service } from '../kernel'
import {
  checkedContent,
  invalid,
  LARGEST_MESSAGE,
  lambdaRecord,
  md5,
  md5OfAttributes,
  missing,
  refused,
  sizeOf,
  systemAttributes,
  whole,
} from '../message'
import { census, type Message, type Queue, type QueueSettings } from '../queue'
import { queueStore } from '../queues'
import { stableId } from '../stable-id'

const IN_FLIGHT_LIMIT = 120_000
/** A request is billed once for each 64 KiB of its messages. */
const BILLED_CHUNK = 65_536

/** A message that its consumers could not handle, for whoever looks after it. */
export interface DeadLetter {
  readonly queue: string
  readonly id: string
  readonly body: string
  readonly sentAt: number
  readonly receives: number
  /** ARN of the queue in which it died. */
  readonly diedIn: string | undefined
}

export interface QueueDepth {
  readonly name: string
  readonly visible: number
  readonly inFlight: number
  /** Messages that died here and wait in its dead-letter queue. */
  readonly deadLetters: number
}

export interface Sqs extends Service, Queues {
  readonly api: ApiService
  /** Requests as AWS bills them, by operation; those of event source mappings included. */
  readonly counters: Readonly<Record<string, number>>
  /** What waits in the queues that are some queue's dead-letter queue. */
  deadLetters(): readonly DeadLetter[]
  /** How full each queue is, for people who look. */
  depths(): readonly QueueDepth[]
}

/** Simple Queue Service, as its JSON protocol and the pollers of event source mappings see it. Virtual time stands while a
 *  long poll is a task of the clock: there it finds what is there. */
export function createSqs(kernel: Kernel): Sqs {
  const { clock, template } = kernel
  const settings = template.all('AWS::SQS::Queue').map(settingsOf)
  checkRedrives(settings)
  const store = queueStore(kernel, settings)
  const counters: Record<string, number> = {}

  const bill = (operation: string, bytes = 0) => {
    counters[operation] = (counters[operation] ?? 0) + Math.max(1, Math.ceil(bytes / BILLED_CHUNK))
  }

  const named = (name: string): Queue => {
    const queue = store.named(name)
    if (!queue) throw refused('QueueDoesNotExist', 'The specified queue does not exist.', 'NonExistentQueue')
    return queue
  }

  const ofUrl = (url: unknown): Queue => {
    if (!url) throw missing('QueueUrl')
    const [, account, name] = /^https?:\/\/[^/]+\/(\d{12})\/([\w.-]+)$/.exec(String(url)) ?? []
    if (!name) throw new AwsError('InvalidAddress', `The address ${url} is not valid for this endpoint.`, 404)
    return named(account === template.account.id ? name : '')
  }

  const ofArn = (arn: string, parameter = 'QueueArn'): Queue => {
    const queue = store.ofArn(arn)
    if (queue) return queue
    const message = `The resource that you specified for the ${parameter} parameter doesn't exist.`
    throw new AwsError('ResourceNotFoundException', message, 404)
  }

  const send = (queue: Queue, request: Input, { principal }: Caller) => {
    const { id, sequence } = store.send(queue, checkedContent(request, queue.settings), principal)
    return {
      MessageId: id,
      MD5OfMessageBody: md5(request.MessageBody),
      MD5OfMessageAttributes: md5OfAttributes(request.MessageAttributes),
      MD5OfMessageSystemAttributes: md5OfAttributes(request.MessageSystemAttributes),
      SequenceNumber: sequence,
    }
  }

  const isFull = (queue: Queue) =>
    queue.size >= IN_FLIGHT_LIMIT && census(queue.living(clock.now()), clock.now()).inFlight >= IN_FLIGHT_LIMIT

  const receive = async (queue: Queue, input: Input): Promise<Message[]> => {
    const { MaxNumberOfMessages, VisibilityTimeout, WaitTimeSeconds } = input
    const max = whole(MaxNumberOfMessages, 'MaxNumberOfMessages', 1, 10, 'Must be between 1 and 10, if provided.') ?? 1
    const timeout = milliseconds(VisibilityTimeout, 'VisibilityTimeout', 43_200)
    const wait = milliseconds(WaitTimeSeconds, 'WaitTimeSeconds', 20) ?? queue.settings.receiveWait
    const until = clock.now() + wait
    for (;;) {
      if (isFull(queue)) return tooFull(queue, wait)
      const messages = store.receive(queue, max, timeout)
      if (messages.length > 0 || clock.now() >= until) return messages
      await news(queue, until)
    }
  }

  /** Waits for a message that may be received, at most until the given instant. */
  const news = (queue: Queue, until: number) =>
    new Promise<void>(resolve => {
      const wake = () => {
        end.cancel()
        leave()
        resolve()
      }
      const end = clock.at(until, 'sqs end of a long poll', wake)
      const leave = store.listen(queue, wake)
    })

  const shown = (queue: Queue, message: Message, input: Input) => {
    const names = [...(input.MessageSystemAttributeNames ?? []), ...(input.AttributeNames ?? [])]
    const wanted: readonly string[] = input.MessageAttributeNames ?? []
    const attributes = chosen(message.attributes ?? {}, name => wanted.some(pattern => isLike(name, pattern)))
    return {
      MessageId: message.id,
      ReceiptHandle: store.handleOf(queue, message),
      Body: message.body,
      MD5OfBody: md5(message.body),
      Attributes: selected(systemAttributes(message), names),
      MessageAttributes: attributes,
      MD5OfMessageAttributes: md5OfAttributes(attributes),
    }
  }

  const hide = (queue: Queue, { ReceiptHandle, VisibilityTimeout }: Input) => {
    const timeout = milliseconds(VisibilityTimeout, 'VisibilityTimeout', 43_200)
    if (timeout === undefined) throw missing('VisibilityTimeout')
    store.hide(queue, ReceiptHandle, timeout)
    return {}
  }

  const remove = (queue: Queue, { ReceiptHandle }: Input) => {
    store.remove(queue, ReceiptHandle)
    return {}
  }

  const redrive = ({ SourceArn, DestinationArn }: Input) => {
    const source = ofArn(SourceArn, 'SourceArn')
    if (store.sourcesOf(source).length === 0) throw invalid('Source queue must be configured as a Dead Letter Queue.')
    store.redrive(source, DestinationArn && ofArn(DestinationArn, 'DestinationArn'))
    return { TaskHandle: Buffer.from(JSON.stringify({ taskId: kernel.random.uuid(), SourceArn })).toString('base64') }
  }

  const moveAccess = ({ SourceArn, DestinationArn }: Input): Access[] => {
    const source = ofArn(SourceArn, 'SourceArn')
    const actions = ['StartMessageMoveTask', 'ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes']
    const targets = DestinationArn ? [DestinationArn] : store.sourcesOf(source).map(({ settings }) => settings.arn)
    return [
      ...actions.map(action => ({ action: `sqs:${action}`, resource: SourceArn })),
      ...targets.map(resource => ({ action: 'sqs:SendMessage', resource })),
    ]
  }

  /** An operation on the queue of `QueueUrl`; a batch needs the right to its single action. */
  const onQueue = (
    name: string,
    parameters: readonly string[],
    run: (queue: Queue, input: Input, caller: Caller) => unknown,
  ): Operation => ({
    parameters: ['QueueUrl', ...parameters],
    authorize: ({ QueueUrl }) => [
      { action: `sqs:${name.replace('Batch', '')}`, resource: ofUrl(QueueUrl).settings.arn },
    ],
    run(input, caller) {
      const sent = [input, ...(input.Entries ?? [])].reduce((bytes, entry) => bytes + sizeOf(entry), 0)
      bill(name, sent)
      return run(ofUrl(input.QueueUrl), input, caller)
    },
  })

  const operations: Record<string, Operation> = {
    SendMessage: onQueue('SendMessage', CONTENT, send),
    SendMessageBatch: onQueue('SendMessageBatch', entries('Id', ...CONTENT), (queue, { Entries }, caller) =>
      batch('SendMessageBatch', Entries, entry => send(queue, entry, caller)),
    ),
    ReceiveMessage: onQueue('ReceiveMessage', RECEIVING, async (queue, input) => {
      const messages = await receive(queue, input)
      return messages.length === 0 ? {} : { Messages: messages.map(message => shown(queue, message, input)) }
    }),
    DeleteMessage: onQueue('DeleteMessage', ['ReceiptHandle'], remove),
    DeleteMessageBatch: onQueue('DeleteMessageBatch', entries('Id', 'ReceiptHandle'), (queue, { Entries }) =>
      batch('DeleteMessageBatch', Entries, entry => remove(queue, entry)),
    ),
    ChangeMessageVisibility: onQueue('ChangeMessageVisibility', HIDING, hide),
    ChangeMessageVisibilityBatch: onQueue(
      'ChangeMessageVisibilityBatch',
      entries('Id', ...HIDING),
      (queue, { Entries }) => batch('ChangeMessageVisibilityBatch', Entries, entry => hide(queue, entry)),
    ),
    GetQueueAttributes: onQueue('GetQueueAttributes', ['AttributeNames.*'], (queue, { AttributeNames }) => ({
      Attributes: selected(queueAttributes(queue, clock.now()), AttributeNames),
    })),
    GetQueueUrl: {
      parameters: ['QueueName'],
      authorize: ({ QueueName }) => [{ action: 'sqs:GetQueueUrl', resource: named(QueueName).settings.arn }],
      run({ QueueName }) {
        bill('GetQueueUrl')
        return { QueueUrl: named(QueueName).settings.url }
      },
    },
    StartMessageMoveTask: {
      parameters: ['SourceArn', 'DestinationArn'],
      authorize: moveAccess,
      run(input) {
        bill('StartMessageMoveTask')
        return redrive(input)
      },
    },
  }

  const deadLetters = () =>
    [...store.all()]
      .filter(queue => store.sourcesOf(queue).length > 0)
      .flatMap(queue =>
        queue.living(clock.now()).map(({ id, body, sentAt, receives, diedIn }) => ({
          queue: queue.settings.name,
          id,
          body,
          sentAt,
          receives,
          diedIn,
        })),
      )

  return {
    api: { target: 'AmazonSQS', protocol: 'json', operations },
    counters,
    start: () => store.start(),
    deadLetters,
    depths: () =>
      [...store.all()]
        .filter(queue => store.sourcesOf(queue).length === 0)
        .map(queue => ({
          name: queue.settings.name,
          ...census(queue.living(clock.now()), clock.now()),
          deadLetters: deadLetters().filter(({ diedIn }) => diedIn === queue.settings.arn).length,
        })),
    watch: (queueArn, visible) => {
      store.listen(ofArn(queueArn), visible)
    },
    receive(queueArn, max) {
      bill('ReceiveMessage')
      const queue = ofArn(queueArn)
      return store
        .receive(queue, max)
        .map(message => lambdaRecord(message, store.handleOf(queue, message), queueArn, template.account.region))
    },
    delete(queueArn, receiptHandle) {
      bill('DeleteMessage')
      try {
        store.remove(ofArn(queueArn), receiptHandle)
      } catch (error) {
        // a FIFO queue refuses a delete that comes too late: the message goes to the next poll
        if (!(error instanceof AwsError)) throw error
      }
    },
    send(queueArn, body) {
      bill('SendMessage', Buffer.byteLength(body))
      const queue = ofArn(queueArn)
      store.send(queue, checkedContent({ MessageBody: body }, queue.settings), template.account.id)
    },
  }
}

const NOT_ENCRYPTED = 'on one machine nothing is stored encrypted; the right to use a key is not asked for'

export const sqsTypes: Readonly<Record<string, ResourceType>> = {
  'AWS::SQS::Queue': {
    honoured: [
      'QueueName',
      'FifoQueue',
      'ContentBasedDeduplication',
      'DeduplicationScope',
      'DelaySeconds',
      'VisibilityTimeout',
      'MessageRetentionPeriod',
      'MaximumMessageSize',
      'ReceiveMessageWaitTimeSeconds',
      'RedrivePolicy.deadLetterTargetArn',
      'RedrivePolicy.maxReceiveCount',
      'RedriveAllowPolicy.redrivePermission',
      'RedriveAllowPolicy.sourceQueueArns.*',
    ],
    ignored: {
      SqsManagedSseEnabled: NOT_ENCRYPTED,
      FifoThroughputLimit: 'a local queue takes what the machine can',
      'Tags.**': 'there is no bill to group',
    },
    identify(resource, { id, region, endpoint }) {
      const fifo = isTrue(resource.properties.FifoQueue) ? '.fifo' : ''
      const given = `${resource.stack}-${resource.logicalId}`.slice(0, 62)
      const name = resource.properties.QueueName ?? `${given}-${stableId(resource, 12)}${fifo}`
      const url = `${endpoint}/${id}/${name}`
      return { ref: url, attributes: { Arn: `arn:aws:sqs:${region}:${id}:${name}`, QueueName: name, QueueUrl: url } }
    },
  },
  'AWS::SQS::QueuePolicy': {
    honoured: ['Queues.*', 'PolicyDocument.**'],
    ignored: {},
    identify: ({ stack, logicalId }) => ({ ref: `${stack}-${logicalId}` }),
  },
}

const CONTENT = [
  'MessageBody',
  'DelaySeconds',
  'MessageGroupId',
  'MessageDeduplicationId',
  'MessageAttributes.*.DataType',
  'MessageAttributes.*.StringValue',
  'MessageAttributes.*.BinaryValue',
  'MessageSystemAttributes.AWSTraceHeader.DataType',
  'MessageSystemAttributes.AWSTraceHeader.StringValue',
]
const RECEIVING = [
  'MaxNumberOfMessages',
  'VisibilityTimeout',
  'WaitTimeSeconds',
  'AttributeNames.*',
  'MessageSystemAttributeNames.*',
  'MessageAttributeNames.*',
]
const HIDING = ['ReceiptHandle', 'VisibilityTimeout']

function entries(...parameters: readonly string[]): string[] {
  return parameters.map(parameter => `Entries.*.${parameter}`)
}

/** A batch is refused as a whole for its form; after that each entry succeeds or fails alone. */
function batch(operation: string, entries: readonly Input[] | undefined, run: (entry: Input) => object) {
  const ids = (entries ?? []).map(({ Id }) => Id)
  if (ids.length === 0)
    throw refused('EmptyBatchRequest', `There should be at least one ${operation}RequestEntry in the request.`)
  if (ids.length > 10)
    throw refused(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are 10. You have sent ${ids.length}.`,
    )
  if (!ids.every(id => /^[\w-]{1,80}$/.test(id ?? ''))) throw refused('InvalidBatchEntryId', BATCH_IDS)
  const repeated = ids.find((id, index) => ids.indexOf(id) < index)
  if (repeated !== undefined) throw refused('BatchEntryIdsNotDistinct', `Id ${repeated} repeated.`)
  const sent = entries!.reduce((bytes, entry) => bytes + sizeOf(entry), 0)
  if (sent > LARGEST_MESSAGE) {
    const limit = `Batch requests cannot be longer than ${LARGEST_MESSAGE} bytes. You have sent ${sent} bytes.`
    throw refused('BatchRequestTooLong', limit)
  }
  const Successful: object[] = []
  const Failed: object[] = []
  for (const entry of entries!)
    try {
      Successful.push({ Id: entry.Id, ...run(entry) })
    } catch (error) {
      if (!(error instanceof AwsError)) throw error
      Failed.push({ Id: entry.Id, SenderFault: true, Code: error.code, Message: error.message })
    }
  return { ...(Successful.length > 0 && { Successful }), ...(Failed.length > 0 && { Failed }) }
}

const BATCH_IDS =
  'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.'

/** A long poll and a FIFO queue find nothing where a short poll is told why. */
function tooFull({ settings }: Queue, wait: number): Message[] {
  if (wait > 0 || settings.fifo) return []
  throw new AwsError('OverLimit', `${IN_FLIGHT_LIMIT} messages of the queue are in flight.`, 403)
}

/** Those attributes that a caller asked for by name, or all of them. Throws for a name that there is not. */
function selected(attributes: Readonly<Record<string, string | undefined>>, names: readonly string[] = []) {
  const unknown = names.find(name => name !== 'All' && !(name in attributes))
  if (unknown !== undefined) throw new AwsError('InvalidAttributeName', `Unknown Attribute ${unknown}.`)
  return chosen(attributes, name => names.includes('All') || names.includes(name))
}

function chosen<T>(attributes: Readonly<Record<string, T>>, wanted: (name: string) => boolean) {
  const found = Object.entries(attributes).filter(([name, value]) => value !== undefined && wanted(name))
  return found.length > 0 ? Object.fromEntries(found) : undefined
}

/** A name as ReceiveMessage may ask for it: itself, `prefix.*`, `.*` or `All`. */
function isLike(name: string, pattern: string): boolean {
  return pattern === 'All' || pattern === name || (pattern.endsWith('.*') && name.startsWith(pattern.slice(0, -2)))
}

/** A number of seconds as milliseconds. */
function milliseconds(value: unknown, parameter: string, to: number): number | undefined {
  const seconds = whole(value, parameter, 0, to, `Must be >= 0 and <= ${to}, if provided.`)
  return seconds === undefined ? undefined : seconds * 1_000
}

function queueAttributes(queue: Queue, now: number): Record<string, string | undefined> {
  const { settings } = queue
  const { visible, inFlight, delayed } = census(queue.living(now), now)
  const { redrive, redriveAllow, fifo } = settings
  return {
    QueueArn: settings.arn,
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    DelaySeconds: String(settings.delay / 1_000),
    VisibilityTimeout: String(settings.visibilityTimeout / 1_000),
    MessageRetentionPeriod: String(settings.retention / 1_000),
    ReceiveMessageWaitTimeSeconds: String(settings.receiveWait / 1_000),
    MaximumMessageSize: String(settings.maximumMessageSize),
    RedrivePolicy: redrive && JSON.stringify(redrive),
    RedriveAllowPolicy: redriveAllow && JSON.stringify(redriveAllow),
    FifoQueue: fifo ? 'true' : undefined,
    ContentBasedDeduplication: fifo ? String(settings.contentBasedDeduplication) : undefined,
    DeduplicationScope: fifo ? settings.deduplicationScope : undefined,
  }
}

function settingsOf({ properties, attributes, ref, stack, logicalId }: Resource): QueueSettings {
  const number = (name: string, otherwise: number, from: number, to: number) => {
    const value = Number(properties[name] ?? otherwise)
    if (Number.isInteger(value) && value >= from && value <= to) return value
    throw new Error(`${stack}/${logicalId}.Properties.${name} must be a whole number from ${from} to ${to}`)
  }
  const { maxReceiveCount, deadLetterTargetArn } = properties.RedrivePolicy ?? {}
  return {
    name: attributes.QueueName!,
    arn: attributes.Arn!,
    url: ref,
    fifo: isTrue(properties.FifoQueue),
    contentBasedDeduplication: isTrue(properties.ContentBasedDeduplication),
    deduplicationScope: properties.DeduplicationScope ?? 'queue',
    delay: number('DelaySeconds', 0, 0, 900) * 1_000,
    visibilityTimeout: number('VisibilityTimeout', 30, 0, 43_200) * 1_000,
    retention: number('MessageRetentionPeriod', 345_600, 60, 1_209_600) * 1_000,
    receiveWait: number('ReceiveMessageWaitTimeSeconds', 0, 0, 20) * 1_000,
    maximumMessageSize: number('MaximumMessageSize', LARGEST_MESSAGE, 1_024, LARGEST_MESSAGE),
    redrive: deadLetterTargetArn && { deadLetterTargetArn, maxReceiveCount: Number(maxReceiveCount) },
    redriveAllow: properties.RedriveAllowPolicy,
  }
}

/** What a deployment would refuse: a dead-letter queue that is not there, is of the other kind or does not want the letters. */
function checkRedrives(all: readonly QueueSettings[]) {
  for (const { arn, name, fifo, redrive } of all) {
    if (!redrive) continue
    const target = all.find(({ arn }) => arn === redrive.deadLetterTargetArn)
    const { redrivePermission = 'allowAll', sourceQueueArns = [] } = target?.redriveAllow ?? {}
    const allowed =
      redrivePermission === 'allowAll' || (redrivePermission === 'byQueue' && sourceQueueArns.includes(arn))
    const { maxReceiveCount: count } = redrive
    if (!target || target.fifo !== fifo || !allowed || !(Number.isInteger(count) && count >= 1 && count <= 1_000))
      throw new Error(`the RedrivePolicy of queue ${name} is invalid: ${JSON.stringify(redrive)}`)
  }
}

function isTrue(property: unknown): boolean {
  return String(property) === 'true'
}
