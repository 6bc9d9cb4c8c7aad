import type { Order } from '../../shared/domain/order'
import type { Ticket } from '../../shared/domain/ticket'
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

describe('an exception on the way', () => {
  const ticketsOf = async (order: Made) =>
    (await house.cases.ofCustomer(order.customerId)).items.filter(
      (found): found is Ticket => found.kind === 'ticket' && (found as Ticket).facts.orderId === order.id,
    )

  test.each(['courier', 'customer', 'agent'] as const)(
    'that the %s reports opens one logistics ticket at P3 or higher, and the customer is told (O17, R-TRK-03)',
    async by => {
      const order = await did(await place(), ...toShipped, [by, 'exceptions', { kind: 'delay' }])
      expect(await lastOf(order)).toMatchObject({
        type: 'DeliveryFailed',
        to: 'logistics_exception',
        notices: ['N-17'],
      })
      const [ticket, ...more] = await ticketsOf(order)
      expect(more).toEqual([])
      expect(ticket?.facts.classification?.topic).toBe('logistics')
      expect(['P1', 'P2', 'P3']).toContain(ticket?.facts.classification?.priority)
      expect(await inList(order, 'orders:exception')).toBe(true)
    },
  )

  test('keeps what the customer said in the room of personal data, and shows it on the ticket', async () => {
    const description = '五天没有物流更新了。'
    const order = await did(await place(), ...toShipped, ['customer', 'exceptions', { kind: 'lost', description }])
    const [ticket] = await ticketsOf(order)
    const shown = await api.staff('agent').get(`/v1/tickets/${ticket?.id}`)
    expect(shown.body.messages).toMatchObject([{ from: 'customer', text: description }])
    expect(JSON.stringify(await engine.items(house.tables.cases))).not.toContain(description)
  })

  test('that is late may turn out to be lost: the same ticket goes on (O17a)', async () => {
    const order = await did(await place(), ...toShipped, ['courier', 'exceptions', { kind: 'delay' }])
    expect(await tried(order, 'courier', 'exceptions', { kind: 'delay' })).toMatchObject({ status: 409 })
    expect(await tried(order, 'customer', 'exceptions', { kind: 'lost' })).toMatchObject({ status: 403 })
    await did(order, ['agent', 'exceptions', { kind: 'lost' }])
    expect(await factsOf(order)).toMatchObject({ exception: 'lost' })
    expect(await ticketsOf(order)).toHaveLength(1)
  })

  test('is solved by an agent, and the parcel goes on (O18)', async () => {
    const order = await did(await place(), ...toShipped, ['courier', 'exceptions', { kind: 'delay' }])
    await did(order, ['agent', 'exception-resolution', { solution: 'found' }])
    expect(await lastOf(order)).toMatchObject({ type: 'DeliveryResumed', to: 'in_transit', notices: ['N-16'] })
    expect((await factsOf(order)).exception).toBeUndefined()
    expect(await tried(order, 'agent', 'exception-resolution', { solution: 'found' })).toMatchObject({ status: 409 })
    expect(await tried(order, 'agent', 'exception-resolution', {})).toMatchObject({ status: 400 })
  })

  test('is sent again by a supervisor when the parcel is lost, and only then (O19)', async () => {
    const reshipment = ['supervisor', 'reshipment', { reason: 'no_trace' }] as const
    const order = await did(await place(), ...toShipped, ['courier', 'exceptions', { kind: 'delay' }])
    expect(await tried(order, ...reshipment)).toMatchObject({
      ...{ status: 409, body: { state: 'logistics_exception', detail: expect.stringContaining('late, not lost') } },
    })
    await did(order, ['courier', 'exceptions', { kind: 'lost' }], [...reshipment])
    const { state, facts, clocks } = (await house.cases.get(order.id)) as Order
    expect(state).toBe('ready_to_ship')
    expect(facts).toMatchObject({ reshipments: 1 })
    expect(facts).not.toHaveProperty('trackingNumber')
    expect(clocks.DISPATCH).toMatchObject({ round: 2 })
    expect(await lastOf(order)).toMatchObject({ actor: { role: 'supervisor' }, data: { reason: 'no_trace' } })
    await did(order, ['warehouse', 'packing'], [
      ...['warehouse', 'shipment', { courier: 'SF Express', trackingNumber: 'SF2' }],
    ] as [By, string, object])
    expect((await house.cases.byTrackingNumber('SF2')).map(({ id }) => id)).toEqual([order.id])
  })

  test.each([
    ['transfer', 'refund_pending', true],
    ['prepaid', 'refund_pending', true],
    ['cash_on_delivery', 'cancelled', false],
  ])('is paid back by a supervisor: %s goes to %s (O20)', async (paymentMethod, state, toRefund) => {
    const order = await did(await place({ paymentMethod }), ...toShipped, ['courier', 'exceptions', { kind: 'lost' }])
    expect(await tried(order, 'supervisor', 'loss-refund', { reason: 'because' })).toMatchObject({ status: 400 })
    await did(order, ['supervisor', 'loss-refund', { reason: 'confirmed_by_courier' }])
    expect(await house.cases.get(order.id)).toMatchObject({ state })
    expect(await inList(order, 'orders:refunds')).toBe(toRefund)
  })

  test('needs a parcel on its way, and a kind that we know', async () => {
    const order = await did(await place(), ...toReady)
    expect(await tried(order, 'agent', 'exceptions', { kind: 'delay' })).toMatchObject({ status: 409 })
    expect(await tried(order, 'agent', 'exceptions', { kind: 'eaten' })).toMatchObject({ status: 400 })
    expect(await api.storefront('another').post(`/v1/orders/${order.id}/exceptions`, { kind: 'delay' })).toMatchObject({
      status: 404,
    })
  })

  describe('after the receipt', () => {
    const description = '显示已签收，但我没有收到包裹。'
    const seventh = later(monday, { days: 7 })

    test.each(['customer', 'agent'] as const)(
      'can be said by the %s within seven days, once: a ticket is opened (O21b, C-20)',
      async by => {
        const order = await did(await place(), ...toCompleted, [by, 'receipt-dispute', { description }, seventh])
        expect(await factsOf(order)).toMatchObject({ disputedAt: seventh })
        const [ticket, ...more] = await ticketsOf(order)
        expect(more).toEqual([])
        expect(ticket?.facts).toMatchObject({
          classification: { topic: 'logistics' },
          lastMessage: { from: 'customer' },
        })
        expect(await tried(order, by, 'receipt-dispute', {}, seventh)).toMatchObject({ status: 409 })
      },
    )

    test('comes too late a moment afterwards, too early before, and not from others', async () => {
      const order = await did(await place(), ...toShipped)
      expect(await tried(order, 'customer', 'receipt-dispute')).toMatchObject({ status: 409 })
      await did(order, ['courier', 'receipt', { slipNumber: 'POD-1' }])
      const late = later(seventh, { ms: 1 })
      expect(await tried(order, 'customer', 'receipt-dispute', {}, late)).toMatchObject({
        ...{ status: 409, body: { detail: expect.stringContaining('7 days') } },
      })
      expect(await tried(order, 'agent', 'receipt-dispute', { description: ' ' })).toMatchObject({ status: 400 })
      expect(await api.storefront('another').post(`/v1/orders/${order.id}/receipt-dispute`)).toMatchObject({
        status: 404,
      })
    })
  })
})
