import { startWorld } from '../local/world'
import { onWork } from './apart'
import { drive } from './drive'
import type { RecordedOrder } from './recorded-order'
import type { Share } from './report'

export interface Work {
  readonly orders: RecordedOrder[]
  readonly assembly: string
  readonly seed: string
}

/** One world of a replay: its orders come in a message, its outcome leaves in one. */
onWork<Work, Share>(async ({ orders, assembly, seed }, tell) => {
  const first = orders.reduce((earliest, { placedAt }) => Math.min(earliest, placedAt), Number.POSITIVE_INFINITY)
  const world = await startWorld({ assembly, at: new Date(first - 60_000).toISOString(), seed, apiPort: 0 })
  const outcome = await drive(world, orders, acts => tell({ acts }))
  const counters = world.counters()
  await world.stop()
  return { outcome, counters }
})
