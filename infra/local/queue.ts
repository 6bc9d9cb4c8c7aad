import { heap } from './heap'
import { type Line, line } from './line'

/** How one queue treats its messages, durations in milliseconds. */
export interface QueueSettings {
  readonly name: string
  readonly arn: string
  readonly url: string
  readonly fifo: boolean
  readonly contentBasedDeduplication: boolean
  readonly deduplicationScope: 'queue' | 'messageGroup'
  readonly delay: number
  readonly visibilityTimeout: number
  readonly retention: number
  readonly receiveWait: number
  /** In bytes. */
  readonly maximumMessageSize: number
  readonly redrive: { readonly deadLetterTargetArn: string; readonly maxReceiveCount: number } | undefined
  readonly redriveAllow:
    | { readonly redrivePermission: string; readonly sourceQueueArns?: readonly string[] }
    | undefined
}

export interface MessageAttribute {
  readonly DataType: string
  readonly StringValue?: string
  /** Base64, as the JSON protocol carries it. */
  readonly BinaryValue?: string
}

/** One message as the journal keeps it; what changes in its life is not readonly. */
export interface Message {
  readonly id: string
  readonly body: string
  readonly attributes?: Readonly<Record<string, MessageAttribute>> | undefined
  readonly traceHeader?: string | undefined
  readonly sender: string
  readonly sentAt: number
  readonly group?: string | undefined
  readonly deduplicationId?: string | undefined
  readonly sequence?: string | undefined
  /** The ARN of the queue in which it died. */
  readonly diedIn?: string | undefined
  receives: number
  firstReceivedAt?: number
  receivedAt?: number
  visibleAt: number
  /** A delete of it was already lost once: see `unruly`. */
  doubled?: boolean
}

/** Messages that must not overtake each other: those of one group in a FIFO queue; a line of one in a standard queue. */
interface Lane {
  readonly key: string
  readonly messages: Line<Message>
  turn?: Turn
}

/** When a lane may be received from. A lane has one turn that counts; older ones are void and dropped when met. */
interface Turn {
  readonly lane: Lane
  readonly at: number
  readonly order: number
}

/** The order and the visibility of one queue's messages. What time alone does to a message, becoming visible or growing too
 *  old, follows from its fields, so that no journal record is needed for it. */
export interface Queue {
  readonly settings: QueueSettings
  readonly size: number
  get(id: string): Message | undefined
  add(message: Message): void
  remove(id: string): void
  hide(message: Message, until: number): void
  /** Up to `max` messages that may be received at `now`. The caller hides or removes each before it picks again. `choose`
   *  answers whose turn it is among so many. */
  pick(now: number, max: number, choose: (end: number) => number): Message[]
  /** Whether a message may be received at `now`. */
  ready(now: number): boolean
  /** When the next hidden message shows itself. */
  nextAt(): number | undefined
  /** Every message that is not too old, oldest first. Costs a scan. */
  living(now: number): Message[]
  /** The message that was accepted under this deduplication ID in the last five minutes, even if it is deleted since. */
  accepted(sending: Sending, now: number): Accepted | undefined
  remember(accepted: Accepted): void
  remembered(now: number): Accepted[]
}

export interface Sending {
  readonly deduplicationId?: string | undefined
  readonly group?: string | undefined
}

/** What a FIFO queue answers to whoever sends the same again. */
export type Accepted = Sending & Pick<Message, 'id' | 'sequence' | 'sentAt'>

const DEDUPLICATION = 5 * 60_000

export function queue(settings: QueueSettings): Queue {
  const messages = new Map<string, Message>()
  const lanes = new Map<string, Lane>()
  const later = heap<Turn>((a, b) => a.at - b.at || a.order - b.order)
  const ready = line<Turn>()
  const accepted = new Map<string, Accepted>()
  let order = 0
  let crowded = 1_000

  const laneOf = (message: Message): Lane => {
    const key = (settings.fifo ? message.group : undefined) ?? message.id
    const lane = lanes.get(key) ?? { key, messages: line<Message>() }
    lanes.set(key, lane)
    return lane
  }

  const schedule = (lane: Lane) => {
    lane.turn = { lane, at: availableAt(lane), order: order++ }
    later.add(lane.turn)
  }

  const counts = (turn: Turn) => turn.lane.turn === turn

  const settle = (now: number) => {
    for (let turn = later.first(); turn && turn.at <= now; turn = later.first()) {
      later.take()
      if (counts(turn)) ready.push(turn)
    }
  }

  const deduplicationKey = ({ deduplicationId, group }: Sending) =>
    settings.deduplicationScope === 'queue' ? deduplicationId! : JSON.stringify([group, deduplicationId])

  const remembered = (now: number) => [...accepted.values()].filter(({ sentAt }) => now < sentAt + DEDUPLICATION)

  const remember = ({ id, sequence, sentAt, group, deduplicationId }: Accepted) => {
    if (deduplicationId === undefined) return
    accepted.set(deduplicationKey({ group, deduplicationId }), { id, sequence, sentAt, group, deduplicationId })
    if (accepted.size < crowded) return
    const fresh = remembered(sentAt)
    accepted.clear()
    for (const each of fresh) accepted.set(deduplicationKey(each), each)
    crowded = 1_000 + 2 * accepted.size
  }

  const tooOld = (message: Message, now: number) => message.sentAt + settings.retention <= now

  const remove = (id: string) => {
    const message = messages.get(id)
    if (!message) return
    messages.delete(id)
    const lane = laneOf(message)
    lane.messages.remove(message)
    if (lane.messages.length > 0) return schedule(lane)
    delete lane.turn
    lanes.delete(lane.key)
  }

  const visible = (lane: Lane, now: number, max: number): Message[] => {
    for (let first = lane.messages.at(0); first && tooOld(first, now); first = lane.messages.at(0)) remove(first.id)
    const found: Message[] = []
    for (let message = lane.messages.at(0); message && found.length < max; message = lane.messages.at(found.length)) {
      if (message.visibleAt > now || tooOld(message, now)) break
      found.push(message)
    }
    return found
  }

  return {
    settings,
    get size() {
      return messages.size
    },
    get: id => messages.get(id),
    add(message) {
      messages.set(message.id, message)
      const lane = laneOf(message)
      lane.messages.push(message)
      if (!lane.turn) schedule(lane)
      if (settings.fifo) remember(message)
    },
    remove,
    hide(message, until) {
      message.visibleAt = until
      schedule(laneOf(message))
    },
    pick(now, max, choose) {
      settle(now)
      const picked: Message[] = []
      while (picked.length < max && ready.length > 0) {
        const turn = ready.take(choose(ready.length))!
        if (counts(turn)) picked.push(...visible(turn.lane, now, max - picked.length))
      }
      return picked
    },
    ready(now) {
      settle(now)
      while (ready.length > 0 && !counts(ready.at(0)!)) ready.take(0)
      return ready.length > 0
    },
    nextAt() {
      while (later.first() && !counts(later.first()!)) later.take()
      return later.first()?.at
    },
    accepted(sending, now) {
      const found = accepted.get(deduplicationKey(sending))
      return found && now < found.sentAt + DEDUPLICATION ? found : undefined
    },
    remember,
    remembered,
    living: now => [...messages.values()].filter(message => !tooOld(message, now)),
  }
}

/** A group waits for its first message, and while any message of it is in flight: those stand in front. */
function availableAt({ messages }: Lane): number {
  let at = messages.at(0)!.visibleAt
  for (let index = 1; messages.at(index)?.receives; index++) at = Math.max(at, messages.at(index)!.visibleAt)
  return at
}

/** How many of a queue's messages may be received, are with a consumer, or are not yet shown for the first time. */
export function census(messages: readonly Message[], now: number) {
  const hidden = messages.filter(({ visibleAt }) => visibleAt > now)
  const inFlight = hidden.filter(({ receives }) => receives > 0).length
  return { visible: messages.length - hidden.length, inFlight, delayed: hidden.length - inFlight }
}
