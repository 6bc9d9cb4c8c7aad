import { figure, type Row } from './figures'
import { underLoad } from './load'
import { startCloud } from './running-cloud'
import { shopOf } from './storefront'

const concurrencies = [1, 8, 32]
const judged = 8
/** Three times what osTicket 1.18 takes in on four cores (155 a second, p95 64 ms at 8 at once; Request Tracker 5: 35). */
const goals = {
  intake: { of: 'value', is: '>=', limit: 465 },
  p95: { of: 'value', is: '<=', limit: 64 },
} as const

/** Tickets over HTTP against a cloud in real time: the time runs until each is classified and the last receipt is out, which is
 *  more than those do that are compared with. Then replies of agents. */
export async function intakeRows(assembly: string, quick: boolean, say: (line: string) => void): Promise<Row[]> {
  const seconds = quick ? 3 : 15
  say('starting the local cloud')
  const cloud = await startCloud(assembly)
  const shop = shopOf(await cloud.state(), Math.max(...concurrencies))
  const goalAt = <G>(concurrency: number, goal: G) => (concurrency === judged ? goal : undefined)
  const rows: Row[] = []
  try {
    await underLoad(judged, quick ? 2 : 10, () => shop.make('ticket'))
    for (const concurrency of concurrencies) {
      say(`tickets, ${concurrency} at once`)
      await cloud.quiet()
      const before = (await cloud.state()).counters.mails
      const started = performance.now()
      const { done, perSecond, p95Milliseconds } = await underLoad(concurrency, seconds, () => shop.make('ticket'))
      const drained = await cloud.drained()
      const receipts = (await cloud.state()).counters.mails - before
      if (receipts < done) throw new Error(`${done} tickets, but ${receipts} receipts`)
      const name = `tickets taken in, ${concurrency} at once`
      const whole = done / ((drained - started) / 1000)
      rows.push(
        figure(`${name}: answered`, perSecond, 'tickets/s', goalAt(concurrency, goals.intake)),
        figure(`${name}: p95`, p95Milliseconds, 'ms', goalAt(concurrency, goals.p95)),
        figure(`${name}: classified and told by mail`, whole, 'tickets/s', goalAt(concurrency, goals.intake)),
      )
    }
    // One after the other: each is written to the work place of the same agent.
    const taken: string[] = []
    while (taken.length < 64) taken.push(await shop.takenTicket())
    for (const concurrency of concurrencies) {
      say(`replies, ${concurrency} at once`)
      await cloud.quiet()
      let next = 0
      const reply = () => shop.reply(taken[next++ % taken.length] as string)
      const { perSecond, p95Milliseconds } = await underLoad(concurrency, seconds, reply)
      rows.push(
        figure(`replies of agents, ${concurrency} at once`, perSecond, 'replies/s'),
        figure(`replies of agents, ${concurrency} at once: p95`, p95Milliseconds, 'ms'),
      )
    }
  } finally {
    shop.close()
    await cloud.stop()
  }
  return rows
}
