import type { Kernel, Queues, SqsRecord, Timer } from '../kernel'
import { some } from './chance'
import type { Mapping } from './event-sources'

/** ReceiveMessage gives no more at once. */
const LARGEST_RECEIVE = 10
/** Pollers that Lambda starts for a queue without MaximumConcurrency. */
const POLLERS = 5

/** Brings the messages of a queue to a function: what it does is deleted, what it fails comes back when the visibility
 *  timeout of the queue is over. A throttled batch comes back in the same way. */
export function pollQueue(kernel: Kernel, queues: Queues, mapping: Mapping): void {
  const { clock, iam, unruly, random } = kernel
  const { source, settings, caller } = mapping
  const batchSize: number = settings.BatchSize ?? 10
  const windowMs = (settings.MaximumBatchingWindowInSeconds ?? 0) * 1000
  const most: number = settings.ScalingConfig?.MaximumConcurrency ?? POLLERS
  let polls = 0
  let missed = false
  let gathered: SqsRecord[] = []
  let window: Timer | undefined

  const wake = () => {
    if (polls < most) clock.soon(`poll ${source}`, begin(false))
    else missed = true
  }

  const begin = (isWindowOver: boolean) => {
    polls++
    return async () => {
      let more = false
      try {
        more = await poll(isWindowOver)
      } finally {
        polls--
      }
      if (!more && !missed) return
      missed = false
      wake()
    }
  }

  const gather = () => {
    for (const action of ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'])
      iam.authorize(caller, { action, resource: source })
    while (gathered.length < batchSize) {
      const received = queues.receive(source, Math.min(LARGEST_RECEIVE, batchSize - gathered.length))
      if (received.length === 0) return
      gathered.push(...received)
    }
  }

  /** Answers whether there may be more. */
  const poll = async (isWindowOver: boolean): Promise<boolean> => {
    if (isWindowOver) window = undefined
    gather()
    if (gathered.length === 0) return false
    if (gathered.length < batchSize && windowMs > 0 && !isWindowOver) {
      window ??= clock.at(clock.now() + windowMs, `batch window of ${source}`, () => begin(true)())
      return false
    }
    window?.cancel()
    window = undefined
    const batch = gathered
    gathered = []
    await deliver(batch)
    return true
  }

  const deliver = async (batch: readonly SqsRecord[]) => {
    const wanted = batch.filter(record => mapping.accepts(withParsedBody(record)))
    forget(batch.filter(record => !wanted.includes(record)))
    if (wanted.length === 0) return
    if (unruly && random.below(4) === 0) await mapping.invoke(some(random, wanted))
    forget(await done(wanted))
  }

  const forget = (records: readonly SqsRecord[]) =>
    queues.delete(
      source,
      records.map(({ receiptHandle }) => receiptHandle),
    )

  const done = async (records: readonly SqsRecord[]): Promise<readonly SqsRecord[]> => {
    const outcome = await mapping.invoke(records)
    if (outcome.kind === 'tooLarge' && records.length > 1) {
      const half = records.length >> 1
      return [...(await done(records.slice(0, half))), ...(await done(records.slice(half)))]
    }
    if (outcome.kind !== 'done') return []
    const known = [...outcome.failed].every(id => records.some(({ messageId }) => messageId === id))
    return known ? records.filter(({ messageId }) => !outcome.failed.has(messageId)) : []
  }

  queues.watch(source, wake)
  wake()
}

/** Filters see into a body that is JSON; any other body is plain text to them. */
function withParsedBody(record: SqsRecord): unknown {
  try {
    const body = JSON.parse(record.body)
    return typeof body === 'object' ? { ...record, body } : record
  } catch {
    return record
  }
}
