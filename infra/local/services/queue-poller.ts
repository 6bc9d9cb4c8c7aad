import type { Kernel, Queues, SqsRecord, Timer } from '../kernel'
import { some, someFirst } from './chance'
import type { Mapping } from './mapping'

/** ReceiveMessage gives no more at once. */
const LARGEST_RECEIVE = 10

/** Pollers that Lambda starts for a queue without MaximumConcurrency. */
const POLLERS = 5

/** Brings the messages of a queue to a function: what it does is deleted, what it fails comes back when the visibility
 *  timeout of the queue is over. A throttled batch comes back in the same way. With a window a batch gathers until it is full or
 *  the window ends, which begins with its first message. */
export function pollQueue(kernel: Kernel, queues: Queues, mapping: Mapping): void {
  const { clock, iam, unruly, random } = kernel
  const { source, settings, caller } = mapping
  const batchSize: number = settings.BatchSize ?? 10
  const most: number = settings.ScalingConfig?.MaximumConcurrency ?? POLLERS
  const windowMs: number = (settings.MaximumBatchingWindowInSeconds ?? 0) * 1_000
  const isFifo = source.endsWith('.fifo')
  const gathered: SqsRecord[] = []
  let windowEnd: Timer | undefined
  let polls = 0
  let missed = false

  const wake = () => {
    if (polls === most) {
      missed = true
      return
    }
    polls++
    clock.soon(`poll ${source}`, async () => {
      let more = false
      try {
        more = await poll()
      } finally {
        polls--
      }
      if (!more && !missed) return
      missed = false
      wake()
    })
  }

  /** Answers whether there may be more. */
  const poll = async (): Promise<boolean> => {
    for (const action of ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'])
      iam.authorize(caller, { action, resource: source })
    const received = queues.receive(source, Math.min(LARGEST_RECEIVE, batchSize - gathered.length))
    if (received.length === 0) return false
    gathered.push(...received)
    if (windowMs === 0 || gathered.length === batchSize) await bring()
    else windowEnd ??= clock.at(clock.now() + windowMs, `window ${source}`, bring)
    return true
  }

  const bring = async () => {
    windowEnd?.cancel()
    windowEnd = undefined
    const batch = gathered.splice(0)
    if (unruly && random.below(4) === 0) await mapping.invoke(isFifo ? someFirst(random, batch) : some(random, batch))
    const done = await doneOf(batch)
    queues.delete(
      source,
      done.map(({ receiptHandle }) => receiptHandle),
    )
  }

  const doneOf = async (batch: readonly SqsRecord[]): Promise<readonly SqsRecord[]> => {
    const outcome = await mapping.invoke(batch)
    if (outcome.kind !== 'done') return []
    const known = [...outcome.failed].every(id => batch.some(({ messageId }) => messageId === id))
    return known ? batch.filter(({ messageId }) => !outcome.failed.has(messageId)) : []
  }

  queues.watch(source, wake)
  wake()
}
