import { startWorld } from '../local/world'
import { drive } from './drive'
import type { RecordedOrder } from './recorded-order'

interface Work {
  readonly orders: RecordedOrder[]
  readonly assembly: string
  readonly seed: string
}

/** One world of a replay, in a process of its own: its orders come in a message, its outcome leaves in one. */
process.once('disconnect', () => process.exit(1))
process.once('message', async ({ orders, assembly, seed }: Work) => {
  const first = orders.reduce((earliest, { placedAt }) => Math.min(earliest, placedAt), Number.POSITIVE_INFINITY)
  const world = await startWorld({ assembly, at: new Date(first - 60_000).toISOString(), seed, apiPort: 0 })
  const outcome = await drive(world, orders, acts => process.send?.({ acts }))
  const counters = world.counters()
  await world.stop()
  process.send?.({ share: { outcome, counters } }, () => process.exit(0))
})
