import { createHash } from 'node:crypto'
import type { ApiService, Input, Kernel, Operation, Queues, Resource, ResourceType, Service } from '../kernel'
import { AwsError, NotHonoured } from '../kernel'
import {
  invalidValue,
  type Message,
  missing,
  type Queue,
  type QueueSettings,
  queueStore,
  refused,
  type Sending,
} from '../queues'

const IN_FLIGHT_LIMIT = 120_000
/** The largest message, and the largest batch of messages, in bytes. */
const LARGEST_MESSAGE = 1_048_576
const LARGEST_BATCH = 10
/** A request is billed once for each 64 KiB of its messages. */
const BILLED_CHUNK = 65_536

/** A message that its consumers could not handle, for whoever looks after it. */
export interface DeadLetter extends Message {
  /** Where it waits. */
  readonly queue: string
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

/** Queues of Simple Queue Service, standard and FIFO, as its JSON protocol and the pollers of event source mappings see them. Virtual
 *  time stands while a long poll is a task of the clock: there it finds what is there. */
export function createSqs(kernel: Kernel): Sqs {
  const { clock, template } = kernel
  const { region, id, endpoint } = template.account
  const settings = template.all('AWS::SQS::Queue').map(settingsOf)
  checkRedrives(settings)
  const store = queueStore(kernel, settings)
  const counters: Record<string, number> = {}

  const bill = (operation: string, requests: number) => {
    counters[operation] = (counters[operation] ?? 0) + requests
  }

  const ofArn = (arn: string): Queue => {
    const queue = store.queues.get(arn.slice(arn.lastIndexOf(':') + 1))
    if (queue?.settings.arn === arn) return queue
    throw refused('QueueDoesNotExist', 'The specified queue does not exist.', 400, NO_QUEUE)
  }

  const ofUrl = (url: unknown): Queue => {
    if (!url) throw missing('QueueUrl')
    const [, account, name] = /^https?:\/\/[^/]+\/(\d{12})\/([\w-]+(?:\.fifo)?)$/.exec(String(url)) ?? []
    if (name) return ofArn(`arn:aws:sqs:${region}:${account}:${name}`)
    throw new AwsError('InvalidAddress', `The address ${url} is not valid for this endpoint.`, 404)
  }

  const send = (queue: Queue, input: Input) => {
    const { MessageBody } = input
    checkBody(MessageBody)
    const { id, place } = store.send(queue, MessageBody, sendingOf(queue, input))
    return {
      MessageId: id,
      MD5OfMessageBody: md5(MessageBody),
      ...(place && { SequenceNumber: place.sequenceNumber }),
    }
  }

  /** How many messages may be received, are with a consumer, or are not yet shown for the first time. */
  const census = (queue: Queue) => {
    const messages = store.living(queue)
    const hidden = messages.filter(({ visibleAt }) => visibleAt > clock.now())
    const inFlight = hidden.filter(({ receives }) => receives > 0).length
    return { visible: messages.length - hidden.length, inFlight, delayed: hidden.length - inFlight }
  }

  /** A long poll finds nothing in a queue that is full; a short poll is told why. */
  const isFull = (queue: Queue, waitSeconds: number) => {
    if (queue.messages.size < IN_FLIGHT_LIMIT || census(queue).inFlight < IN_FLIGHT_LIMIT) return false
    if (waitSeconds > 0) return true
    throw new AwsError('OverLimit', `${IN_FLIGHT_LIMIT} messages of the queue are in flight.`, 403)
  }

  const receive = async (queue: Queue, input: Input): Promise<readonly Message[]> => {
    const max = numberIn(input, 'MaxNumberOfMessages') ?? 1
    const hiddenSeconds = numberIn(input, 'VisibilityTimeout')
    const waitSeconds = numberIn(input, 'WaitTimeSeconds') ?? queue.settings.waitSeconds
    const until = clock.now() + waitSeconds * 1_000
    for (;;) {
      if (isFull(queue, waitSeconds)) return []
      const messages = store.receive(queue, max, hiddenSeconds)
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

  const remove = (queue: Queue, { ReceiptHandle }: Input) => {
    store.checkDelete(queue, ReceiptHandle)
    store.remove(queue, [ReceiptHandle])
    return {}
  }

  /** An operation on the queue of `QueueUrl`; a batch needs the right to its single action. */
  const onQueue = (
    name: string,
    parameters: readonly string[],
    run: (queue: Queue, input: Input) => unknown,
  ): Operation => ({
    parameters: ['QueueUrl', ...parameters],
    authorize: ({ QueueUrl }) => [
      { action: `sqs:${name.replace('Batch', '')}`, resource: ofUrl(QueueUrl).settings.arn },
    ],
    run(input) {
      bill(name, chunksOf([input, ...(input.Entries ?? [])]))
      return run(ofUrl(input.QueueUrl), input)
    },
  })

  const operations = {
    SendMessage: onQueue(
      'SendMessage',
      ['MessageBody', 'DelaySeconds', 'MessageGroupId', 'MessageDeduplicationId'],
      send,
    ),
    SendMessageBatch: onQueue(
      'SendMessageBatch',
      ['Id', 'MessageBody', 'DelaySeconds', 'MessageGroupId', 'MessageDeduplicationId'].map(
        name => `Entries.*.${name}`,
      ),
      batch('SendMessageBatch', send),
    ),
    ReceiveMessage: onQueue(
      'ReceiveMessage',
      ['MaxNumberOfMessages', 'VisibilityTimeout', 'WaitTimeSeconds', 'MessageSystemAttributeNames.*'],
      async (queue, input) => {
        const Messages = (await receive(queue, input)).map(message => ({
          MessageId: message.id,
          ReceiptHandle: store.handleOf(queue, message),
          Body: message.body,
          MD5OfBody: md5(message.body),
          Attributes: selected(systemAttributes(message), input.MessageSystemAttributeNames ?? []),
        }))
        return Messages.length > 0 ? { Messages } : {}
      },
    ),
    DeleteMessage: onQueue('DeleteMessage', ['ReceiptHandle'], remove),
    DeleteMessageBatch: onQueue(
      'DeleteMessageBatch',
      ['Entries.*.Id', 'Entries.*.ReceiptHandle'],
      batch('DeleteMessageBatch', remove),
    ),
    ChangeMessageVisibility: onQueue(
      'ChangeMessageVisibility',
      ['ReceiptHandle', 'VisibilityTimeout'],
      (queue, input) => {
        const seconds = numberIn(input, 'VisibilityTimeout')
        if (seconds === undefined) throw missing('VisibilityTimeout')
        store.hide(queue, input.ReceiptHandle, seconds)
      },
    ),
    GetQueueAttributes: onQueue('GetQueueAttributes', ['AttributeNames.*'], (queue, { AttributeNames }) => ({
      Attributes: selected(queueAttributes(queue, census(queue)), AttributeNames ?? []),
    })),
  }

  /** For operators: no role may. A message that is moved back begins anew, with an id and an age of its own. */
  const forOperators: Record<string, Operation> = {
    ListQueues: {
      parameters: ['QueueNamePrefix'],
      authorize: () => [{ action: 'sqs:ListQueues', resource: '*' }],
      run: ({ QueueNamePrefix = '' }) => ({
        QueueUrls: queues
          .map(({ settings: { name } }) => name)
          .filter(name => name.startsWith(QueueNamePrefix))
          .map(name => `${endpoint}/${id}/${name}`),
      }),
    },
    StartMessageMoveTask: {
      parameters: ['SourceArn'],
      authorize: ({ SourceArn }) => [{ action: 'sqs:StartMessageMoveTask', resource: SourceArn }],
      run({ SourceArn }) {
        const source = ofArn(SourceArn)
        if (!isForDead(source))
          throw new AwsError('InvalidParameterValue', 'Source queue must be configured as a Dead Letter Queue.')
        for (const letter of store.living(source).filter(({ visibleAt }) => visibleAt <= clock.now())) {
          const { place } = letter
          const inGroup = place && { MessageGroupId: place.group, MessageDeduplicationId: place.deduplicationId }
          send(ofArn(letter.diedIn!), { MessageBody: letter.body, ...inGroup })
          store.remove(source, [store.handleOf(source, letter)])
        }
        return { TaskHandle: Buffer.from(SourceArn).toString('base64') }
      },
    },
  }

  const targets = settings.map(({ redrive }) => redrive?.deadLetterTargetArn)
  const isForDead = ({ settings: { arn } }: Queue) => targets.includes(arn)
  const queues = [...store.queues.values()]

  const deadLetters = () =>
    queues
      .filter(isForDead)
      .flatMap(queue => store.living(queue).map(letter => ({ ...letter, queue: queue.settings.name })))

  return {
    api: { target: 'AmazonSQS', protocol: 'json', operations: { ...operations, ...forOperators } },
    counters,
    start: () => store.start(),
    deadLetters,
    depths: () =>
      queues
        .filter(queue => !isForDead(queue))
        .map(queue => ({
          name: queue.settings.name,
          ...census(queue),
          deadLetters: deadLetters().filter(({ diedIn }) => diedIn === queue.settings.arn).length,
        })),
    watch: (queueArn, visible) => void store.listen(ofArn(queueArn), visible),
    receive(queueArn, max) {
      bill('ReceiveMessage', 1)
      const queue = ofArn(queueArn)
      return store.receive(queue, max).map(message => ({
        messageId: message.id,
        receiptHandle: store.handleOf(queue, message),
        body: message.body,
        attributes: selected(systemAttributes(message), ['All']),
        messageAttributes: {},
        md5OfBody: md5(message.body),
        eventSource: 'aws:sqs',
        eventSourceARN: queueArn,
        awsRegion: region,
      }))
    },
    delete(queueArn, receiptHandles) {
      bill('DeleteMessageBatch', Math.ceil(receiptHandles.length / LARGEST_BATCH))
      store.remove(ofArn(queueArn), receiptHandles)
    },
    send(queueArn, MessageBody) {
      bill('SendMessage', chunksOf([{ MessageBody }]))
      send(ofArn(queueArn), { MessageBody })
    },
  }
}

export const sqsTypes: Readonly<Record<string, ResourceType>> = {
  'AWS::SQS::Queue': {
    honoured: [
      'QueueName',
      'FifoQueue',
      'ContentBasedDeduplication',
      'DelaySeconds',
      'VisibilityTimeout',
      'MessageRetentionPeriod',
      'ReceiveMessageWaitTimeSeconds',
      'RedrivePolicy.deadLetterTargetArn',
      'RedrivePolicy.maxReceiveCount',
      'RedriveAllowPolicy.redrivePermission',
      'RedriveAllowPolicy.sourceQueueArns.*',
    ],
    ignored: {
      SqsManagedSseEnabled: 'on one machine nothing is stored encrypted; the right to use a key is not asked for',
    },
    identify({ stack, logicalId, properties: { QueueName: name, FifoQueue = false } }, { region, id, endpoint }) {
      if (!name) throw new NotHonoured(`${stack}/${logicalId} without a QueueName`)
      if (!isNamed(name, FifoQueue)) throw new Error(`${stack}/${logicalId}: ${NAMES} (${name})`)
      return {
        ref: `${endpoint}/${id}/${name}`,
        attributes: { Arn: `arn:aws:sqs:${region}:${id}:${name}`, QueueName: name },
      }
    },
  },
  'AWS::SQS::QueuePolicy': {
    honoured: ['Queues.*', 'PolicyDocument.**'],
    ignored: {},
    identify: ({ stack, logicalId }) => ({ ref: `${stack}-${logicalId}` }),
  },
}

const NAMES =
  'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length; a FIFO queue ends in .fifo'
const isNamed = (name: string, isFifo: boolean) =>
  name.length <= 80 && (isFifo ? /^[\w-]+\.fifo$/ : /^[\w-]+$/).test(name)

const NO_QUEUE = 'AWS.SimpleQueueService.NonExistentQueue'

function settingsOf({ properties, attributes, stack, logicalId }: Resource): QueueSettings {
  const number = (name: string, otherwise: number, from: number, to: number) => {
    const value = Number(properties[name] ?? otherwise)
    if (Number.isInteger(value) && value >= from && value <= to) return value
    throw new Error(`${stack}/${logicalId}.Properties.${name} must be a whole number from ${from} to ${to}`)
  }
  const { maxReceiveCount, deadLetterTargetArn } = properties.RedrivePolicy ?? {}
  return {
    name: attributes.QueueName!,
    arn: attributes.Arn!,
    delaySeconds: number('DelaySeconds', 0, 0, 900),
    visibilitySeconds: number('VisibilityTimeout', 30, 0, 43_200),
    retentionSeconds: number('MessageRetentionPeriod', 345_600, 60, 1_209_600),
    waitSeconds: number('ReceiveMessageWaitTimeSeconds', 0, 0, 20),
    fifo: properties.FifoQueue ? { byContent: properties.ContentBasedDeduplication === true } : undefined,
    redrive: deadLetterTargetArn && { deadLetterTargetArn, maxReceiveCount: Number(maxReceiveCount) },
    redriveAllow: properties.RedriveAllowPolicy,
  }
}

/** What a deployment would refuse: a dead-letter queue that is not there or does not want the letters. */
function checkRedrives(all: readonly QueueSettings[]) {
  for (const { arn, name, redrive, fifo } of all) {
    if (!redrive) continue
    const target = all.find(({ arn }) => arn === redrive.deadLetterTargetArn)
    const { redrivePermission = 'allowAll', sourceQueueArns = [] } = target?.redriveAllow ?? {}
    const allowed =
      redrivePermission === 'allowAll' || (redrivePermission === 'byQueue' && sourceQueueArns.includes(arn))
    const { maxReceiveCount: count } = redrive
    const isOfItsKind = (target?.fifo === undefined) === (fifo === undefined)
    if (!target || !isOfItsKind || !allowed || !(Number.isInteger(count) && count >= 1 && count <= 1_000))
      throw new Error(`the RedrivePolicy of queue ${name} is invalid: ${JSON.stringify(redrive)}`)
  }
}

/** A batch is refused as a whole for its form; after that each entry succeeds or fails alone. */
function batch(operation: string, run: (queue: Queue, entry: Input) => object) {
  return (queue: Queue, { Entries = [] }: Input) => {
    checkBatch(operation, Entries)
    const Successful: object[] = []
    const Failed: object[] = []
    for (const entry of Entries)
      try {
        Successful.push({ Id: entry.Id, ...run(queue, entry) })
      } catch (error) {
        if (!(error instanceof AwsError)) throw error
        Failed.push({ Id: entry.Id, SenderFault: true, Code: error.code, Message: error.message })
      }
    return { ...(Successful.length > 0 && { Successful }), ...(Failed.length > 0 && { Failed }) }
  }
}

function checkBatch(operation: string, entries: readonly Input[]) {
  const refuse = (code: string, why: string) => {
    throw refused(code, why, 400, `AWS.SimpleQueueService.${code}`)
  }
  const ids = entries.map(({ Id }) => Id)
  const repeated = ids.find((id, index) => ids.indexOf(id) < index)
  const bytes = bytesIn(entries)
  if (ids.length === 0)
    refuse('EmptyBatchRequest', `There should be at least one ${operation}RequestEntry in the request.`)
  if (ids.length > LARGEST_BATCH)
    refuse('TooManyEntriesInBatchRequest', `Maximum number of entries per request are 10. You have sent ${ids.length}.`)
  if (!ids.every(id => /^[\w-]{1,80}$/.test(id ?? ''))) refuse('InvalidBatchEntryId', BATCH_IDS)
  if (repeated !== undefined) refuse('BatchEntryIdsNotDistinct', `Id ${repeated} repeated.`)
  if (bytes > LARGEST_MESSAGE)
    refuse(
      'BatchRequestTooLong',
      `Batch requests cannot be longer than ${LARGEST_MESSAGE} bytes. You have sent ${bytes} bytes.`,
    )
}

const BATCH_IDS =
  'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.'

const RANGES = '#x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF'
const ALLOWED = /^[\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]*$/u

function checkBody(body: string | undefined) {
  if (!body) throw missing('MessageBody')
  if (!ALLOWED.test(body))
    throw new AwsError('InvalidMessageContents', `Message contains characters outside ${RANGES}.`)
  if (Buffer.byteLength(body) > LARGEST_MESSAGE)
    throw new AwsError(
      'InvalidParameterValue',
      `One or more parameters are invalid. Reason: Message must be shorter than ${LARGEST_MESSAGE} bytes.`,
    )
}

function bytesIn(entries: readonly Input[]): number {
  return entries.reduce((bytes, { MessageBody = '' }) => bytes + Buffer.byteLength(MessageBody), 0)
}

function chunksOf(entries: readonly Input[]): number {
  return Math.max(1, Math.ceil(bytesIn(entries) / BILLED_CHUNK))
}

const OTHER_KIND = 'The request include parameter that is not valid for this queue type.'
const NO_DEDUPLICATION =
  'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly'
const NAME_OF_GROUP = 'can only include alphanumeric and punctuation characters. 1 to 128 in length.'

/** When a message may be seen, and in a FIFO queue: after whom, and what it would be a repetition of. */
function sendingOf({ settings: { fifo } }: Queue, input: Input): Sending {
  const delaySeconds = numberIn(input, 'DelaySeconds')
  const { MessageBody, MessageGroupId: group, MessageDeduplicationId } = input
  if (!fifo) {
    if (MessageDeduplicationId !== undefined)
      throw invalidValue(MessageDeduplicationId, 'MessageDeduplicationId', OTHER_KIND)
    if (group !== undefined) throw new NotHonoured('MessageGroupId of a standard queue of SQS')
    return { delaySeconds }
  }
  if (delaySeconds !== undefined) throw invalidValue(delaySeconds, 'DelaySeconds', OTHER_KIND)
  if (group === undefined) throw missing('MessageGroupId')
  const deduplicationId = MessageDeduplicationId ?? (fifo.byContent ? sha256(MessageBody) : undefined)
  if (deduplicationId === undefined) throw new AwsError('InvalidParameterValue', NO_DEDUPLICATION)
  for (const [name, value] of Object.entries({ MessageGroupId: group, MessageDeduplicationId: deduplicationId }))
    if (!/^[!-~]{1,128}$/.test(value)) throw invalidValue(value, name, `${name} ${NAME_OF_GROUP}`)
  return { place: { group, deduplicationId } }
}

const LIMITS = {
  DelaySeconds: [0, 900, 'DelaySeconds must be >= 0 and <= 900.'],
  MaxNumberOfMessages: [1, 10, 'Must be between 1 and 10, if provided.'],
  VisibilityTimeout: [0, 43_200, 'Must be >= 0 and <= 43200, if provided.'],
  WaitTimeSeconds: [0, 20, 'Must be >= 0 and <= 20, if provided.'],
} as const

/** A parameter that is a whole number within its limits, or undefined when it is not given. */
function numberIn(input: Input, parameter: keyof typeof LIMITS): number | undefined {
  const value = input[parameter]
  const [from, to, reason] = LIMITS[parameter]
  if (value === undefined || (Number.isInteger(value) && value >= from && value <= to)) return value
  throw invalidValue(value, parameter, reason)
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex')
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

type Attributes = Readonly<Record<string, string | undefined>>

/** The attributes that SQS itself keeps of a message, as a receiver reads them. */
function systemAttributes({ sentAt, receives, firstReceivedAt, diedIn, place }: Message): Attributes {
  return {
    SentTimestamp: String(sentAt),
    ApproximateReceiveCount: String(receives),
    ApproximateFirstReceiveTimestamp: String(firstReceivedAt),
    DeadLetterQueueSourceArn: diedIn,
    MessageGroupId: place?.group,
    MessageDeduplicationId: place?.deduplicationId,
    SequenceNumber: place?.sequenceNumber,
  }
}

function queueAttributes(
  { settings }: Queue,
  depth: { visible: number; inFlight: number; delayed: number },
): Attributes {
  const { redrive, redriveAllow, fifo } = settings
  return {
    QueueArn: settings.arn,
    ApproximateNumberOfMessages: String(depth.visible),
    ApproximateNumberOfMessagesNotVisible: String(depth.inFlight),
    ApproximateNumberOfMessagesDelayed: String(depth.delayed),
    DelaySeconds: String(settings.delaySeconds),
    VisibilityTimeout: String(settings.visibilitySeconds),
    MessageRetentionPeriod: String(settings.retentionSeconds),
    ReceiveMessageWaitTimeSeconds: String(settings.waitSeconds),
    MaximumMessageSize: String(LARGEST_MESSAGE),
    FifoQueue: fifo && 'true',
    ContentBasedDeduplication: fifo && String(fifo.byContent),
    RedrivePolicy: redrive && JSON.stringify(redrive),
    RedriveAllowPolicy: redriveAllow && JSON.stringify(redriveAllow),
  }
}

/** Those attributes that a caller asked for by name, or all of them. */
function selected(attributes: Attributes, names: readonly string[]): Record<string, string> {
  const unknown = names.find(name => name !== 'All' && !(name in attributes))
  if (unknown !== undefined) throw new NotHonoured(`the attribute ${unknown} of SQS`)
  const isWanted = (entry: [string, unknown]): entry is [string, string] =>
    entry[1] !== undefined && (names.includes('All') || names.includes(entry[0]))
  return Object.fromEntries(Object.entries(attributes).filter(isWanted))
}
