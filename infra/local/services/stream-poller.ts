import { createHash } from 'node:crypto'
import type { Kernel, StreamRecord, Timer } from '../kernel'
import { interleaved } from './chance'
import type { Mapping, Ports } from './event-sources'
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

/** Brings the records of a stream to a function, in order for each item. A batch that fails holds up its lane (one, or
 *  ParallelizationFactor) until it succeeds, was tried too often or grew too old. */
export function pollStream(kernel: Kernel, ports: Ports, mapping: Mapping, position: Position): void {
  const { clock, iam, unruly, random } = kernel
  const { source, settings, caller } = mapping
  const batchSize: number = settings.BatchSize ?? 100
  const windowMs = (settings.MaximumBatchingWindowInSeconds ?? 0) * 1000
  const lanes: number = settings.ParallelizationFactor ?? 1
  const retries: number = settings.MaximumRetryAttempts ?? -1
  const age: number = settings.MaximumRecordAgeInSeconds ?? -1
  const oldestMs = age < 0 ? RETENTION_MS : Math.min(age * 1000, RETENTION_MS)

  let busy = false
  let written = false
  let window: Timer | undefined
  let waitedSince: number | undefined
  /** What was read last, in the order of the stream, what of it is not yet done, and the place behind it. */
  let page: readonly StreamRecord[] = []
  let pending = new Set<StreamRecord>()
  let pageEnd = ''
  let lanesAtWork = 0

  const wake = () => {
    written = true
    if (busy) return
    busy = true
    window?.cancel()
    clock.soon(`poll ${source}`, poll)
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
    const { records, position: end } = await ports.streams.read(source, position.get(), batchSize * lanes)
    if (records.length === 0) {
      if (end !== position.get()) position.set(end)
      busy = false
      if (written) wake()
      return
    }
    waitedSince ??= clock.now()
    const windowEnd = waitedSince + windowMs
    if (records.length < batchSize && clock.now() < windowEnd) {
      busy = false
      window = clock.at(windowEnd, `batch window of ${source}`, wake)
      return
    }
    waitedSince = undefined
    page = records
    pageEnd = end
    const wanted = records.filter(mapping.accepts)
    pending = new Set(wanted)
    const work = lanesOf(unruly ? interleaved(random, wanted, itemOf) : wanted)
    lanesAtWork = work.length
    if (lanesAtWork === 0) finish()
    for (const lane of work) clock.soon(`batch of ${source}`, () => next(lane))
  }

  const authorize = () => {
    for (const action of ['dynamodb:DescribeStream', 'dynamodb:GetShardIterator', 'dynamodb:GetRecords'])
      iam.authorize(caller, { action, resource: source })
    iam.authorize(caller, { action: 'dynamodb:ListStreams', resource: '*' })
  }

  /** Records of one item always share a lane. */
  const lanesOf = (records: readonly StreamRecord[]): Batch[][] => {
    const byLane = Array.from({ length: lanes }, () => [] as StreamRecord[])
    for (const record of records) byLane[laneOf(record, lanes)]!.push(record)
    return byLane.filter(lane => lane.length > 0).map(lane => inBatches(lane, batchSize))
  }

  const next = async (lane: Batch[]): Promise<void> => {
    const batch = lane.shift()!
    const tooOld = batch.records.filter(record => clock.now() - createdAt(record) > oldestMs)
    const fresh = batch.records.filter(record => !tooOld.includes(record))
    if (tooOld.length > 0) discard({ ...batch, records: tooOld }, 'RecordAgeExceeded')
    const left = fresh.length > 0 ? await attempt({ ...batch, records: fresh }) : []
    lane.unshift(...left)
    if (lane.length > 0) {
      const { attempts } = lane[0]!
      const pause = left.length > 0 ? Math.min(FIRST_PAUSE_MS * 2 ** Math.max(0, attempts - 1), LONGEST_PAUSE_MS) : 0
      clock.at(clock.now() + pause, `batch of ${source}`, () => next(lane))
    } else if (--lanesAtWork === 0) finish()
  }

  /** Invokes the function once; answers what is left to do of the batch. */
  const attempt = async (batch: Batch): Promise<Batch[]> => {
    if (unruly && random.below(4) === 0) await mapping.invoke(batch.records)
    const outcome = await mapping.invoke(batch.records)
    if (outcome.kind === 'throttled') return [batch]
    if (outcome.kind === 'tooLarge') return halves(batch)
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
    position.set(pageEnd)
    clock.soon(`poll ${source}`, poll)
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

function inBatches(records: readonly StreamRecord[], size: number): Batch[] {
  const starts = Array.from({ length: Math.ceil(records.length / size) }, (_, index) => index * size)
  return starts.map(start => ({ records: records.slice(start, start + size), attempts: 0, functionError: null }))
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

/** Spreads items over lanes; any even spread will do. */
function laneOf(record: StreamRecord, lanes: number): number {
  return lanes === 1 ? 0 : createHash('md5').update(itemOf(record)).digest().readUInt32BE() % lanes
}
