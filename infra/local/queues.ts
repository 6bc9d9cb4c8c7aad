import { inOrder, known, nextSequenceNumber, type Place, type Remembered } from './fifo'
import { AwsError, type Kernel } from './kernel'
import { shuffled } from './services/chance'

const SECOND = 1_000
const LONGEST_INVISIBLE = 43_200 * SECOND

/** How one queue treats its messages. */
export interface QueueSettings {
  readonly name: string
  readonly arn: string
  readonly delaySeconds: number
  readonly visibilitySeconds: number
  readonly retentionSeconds: number
  readonly waitSeconds: number
  /** First in, first out, in each group; `byContent`: the body tells what is the same. */
  readonly fifo: { readonly byContent: boolean } | undefined
  readonly redrive: { readonly deadLetterTargetArn: string; readonly maxReceiveCount: number } | undefined
  readonly redriveAllow:
    | { readonly redrivePermission: string; readonly sourceQueueArns?: readonly string[] }
    | undefined
}

/** One message as the journal keeps it; what changes in its life is not readonly. */
export interface Message {
  readonly id: string
  readonly body: string
  readonly sentAt: number
  /** The ARN of the queue in which it died. */
  readonly diedIn?: string
  /** Of a message in a FIFO queue. */
  readonly place?: Place
  receives: number
  firstReceivedAt?: number
  receivedAt?: number
  visibleAt: number
}

/** A queue, its messages by id in the order in which they came. Those that grew too old stay among them until the next start: see `living`. */
export interface Queue {
  readonly settings: QueueSettings
  readonly messages: Map<string, Message>
  /** Those that may be received, in order of their turn. */
  readonly ready: Set<Message>
  /** What a FIFO queue took in, by deduplication id: forgotten some time after five minutes. */
  readonly remembered: Map<string, Remembered>
  readonly listeners: Set<() => void>
}

/** What the journal keeps. Becoming visible, and growing too old, are matters of time alone and need no record. */
type Change = { readonly queue: string } & Deed
type Deed =
  | { readonly do: 'send'; readonly message: Message }
  | { readonly do: 'receive' | 'hide'; readonly ids: readonly string[]; readonly until: number }
  | { readonly do: 'remember'; readonly message: Remembered }
  | { readonly do: 'delete'; readonly ids: readonly string[] }
  | { readonly do: 'bury'; readonly ids: readonly string[]; readonly to: string }

/** The queues of the template as SQS runs them, below its API: durable by the journal, on the kernel's clock. With
 *  `kernel.unruly` messages come in any order, and a delete gets lost now and then, as AWS says it may. */
export function queueStore(kernel: Kernel, settings: readonly QueueSettings[]) {
  const { clock, random, unruly } = kernel
  const queues = new Map(
    settings.map((settings): [string, Queue] => [
      settings.name,
      { settings, messages: new Map(), ready: new Set(), remembered: new Map(), listeners: new Set() },
    ]),
  )
  const announced = new Set<Queue>()

  const write = kernel.journal.register<Change>('sqs', {
    apply({ queue: name, ...deed }, at) {
      const queue = queues.get(name)
      if (!queue) return
      if (deed.do === 'send') take(queue, deed.message)
      else if (deed.do === 'remember') remember(queue, deed.message)
      else for (const id of deed.ids) change(queue, queue.messages.get(id)!, deed, at)
    },
    *snapshot() {
      for (const [name, queue] of queues)
        for (const message of living(queue)) yield { queue: name, do: 'send', message }
      for (const [name, { remembered }] of queues)
        for (const message of remembered.values()) yield { queue: name, do: 'remember', message }
    },
  })

  const take = (queue: Queue, message: Message) => {
    queue.messages.set(message.id, message)
    if (message.place) remember(queue, { id: message.id, sentAt: message.sentAt, place: message.place })
  }

  const remember = ({ remembered }: Queue, message: Remembered) => {
    remembered.delete(message.place.deduplicationId)
    remembered.set(message.place.deduplicationId, message)
  }

  const change = (queue: Queue, message: Message, deed: Exclude<Deed, { do: 'send' | 'remember' }>, at: number) => {
    queue.ready.delete(message)
    if (deed.do === 'receive') {
      message.receives++
      message.receivedAt = at
      message.firstReceivedAt ??= at
    }
    if ('until' in deed) message.visibleAt = deed.until
    else queue.messages.delete(message.id)
    const target = deed.do === 'bury' ? queues.get(deed.to) : undefined
    if (target) take(target, dead(message, queue, target, at))
  }

  /** In a FIFO queue it is as old as its death, and is told from others by its own id. */
  const dead = (message: Message, { settings }: Queue, target: Queue, at: number): Message => ({
    ...{ ...message, diedIn: settings.arn, visibleAt: at },
    ...(message.place && {
      sentAt: at,
      place: { ...message.place, deduplicationId: message.id, sequenceNumber: nextSequenceNumber(target.remembered) },
    }),
  })

  const commit = ({ settings: { name } }: Queue, deed: Deed) => write({ queue: name, ...deed })

  const isTooOld = ({ settings }: Queue, { sentAt }: Message) =>
    sentAt + settings.retentionSeconds * SECOND <= clock.now()

  /** Every message that is not too old, oldest first. Costs a scan. */
  const living = (queue: Queue): Message[] => [...queue.messages.values()].filter(message => !isTooOld(queue, message))

  /** Messages show themselves when their time has come, unless they were deleted or hidden anew before. */
  const show = (queue: Queue, ids: readonly string[], at: number) => {
    if (at > clock.now()) {
      clock.at(at, `sqs ${queue.settings.name}`, () => show(queue, ids, at))
      return
    }
    const messages = ids.flatMap(id => queue.messages.get(id) ?? []).filter(({ visibleAt }) => visibleAt <= at)
    for (const message of messages) queue.ready.add(message)
    announce(queue)
  }

  /** Those that may be received, in the order in which this receive finds them. */
  const turn = (queue: Queue): Iterable<Message> => {
    if (queue.settings.fifo)
      return inOrder(living(queue), clock.now(), groups => (unruly ? shuffled(random, groups) : groups))
    return unruly ? shuffled(random, [...queue.ready]) : queue.ready
  }

  const hasTurn = (queue: Queue) =>
    queue.ready.size > 0 && (!queue.settings.fifo || inOrder(living(queue), clock.now()).length > 0)

  const announce = (queue: Queue) => {
    if (queue.listeners.size === 0 || announced.has(queue) || !hasTurn(queue)) return
    announced.add(queue)
    clock.soon(`sqs ${queue.settings.name}`, () => {
      announced.delete(queue)
      if (hasTurn(queue)) for (const listener of [...queue.listeners]) listener()
    })
  }

  const hide = (queue: Queue, deed: 'receive' | 'hide', ids: readonly string[], seconds: number) => {
    const until = clock.now() + seconds * SECOND
    commit(queue, { do: deed, ids, until })
    show(queue, ids, until)
  }

  const bury = (queue: Queue, ids: readonly string[]) => {
    const target = [...queues.values()].find(
      ({ settings: { arn } }) => arn === queue.settings.redrive?.deadLetterTargetArn,
    )!
    commit(queue, { do: 'bury', ids, to: target.settings.name })
    show(target, ids, clock.now())
  }

  /** The message that was received by this handle, unless it is gone or was received anew since. */
  const heldBy = (queue: Queue, handle: string): Message | undefined => {
    const { id, receives } = readHandle(queue, handle)
    const message = queue.messages.get(id)
    return message?.receives === receives && !isTooOld(queue, message) ? message : undefined
  }

  /** A FIFO queue deletes nothing whose visibility timeout is over: its consumer has lost it. */
  const isLate = ({ settings: { fifo } }: Queue, { visibleAt }: Message) =>
    fifo !== undefined && visibleAt <= clock.now()

  /** Only a first delete, so that no message dies of it. */
  const isLost = ({ settings: { redrive, fifo } }: Queue, { receives }: Message) =>
    unruly && !fifo && receives === 1 && redrive?.maxReceiveCount !== 1 && random.below(4) === 0

  return {
    queues: queues as ReadonlyMap<string, Queue>,
    living,
    /** Answers what a queue calls the message; a FIFO queue that took its like before, what it called that one. */
    send(queue: Queue, body: string, { delaySeconds = queue.settings.delaySeconds, place }: Sending = {}): Sent {
      const sentAt = clock.now()
      const before = place && known(queue.remembered, place.deduplicationId, sentAt)
      if (before) return before
      const message: Message = {
        ...{ id: random.uuid(), body, sentAt, receives: 0, visibleAt: sentAt + delaySeconds * SECOND },
        ...(place && { place: { ...place, sequenceNumber: nextSequenceNumber(queue.remembered) } }),
      }
      commit(queue, { do: 'send', message })
      show(queue, [message.id], message.visibleAt)
      return message
    },
    /** Takes those whose turn it is; what was received too often already goes to the dead letters instead. */
    receive(queue: Queue, max: number, hiddenSeconds = queue.settings.visibilitySeconds): readonly Message[] {
      const { maxReceiveCount = Infinity } = queue.settings.redrive ?? {}
      const received: Message[] = []
      const spent: Message[] = []
      for (const message of turn(queue)) {
        if (received.length === max) break
        if (isTooOld(queue, message)) queue.ready.delete(message)
        else (message.receives < maxReceiveCount ? received : spent).push(message)
      }
      if (spent.length > 0) bury(queue, idsOf(spent))
      if (received.length > 0) hide(queue, 'receive', idsOf(received), hiddenSeconds)
      return received
    },
    handleOf,
    /** Throws where a FIFO queue refuses to delete. */
    checkDelete(queue: Queue, handle: string) {
      const message = heldBy(queue, handle)
      if (message && isLate(queue, message))
        throw invalidValue(handle, 'ReceiptHandle', 'The receipt handle has expired.')
    },
    /** Passes over messages that are gone, were received anew since, or could be. Throws ReceiptHandleIsInvalid. */
    remove(queue: Queue, handles: readonly string[]) {
      const held = [...new Set(handles)]
        .flatMap(handle => heldBy(queue, handle) ?? [])
        .filter(message => !isLate(queue, message))
      const lost = held.filter(message => isLost(queue, message))
      const deleted = held.filter(message => !lost.includes(message))
      if (deleted.length > 0) commit(queue, { do: 'delete', ids: idsOf(deleted) })
      for (const { id } of lost) hide(queue, 'hide', [id], random.below(queue.settings.visibilitySeconds + 1))
      if (queue.settings.fifo) announce(queue) // what stood behind them in their groups
    },
    /** Throws MessageNotInflight, ReceiptHandleIsInvalid or InvalidParameterValue. */
    hide(queue: Queue, handle: string, seconds: number) {
      const message = heldBy(queue, handle)
      const now = clock.now()
      if (!message) throw invalidValue(handle, 'ReceiptHandle', NOT_AVAILABLE)
      if (message.visibleAt <= now) throw refused('MessageNotInflight', 'The message is not in flight.')
      if (now + seconds * SECOND > message.receivedAt! + LONGEST_INVISIBLE)
        throw invalidValue(seconds, 'VisibilityTimeout', BEYOND_TOTAL)
      hide(queue, 'hide', [message.id], seconds)
    },
    /** `listener` is called in a task of its own whenever messages may be received; answers how to stop listening. */
    listen(queue: Queue, listener: () => void) {
      queue.listeners.add(listener)
      announce(queue)
      return () => void queue.listeners.delete(listener)
    },
    /** Arms the timers of restored messages. */
    start() {
      for (const queue of queues.values()) for (const { id, visibleAt } of living(queue)) show(queue, [id], visibleAt)
    },
  }
}

/** How a message is sent beside its body. */
export interface Sending {
  readonly delaySeconds?: number | undefined
  readonly place?: Omit<Place, 'sequenceNumber'> | undefined
}
export type Sent = Pick<Message, 'id' | 'place'>

/** The receipt handle, a text as a client holds it. */
const handleOf = ({ settings }: Queue, { id, receives }: Message): string =>
  Buffer.from(`${settings.name} ${id} ${receives}`).toString('base64')

const NOT_AVAILABLE = 'Message does not exist or is not available for visibility timeout change.'
const BEYOND_TOTAL = 'Total VisibilityTimeout for the message is beyond the limit [43200 seconds]'

function readHandle({ settings }: Queue, handle: string | undefined): { id: string; receives: number } {
  if (!handle) throw missing('ReceiptHandle')
  const [name, id, receives, more] = Buffer.from(handle, 'base64').toString().split(' ')
  if (name === settings.name && id && receives && more === undefined) return { id, receives: Number(receives) }
  throw refused('ReceiptHandleIsInvalid', `The input receipt handle "${handle}" is not a valid receipt handle.`, 404)
}

function idsOf(messages: readonly Message[]): string[] {
  return messages.map(({ id }) => id)
}

/** An error of SQS's own: clients of the Query protocol's time know it by another name. */
export function refused(code: string, message: string, status = 400, queryName = code): AwsError {
  return new AwsError(code, message, status, { queryError: queryName })
}

export function missing(parameter: string): AwsError {
  return new AwsError('MissingParameter', `The request must contain the parameter ${parameter}.`)
}

export function invalidValue(value: unknown, parameter: string, reason: string): AwsError {
  return new AwsError(
    'InvalidParameterValue',
    `Value ${value} for parameter ${parameter} is invalid. Reason: ${reason}`,
  )
}
