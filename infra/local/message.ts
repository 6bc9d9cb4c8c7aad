import { createHash } from 'node:crypto'
import { AwsError, type Input, type SqsRecord } from './kernel'
import type { Message, MessageAttribute, QueueSettings } from './queue'

type Attributes = Readonly<Record<string, MessageAttribute>>

/** The largest message, and the largest batch of messages, in bytes. */
export const LARGEST_MESSAGE = 1_048_576

/** What a sender decides of a message. */
export type Content = Pick<Message, 'body' | 'attributes' | 'traceHeader' | 'group' | 'deduplicationId'> & {
  /** Milliseconds; the queue's own delay if not given. */
  readonly delay?: number | undefined
}

/** Reads SendMessage or an entry of its batch against the limits of SQS and of the queue. Throws the error that SQS answers. */
export function checkedContent(request: Input, settings: QueueSettings): Content {
  const { MessageBody: body, MessageAttributes: attributes, MessageSystemAttributes: system, DelaySeconds } = request
  if (!body) throw missing('MessageBody')
  if (!ALLOWED.test(body))
    throw new AwsError('InvalidMessageContents', `Message contains characters outside ${RANGES}.`)
  const names = Object.keys(attributes ?? {})
  if (names.length > 10)
    throw invalid(`Number of message attributes [${names.length}] exceeds the allowed maximum [10].`)
  for (const name of names) checkAttribute(name, attributes[name])
  if (system?.AWSTraceHeader && system.AWSTraceHeader.DataType !== 'String')
    throw invalid(`The message system attribute 'AWSTraceHeader' must be of type 'String'.`)
  if (sizeOf(request) > settings.maximumMessageSize)
    throw invalid(
      `One or more parameters are invalid. Reason: Message must be shorter than ${settings.maximumMessageSize} bytes.`,
    )
  return {
    body: body as string,
    attributes: names.length > 0 ? (attributes as Attributes) : undefined,
    traceHeader: system?.AWSTraceHeader?.StringValue as string | undefined,
    delay: checkedDelay(DelaySeconds, settings),
    ...checkedGroup(request, settings),
  }
}

/** Body and attributes count, each attribute with its name, type and value. */
export function sizeOf({ MessageBody = '', MessageAttributes = {} }: Input): number {
  const attributes = Object.entries<MessageAttribute>(MessageAttributes ?? {})
  return attributes.reduce(
    (size, [name, { DataType, ...value }]) =>
      size + Buffer.byteLength(name) + Buffer.byteLength(DataType ?? '') + bytesOf(value).length,
    Buffer.byteLength(MessageBody),
  )
}

export function md5(text: string): string {
  return createHash('md5').update(text).digest('hex')
}

/** The digest that an SDK compares: names in order; each name, type and value behind its length, the value's kind in between
 *  (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html). */
export function md5OfAttributes(attributes: Attributes | undefined): string | undefined {
  if (attributes === undefined || Object.keys(attributes).length === 0) return undefined
  const hash = createHash('md5')
  const add = (bytes: Buffer) => {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(bytes.length)
    hash.update(length).update(bytes)
  }
  for (const name of Object.keys(attributes).sort()) {
    const attribute = attributes[name]!
    add(Buffer.from(name))
    add(Buffer.from(attribute.DataType))
    hash.update(Buffer.from([isBinary(attribute) ? 2 : 1]))
    add(bytesOf(attribute))
  }
  return hash.digest('hex')
}

/** The attributes that SQS itself keeps of a message, as a receiver reads them. */
export function systemAttributes(message: Message): Record<string, string | undefined> {
  return {
    SenderId: message.sender,
    SentTimestamp: String(message.sentAt),
    ApproximateReceiveCount: String(message.receives),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
    SequenceNumber: message.sequence,
    MessageDeduplicationId: message.deduplicationId,
    MessageGroupId: message.group,
    AWSTraceHeader: message.traceHeader,
    DeadLetterQueueSourceArn: message.diedIn,
  }
}

/** A message as Lambda hands it to a handler; names of value fields begin in lower case there. */
export function lambdaRecord(message: Message, receiptHandle: string, queueArn: string, region: string): SqsRecord {
  const attributes = Object.entries(message.attributes ?? {}).map(([name, { DataType, StringValue, BinaryValue }]) => [
    name,
    {
      ...(StringValue === undefined ? {} : { stringValue: StringValue }),
      ...(BinaryValue === undefined ? {} : { binaryValue: BinaryValue }),
      stringListValues: [],
      binaryListValues: [],
      dataType: DataType,
    },
  ])
  return {
    messageId: message.id,
    receiptHandle,
    body: message.body,
    attributes: present(systemAttributes(message)),
    messageAttributes: Object.fromEntries(attributes),
    md5OfBody: md5(message.body),
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion: region,
  }
}

function present(attributes: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(attributes).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}

/** An error that keeps the name of the Query protocol beside its own, as SQS does for clients of that time. */
export function refused(code: string, message: string, queryName = code): AwsError {
  return new AwsError(code, message, 400, { queryError: `AWS.SimpleQueueService.${queryName}` })
}

export function missing(parameter: string): AwsError {
  return new AwsError('MissingParameter', `The request must contain the parameter ${parameter}.`)
}

export function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterValue', message)
}

export function invalidValue(value: unknown, parameter: string, reason: string): AwsError {
  return invalid(`Value ${value} for parameter ${parameter} is invalid. Reason: ${reason}`)
}

/** A whole number within limits, or undefined when it is not given. */
export function whole(value: unknown, parameter: string, from: number, to: number, reason: string): number | undefined {
  if (value === undefined) return undefined
  const number = Number(value)
  if (!Number.isInteger(number) || number < from || number > to) throw invalidValue(value, parameter, reason)
  return number
}

const RANGES = '#x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF'
const ALLOWED = /^[\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]*$/u
const NAME = /^(?!(?:aws|amazon)\.)(?!\.)(?!.*\.\.)[\w.-]{1,256}(?<!\.)$/i
const ID = /^[A-Za-z0-9!"#$%&'()*+,\-./:;<=>?@[\\\]^_`{|}~]{1,128}$/
const NOT_OF_THIS_QUEUE = 'The request include parameter that is not valid for this queue type.'

function checkedDelay(seconds: unknown, { fifo }: QueueSettings): number | undefined {
  const given = whole(seconds, 'DelaySeconds', 0, 900, 'DelaySeconds must be >= 0 and <= 900.')
  if (fifo && given) throw invalidValue(given, 'DelaySeconds', NOT_OF_THIS_QUEUE)
  return fifo || given === undefined ? undefined : given * 1_000
}

function checkedGroup(
  { MessageGroupId: group, MessageDeduplicationId: id, MessageBody }: Input,
  settings: QueueSettings,
) {
  if (settings.fifo && !group) throw missing('MessageGroupId')
  if (group !== undefined && !ID.test(group)) throw invalidValue(group, 'MessageGroupId', IDS)
  if (!settings.fifo && id !== undefined) throw invalidValue(id, 'MessageDeduplicationId', NOT_OF_THIS_QUEUE)
  if (id !== undefined && !ID.test(id)) throw invalidValue(id, 'MessageDeduplicationId', IDS)
  if (!settings.fifo) return { group: group as string | undefined, deduplicationId: undefined }
  if (id === undefined && !settings.contentBasedDeduplication)
    throw invalid(
      'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
    )
  return {
    group: group as string,
    deduplicationId: (id as string | undefined) ?? createHash('sha256').update(MessageBody).digest('hex'),
  }
}

const IDS = 'It can only include alphanumeric and punctuation characters. 1 to 128 in length.'

function checkAttribute(name: string, attribute: MessageAttribute) {
  const { DataType: type, StringValue: text, BinaryValue: bytes } = attribute
  if (!NAME.test(name)) throw invalid(`The message attribute name '${name}' is invalid.`)
  const kind = /^(String|Number|Binary)(\.[\w.-]+)?$/.exec(type ?? '')?.[1]
  if (!kind)
    throw invalid(
      `The type of message (user) attribute '${name}' is invalid. You must use only the following supported type prefixes: Binary, Number, String.`,
    )
  const value = kind === 'Binary' ? bytes : text
  if (!value) throw invalid(`Message (user) attribute '${name}' must contain a non-empty value of type '${type}'.`)
  if (kind === 'Number' && Number.isNaN(Number(value)))
    throw invalid(`Can't cast the value of message (user) attribute '${name}' to a number.`)
  if (text && !ALLOWED.test(text))
    throw new AwsError('InvalidMessageContents', `Message attribute '${name}' contains characters outside ${RANGES}.`)
}

function isBinary({ DataType }: MessageAttribute): boolean {
  return DataType.startsWith('Binary')
}

function bytesOf({ StringValue, BinaryValue }: Omit<MessageAttribute, 'DataType'>): Buffer {
  return BinaryValue === undefined ? Buffer.from(StringValue ?? '') : Buffer.from(BinaryValue, 'base64')
}
