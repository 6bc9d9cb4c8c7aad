import { createReadStream, existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { startWorld } from '../../infra/local/world'
import { drive } from '../../infra/replay/drive'
import { mappingSchema, type RecordedOrder, readOrders, totalOf } from '../../infra/replay/recorded-order'
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

  describe('of a shop that gives its orders a status', () => {
    const header =
      'order_id,customer_unique_id,customer_city,customer_zip_code_prefix,order_status,order_purchase_timestamp,order_approved_at,' +
      'order_delivered_carrier_date,order_delivered_customer_date,order_estimated_delivery_date,items_value,freight_value,payment_types,payment_value'
    const day = (n: number) => `2017-03-${String(n).padStart(2, '0')} 10:00:00`
    /** Placed on a Monday; days of March 2017 for the other instants, 0 for those that the file leaves open. */
    const row = (
      reference: string,
      status: string,
      [paid, shipped, delivered, estimated]: readonly number[],
      [goods, shipping, received]: readonly (number | string)[] = [80, 20, 100],
      payment = 'credit_card',
    ) => {
      const instants = [6, paid, shipped, delivered, estimated].map(n => (n ? day(n) : ''))
      return [
        reference,
        `c-${reference}`,
        'sao paulo',
        '01000',
        status,
        ...instants,
        goods,
        shipping,
        payment,
        received,
      ].join()
    }
    const read = (...rows: string[]) => readOrders([[header, ...rows].join('\n')], mappings)

    test('end where people would have brought them', async () => {
      const { orders, unreadable } = await read(
        row('a-created', 'created', [0, 0, 0, 13]),
        row('a-approved', 'approved', [6, 0, 0, 13]),
        row('a-processing', 'processing', [7, 0, 0, 13]),
        row('a-invoiced', 'invoiced', [7, 0, 0, 13], ['', '', 100]),
        row('a-shipped', 'shipped', [7, 8, 0, 13]),
        row('a-paid-late', 'delivered', [14, 14, 15, 13], undefined, 'boleto'),
        row('a-paid-more', 'delivered', [7, 8, 9, 13], [80, 20, 100.01], 'boleto'),
        row('a-paid-nothing', 'delivered', [7, 8, 9, 13], [80, 20, 0], 'not_defined'),
      )
      expect(unreadable).toEqual([])
      const result = await replayed(orders)
      expect(result).toMatchObject({
        ...{ orders: 8, deadLetters: 0, failures: [], disagreements: 0 },
        finalStates: { pending_review: 1, paid: 1, ready_to_ship: 2, shipped: 1, completed: 3 },
      })
      expect(result.notices['N-37 sent']).toBe(2)
    })

    test('that were given up end as far back as the handbook lets them; what the file contradicts is told with its reason', async () => {
      const { orders, unreadable } = await read(
        row('b-unavailable', 'unavailable', [7, 0, 0, 13], ['', '', 55.5]),
        row('b-cancelled', 'canceled', [7, 0, 0, 9], undefined, 'boleto'),
        row('b-unpaid', 'canceled', [0, 0, 0, 9], undefined, 'boleto'),
        row('b-unpaid-card', 'canceled', [0, 0, 0, 9]),
        row('b-lost', 'canceled', [7, 8, 0, 13]),
        row('b-arrived', 'canceled', [7, 8, 9, 13]),
        row('c-undated', 'delivered', [0, 0, 0, 0]),
        row('c-backwards', 'delivered', [9, 8, 7, 13]),
        row('c-before-its-placing', 'delivered', [1, 2, 3, 13]),
        row('c-beyond', 'processing', [7, 8, 0, 13]),
        row('c-unheard-of', 'teleported', [7, 0, 0, 13]),
      )
      expect(unreadable).toEqual([])
      const result = await replayed(orders)
      expect(result).toMatchObject({
        ...{ orders: 11, deadLetters: 0, failures: [], unexplained: 0 },
        finalStates: { ready_to_ship: 1, shipped: 1, completed: 4, cancelled: 5 },
        filledIn: { paidAt: 1, shippedAt: 1, deliveredAt: 1 },
      })
      expect(result.disagreeing).toEqual([
        {
          ...{ reference: 'b-arrived', expected: 'cancelled', actual: 'completed' },
          because: 'cancelled after delivery: what has arrived is returned, not cancelled',
        },
        {
          ...{ reference: 'c-beyond', expected: 'ready_to_ship', actual: 'shipped' },
          because: 'the file dates more than its status says',
        },
      ])
      expect(result.notices['N-22-refund sent']).toBe(4)
    })

    test('have the total of their goods and shipping, and one line of what was paid where no goods are listed', async () => {
      const { orders } = await read(
        row('listed', 'approved', [6, 0, 0, 13], [80, 20, 90]),
        row('unlisted', 'approved', [6, 0, 0, 13], ['', 20, 90]),
        row('unpaid', 'approved', [6, 0, 0, 13], [80, 0, 'NaN']),
      )
      expect(orders.map(order => [totalOf(order), order.received])).toEqual([
        ...[
          [10000, 9000],
          [9000, 9000],
          [8000, 8000],
        ],
      ])
    })

    test('are left out, and told, when they make no order', async () => {
      const good = row('good', 'approved', [6, 0, 0, 13])
      const { orders, unreadable } = await read(
        good,
        good,
        row('', 'approved', [6, 0, 0, 13]),
        row('minus', 'approved', [6, 0, 0, 13], [-80, 20, 100]),
        row('words', 'approved', [6, 0, 0, 13], [80, 20, 'a lot']),
        row('far', 'approved', [6, 0, 0, 13]).replaceAll('2017', '1917'),
        row('odd', 'shipped', [7, 8, 0, 13]).replace('2017-03-08', '2099-03-08'),
        'cut off,',
      )
      expect(orders.map(({ reference }) => reference)).toEqual(['good'])
      expect(unreadable).toEqual([
        'line 3: repeats the order good',
        'line 4, column order_id: cannot read ""',
        'line 5, column items_value: cannot read "-80"',
        'line 6, column payment_value: cannot read "a lot"',
        'line 8, column order_delivered_carrier_date: cannot read "2099-03-08 10:00:00"',
        'line 9, column order_purchase_timestamp: cannot read ""',
        'line 7: years apart from the other orders',
      ])
    })
  })

  const withData = existsSync(olist) ? test : test.skip
  withData('of a real marketplace end delivered (needs ../shared/data; skipped without it)', async () => {
    const { orders } = await readOrders(createReadStream(olist, 'utf8'), mappings)
    const result = await replayed(orders.slice(200, 206))
    expect(result).toMatchObject({ disagreements: 0, deadLetters: 0, finalStates: { completed: 6 } })
  })
})
