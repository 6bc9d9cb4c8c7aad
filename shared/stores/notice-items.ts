import type { Item } from './case-items'
import type { NoticeName, NoticeRecord } from './ports'
import { shardOf } from './shard'

const prefix = 'NOTICE#'

export const noticeKey = ({ caseId, seq, notice }: NoticeName) => ({
  PK: caseId,
  SK: `${prefix}${String(seq).padStart(8, '0')}#${notice}`,
})

/** The notice that a key names, if it is one's. */
export function noticeAt({ PK = '', SK = '' }: Record<string, string>): NoticeName | undefined {
  const [, seq, notice] = SK.startsWith(prefix) ? SK.split('#') : []
  return notice === undefined ? undefined : { caseId: PK, seq: Number(seq), notice }
}

/** One that waits stands in the index of what is due, beside the clocks. */
export function noticeItem(record: NoticeRecord, shards: number): Item {
  const { caseId, ...rest } = record
  return { ...noticeKey(record), ...rest, ...(record.dueAt && { dueShard: String(shardOf(caseId, shards)) }) }
}

export const noticeIn = ({ PK, SK, dueShard, ...record }: Item) => ({ caseId: PK, ...record }) as NoticeRecord
