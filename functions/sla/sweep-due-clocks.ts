import type { Instant } from '../../shared/domain/case'
import { count } from '../../shared/entry/telemetry'
import type { CaseStore, Queue } from '../../shared/wiring'

export interface Sweep {
  readonly cases: CaseStore
  readonly shards: number
  readonly queue: Queue
}

/** Lists the cases with a clock to look at and hands them to workers (R-SLA-44); safe to run twice, since workers decide. With
 *  a later `until` it lists what falls due up to then, so that provisional deadlines meet new holidays before their time. */
export async function sweepDueClocks({ cases, shards, queue }: Sweep, at: Instant, until: Instant = at) {
  let found = 0
  for (let shard = 0; shard < shards; shard++) {
    let cursor: string | undefined
    do {
      const page = await cases.due(shard, until, cursor)
      const failed = await queue.send(page.items.map((caseId, i) => ({ id: String(i), body: { caseId, at } })))
      if (failed.size > 0)
        throw new Error(`${failed.size} due cases were not taken by the queue: the sweep comes again`)
      found += page.items.length
      cursor = page.cursor
    } while (cursor)
  }
  count('DueCasesFound', found)
  count('SweepsCompleted')
  return { found }
}
