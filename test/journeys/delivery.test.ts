import type { World } from '../../infra/local/world'
import { type ActName, anOrderRequest, aWorld, type Made, type Shop, shopIn } from '../support/journey'

let world: World
let shop: Shop
beforeAll(async () => {
  world = await aWorld()
  shop = shopIn(world)
})
afterAll(() => world.stop())

const toShipped: readonly ActName[] = ['approve', 'confirm_payment', 'notify_warehouse', 'pack', 'ship']
const noticesOf = (order: Made) => shop.noticesOf(order).map(({ notice }) => notice)
const fileOf = ({ customerId }: Made) => world.get(`/v1/customers/${customerId}`, { as: 'agent' })
const timeOf = async (order: Made, type: string) =>
  (await shop.timesOf(order)).find(line => line.endsWith(type))?.split(' ')[0]
const inDays = (at: number, days: number) => new Date(at + days * 86_400_000).toISOString()

describe('a parcel', () => {
  test('that is lost is sent again, delivered, and its order completes by itself ten days later (O17, O19, O16b, O21a)', async () => {
    const order = await shop.placed()
    const acts: readonly (readonly [ActName, state: string, gate: string])[] = [
      ['report_exception', 'logistics_exception', 'Delivery'],
      ['reship', 'ready_to_ship', 'Delivery'],
      ['pack', 'packed', 'Delivery'],
      ['ship', 'shipped', 'Delivery'],
      ['scan', 'in_transit', 'Delivery'],
      ['deliver', 'in_transit', 'Delivery'],
    ]
    await shop.did(order, ...toShipped)
    for (const [act, state, gate] of acts) {
      await world.advance('PT6H')
      await shop.did(order, act)
      expect({ act, state: await shop.stateOf(order), gate: shop.gateOf(order) }).toEqual({ act, state, gate })
    }
    const delivered = world.now()
    await world.advance('P9D')
    expect(await shop.stateOf(order)).toBe('in_transit')
    expect((await fileOf(order)).transactions).toEqual([])

    await world.advance('P2D')
    expect(await shop.stateOf(order)).toBe('completed')
    expect(shop.gateOf(order)).toBe('SUCCEEDED')
    expect(await timeOf(order, 'OrderCompleted')).toBe(inDays(delivered, 10))
    expect((await fileOf(order)).transactions).toMatchObject([
      { orderId: order.id, number: order.number, completedAt: inDays(delivered, 10) },
    ])
    expect(noticesOf(order).slice(-8)).toEqual(['N-15', 'N-17', 'N-14', 'N-16', 'N-15', 'N-16', 'N-16', 'N-18'])
  })

  test('that goes astray has one ticket with the logistics team, which an agent takes (R-TRK-03)', async () => {
    const order = await shop.placed()
    await shop.did(order, ...toShipped, 'report_exception')
    const { items } = await world.get(`/v1/customers/${order.customerId}/cases`, { as: 'agent' })
    const tickets = items.filter(({ kind }: { kind: string }) => kind === 'ticket')
    expect(tickets).toMatchObject([{ state: 'classified', topic: 'logistics' }])
    expect(await shop.list('ticket', 'team:logistics')).toContain(tickets[0].number)
    await shop.did(order, 'resolve_exception')
    expect(await shop.stateOf(order)).toBe('in_transit')
    expect(shop.gateOf(order)).toBe('Delivery')
  })

  test.each([
    ['transfer', 'refund_pending'],
    ['cash_on_delivery', 'cancelled'],
  ])('that is lost and paid back ends the order: %s is %s (O20)', async (paymentMethod, state) => {
    const order = await shop.placed(anOrderRequest({ paymentMethod }))
    await shop.did(order, ...toShipped, 'report_exception', 'refund_lost')
    expect(await shop.stateOf(order)).toBe(state)
    expect(shop.gateOf(order)).toBe('SUCCEEDED')
    expect((await fileOf(order)).transactions).toEqual([])
  })

  test('that is delivered and paid on delivery waits for its slip, however long: only the slip says what was collected', async () => {
    const order = await shop.placed(anOrderRequest({ paymentMethod: 'cash_on_delivery' }))
    await shop.did(order, ...toShipped, 'deliver')
    await world.advance('P20D')
    expect(await shop.stateOf(order)).toBe('in_transit')
    await shop.did(order, 'confirm_receipt')
    expect(shop.gateOf(order)).toBe('SUCCEEDED')
  })

  test('that its customer denies has a ticket, and the order stays completed (O21b, C-20)', async () => {
    const order = await shop.placed()
    await shop.did(order, ...toShipped, 'deliver')
    await world.advance('P11D')
    expect(await shop.stateOf(order)).toBe('completed')
    await shop.did(order, 'dispute_receipt')
    const { items } = await world.get(`/v1/customers/${order.customerId}/cases`, { as: 'agent' })
    expect(items.map(({ kind, state }: Made & { state: string }) => `${kind} ${state}`).sort()).toEqual([
      ...['order completed', 'ticket classified'],
    ])
  })
})

describe('a dispatch that is late', () => {
  test('is urged and told once, also when an agent knew of it first (O15, R-ORD-21)', async () => {
    const [known, unknown] = [await shop.placed(), await shop.placed()]
    for (const order of [known, unknown]) await shop.did(order, 'approve', 'confirm_payment', 'notify_warehouse')
    await shop.did(known, 'delay')
    await world.advance('P4D')
    for (const order of [known, unknown]) {
      expect(noticesOf(order).filter(notice => notice.startsWith('N-17'))).toEqual(['N-17-warehouse', 'N-17'])
      await shop.did(order, 'pack', 'ship', 'confirm_receipt')
    }
  })
})

describe('an invoice', () => {
  test('of a completed order is posted within the month, and five working days before its end an agent is told (R-INV-03)', async () => {
    const [posted, forgotten] = [await shop.placed(), await shop.placed()]
    const completed = world.now()
    for (const order of [posted, forgotten]) await shop.did(order, ...toShipped, 'confirm_receipt', 'want_invoice')
    await world.advance('P10D')
    await shop.did(posted, 'issue_invoice', 'post_invoice')
    await world.advance('P15D')
    expect(noticesOf(posted).slice(-1)).toEqual(['N-23'])
    expect(shop.noticesOf(posted).at(-1)?.text).toContain('XA 1234 5678 9 31')
    expect(noticesOf(forgotten).slice(-1)).toEqual(['N-48'])
    await world.advance('P10D')
    const { clocks } = await shop.seen(forgotten)
    const clock = clocks.find(({ id }: { id: string }) => id === 'SLA-38')
    expect(clock).toMatchObject({ startedAt: new Date(completed).toISOString(), breachedAt: clock.dueAt })
    expect(clock.stoppedAt).toBeUndefined()
    await shop.did(forgotten, 'issue_invoice', 'post_invoice')
    expect((await shop.seen(forgotten)).clocks.find(({ id }: { id: string }) => id === 'SLA-38')).toMatchObject({
      stoppedAt: new Date(world.now()).toISOString(),
    })
  })
})

test('no message of these journeys died', () => expect(world.deadLetters()).toEqual([]))
