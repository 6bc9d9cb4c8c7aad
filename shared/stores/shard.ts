import { createHash } from 'node:crypto'

/** Spreads the hot keys of an index (one list, one minute of due clocks) over partitions; the same case, the same shard. */
export function shardOf(caseId: string, shards: number): number {
  return createHash('sha256').update(caseId).digest().readUInt32BE(0) % shards
}
