import type { World } from '../../infra/local/world'
import { type ActName, aCustomer, anOrderRequest, aWorld, type Made, type Shop, shopIn } from '../support/journey'

let world: World
let shop: Shop
beforeAll(async () => {
  world = await aWorld()
  shop = shopIn(world)
})
afterAll(() => world.stop())

const mailsOf = (order: Made) => shop.noticesOf(order).map(({ notice, to }) => `${notice} ${to}`)
const [service, finance, warehouse] = ['customer-service', 'finance', 'warehouse'].map(team => `${team}@kefu.example`)

describe('an order', () => {
  /** After each act: the state, the gate at which the workflow stands, and the lists that show the order. */
  const way: readonly (readonly [act: ActName | 'placed', state: string, gate: string, lists: readonly string[]])[] = [
    ['placed', 'pending_review', 'Review', ['review']],
    ['approve', 'pending_payment', 'Finance', ['finance']],
    ['confirm_payment', 'paid', 'Warehouse', ['finance']],
    ['notify_warehouse', 'ready_to_ship', 'Warehouse', ['warehouse']],
    ['pack', 'packed', 'Warehouse', ['warehouse']],
    ['ship', 'shipped', 'Delivery', ['transit']],
    ['scan', 'in_transit', 'Delivery', ['transit']],
    ['scan', 'in_transit', 'Delivery', ['transit']],
    ['confirm_receipt', 'completed', 'SUCCEEDED', []],
  ]
  const allLists = ['review', 'contact', 'finance', 'warehouse', 'transit']

  test.each(['prepaid', 'transfer', 'cash_on_delivery'])(
    'that is %s goes through every gate, and stands in the list of whoever is to act',
    async paymentMethod => {
      const order = await shop.placed(anOrderRequest({ paymentMethod }))
      for (const [act, state, gate, lists] of way) {
        if (act !== 'placed') await shop.did(order, act)
        const shownIn = []
        for (const list of allLists) if ((await shop.list('order', list)).includes(order.number)) shownIn.push(list)
        expect({ act, state: await shop.stateOf(order), gate: shop.gateOf(order), lists: shownIn }).toEqual({
          ...{ act, state, gate, lists },
        })
      }
      expect(await shop.historyOf(order)).toEqual([
        ...['OrderPlaced', 'OrderApproved', 'DepartmentsNotified', 'PaymentConfirmed', 'WarehouseNotified'],
        ...['OrderPacked', 'OrderShipped', 'ParcelScanned', 'ParcelScanned', 'OrderCompleted'],
      ])
    },
  )

  test('tells each of its people what they need, in their language', async () => {
    const order = await shop.placed(anOrderRequest({ language: 'en' }))
    await shop.did(order, 'approve', 'confirm_payment', 'notify_warehouse', 'pack', 'ship', 'confirm_receipt')
    expect(mailsOf(order)).toEqual([
      ...[`N-08 ${order.email}`, `N-10 ${finance}`, `N-11 ${order.email}`, `N-11-service ${service}`],
      ...[`N-14 ${warehouse}`, `N-15 ${order.email}`, `N-18 ${order.email}`],
    ])
    const [placed, approved, paid, paidForService, toShip, shipped, completed] = shop.noticesOf(order)
    expect(placed?.subject).toBe(`We have your order ${order.number}`)
    expect(placed?.text).toContain('please pay within 5 working days')
    expect(approved?.subject).toBe(`【财务】订单 ${order.number} 审核通过，请核对到账 ¥258.00`)
    expect(paid?.text).toContain('We have received your payment of CNY 258.00')
    expect(paidForService?.subject).toBe(`【客服】订单 ${order.number} 财务已确认 ¥258.00`)
    expect(toShip?.text).toContain('P-1001 × 2')
    expect(shipped?.text).toMatch(/SF Express[\s\S]*SF1040289377130/)
    expect(completed?.subject).toBe(`Order ${order.number} is complete: thank you`)
  })

  test('is written about in Chinese when its customer reads Chinese', async () => {
    const order = await shop.placed()
    await shop.did(order, 'approve', 'confirm_payment', 'notify_warehouse', 'pack', 'ship', 'confirm_receipt')
    const toCustomer = shop.noticesOf(order).filter(({ to }) => to === order.email)
    expect(toCustomer.map(({ subject }) => subject)).toEqual([
      `已收到您的订单 ${order.number}`,
      `订单 ${order.number} 已确认，准备发货`,
      `订单 ${order.number} 已发货`,
      `订单 ${order.number} 已完成，感谢您的购买`,
    ])
    expect(toCustomer[0]?.text).toContain('示例顾客，您好：')
  })

  test('paid on delivery tells the warehouse and the customer what the courier collects', async () => {
    const order = await shop.placed(anOrderRequest({ paymentMethod: 'cash_on_delivery' }))
    await shop.did(order, 'approve', 'confirm_payment', 'notify_warehouse', 'pack', 'ship')
    const text = (id: string) => shop.noticesOf(order).find(({ notice }) => notice === id)?.text
    expect(text('N-08')).toContain('收货时请支付 ¥258.00')
    expect(text('N-14')).toContain('¥258.00')
    expect(text('N-15')).toContain('¥258.00')
    const less = { slipNumber: 'S-1', collected: { amount: 25799, currency: 'CNY' } }
    expect(await shop.tried(order, 'confirm_receipt', { body: less })).toMatchObject({ status: 409 })
    await shop.did(order, 'confirm_receipt')
    expect(shop.gateOf(order)).toBe('SUCCEEDED')
  })

  test('is never cancelled for want of payment when it is paid on delivery', async () => {
    const order = await shop.placed(anOrderRequest({ paymentMethod: 'cash_on_delivery' }))
    await shop.did(order, 'approve')
    await world.advance('P8D')
    expect(await shop.stateOf(order)).toBe('pending_payment')
    expect(mailsOf(order)).toEqual([`N-08 ${order.email}`, `N-10 ${finance}`])
    await shop.did(order, 'confirm_payment')
    expect(shop.gateOf(order)).toBe('Warehouse')
  })

  test('enters the file of its customer as a transaction when the customer confirms its receipt', async () => {
    const customer = aCustomer()
    const order = await shop.placed(anOrderRequest({ customer }))
    const file = () => world.get(`/v1/customers/${order.customerId}`, { as: 'agent' })
    await shop.did(order, 'approve', 'confirm_payment', 'notify_warehouse', 'pack', 'ship')
    expect((await file()).transactions).toEqual([])
    const { status } = await shop.tried(order, 'confirm_receipt', { ...asCustomer(order), body: {} })
    expect(status).toBe(200)
    expect(await file()).toMatchObject({
      fields: { email: { value: customer.email, source: 'order_information' } },
      transactions: [
        { orderId: order.id, number: order.number, completedAt: at(0), total: { amount: 25800, currency: 'CNY' } },
      ],
    })
  })

  test('of a known customer joins the others in one file', async () => {
    const customer = aCustomer()
    const [first, second] = [
      await shop.placed(anOrderRequest({ customer })),
      await shop.placed(anOrderRequest({ customer })),
    ]
    expect(second.customerId).toBe(first.customerId)
    expect(second.number).not.toBe(first.number)
    const { items } = await world.get(`/v1/customers/${first.customerId}/cases`, { as: 'agent' })
    expect(items.map(({ number }: { number: string }) => number).sort()).toEqual([first.number, second.number].sort())
  })

  test('waits as long as people need: a gate whose patience is over parks again', async () => {
    const reviewed = await shop.placed()
    const packed = await shop.placed()
    const onItsWay = await shop.placed()
    await shop.did(packed, 'approve', 'confirm_payment')
    await shop.did(onItsWay, 'approve', 'confirm_payment', 'notify_warehouse', 'pack', 'ship')
    await world.advance('P31D')
    expect([reviewed, packed, onItsWay].map(shop.gateOf)).toEqual(['Review', 'Warehouse', 'Delivery'])
    await shop.did(reviewed, 'reject')
    await shop.did(packed, 'notify_warehouse', 'pack', 'ship', 'confirm_receipt')
    await shop.did(onItsWay, 'confirm_receipt')
    expect([reviewed, packed, onItsWay].map(shop.gateOf)).toEqual(['SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED'])
  })
})

describe('an order that ends early', () => {
  test.each([
    ['transfer', 'cancelled', 'SUCCEEDED'],
    ['cash_on_delivery', 'cancelled', 'SUCCEEDED'],
    ['prepaid', 'refund_pending', 'SUCCEEDED'],
  ])('because its review fails, paid by %s, is %s and its customer is told why', async (paymentMethod, state, gate) => {
    const order = await shop.placed(anOrderRequest({ paymentMethod, language: 'en' }))
    await shop.did(order, 'reject')
    expect(await shop.stateOf(order)).toBe(state)
    expect(shop.gateOf(order)).toBe(gate)
    expect(mailsOf(order)).toEqual([`N-08 ${order.email}`, `N-13 ${order.email}`])
    const text = shop.noticesOf(order)[1]?.text
    expect(text).toContain('the goods are out of stock')
    expect(text).toContain(
      state === 'refund_pending' ? 'Finance returns the CNY 258.00 that you paid' : 'We have taken no money',
    )
  })

  test('because its customer does not want it stops at once, also after its approval', async () => {
    const [atOnce, approved] = [await shop.placed(), await shop.placed()]
    await shop.did(atOnce, 'cancel')
    await shop.did(approved, 'approve', 'cancel')
    await world.advance('P8D')
    for (const order of [atOnce, approved]) {
      expect(shop.gateOf(order)).toBe('SUCCEEDED')
      expect(shop.noticesOf(order).at(-1)).toMatchObject({ notice: 'N-13', to: order.email })
      expect((await shop.historyOf(order)).at(-1)).toBe('OrderCancelled')
    }
  })

  test('waits for finance in its list while the money goes back', async () => {
    const order = await shop.placed(anOrderRequest({ paymentMethod: 'prepaid' }))
    await shop.did(order, 'approve', 'cancel')
    expect(await shop.stateOf(order)).toBe('refund_pending')
    expect(await shop.list('order', 'finance', 'finance')).toContain(order.number)
  })
})

describe('the lists of orders', () => {
  const lists: Readonly<Record<string, readonly string[]>> = {
    agent: ['review', 'contact', 'finance', 'warehouse', 'transit'],
    supervisor: ['review', 'contact', 'finance', 'warehouse', 'transit'],
    finance: ['finance'],
    warehouse: ['warehouse', 'transit'],
    courier: [],
  }

  test.each(Object.entries(lists))('that the role %s may open are %j', async (as, open) => {
    const opened = []
    for (const list of ['review', 'contact', 'finance', 'warehouse', 'transit']) {
      const { status } = await world.request('GET', `/v1/orders?list=${list}`, { as })
      if (status === 200) opened.push(list)
      else expect(status).toBe(403)
    }
    expect(opened).toEqual(open)
  })

  test('show the most pressing order first, and page without a gap or a double', async () => {
    const placed: string[] = []
    for (let n = 0; n < 60; n++) placed.push((await shop.placed(anOrderRequest(), { settle: false })).number)
    await world.settle()
    const shown = await shop.list('order', 'review')
    expect(shown.filter(number => placed.includes(number)).sort()).toEqual([...placed].sort())
    expect(new Set(shown).size).toBe(shown.length)
  })
})

test('no message of these journeys died', () => expect(world.deadLetters()).toEqual([]))

const asCustomer = ({ customerId }: Made) => ({ as: 'storefront', customer: customerId })
const at = (ms: number) => new Date(world.now() + ms).toISOString()
