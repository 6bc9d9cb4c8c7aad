import type { Clock, Input, Timer } from '../kernel'

const HOUR = 3_600_000
/** AWS leaves alone what expired more than five years ago. */
const TOO_OLD = 5 * 365 * 24 * HOUR

/** Deletes expired items at the first full hour after their time (AWS: within days). It knows each item's time from the writes
 *  that pass by, so that a pass reads nothing and an hour without work costs nothing. */
export function createExpiry(clock: Clock, remove: (table: string, keys: readonly Input[]) => Promise<void>) {
  const hourOf = new Map<string, number>()
  const due = new Map<number, Map<string, { table: string; key: Input }>>()
  const timers = new Map<number, Timer>()

  async function pass(hour: number) {
    const byTable = new Map<string, Input[]>()
    for (const [id, { table, key }] of due.get(hour) ?? []) {
      hourOf.delete(id)
      byTable.set(table, [...(byTable.get(table) ?? []), key])
    }
    due.delete(hour)
    timers.delete(hour)
    for (const [table, keys] of byTable) await remove(table, keys)
  }

  return {
    /** The item now expires at `expiresAt` (epoch seconds), or no longer does. */
    note(table: string, key: Input, expiresAt: number | undefined) {
      const id = `${table} ${JSON.stringify(key)}`
      due.get(hourOf.get(id) ?? -1)?.delete(id)
      hourOf.delete(id)
      if (expiresAt === undefined || expiresAt * 1_000 < clock.now() - TOO_OLD) return
      const hour = Math.floor(Math.max(expiresAt * 1_000, clock.now()) / HOUR) + 1
      if (!due.has(hour)) {
        due.set(hour, new Map())
        timers.set(
          hour,
          clock.at(hour * HOUR, 'dynamodb expiry', () => pass(hour)),
        )
      }
      due.get(hour)?.set(id, { table, key })
      hourOf.set(id, hour)
    },
    stop() {
      for (const timer of timers.values()) timer.cancel()
    },
  }
}
