import type { Kernel, StreamRecord } from '../kernel'
import { interleaved } from './chance'
import type { Mapping, Ports } from './mapping'
import { type Discard, sendToDestination } from './on-failure'

const FIRST_PAUSE_MS = 1000
/** Lambda keeps its pauses between retries to itself; doubling to a minute is what is seen. */
const LONGEST_PAUSE_MS = 60_000
/** A stream keeps its records for a day, whatever the mapping says. */
const RETENTION_MS = 24 * 3_600_000

/** The place in the stream before which all is done; kept where a kill does not reach. */
export interface Position {
  get(): string
  set(position: string): void
}

interface Batch {
  readonly records: readonly StreamRecord[]
  /** Invocations that failed with exactly these records. */
  readonly attempts: number
  /** As in the record of a discarded batch; null when the function ran but reported failures. */
  readonly functionError: 'Unhandled' | null
}

/** Brings the records of a stream to a function, in order for each item. A batch that fails holds up the stream until it
 *  succeeds, was tried too often or grew too old. A window begins with the first write and always runs to its end. */
export function pollStream(kernel: Kernel, ports: Ports, mapping: Mapping, position: Position): void {
  const { clock, iam, unruly, random } = kernel
  const { source, settings, caller } = mapping
  const batchSize: number = settings.BatchSize ?? 100
  const retries: number = settings.MaximumRetryAttempts ?? -1
  const age: number = settings.MaximumRecordAgeInSeconds ?? -1
  const windowMs: number = (settings.MaximumBatchingWindowInSeconds ?? 0) * 1000
  const oldestMs = age < 0 ? RETENTION_MS : Math.min(age * 1000, RETENTION_MS)

  let busy = false
  let written = false
  /** What was read last, in the order of the stream, what of it is not yet done, the place behind it, and whether there is more. */
  let page: readonly StreamRecord[] = []
  let pending = new Set<StreamRecord>()
  let pageEnd = ''
  let more = false

  const wake = () => {
    written = true
    if (busy) return
    busy = true
    if (windowMs > 0) clock.at(clock.now() + windowMs, `window ${source}`, poll)
    else clock.soon(`poll ${source}`, poll)
  }

  const poll = async () => {
    try {
      await read()
    } catch (error) {
      busy = false
      throw error
    }
  }

  const read = async () => {
    authorize()
    written = false
    const found = await ports.streams.read(source, position.get(), batchSize)
    page = found.records
    pageEnd = found.position
    more = found.more
    const wanted = page.filter(mapping.accepts)
    pending = new Set(wanted)
    const records = unruly ? interleaved(random, wanted, itemOf) : wanted
    if (records.length === 0) finish()
    else clock.soon(`batch of ${source}`, () => next([{ records, attempts: 0, functionError: null }]))
  }

  const authorize = () => {
    for (const action of ['dynamodb:DescribeStream', 'dynamodb:GetShardIterator', 'dynamodb:GetRecords'])
      iam.authorize(caller, { action, resource: source })
    iam.authorize(caller, { action: 'dynamodb:ListStreams', resource: '*' })
  }

  const next = async ([batch, ...later]: readonly [Batch, ...Batch[]]): Promise<void> => {
    const tooOld = batch.records.filter(record => clock.now() - createdAt(record) > oldestMs)
    const fresh = batch.records.filter(record => !tooOld.includes(record))
    if (tooOld.length > 0) discard({ ...batch, records: tooOld }, 'RecordAgeExceeded')
    const left = fresh.length > 0 ? await attempt({ ...batch, records: fresh }) : []
    const [first, ...rest] = [...left, ...later]
    if (!first) return finish()
    const pause =
      left.length > 0 ? Math.min(FIRST_PAUSE_MS * 2 ** Math.max(0, first.attempts - 1), LONGEST_PAUSE_MS) : 0
    clock.at(clock.now() + pause, `batch of ${source}`, () => next([first, ...rest]))
  }

  /** Invokes the function once; answers what is left to do of the batch. */
  const attempt = async (batch: Batch): Promise<Batch[]> => {
    if (unruly && random.below(4) === 0) await mapping.invoke(batch.records)
    const outcome = await mapping.invoke(batch.records)
    if (outcome.kind === 'throttled') return [batch]
    const failedAt = outcome.kind === 'done' ? firstFailed(batch.records, outcome.failed) : 0
    done(batch.records.slice(0, failedAt))
    if (failedAt === batch.records.length) return []

    const left: Batch = {
      records: batch.records.slice(failedAt),
      attempts: failedAt > 0 ? 1 : batch.attempts + 1,
      functionError: outcome.kind === 'error' ? 'Unhandled' : null,
    }
    const splits = settings.BisectBatchOnFunctionError && failedAt === 0 && left.records.length > 1
    if (splits) return halves({ ...left, attempts: batch.attempts })
    if (retries < 0 || left.attempts <= retries) return [left]
    discard(left, 'RetryAttemptsExhausted')
    return []
  }

  /** What the destination does not take is lost and the stream goes on, as on AWS; here the loss is an error of the clock. */
  const discard = (batch: Batch, condition: Discard['condition']) => {
    const { records, attempts, functionError } = batch
    try {
      sendToDestination(kernel, ports, mapping, { records, condition, invokeCount: attempts, functionError })
    } catch (error) {
      clock.soon(`loss of a batch of ${source}`, () => {
        throw error
      })
    }
    done(records)
  }

  /** The position never passes a record that is not done, so that a kill loses none; it may bring some again. */
  const done = (records: readonly StreamRecord[]) => {
    for (const record of records) pending.delete(record)
    const undone = page.findIndex(record => pending.has(record))
    const reached = page[undone - 1]?.dynamodb.SequenceNumber
    if (reached && reached !== position.get()) position.set(reached)
  }

  const finish = () => {
    if (pageEnd !== position.get()) position.set(pageEnd)
    busy = false
    if (more) {
      busy = true
      clock.soon(`poll ${source}`, poll)
    } else if (written) wake()
  }

  ports.streams.watch(source, wake)
  wake()
}

/** Lambda goes back to the failed record that comes first; an identifier that is not of the batch fails all of it. */
function firstFailed(records: readonly StreamRecord[], failed: ReadonlySet<string>): number {
  if (failed.size === 0) return records.length
  const found = records.findIndex(({ dynamodb }) => failed.has(dynamodb.SequenceNumber))
  return Math.max(0, found)
}

/** Splitting does not use up a retry. */
function halves(batch: Batch): Batch[] {
  const half = batch.records.length >> 1
  return [batch.records.slice(0, half), batch.records.slice(half)].map(records => ({ ...batch, records }))
}

function itemOf({ dynamodb }: StreamRecord): string {
  return JSON.stringify(dynamodb.Keys)
}

function createdAt({ dynamodb }: StreamRecord): number {
  return dynamodb.ApproximateCreationDateTime * 1000
}
