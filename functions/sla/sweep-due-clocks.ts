import type { Instant } from '../../shared/domain/case'
import { lookAt } from '../../shared/entry/dispatch'
import { count } from '../../shared/entry/telemetry'
import type { CaseStore, Queue } from '../../shared/wiring'

export interface Sweep {
  readonly cases: CaseStore
  readonly shards: number
  readonly queue: Queue
  /** Takes the notices that waited for the morning (G-22). */
  readonly waiting: Queue
  /** Takes work places whose leave begins or ends, and those that nobody looked at since they changed. */
  readonly dispatch: Queue
}

/** Lists the cases with a clock to look at and hands them to workers (R-SLA-44); safe to run twice, since workers decide. With
 *  a later `until` it lists what falls due up to then, so that provisional deadlines meet new holidays before their time. */
export async function sweepDueClocks(
  { cases, shards, queue, waiting, dispatch }: Sweep,
  at: Instant,
  until: Instant = at,
) {
  let found = 0
  for (let shard = 0; shard < shards; shard++) {
    let cursor: string | undefined
    do {
      const page = await cases.due(shard, until, cursor)
      const named = page.items.map((due, i) => ({ ...due, id: String(i) }))
      const failed = await Promise.all([
        queue.send(
          named.flatMap(({ id, caseId, notice, agentId }) => (notice || agentId ? [] : [{ id, body: { caseId, at } }])),
        ),
        waiting.send(named.flatMap(({ id, notice }) => (notice ? [{ id, body: notice }] : []))),
        dispatch.send(named.flatMap(({ id, agentId }) => (agentId ? [{ id, ...lookAt(agentId, at) }] : []))),
      ])
      const refused = failed.reduce((sum, ids) => sum + ids.size, 0)
      if (refused > 0) throw new Error(`${refused} due cases were not taken by the queue: the sweep comes again`)
      found += page.items.length
      cursor = page.cursor
    } while (cursor)
  }
  count('DueCasesFound', found)
  count('SweepsCompleted')
  return { found }
}
