/** Keeps `concurrency` requests under way for a time; answers how many were done a second. The first error ends it. */
export const perSecond = async (concurrency: number, seconds: number, one: () => Promise<void>): Promise<number> =>
  (await underLoad(concurrency, seconds, one)).perSecond

export interface Load {
  readonly done: number
  readonly perSecond: number
  /** What nineteen of twenty requests did not exceed. */
  readonly p95Milliseconds: number
}

/** The same, with how long they took. */
export async function underLoad(concurrency: number, seconds: number, one: () => Promise<void>): Promise<Load> {
  const started = performance.now()
  const end = started + seconds * 1000
  const times: number[] = []
  const worker = async () => {
    for (let from = performance.now(); from < end; from = performance.now()) {
      await one()
      times.push(performance.now() - from)
    }
  }
  await Promise.all(Array.from({ length: concurrency }, worker))
  const p95Milliseconds = times.sort((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? Number.NaN
  return { done: times.length, perSecond: times.length / ((performance.now() - started) / 1000), p95Milliseconds }
}
