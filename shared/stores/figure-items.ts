import { createHash } from 'node:crypto'
import type { CaseEvent } from '../domain/case'
import type { Dimension, FigureItem } from '../domain/figures'
import { shardOf } from './shard'

type Item = Record<string, unknown>

/** A month of one dimension is one partition, so that one query reads it. */
export const figureKey = ({ day, by, key }: Pick<FigureItem, 'day' | 'by' | 'key'>) => ({
  PK: figurePartition(by, day.slice(0, 7)),
  SK: `${day}#${key}`,
})
export const figurePartition = (by: Dimension, month: string) => `FIGURES#${by}#${month}`

export function figureIn(by: Dimension, { PK, SK, ...amounts }: Item): FigureItem {
  const [day = '', key = ''] = [String(SK).slice(0, 10), String(SK).slice(11)]
  return { day, by, key, amounts: amounts as FigureItem['amounts'] }
}

const slotSeconds = 300

/** Claims of lines that were written in the same minutes stand in few items: a batch then writes these, and not one for each
 *  line. Half the shards: sixteen take the 20,000 orders a minute of a flash sale, far below an item's 400 KB. */
export const claimsKey = ({ caseId, at }: CaseEvent, shards: number) => ({
  PK: `FIGURES#CLAIMS#${slotOf(at)}#${shardOf(caseId, Math.ceil(shards / 2))}`,
  SK: 'CLAIMS',
})
const slotOf = (at: string) =>
  new Date(Math.floor(Date.parse(at) / (slotSeconds * 1000)) * slotSeconds * 1000).toISOString().slice(0, 16)

/** 66 bits of a digest: two lines of one slot never share it, and ninety of them fit a kilobyte. */
export const claimOf = ({ caseId, seq }: CaseEvent) =>
  createHash('sha256').update(`${caseId} ${seq}`).digest('base64url').slice(0, 11)
