import type { Order } from '../../shared/domain/order'
import { type Api, anOrder, apiOf, newKey } from '../support/api'
import { later, monday } from '../support/builders'
import { type Engine, startEngine } from '../support/engine'
import { type House, openHouse } from '../support/ports'

let engine: Engine
let house: House
let api: Api
beforeAll(async () => {
  engine = await startEngine()
  house = await openHouse(engine)
  api = apiOf(house)
})
afterAll(() => engine.stop())

interface Made {
  readonly id: string
  readonly number: string
  readonly customerId: string
}
type By = 'agent' | 'supervisor' | 'finance' | 'warehouse' | 'courier' | 'customer'

const place = async (fields: object = {}) =>
  (await api.storefront().post('/v1/orders', anOrder(fields), { headers: newKey() })).body as Made
const as = (by: By, { customerId }: Made) => (by === 'customer' ? api.storefront(customerId) : api.staff(by))
const tried = (order: Made, by: By, act: string, body: object = {}, at?: string) =>
  as(by, order).post(`/v1/orders/${order.id}/${act}`, body, at ? { at } : {})
const did = async (order: Made, ...acts: [By, string, object?, string?][]) => {
  for (const [by, act, body, at] of acts) expect(await tried(order, by, act, body, at)).toMatchObject({ status: 200 })
  return order
}
const factsOf = async ({ id }: Made) => ((await house.cases.get(id)) as Order).facts
const lastOf = async ({ id }: Made) => (await house.cases.history(id)).at(-1)
const inList = async ({ id }: Made, list: string) =>
  (await house.cases.list(list)).items.some(listed => listed.id === id)

const toPaid: [By, string, object?][] = [
  ['agent', 'approval'],
  ['finance', 'payment-confirmation', { received: { amount: 25800, currency: 'CNY' } }],
]
const toReady: [By, string, object?][] = [...toPaid, ['finance', 'warehouse-notice']]
const toShipped: [By, string, object?][] = [
  ...toReady,
  ['warehouse', 'packing'],
  ['warehouse', 'shipment', { courier: 'SF Express', trackingNumber: 'SF1040289377130' }],
]
const toCompleted: [By, string, object?][] = [...toShipped, ['courier', 'receipt', { slipNumber: 'POD-1' }]]

describe('the hand-over', () => {
  test.each([
    [{}, 'warehouse', 'system'],
    [{ how: 'signature', shipsFrom: 'supplier' }, 'supplier', 'signature'],
  ])('%j keeps who ships, and how finance confirmed (O12, R-ORD-18, R-ORD-27)', async (body, shipsFrom, how) => {
    const order = await did(await place(), ...toPaid, ['finance', 'warehouse-notice', body])
    expect(await factsOf(order)).toMatchObject({ shipsFrom })
    expect(await lastOf(order)).toMatchObject({ type: 'WarehouseNotified', data: { how, shipsFrom } })
  })

  test('to someone else is no hand-over, and none comes before the money (C-17)', async () => {
    const order = await place()
    expect(await tried(order, 'finance', 'warehouse-notice', { shipsFrom: 'a neighbour' })).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'shipsFrom' }] },
    })
    expect(await tried(order, 'finance', 'warehouse-notice')).toMatchObject({
      status: 409,
      body: { state: 'pending_review', allowed: expect.arrayContaining([{ event: 'approve', by: ['agent'] }]) },
    })
  })
})

describe('a delay that an agent knows of (O15, R-ORD-21)', () => {
  test('is on the list of what must be urged until the goods are shipped, and is said once', async () => {
    const order = await did(await place(), ...toReady, ['agent', 'delay', { reason: 'supplier_late' }])
    expect(await lastOf(order)).toMatchObject({
      ...{ type: 'DispatchDelayed', to: 'ready_to_ship', data: { reason: 'supplier_late' } },
      notices: ['N-17-warehouse', 'N-17'],
    })
    expect(await inList(order, 'orders:delayed')).toBe(true)
    expect(await tried(order, 'agent', 'delay', { reason: 'weather' })).toMatchObject({ status: 409 })
    await did(order, ...toShipped.slice(3))
    expect(await inList(order, 'orders:delayed')).toBe(false)
    expect((await factsOf(order)).delayed).toBeUndefined()
  })

  test('has a reason that we know, and concerns goods that are not on their way yet', async () => {
    const order = await did(await place(), ...toShipped)
    expect(await tried(order, 'agent', 'delay', {})).toMatchObject({ status: 400 })
    expect(await tried(order, 'agent', 'delay', { reason: 'rain of frogs' })).toMatchObject({ status: 400 })
    expect(await tried(order, 'agent', 'delay', { reason: 'weather' })).toMatchObject({
      ...{ status: 409, body: { state: 'shipped' } },
    })
  })
})

describe('a parcel that the courier delivered without a slip (O16b)', () => {
  test('waits for its customer, by a clock', async () => {
    const order = await did(await place(), ...toShipped, ['courier', 'delivery', { place: 'front desk' }])
    const kept = (await house.cases.get(order.id)) as Order
    expect(kept).toMatchObject({ state: 'in_transit', facts: { deliveredAt: monday } })
    expect(kept.clocks['AUTO-RECEIPT']).toMatchObject({ startedAt: monday, dueAt: later(monday, { days: 10 }) })
    await did(order, ['customer', 'receipt'])
    expect(((await house.cases.get(order.id)) as Order).clocks['AUTO-RECEIPT']?.stoppedAt).toBe(monday)
  })

  test('was shipped before', async () => {
    const order = await did(await place(), ...toReady)
    expect(await tried(order, 'courier', 'delivery')).toMatchObject({ status: 409, body: { state: 'ready_to_ship' } })
    expect(await tried(order, 'courier', 'delivery', { place: '' })).toMatchObject({ status: 400 })
  })

  test('is paid on delivery by the slip alone: the customer cannot confirm it', async () => {
    const order = await did(await place({ paymentMethod: 'cash_on_delivery' }), ...toShipped, ['courier', 'delivery'])
    expect(await tried(order, 'customer', 'receipt')).toMatchObject({
      ...{ status: 409, body: { detail: expect.stringContaining('slip') } },
    })
  })
})

describe('an invoice', () => {
  const wish = { title: '示例公司', taxNumber: '91310000MA1K000000' }
  const days = (n: number) => later(monday, { days: n })

  test('is asked for, issued, posted, and the customer told (I1–I3, R-INV-01..03)', async () => {
    const order = await did(await place({ invoice: wish }), ...toCompleted)
    expect(await inList(order, 'orders:invoices')).toBe(true)
    await did(order, ['finance', 'invoice-issue', { invoiceNumber: '2531' }, days(1)])
    await did(order, ['agent', 'invoice-posting', { postNumber: 'XA 1', postedAt: days(1) }, days(2)])
    const kept = (await house.cases.get(order.id)) as Order
    expect(kept).toMatchObject({
      state: 'completed',
      facts: { invoice: { state: 'posted', postNumber: 'XA 1', postedAt: days(1) } },
      clocks: { 'SLA-38': { startedAt: monday, stoppedAt: days(2) } },
    })
    expect(await lastOf(order)).toMatchObject({ type: 'InvoicePosted', notices: ['N-23'] })
    expect(await inList(order, 'orders:invoices')).toBe(false)
  })

  test.each(['customer', 'agent'] as const)(
    'asked for by the %s after completion counts from the completion (R-SLA-38)',
    async by => {
      const order = await did(await place(), ...toCompleted)
      expect(((await house.cases.get(order.id)) as Order).clocks['SLA-38']).toBeUndefined()
      await did(order, [by, 'invoice', wish, days(3)])
      const { clocks, facts } = (await house.cases.get(order.id)) as Order
      expect(clocks['SLA-38']).toMatchObject({ startedAt: monday, dueAt: '2026-04-09T01:00:00.000Z' })
      expect(clocks['SLA-38']?.stoppedAt).toBeUndefined()
      expect(JSON.stringify(facts)).not.toContain(wish.title)
      expect(await house.customers.content(order.customerId, facts.invoice?.contentId ?? '')).toEqual({
        what: 'invoice',
        ...wish,
      })
    },
  )

  test('asked for before completion has its clock from the completion on, though the order is then closed', async () => {
    const order = await did(await place(), ['customer', 'invoice', wish], ...toCompleted)
    const { clocks, state } = (await house.cases.get(order.id)) as Order
    expect(state).toBe('completed')
    expect(clocks['SLA-38']?.stoppedAt).toBeUndefined()
    expect(Object.values(clocks).filter(clock => !clock.stoppedAt)).toHaveLength(1)
  })

  test('is asked for once, by a request that may come twice', async () => {
    const order = await place()
    const headers = newKey()
    const first = await api.storefront(order.customerId).post(`/v1/orders/${order.id}/invoice`, wish, { headers })
    const again = await api.storefront(order.customerId).post(`/v1/orders/${order.id}/invoice`, wish, { headers })
    expect(again).toEqual(first)
    expect(await tried(order, 'agent', 'invoice', wish)).toMatchObject({ status: 409 })
    expect(await tried(order, 'agent', 'invoice', {})).toMatchObject({ status: 400 })
  })

  test('is neither issued before the goods have arrived nor posted before it is issued, nor in the future', async () => {
    const order = await did(await place({ invoice: wish }), ...toShipped)
    expect(await tried(order, 'finance', 'invoice-issue')).toMatchObject({ status: 409, body: { state: 'shipped' } })
    await did(order, ['courier', 'receipt', { slipNumber: 'POD-1' }])
    expect(await tried(order, 'agent', 'invoice-posting', { postNumber: 'XA 1' })).toMatchObject({ status: 409 })
    await did(order, ['finance', 'invoice-issue'])
    expect(await tried(order, 'agent', 'invoice-posting', {})).toMatchObject({ status: 400 })
    const future = { postNumber: 'XA 1', postedAt: later(monday, { ms: 1 }) }
    expect(await tried(order, 'agent', 'invoice-posting', future)).toMatchObject({
      ...{ status: 400, body: { errors: [{ path: 'postedAt' }] } },
    })
  })

  test('is read by finance and the agent, with the address of the delivery when it has none, and the reading is on record', async () => {
    const order = await did(await place({ invoice: wish }))
    for (const role of ['finance', 'agent'] as const) {
      expect(await api.staff(role).get(`/v1/orders/${order.id}/invoice`)).toMatchObject({
        status: 200,
        body: { number: order.number, state: 'needed', ...wish, address: '上海市徐汇区示例路 8 号' },
      })
    }
    const { items } = await house.customers.accesses(order.customerId)
    expect(items.filter(({ what, caseId }) => what === 'invoice' && caseId === order.id)).toHaveLength(2)
    const plain = await place()
    expect(await api.staff('finance').get(`/v1/orders/${plain.id}/invoice`)).toMatchObject({ status: 404 })
  })
})
