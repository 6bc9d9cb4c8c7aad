import { AwsError, type Kernel, type Timer } from './kernel'
import { type Content, invalidValue, missing, refused } from './message'
import { type Accepted, type Message, type Queue, type QueueSettings, queue } from './queue'

const LONGEST_INVISIBLE = 43_200_000

/** What the journal keeps. Becoming visible, and growing too old, are matters of time alone and need no record. */
type Change = { readonly queue: string } & Deed
type Deed =
  | { readonly do: 'add'; readonly message: Message }
  | { readonly do: 'receive'; readonly ids: readonly string[]; readonly until: number }
  | { readonly do: 'hide'; readonly id: string; readonly until: number; readonly doubled?: true }
  | { readonly do: 'delete'; readonly id: string }
  | { readonly do: 'move'; readonly moves: readonly Move[] }
  | { readonly do: 'remember'; readonly accepted: Accepted }

interface Move {
  readonly id: string
  readonly to: string
  readonly message: Message
}

/** The queues of one world as SQS runs them, below its API. Receipt handles are texts as a client holds them. */
export interface QueueStore {
  named(name: string): Queue | undefined
  ofArn(arn: string): Queue | undefined
  send(queue: Queue, content: Content, sender: string): Accepted
  receive(queue: Queue, max: number, timeout?: number): Message[]
  handleOf(queue: Queue, message: Message): string
  /** Throws ReceiptHandleIsInvalid, and for a FIFO queue InvalidParameterValue once the handle has expired. */
  remove(queue: Queue, handle: string): void
  /** Throws MessageNotInflight, ReceiptHandleIsInvalid or InvalidParameterValue. */
  hide(queue: Queue, handle: string, milliseconds: number): void
  /** Sends what waits in a dead-letter queue back to where it died, or to `destination`, as new messages. */
  redrive(source: Queue, destination?: Queue): void
  /** The queues whose dead letters come to this one. */
  sourcesOf(target: Queue): readonly Queue[]
  /** `listener` is called in a task of its own whenever a message may be received; answers how to stop listening. */
  listen(queue: Queue, listener: () => void): () => void
  all(): Iterable<Queue>
  /** Arms the timers of restored messages. */
  start(): void
}

/** Keeps every queue of the template durable by the journal and on the kernel's clock. With `kernel.unruly` a standard queue
 *  gives messages in any order, and loses a delete now and then, as AWS says it may. */
export function queueStore(kernel: Kernel, settings: readonly QueueSettings[]): QueueStore {
  const { clock, random } = kernel
  const queues = new Map(settings.map(each => [each.name, queue(each)]))
  const byArn = new Map([...queues.values()].map(queue => [queue.settings.arn, queue]))
  const listeners = new Map([...queues.values()].map(queue => [queue, new Set<() => void>()]))
  const alarms = new Map<Queue, { readonly at: number; readonly timer: Timer }>()
  let lastSequence = 0n

  const write = kernel.journal.register<Change>('sqs', {
    apply(change, at) {
      const queue = queues.get(change.queue)
      if (queue) deeds[change.do](queue, change as never, at)
    },
    *snapshot() {
      for (const [name, queue] of queues) {
        for (const message of queue.living(clock.now())) yield { queue: name, do: 'add', message }
        for (const accepted of queue.remembered(clock.now())) yield { queue: name, do: 'remember', accepted }
      }
    },
  })

  const deeds: { [D in Deed['do']]: (queue: Queue, change: Extract<Deed, { do: D }>, at: number) => void } = {
    add: (queue, { message }) => queue.add(message),
    receive(queue, { ids, until }, at) {
      for (const id of ids) {
        const message = queue.get(id)!
        message.receives++
        message.receivedAt = at
        message.firstReceivedAt ??= at
        queue.hide(message, until)
      }
    },
    hide(queue, { id, until, doubled }) {
      const message = queue.get(id)!
      if (doubled) message.doubled = true
      queue.hide(message, until)
    },
    delete: (queue, { id }) => queue.remove(id),
    move(queue, { moves }) {
      for (const { id, to, message } of moves) {
        queue.remove(id)
        queues.get(to)?.add(message)
      }
    },
    remember: (queue, { accepted }) => queue.remember(accepted),
  }

  const alarm = (queue: Queue, at: number | undefined) => {
    const known = alarms.get(queue)
    if (at === undefined || listeners.get(queue)!.size === 0 || (known && known.at <= at)) return
    known?.timer.cancel()
    const timer = clock.at(at, `sqs ${queue.settings.name}`, () => {
      alarms.delete(queue)
      if (queue.ready(clock.now())) for (const listener of [...listeners.get(queue)!]) listener()
      alarm(queue, queue.nextAt())
    })
    alarms.set(queue, { at, timer })
  }

  const changed = (queue: Queue) => alarm(queue, queue.ready(clock.now()) ? clock.now() : queue.nextAt())

  const commit = (queue: Queue, deed: Deed) => {
    write({ queue: queue.settings.name, ...deed })
    changed(queue)
  }

  const move = (from: Queue, moves: readonly Move[]) => {
    if (moves.length === 0) return
    commit(from, { do: 'move', moves })
    for (const name of new Set(moves.map(({ to }) => to))) changed(queues.get(name)!)
  }

  /** A standard queue keeps the time when the message was sent; in a FIFO queue its age begins anew. */
  const bury = (from: Queue, spent: readonly Message[]) => {
    const { arn, fifo, redrive } = from.settings
    const to = byArn.get(redrive!.deadLetterTargetArn)!.settings.name
    const now = clock.now()
    const dead = { diedIn: arn, visibleAt: now, ...(fifo ? { sentAt: now } : {}) }
    const moves = spent.map(message => ({ id: message.id, to, message: { ...message, ...dead } }))
    move(from, moves)
  }

  /** Grows with time, so that it never falls back after a restart. */
  const nextSequence = () => {
    const fromTime = BigInt(clock.now()) << 20n
    lastSequence = fromTime > lastSequence ? fromTime : lastSequence + 1n
    return String(lastSequence).padStart(20, '0')
  }

  const newMessage = ({ settings }: Queue, { delay, ...content }: Content, sender: string): Message => ({
    id: random.uuid(),
    ...content,
    sender,
    sentAt: clock.now(),
    ...(settings.fifo ? { sequence: nextSequence() } : {}),
    receives: 0,
    visibleAt: clock.now() + (delay ?? settings.delay),
  })

  const mayDouble = ({ settings: { fifo, redrive } }: Queue, message: Message) =>
    kernel.unruly && !fifo && !message.doubled && message.receives < (redrive?.maxReceiveCount ?? Infinity)

  return {
    named: name => queues.get(name),
    ofArn: arn => byArn.get(arn),
    send(queue, content, sender) {
      const earlier = queue.settings.fifo ? queue.accepted(content, clock.now()) : undefined
      if (earlier) return earlier
      const message = newMessage(queue, content, sender)
      commit(queue, { do: 'add', message })
      return message
    },
    receive(queue, max, timeout = queue.settings.visibilityTimeout) {
      const { fifo, redrive } = queue.settings
      const choose = kernel.unruly && !fifo ? random.below : () => 0
      for (;;) {
        const picked = queue.pick(clock.now(), max, choose)
        const spent = picked.filter(({ receives }) => redrive && receives >= redrive.maxReceiveCount)
        const received = picked.filter(message => !spent.includes(message))
        if (spent.length > 0) bury(queue, spent)
        const ids = received.map(({ id }) => id)
        if (ids.length > 0) commit(queue, { do: 'receive', ids, until: clock.now() + timeout })
        if (ids.length > 0 || picked.length === 0) return received
      }
    },
    handleOf: ({ settings }, { id, receives }) => Buffer.from(`${settings.name} ${id} ${receives}`).toString('base64'),
    remove(queue, handle) {
      const { id, receives } = readHandle(queue, handle)
      const message = queue.get(id)
      if (!message) return
      const old = message.receives !== receives
      const { fifo, visibilityTimeout } = queue.settings
      if (fifo && (old || message.visibleAt <= clock.now()))
        throw invalidValue(handle, 'ReceiptHandle', 'The receipt handle has expired.')
      if (old) return
      if (mayDouble(queue, message) && random.below(8) === 0)
        commit(queue, { do: 'hide', id, until: clock.now() + random.below(visibilityTimeout + 1), doubled: true })
      else commit(queue, { do: 'delete', id })
    },
    hide(queue, handle, milliseconds) {
      const { id, receives } = readHandle(queue, handle)
      const message = queue.get(id)
      const until = clock.now() + milliseconds
      if (!message || message.receives !== receives) throw invalidValue(handle, 'ReceiptHandle', NOT_AVAILABLE)
      if (message.visibleAt <= clock.now()) throw refused('MessageNotInflight', 'The message is not in flight.')
      if (until > message.receivedAt! + LONGEST_INVISIBLE)
        throw invalidValue(milliseconds / 1_000, 'VisibilityTimeout', BEYOND_TOTAL)
      commit(queue, { do: 'hide', id, until })
    },
    redrive(source, destination) {
      const waiting = source.living(clock.now()).filter(({ visibleAt }) => visibleAt <= clock.now())
      const moves = waiting.flatMap(message => {
        const to = destination ?? byArn.get(message.diedIn ?? '')
        if (!to) return []
        const { body, attributes, traceHeader, group, deduplicationId } = message
        const content = { body, attributes, traceHeader, group, deduplicationId }
        return [{ id: message.id, to: to.settings.name, message: newMessage(to, content, message.sender) }]
      })
      move(source, moves)
    },
    sourcesOf: ({ settings: { arn } }) =>
      [...queues.values()].filter(({ settings }) => settings.redrive?.deadLetterTargetArn === arn),
    listen(queue, listener) {
      listeners.get(queue)!.add(listener)
      changed(queue)
      return () => {
        listeners.get(queue)!.delete(listener)
      }
    },
    all: () => queues.values(),
    start() {
      for (const queue of queues.values()) changed(queue)
    },
  }
}

const NOT_AVAILABLE = 'Message does not exist or is not available for visibility timeout change.'
const BEYOND_TOTAL = 'Total VisibilityTimeout for the message is beyond the limit [43200 seconds]'

function readHandle({ settings }: Queue, handle: string | undefined): { id: string; receives: number } {
  if (!handle) throw missing('ReceiptHandle')
  const [name, id, receives, more] = Buffer.from(handle, 'base64').toString().split(' ')
  if (name === settings.name && id && receives && more === undefined) return { id, receives: Number(receives) }
  const message = `The input receipt handle "${handle}" is not a valid receipt handle.`
  throw new AwsError('ReceiptHandleIsInvalid', message, 404)
}
