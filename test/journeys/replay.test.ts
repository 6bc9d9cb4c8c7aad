import { createReadStream, existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { startWorld } from '../../infra/local/world'
import { drive } from '../../infra/replay/drive'
import { mappingSchema, type RecordedOrder, readOrders } from '../../infra/replay/recorded-order'
import { report } from '../../infra/replay/report'

const root = resolve(__dirname, '../..')
const mappings = ['olist', 'sample'].map(name =>
  mappingSchema.parse(JSON.parse(readFileSync(`${root}/infra/replay/mappings/${name}.json`, 'utf8'))),
)
const sample = readFileSync(`${root}/test/data/orders.csv`, 'utf8')
const olist = resolve(root, '../shared/data/olist/orders_delivered.csv')

async function replayed(orders: readonly RecordedOrder[]) {
  const first = Math.min(...orders.map(order => order.placedAt))
  const assembly = process.env.KEFU_ASSEMBLY as string
  const world = await startWorld({ assembly, at: new Date(first - 60_000).toISOString(), seed: 'replay', apiPort: 0 })
  try {
    const outcome = await drive(world, orders, () => {})
    return report(orders.length, [{ outcome, counters: world.counters() }], 1)
  } finally {
    await world.stop()
  }
}

describe('Recorded orders', () => {
  test('are read by the mapping whose columns the file has, with instants in UTC and whole minor units', async () => {
    expect((await readOrders([sample], mappings)).orders[0]).toMatchObject({
      reference: 'S10001',
      market: 'CN',
      placedAt: Date.parse('2025-09-22T01:58:53Z'),
      goods: 27599,
      received: 27599,
      finalStates: ['completed'],
    })
  })

  test('that no mapping fits are refused with the columns that are missing', async () => {
    await expect(readOrders(['id,when\n1,2\n'], mappings)).rejects.toThrow(
      /"Kefu sample shop, China" misses the columns order_no,/,
    )
    await expect(readOrders([''], mappings)).rejects.toThrow('the file has no orders')
  })

  test('that cannot be read are left out, with their line and column; the others are read', async () => {
    const broken = sample.replace('2025-09-22 13:46:02', 'yesterday')
    const { orders, unreadable } = await readOrders([broken], mappings)
    expect(unreadable).toEqual(['line 3, column placed: cannot read "yesterday"'])
    expect(orders).toHaveLength((await readOrders([sample], mappings)).orders.length - 1)
  })

  test('end as the file says; what came too early is refused, counted and done once it is legal', async () => {
    const { orders: all } = await readOrders([sample], mappings)
    const early = all.filter(order => order.shippedAt && order.paidAt && order.shippedAt < order.paidAt)
    const unpaid = all.filter(order => order.finalStates?.includes('payment_overdue'))
    const onTheWay = all.filter(order => order.finalStates?.includes('shipped'))
    const cash = all.filter(order => order.paymentMethod === 'cash_on_delivery')
    const chosen = [early[0]!, unpaid[0]!, onTheWay[0]!, cash[0]!, all[0]!]
    const result = await replayed(chosen)
    expect(result).toMatchObject({
      orders: 5,
      disagreements: 0,
      deadLetters: 0,
      finalStates: { completed: 3, payment_overdue: 1, shipped: 1 },
      refusals: { 'pack while pending_payment': 1, 'ship while pending_payment': 1 },
    })
    // cash on delivery has no payment clock
    expect(result.clocks['SLA-37']).toMatchObject({ met: 3, open: 1 })
    expect(result.notices['N-08 sent']).toBe(5)
    expect(result.perOrder.stateTransitions).toBeGreaterThan(3)
    expect(result.perOrder.cost).toBeGreaterThan(0)
  })

  const withData = existsSync(olist) ? test : test.skip
  withData('of a real marketplace end delivered (needs ../shared/data; skipped without it)', async () => {
    const { orders } = await readOrders(createReadStream(olist, 'utf8'), mappings)
    const result = await replayed(orders.slice(200, 206))
    expect(result).toMatchObject({ disagreements: 0, deadLetters: 0, finalStates: { completed: 6 } })
  })
})
