import { compared, figure, inTurn, type Row } from './figures'
import { startFloor } from './floor'
import { perSecond } from './load'
import { startCloud } from './running-cloud'
import { shopOf } from './storefront'

const concurrencies = [1, 8, 32]
const judged = 8

/** Requests over real HTTP against a cloud in real time, with all that follows from them, beside their transactions alone. Then
 *  what that cloud has come to weigh. */
export async function requestRows(assembly: string, quick: boolean, say: (line: string) => void): Promise<Row[]> {
  const [count, seconds, warmUpSeconds] = quick ? [1, 1, 1] : [5, 2, 5]
  say('starting the local cloud and the floor')
  const floor = await startFloor(assembly)
  const cloud = await startCloud(assembly)
  const idle = await cloud.state()
  const storefront = shopOf(idle, Math.max(...concurrencies))
  const rows: Row[] = []
  try {
    for (const kind of ['order', 'ticket'] as const) {
      const make = () => storefront.make(kind)
      const write = () => floor.write(kind)
      await perSecond(judged, warmUpSeconds, make)
      await perSecond(judged, warmUpSeconds, write)
      for (const concurrency of concurrencies) {
        const name = `${kind === 'order' ? 'place an order' : 'open a ticket'}, ${concurrency} at once`
        say(name)
        const product = async () => {
          await cloud.quiet()
          return perSecond(concurrency, seconds, make)
        }
        const alone = async () => {
          await cloud.quiet()
          return perSecond(concurrency, seconds, write)
        }
        const goal = { of: 'ratio', is: '>=', limit: 0.3 } as const
        const pairs = await inTurn(count, product, alone)
        rows.push(compared(name, pairs, 'requests/s', concurrency === judged ? goal : undefined))
      }
      rows.push(figure(`items in the transaction of one ${kind}`, floor.itemsOf(kind), 'items'))
    }
    await cloud.quiet()
    const { counters, megabytes } = await cloud.state()
    rows.push(figure('local cloud: start to ready, without a shop', cloud.startMilliseconds, 'ms'))
    rows.push(figure('local cloud: memory at start, no workers', idle.megabytes, 'MB'))
    rows.push(figure(`local cloud: memory after ${counters.httpRequests} requests, with workers`, megabytes, 'MB'))
  } finally {
    storefront.close()
    await Promise.all([cloud.stop(), floor.close()])
  }
  return rows
}
