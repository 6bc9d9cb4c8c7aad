import { createInterface } from 'node:readline'
import { opinionOf, ranked } from '../model'
import { model } from '../propose'

/** JSON lines of `id` and `text` in, of `id`, `topic`, `confidence` and `second` out, in their order. */
async function run(): Promise<void> {
  const own = model()
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (!line.trim()) continue
    const { id, text } = JSON.parse(line) as { id?: unknown; text?: unknown }
    const [first, second] = ranked(own, opinionOf(own, String(text ?? '')))
    const confidence = Math.round((first?.likely ?? 0) * 1e4) / 1e4
    const answer = `${JSON.stringify({ id, topic: first?.topic, confidence, second: second?.topic })}\n`
    if (!process.stdout.write(answer)) await new Promise(drained => process.stdout.once('drain', drained))
  }
}

run().catch((error: Error) => {
  console.error(error.message)
  process.exitCode = 1
})
