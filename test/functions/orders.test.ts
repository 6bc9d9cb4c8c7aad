import type { Order } from '../../shared/domain/order'
import { type Api, anOrder, apiOf, aRequest, newKey } from '../support/api'
import { later, monday } from '../support/builders'
import { type Engine, startEngine } from '../support/engine'
import { type House, openHouse } from '../support/ports'

let engine: Engine
let house: House
let api: Api
beforeAll(async () => {
  engine = await startEngine()
})
afterAll(() => engine.stop())
beforeEach(async () => {
  house = await openHouse(engine)
  api = apiOf(house)
})

const place = async (fields: object = {}) =>
  (await api.storefront().post('/v1/orders', anOrder(fields), { headers: newKey() })).body as {
    id: string
    number: string
    customerId: string
  }
const received = { received: { amount: 25800, currency: 'CNY' } }
const shipment = { courier: 'SF Express', trackingNumber: 'SF1040289377130' }

describe('an order', () => {
  test('goes through review, finance, warehouse and delivery into the customer file (R-ORD-02, R-ORD-24)', async () => {
    const { id, number, customerId } = await place()
    const steps = [
      ['agent', 'approval', {}, 'pending_payment'],
      ['finance', 'payment-confirmation', received, 'paid'],
      ['finance', 'warehouse-notice', { how: 'signature' }, 'ready_to_ship'],
      ['warehouse', 'packing', {}, 'packed'],
      ['warehouse', 'shipment', shipment, 'shipped'],
      ['courier', 'scans', { code: 'departed' }, 'in_transit'],
      ['courier', 'receipt', { slipNumber: 'POD-1' }, 'completed'],
    ] as const
    for (const [role, act, body, state] of steps) {
      const reply = await api.staff(role).post(`/v1/orders/${id}/${act}`, body)
      expect(reply).toMatchObject({ status: 200, body: { id, number, state } })
      expect(reply.headers.etag).toBe(`"${reply.body.version}"`)
    }
    const file = await api.staff('agent').get(`/v1/customers/${customerId}`)
    expect(file.body.transactions).toMatchObject([{ orderId: id, number, total: { amount: 25800, currency: 'CNY' } }])
    const history = (await api.storefront(customerId).get(`/v1/orders/${id}`)).body.history
    expect(history.map((line: { type: string }) => line.type)).toEqual([
      'OrderPlaced',
      'OrderApproved',
      'PaymentConfirmed',
      'WarehouseNotified',
      'OrderPacked',
      'OrderShipped',
      'ParcelScanned',
      'OrderCompleted',
    ])
  })

  test('stands in the list of the stage that must act (R-ORD-28)', async () => {
    const { id } = await place()
    const idsIn = async (role: 'agent' | 'finance', list: string) =>
      (await api.staff(role).get(`/v1/orders?list=${list}`)).body.items.map((order: { id: string }) => order.id)
    expect(await idsIn('agent', 'review')).toEqual([id])
    await api.staff('agent').post(`/v1/orders/${id}/approval`)
    expect(await idsIn('agent', 'review')).toEqual([])
    expect(await idsIn('finance', 'finance')).toEqual([id])
  })

  test('that a phone call brings is placed by the agent, who has read its five fields back (R-ORD-03, R-ORD-04, R-ORD-31)', async () => {
    const place = (more: object) =>
      api.staff('agent').post('/v1/orders', anOrder({ placedVia: 'phone', ...more }), { headers: newKey() })
    expect(await place({})).toMatchObject({ status: 409, body: { detail: expect.stringContaining('read back') } })
    const readBack = { productNumbers: true, prices: true, name: true, address: true, phone: true, paymentFirst: true }
    expect((await place({ readBack: { ...readBack, paymentFirst: false } })).status).toBe(400)
    const reply = await place({ readBack })
    expect(reply.status).toBe(201)
    expect((await house.cases.history(reply.body.id))[0]?.actor).toEqual({ role: 'agent', id: 'agent-1' })
  })

  test('keeps names, addresses and phones out of its table', async () => {
    await place()
    expect(JSON.stringify(await engine.items(house.tables.cases))).not.toMatch(/示例顾客|customer@|徐汇|138 0000/)
  })

  test('keeps of an invoice and of lines without stock what the desk needs, and the title in the room of personal data', async () => {
    const reply = await place({
      lines: [{ productNumber: 'P-1001', quantity: 2, unitPrice: 12900, inStock: false }],
      invoice: { title: '示例公司', taxNumber: '91310000MA1K000000' },
      beautyConsultantId: 'consultant-7',
    })
    const order = (await house.cases.get(reply.id)) as Order
    expect(order.facts).toMatchObject({
      outOfStock: ['P-1001'],
      invoice: { state: 'needed' },
      beautyConsultantId: 'consultant-7',
      lines: [{ productNumber: 'P-1001', quantity: 2, unitPrice: 12900 }],
    })
    const content = await house.customers.content(order.customerId, order.facts.invoice?.contentId ?? '')
    expect(content).toEqual({ what: 'invoice', title: '示例公司', taxNumber: '91310000MA1K000000' })
    expect(JSON.stringify(await engine.items(house.tables.cases))).not.toMatch(/示例公司|91310000/)
  })

  test('that an agent places for a customer who could not keeps its ticket, and who placed it (R-ABN-01, R-ABN-02)', async () => {
    const ticket = (await api.storefront().post('/v1/tickets', aRequest(), { headers: newKey() })).body
    const place = (fields: object) =>
      api.staff('agent').post('/v1/orders', anOrder({ ticketId: ticket.id, ...fields }), { headers: newKey() })
    const { body } = await api.staff('agent').get(`/v1/orders/${(await place({})).body.id}`)
    expect(body).toMatchObject({ ticketId: ticket.id, placedBy: { role: 'agent', id: 'agent-1' } })
    const before = await house.everything()
    for (const fields of [{ customer: { accountId: 'shop-2' } }, { ticketId: 'none' }, { ticketId: body.id }]) {
      expect(await place(fields)).toMatchObject({ status: 422, body: { errors: [{ path: 'ticketId' }] } })
    }
    expect(await house.everything()).toEqual(before)
  })

  test('whose amount differs from its total goes to the payment problems (O9, R-ORD-11)', async () => {
    const { id } = await place()
    await api.staff('agent').post(`/v1/orders/${id}/approval`)
    const reply = await api
      .staff('finance')
      .post(`/v1/orders/${id}/payment-confirmation`, { received: { amount: 25700, currency: 'CNY' } })
    expect(reply).toMatchObject({ status: 200, body: { state: 'payment_problem' } })
  })

  test('records contact attempts with what came of them (R-ORD-14)', async () => {
    const { id } = await place()
    await api.staff('agent').post(`/v1/orders/${id}/approval`)
    const attempt = { by: 'phone', result: 'no_answer' }
    expect((await api.staff('agent').post(`/v1/orders/${id}/contact-attempts`, attempt)).status).toBe(200)
    expect((await house.cases.get(id))?.facts).toMatchObject({ contactAttempts: 1 })
  })
})

describe('who reads an order', () => {
  test('sees the address only if they need it; the reply of finance has none', async () => {
    const { id, customerId } = await place()
    const delivery = async (reply: Promise<{ body: { delivery?: object } }>) => (await reply).body.delivery
    expect(await delivery(api.staff('finance').get(`/v1/orders/${id}`))).toBeUndefined()
    expect(await delivery(api.staff('warehouse').get(`/v1/orders/${id}`))).toMatchObject({ consignee: '示例顾客' })
    expect(await delivery(api.storefront(customerId).get(`/v1/orders/${id}`))).toMatchObject({ consignee: '示例顾客' })
  })

  test('gets nothing again while nothing has changed (ETag)', async () => {
    const { id } = await place()
    const first = await api.staff('agent').get(`/v1/orders/${id}`)
    const headers = { 'if-none-match': first.headers.etag! }
    expect((await api.staff('agent').get(`/v1/orders/${id}`, { headers })).status).toBe(304)
    await api.staff('agent').post(`/v1/orders/${id}/approval`)
    expect((await api.staff('agent').get(`/v1/orders/${id}`, { headers })).status).toBe(200)
  })
})

describe('a request that comes twice', () => {
  test('places one order, and has the same answer even after the order has moved on', async () => {
    const headers = newKey()
    const first = await api.storefront().post('/v1/orders', anOrder(), { headers })
    await api.staff('agent').post(`/v1/orders/${first.body.id}/approval`)
    const second = await api.storefront().post('/v1/orders', anOrder(), { headers, at: later(monday, { hours: 2 }) })
    expect(second).toEqual(first)
    expect((await house.cases.list('orders:review')).items).toEqual([])
    expect((await house.cases.list('orders:finance')).items).toHaveLength(1)
  })

  test('places one order when both come at the same moment', async () => {
    const headers = newKey()
    const replies = await Promise.all([1, 2, 3].map(() => api.storefront().post('/v1/orders', anOrder(), { headers })))
    expect(new Set(replies.map(reply => JSON.stringify(reply.body))).size).toBe(1)
    expect((await house.cases.list('orders:review')).items).toHaveLength(1)
  })

  test('is refused when the key names another order', async () => {
    const headers = newKey()
    await api.storefront().post('/v1/orders', anOrder(), { headers })
    const other = anOrder({ shipping: 100, total: { amount: 25900, currency: 'CNY' } })
    const reply = await api.storefront().post('/v1/orders', other, { headers })
    expect(reply).toMatchObject({ status: 422, body: { type: '/problems/unprocessable' } })
  })

  test('acts once and has the first answer, also with the version that it had seen', async () => {
    const { id } = await place()
    const headers = { ...newKey(), 'if-match': '"1"' }
    const first = await api.staff('agent').post(`/v1/orders/${id}/approval`, {}, { headers })
    const second = await api.staff('agent').post(`/v1/orders/${id}/approval`, {}, { headers })
    expect(first.status).toBe(200)
    expect(second.body).toEqual(first.body)
    const another = await api.staff('agent').post(`/v1/orders/${id}/approval`, { how: 'verbal' }, { headers })
    expect(another.status).toBe(422)
  })

  test('records one contact attempt, though another would be possible', async () => {
    const { id } = await place()
    await api.staff('agent').post(`/v1/orders/${id}/approval`)
    const options = { headers: newKey() }
    const attempt = { by: 'email', result: 'no_answer' }
    for (let n = 0; n < 2; n++) {
      expect((await api.staff('agent').post(`/v1/orders/${id}/contact-attempts`, attempt, options)).status).toBe(200)
    }
    expect((await house.cases.get(id))?.facts).toMatchObject({ contactAttempts: 1 })
  })
})

describe('of two at the same moment', () => {
  test('one approves, and the other is told that it is done', async () => {
    const { id } = await place()
    const approve = () => api.staff('agent').post(`/v1/orders/${id}/approval`)
    const statuses = (await Promise.all([approve(), approve()])).map(reply => reply.status)
    expect(statuses.sort()).toEqual([200, 409])
    expect(await house.cases.history(id)).toHaveLength(2)
  })

  test('one approves, and the other is told that its version is old', async () => {
    const { id } = await place()
    const approve = () => api.staff('agent').post(`/v1/orders/${id}/approval`, {}, { headers: { 'if-match': '"1"' } })
    const replies = await Promise.all([approve(), approve()])
    expect(replies.map(reply => reply.status).sort()).toEqual([200, 412])
    expect(replies.find(reply => reply.status === 412)?.body).toMatchObject({ type: '/problems/stale', version: 2 })
  })

  test('of a new customer both are served, and one file is opened', async () => {
    const [one, two] = await Promise.all([place(), place()])
    expect(one!.id).not.toBe(two!.id)
    expect(one!.customerId).toBe(two!.customerId)
  })
})
