import { bodies } from './bodies'
import { figure, type Row } from './figures'
import { perSecond } from './load'
import { startCloud } from './running-cloud'
import { shopOf } from './storefront'

const concurrencies = [1, 8, 32]
const judged = 8
const goal = { of: 'value', is: '>=', limit: 70 } as const

/** The whole way of orders over HTTP against a cloud in real time: placed, approved, paid, handed over, packed, shipped,
 *  delivered; the time runs until the last mail of the last order is out. */
export async function pipelineRows(assembly: string, quick: boolean, say: (line: string) => void): Promise<Row[]> {
  const seconds = quick ? 3 : 15
  say('starting the local cloud')
  const cloud = await startCloud(assembly)
  const shop = shopOf(await cloud.state(), Math.max(...concurrencies))
  const rows: Row[] = []
  try {
    await perSecond(judged, quick ? 2 : 10, shop.wholeOrder)
    for (const concurrency of concurrencies) {
      say(`whole orders, ${concurrency} at once`)
      await cloud.quiet()
      const before = (await cloud.state()).counters.mails
      const started = performance.now()
      const made = (await perSecond(concurrency, seconds, shop.wholeOrder)) * seconds
      const drained = await cloud.drained()
      const name = `whole orders with all their mails, ${concurrency} at once`
      rows.push(
        figure(name, made / ((drained - started) / 1000), 'orders/s', concurrency === judged ? goal : undefined),
        figure(`${name}: mails`, ((await cloud.state()).counters.mails - before) / made, 'mails/order'),
      )
    }
    if (!quick) rows.push(...(await weight(cloud, shop, say)))
  } finally {
    shop.close()
    await cloud.stop()
  }
  return rows
}

/** What a cloud has come to weigh after ten thousand orders; they are placed alone, which leaves as many cases. */
async function weight(
  cloud: Awaited<ReturnType<typeof startCloud>>,
  shop: ReturnType<typeof shopOf>,
  say: (line: string) => void,
) {
  say('ten thousand orders')
  let left = 10_000
  const worker = async () => {
    while (left-- > 0) await shop.make('order')
  }
  await Promise.all(Array.from({ length: judged }, worker))
  await cloud.quiet()
  const { megabytes } = await cloud.state()
  return [figure('local cloud: memory after 10,000 orders', megabytes, 'MB')]
}

export const wholeWay = (n: number): readonly (readonly [path: string, as: string, body: object])[] => {
  const { total } = bodies.order(n)
  return [
    ['approval', 'agent', {}],
    ['payment-confirmation', 'finance', { received: total }],
    ['warehouse-notice', 'finance', {}],
    ['packing', 'warehouse', {}],
    ['shipment', 'warehouse', { courier: 'SF', trackingNumber: `SF${String(n).padStart(10, '0')}` }],
    ['receipt', 'courier', { slipNumber: `R-${n}` }],
  ]
}
