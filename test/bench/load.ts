/** Keeps `concurrency` requests under way for a time; answers how many were done a second. The first error ends it. */
export async function perSecond(concurrency: number, seconds: number, one: () => Promise<void>): Promise<number> {
  const started = performance.now()
  const end = started + seconds * 1000
  let done = 0
  const worker = async () => {
    while (performance.now() < end) {
      await one()
      done++
    }
  }
  await Promise.all(Array.from({ length: concurrency }, worker))
  return done / ((performance.now() - started) / 1000)
}
