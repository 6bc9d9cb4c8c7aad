import fc from 'fast-check'
import { decide } from '../../shared/domain/engine'
import { joined, tooMany, unfit } from '../../shared/domain/merge'
import { sum } from '../../shared/domain/money'
import type { Order, OrderFacts, OrderLine } from '../../shared/domain/order'
import { anOrder, by, later, monday } from '../support/builders'

const idOf = (n: number) => `0a000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const withLines = (n: number, lines: readonly OrderLine[], shipping = 0, more: Partial<OrderFacts> = {}): Order => {
  const facts = { lines, shipping, total: { amount: sum(lines, shipping), currency: 'CNY' }, ...more } as const
  return anOrder('pending_review', facts, { id: idOf(n), createdAt: later(monday, { minutes: n % 5 }) })
}
const line = (productNumber: string, quantity = 1, unitPrice = 100) => ({ productNumber, quantity, unitPrice })

const someLines = fc.array(
  fc.record({
    productNumber: fc.constantFrom('P-1', 'P-2', 'P-3'),
    quantity: fc.integer({ min: 1, max: 99 }),
    unitPrice: fc.constantFrom(0, 100, 12_900),
  }),
  { minLength: 1, maxLength: 8 },
)
const someOrders = fc
  .array(fc.tuple(someLines, fc.integer({ min: 0, max: 5_000 })), { minLength: 2, maxLength: 12 })
  .map(orders => orders.map(([lines, shipping], n) => withLines(n, lines, shipping)))

describe('orders that become one (O2, R-ORD-08)', () => {
  test('keep every piece and every cent, in whatever order they are named', () => {
    const property = fc.property(someOrders, fc.array(fc.nat()), ([target, ...sources], chance) => {
      const one = joined(target!, sources)
      const shuffled = sources
        .map((source, n) => ({ source, rank: chance[n] ?? 0 }))
        .sort((a, b) => a.rank - b.rank)
        .map(({ source }) => source)
      expect(joined(target!, shuffled)).toEqual(one)
      const before = [target!, ...sources].map(({ facts }) => facts)
      expect(one.total).toEqual({ amount: before.reduce((all, { total }) => all + total.amount, 0), currency: 'CNY' })
      expect(sum(one.lines, one.shipping)).toBe(one.total.amount)
      const pieces = (lines: readonly OrderLine[]) => lines.reduce((all, { quantity }) => all + quantity, 0)
      expect(pieces(one.lines)).toBe(pieces(before.flatMap(({ lines }) => lines)))
      expect(new Set(one.lines.map(each => `${each.productNumber} ${each.unitPrice}`)).size).toBe(one.lines.length)
      expect([...one.mergedFrom].sort()).toEqual(sources.map(({ id }) => id).sort())
    })
    fc.assert(property, { numRuns: 200, seed: 8 })
  })

  test('have one line for one product at one price, and another for another price', () => {
    const target = withLines(1, [line('P-1', 2), line('P-2')])
    const source = withLines(2, [line('P-1', 3), line('P-1', 1, 90)])
    expect(joined(target, [source]).lines).toEqual([line('P-1', 5), line('P-2'), line('P-1', 1, 90)])
  })

  test('bring their lines without stock and their one invoice along', () => {
    const invoice = { state: 'needed', contentId: 'i' } as const
    const target = withLines(1, [line('P-1')], 0, { outOfStock: ['P-1'] })
    const sources = [withLines(2, [line('P-2')], 0, { outOfStock: ['P-2'], invoice }), withLines(3, [line('P-1')])]
    expect(joined(target, sources)).toMatchObject({ outOfStock: ['P-1', 'P-2'], invoice })
    expect(tooMany(target, sources)).toBeNull()
    expect(tooMany(withLines(1, [line('P-1')], 0, { invoice }), sources)).toContain('2 invoices')
  })

  test('leave the sources merged, without clocks, and pointing at the target', () => {
    const into = (order: Order) =>
      decide(order, { event: 'merge_into', actor: by('agent'), at: order.changedAt, data: { targetId: idOf(9) } }).after
    const { state, facts, clocks } = into(withLines(1, [line('P-1')]))
    expect({ state, mergedInto: facts.mergedInto }).toEqual({ state: 'merged', mergedInto: idOf(9) })
    expect(Object.values(clocks).every(({ stoppedAt }) => stoppedAt !== undefined)).toBe(true)
  })

  test('are twenty at most, with those that are in them already', () => {
    const orders = (from: number, count: number) =>
      Array.from({ length: count }, (_, n) => withLines(from + n, [line('P-1')]))
    const target = withLines(0, [line('P-1')])
    expect(tooMany(target, orders(1, 19))).toBeNull()
    expect(tooMany(target, orders(1, 20))).toContain('21 orders, more than 20')
    const merged = withLines(50, [line('P-1')], 0, { mergedFrom: [idOf(51), idOf(52)] })
    expect(joined(target, [merged]).mergedFrom).toEqual([idOf(50), idOf(51), idOf(52)])
    expect(tooMany(target, [...orders(1, 16), merged])).toBeNull()
    expect(tooMany(target, [...orders(1, 17), merged])).toContain('21 orders')
  })

  test('have two hundred lines at most', () => {
    const lines = (from: number, count: number) => Array.from({ length: count }, (_, n) => line(`P-${from + n}`))
    expect(tooMany(withLines(1, lines(0, 100)), [withLines(2, lines(100, 100))])).toBeNull()
    expect(tooMany(withLines(1, lines(0, 100)), [withLines(2, lines(100, 101))])).toContain('201 lines')
  })
})

describe('an order that does not fit is told why (G-18, G-33)', () => {
  const delivery = { consignee: '示例顾客', phone: '+86 138 0000 0027', address: '上海市徐汇区示例路 8 号' }
  const target = { order: withLines(1, [line('P-1')]), delivery }
  const source = withLines(2, [line('P-1')])
  const why = (order: Partial<Order>, to: typeof delivery | null = delivery) =>
    unfit(target, { order: { ...source, ...order }, delivery: to }, [target.order.customerId, 'their-other-id'])

  test('spaces, line breaks and wide letters do not make another address', () => {
    expect(why({})).toBeNull()
    expect(why({}, { ...delivery, address: ' 上海市徐汇区示例路\n８  号 ' })).toBeNull()
    expect(why({}, { ...delivery, address: '上海市徐汇区示例路 9 号' })).toContain('another address')
    expect(why({}, { ...delivery, consignee: '另一位' })).toContain('another address')
    expect(why({}, null)).toContain('another address')
  })

  test('another id of the same person does not make another customer', () => {
    expect(why({ customerId: 'their-other-id' })).toBeNull()
  })

  test.each<[string, Partial<Order>]>([
    ['is of another customer', { customerId: 'another' }],
    ['is of another market', { market: 'BR' }],
    ['is paid by prepaid, not by transfer (G-33)', { facts: { ...source.facts, paymentMethod: 'prepaid' } }],
    ['is the order into which the others go', { id: target.order.id }],
  ])('%s', (reason, order) => expect(why(order)).toBe(reason))
})
