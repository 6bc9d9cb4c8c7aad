import { createHash } from 'node:crypto'
import type { Case, CaseEvent, Change, Instant } from '../domain/case'
import { nextInstant } from '../domain/engine'
import { type ListEntry, listsOf, mainSlot } from '../domain/lists'
import { parcelName } from '../domain/parcel'
import { clocksIn, type Kept, keptClocks } from './clock-items'
import type { Claim } from './ports'
import { shardOf } from './shard'
import { squeezed, stretched } from './squeezed'

/** Items of the table `cases`; the layout is told in the README. */
export type Item = Record<string, unknown>

export const headKey = (caseId: string) => ({ PK: caseId, SK: 'HEAD' })
export const eventKey = (caseId: string, seq: number) => ({ PK: caseId, SK: `EVENT#${String(seq).padStart(8, '0')}` })

/** The head with the attributes of its indexes: a case without running clocks is in no `due` shard. It is itself the entry of its
 *  main list: an item of its own would cost each move two write units more. */
export function headItem(of: Case, shards: number): Item {
  const { id, clocks, ...head } = of
  const shard = shardOf(id, shards)
  const dueAt = nextInstant(of)
  const main = listsOf(of).find(({ slot }) => slot === mainSlot)
  const item = {
    ...headKey(id),
    ...head,
    clocks: keptClocks(clocks),
    ...(dueAt && { dueShard: String(shard), dueAt }),
    ...(main && { listShard: listShard(main.listKey, shard), rank: main.rank }),
  }
  return squeezed(item, ['facts', 'clocks'])
}

export function caseIn(item: Item): Case {
  const { PK, SK, dueShard, dueAt, listShard, rank, clocks, ...head } = stretched(item)
  return { id: PK, ...head, clocks: clocksIn(clocks as Kept) } as unknown as Case
}

/** What is said in it stays readable; what it starts and stops may be squeezed. */
export function eventItem({ caseId, clocks, ...event }: CaseEvent): Item {
  return squeezed({ ...eventKey(caseId, event.seq), ...event, ...(clocks && { clocks: keptClocks(clocks) }) }, [
    'clocks',
  ])
}

export function eventIn(item: Item): CaseEvent {
  const { PK, SK, requestHash, clocks, ...event } = stretched(item)
  return { caseId: PK, ...event, ...(clocks ? { clocks: clocksIn(clocks as Kept) } : {}) } as unknown as CaseEvent
}

/** The entries beside the main one that a change moves: one item a slot, so that a case which moves is never in two lists of it. */
export function listItems({ before, after }: Change, shards: number): readonly Item[] {
  const [was, is] = [before ? besideMain(before) : new Map<string, ListEntry>(), besideMain(after)]
  const moved = [...is.values()]
    .filter(({ slot, listKey, rank }) => was.get(slot)?.listKey !== listKey || was.get(slot)?.rank !== rank)
    .map(({ slot, listKey, rank }) => ({
      ...listEntryKey(after.id, slot),
      listShard: listShard(listKey, shardOf(after.id, shards)),
      rank,
    }))
  const left = [...was.keys()]
    .filter(slot => !is.has(slot))
    .map(slot => ({ ...listEntryKey(after.id, slot), expiresAt: epochSeconds(after.changedAt) }))
  return [...moved, ...left]
}

const besideMain = (subject: Case) =>
  new Map(listsOf(subject).flatMap(entry => (entry.slot === mainSlot ? [] : [[entry.slot, entry]])))

export const listShard = (listKey: string, shard: number) => `${listKey}#${shard}`
const listEntryKey = (caseId: string, slot: string) => ({ PK: caseId, SK: `LIST#${slot}` })

/** Of a key only a digest is kept: callers choose keys, and some choose personal ones. */
export function claimKey(claim: { what: 'number'; number: string } | { what: 'key'; caller: string; key: string }) {
  const digest = ({ caller, key }: { caller: string; key: string }) =>
    createHash('sha256').update(`${caller}\n${key}`).digest('hex')
  return { PK: `CLAIM#${claim.what === 'number' ? `NUMBER#${claim.number}` : `KEY#${digest(claim)}`}`, SK: 'CLAIM' }
}

/** One item for each case that went by this number: couriers use theirs again. Spaces, dashes and letter case are not part of it. */
export const trackingKey = (trackingNumber: string) => `CLAIM#TRACKING#${parcelName(trackingNumber)}`

export const sequenceKey = (sequence: string) => ({ PK: `CLAIM#SEQUENCE#${sequence}`, SK: 'CLAIM' })

/** 一人多档: on each id of a customer all of them (R-CUS-05). */
export const personKey = (customerId: string) => ({ PK: `CUSTOMER#${customerId}`, SK: 'PERSON' })

export function claimItem(claim: Exclude<Claim, { what: 'person' }>, caseId: string): Item {
  if (claim.what === 'sequence') return { ...sequenceKey(claim.sequence), place: claim.place }
  if (claim.what === 'number') return { ...claimKey(claim), caseId }
  if (claim.what === 'tracking') return { PK: trackingKey(claim.trackingNumber), SK: caseId }
  const { requestHash, answer, expiresAt } = claim
  return { ...claimKey(claim), caseId, requestHash, answer, expiresAt: epochSeconds(expiresAt) }
}

/** As TTL wants it. */
export const epochSeconds = (at: Instant) => Math.floor(Date.parse(at) / 1000)
