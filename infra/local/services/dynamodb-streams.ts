import { createHash } from 'node:crypto'
import type { Clock, Input, Streams } from '../kernel'
import type { Engine } from './dynamodb-engine'

export interface StreamedTable {
  readonly name: string
  readonly streamArn: string
  readonly region: string
  readonly view: string
}

/** AWS keeps stream records for 24 hours. */
const RETENTION = 24 * 3_600_000
const PAGE = 1_000
/** AWS ends a page at 1 MB; a page that comes near may have been cut off there. */
const FULL_PAGE = 512 * 1024

/** Reads the engine's streams as Lambda's pollers see those of AWS. The engine records both images of every write, which lets
 *  a write that changed nothing leave no record, as on AWS; the table's own view decides what a reader gets. */
export function createStreams(clock: Clock, engine: () => Engine, tables: readonly StreamedTable[]) {
  const byArn = new Map(tables.map(table => [table.streamArn, table]))
  const watchers = new Map<string, (() => void)[]>()
  const shards = new Map<string, { StreamArn: string; ShardId: string }>()
  /** By stream and position: each reader goes on from its own. */
  const iterators = new Map<string, string>()
  const stamps = new Map<string, { upTo: bigint; at: number }[]>()
  const call = (operation: string, input: Input) => engine().call('DynamoDBStreams_20120810', operation, input)

  /** Asked once: to describe its one shard the engine reads every record of the stream. */
  async function shardOf({ name }: StreamedTable) {
    const { Streams } = await call('ListStreams', { TableName: name })
    const { StreamArn } = Streams[0]
    const { StreamDescription } = await call('DescribeStream', { StreamArn })
    return { StreamArn, ShardId: StreamDescription.Shards.at(-1).ShardId }
  }

  async function iteratorAt(table: StreamedTable, position: string): Promise<string> {
    const kept = iterators.get(`${table.name} ${position}`)
    if (kept) return kept
    const shard = shards.get(table.name) ?? (await shardOf(table))
    shards.set(table.name, shard)
    const after = { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: position }
    const start = position === '0' ? { ShardIteratorType: 'TRIM_HORIZON' } : after
    return (await call('GetShardIterator', { ...shard, ...start })).ShardIterator
  }

  async function page(table: StreamedTable, position: string, max: number) {
    const Limit = Math.min(max, PAGE)
    const ShardIterator = await iteratorAt(table, position)
    const { Records, NextShardIterator } = await call('GetRecords', { ShardIterator, Limit })
    const last: string = Records.at(-1)?.dynamodb.SequenceNumber ?? position
    iterators.delete(`${table.name} ${position}`)
    iterators.set(`${table.name} ${last}`, NextShardIterator)
    const bytes = Records.reduce((sum: number, record: Input) => sum + record.dynamodb.SizeBytes, 0)
    return { records: Records as readonly Input[], position: last, more: Records.length === Limit || bytes > FULL_PAGE }
  }

  /** The engine's process does not know virtual time; a record is read at the instant of its write, because virtual time
   *  stands while a record is unread. */
  function writtenAt(table: StreamedTable, record: Input): number {
    const { SequenceNumber, ApproximateCreationDateTime } = record.dynamodb
    if (!clock.virtual) return ApproximateCreationDateTime * 1_000
    const position = BigInt(SequenceNumber)
    const known = stamps.get(table.name) ?? []
    stamps.set(table.name, known)
    const now = clock.now()
    const last = known.at(-1)
    if (last && position <= last.upTo) {
      // Readers are near the end.
      let place = known.length - 1
      while (place > 0 && position <= known[place - 1]!.upTo) place--
      return known[place]!.at
    }
    while (known[0] && known[0].at <= now - 2 * RETENTION) known.shift()
    if (last?.at === now) last.upTo = position
    else known.push({ upTo: position, at: now })
    return now
  }

  function visible(table: StreamedTable, record: Input) {
    const { Keys, NewImage, OldImage, SequenceNumber, SizeBytes } = record.dynamodb
    const at = writtenAt(table, record)
    if (at < clock.now() - RETENTION || JSON.stringify(NewImage) === JSON.stringify(OldImage)) return []
    return {
      eventID: createHash('md5').update(`${table.streamArn} ${SequenceNumber}`).digest('hex'),
      eventName: record.eventName,
      eventSource: 'aws:dynamodb' as const,
      eventSourceARN: table.streamArn,
      awsRegion: table.region,
      eventVersion: '1.1' as const,
      dynamodb: {
        ApproximateCreationDateTime: Math.floor(at / 1_000),
        Keys,
        ...(NewImage && table.view.startsWith('NEW') ? { NewImage } : {}),
        ...(OldImage && /OLD_IMAGES?$/.test(table.view) ? { OldImage } : {}),
        SequenceNumber,
        SizeBytes,
        StreamViewType: table.view,
      },
    }
  }

  const streams: Streams = {
    watch(streamArn, written) {
      watchers.set(streamArn, [...(watchers.get(streamArn) ?? []), written])
    },
    async read(streamArn, position, max) {
      const table = byArn.get(streamArn)!
      const next = await page(table, position, max)
      return { ...next, records: next.records.flatMap(record => visible(table, record)) }
    },
  }
  return {
    ...streams,
    /** Tells those who watch the table's stream that there is something to read. */
    written(tableName: string) {
      const streamArn = tables.find(({ name }) => name === tableName)?.streamArn
      for (const notify of watchers.get(streamArn ?? '') ?? []) notify()
    },
  }
}
