/** What FIFO queues of SQS add to standard ones: order in groups, and no message twice within five minutes. */

/** Where a message stands in its queue. */
export interface Place {
  readonly group: string
  readonly deduplicationId: string
  /** Twenty digits that grow: later is greater. */
  readonly sequenceNumber: string
}

/** What a queue keeps of a message that it took in, even when it is long done. */
export interface Remembered {
  readonly id: string
  readonly sentAt: number
  readonly place: Place
}

interface Waiting {
  readonly place?: Place
  readonly receives: number
  readonly visibleAt: number
}

const DEDUPLICATION_INTERVAL = 5 * 60 * 1_000

/** Those that may be received now: of each group its first ones, as long as they are visible, and none of a group that has one
 *  with a consumer. As many as there are of one group come before the next. `waiting` is in order of arrival. */
export function inOrder<M extends Waiting>(
  waiting: readonly M[],
  now: number,
  order: (groups: readonly string[]) => readonly string[] = groups => groups,
): readonly M[] {
  const groups = new Map<string, M[]>()
  const blocked = new Set<string>()
  for (const message of waiting) {
    const { group } = message.place!
    if (message.visibleAt > now) blocked.add(group)
    if (message.visibleAt > now && message.receives > 0) groups.delete(group)
    else if (!blocked.has(group)) groups.set(group, [...(groups.get(group) ?? []), message])
  }
  return order([...groups.keys()]).flatMap(group => groups.get(group) ?? [])
}

/** The message that this one would be a repetition of; forgets those that are too old to be that. */
export function known(
  remembered: Map<string, Remembered>,
  deduplicationId: string,
  now: number,
): Remembered | undefined {
  for (const [id, { sentAt }] of remembered) {
    if (sentAt + DEDUPLICATION_INTERVAL > now || remembered.size === 1) break
    remembered.delete(id)
  }
  const before = remembered.get(deduplicationId)
  return before && before.sentAt + DEDUPLICATION_INTERVAL > now ? before : undefined
}

/** One more than the newest: it is always remembered. */
export function nextSequenceNumber(remembered: ReadonlyMap<string, Remembered>): string {
  const newest = [...remembered.values()].at(-1)?.place.sequenceNumber ?? '10000000000000000000'
  return String(BigInt(newest) + 1n)
}
