import { type Api, anOrder, apiOf, aRequest, newKey, type Reply } from '../support/api'
import { type Engine, startEngine } from '../support/engine'
import { type House, openHouse } from '../support/ports'

let engine: Engine
let house: House
let api: Api
let order: { id: string; customerId: string }
beforeAll(async () => {
  engine = await startEngine()
  house = await openHouse(engine)
  api = apiOf(house)
  order = (await api.storefront().post('/v1/orders', anOrder(), { headers: newKey() })).body
})
afterAll(() => engine.stop())

/** The reply, and that nothing was written for it. */
async function refused(send: () => Promise<Reply>): Promise<Reply> {
  const before = await house.everything()
  const reply = await send()
  expect(await house.everything()).toEqual(before)
  expect(reply.headers['content-type']).toBe('application/problem+json')
  expect(reply.body).toMatchObject({ status: reply.status, instance: expect.stringMatching(/^request-/) })
  return reply
}

const placing = (body: unknown) => refused(() => api.storefront().post('/v1/orders', body, { headers: newKey() }))
const line = { productNumber: 'P-1', quantity: 1, unitPrice: 25800 }

describe('an order is refused with the fields that do not fit', () => {
  test.each<[string, object, string]>([
    ['no lines', { lines: [] }, 'lines'],
    ['a hundred and one lines', { lines: Array(101).fill(line) }, 'lines'],
    ['a negative price', { lines: [{ ...line, unitPrice: -25800 }] }, 'lines.0.unitPrice'],
    ['a fractional price', { lines: [{ ...line, unitPrice: 258.5 }] }, 'lines.0.unitPrice'],
    ['a price in words', { lines: [{ ...line, unitPrice: '25800' }] }, 'lines.0.unitPrice'],
    ['a price beyond all money', { lines: [{ ...line, unitPrice: 1e15 }] }, 'lines.0.unitPrice'],
    ['no quantity', { lines: [{ ...line, quantity: 0 }] }, 'lines.0.quantity'],
    ['a total that the lines do not add up to', { total: { amount: 1, currency: 'CNY' } }, 'total.amount'],
    ['a currency of another market', { total: { amount: 25800, currency: 'BRL' } }, 'total.currency'],
    ['an unknown field', { coupon: 'X' }, 'coupon'],
    ['an unknown field inside', { lines: [{ ...line, colour: 'red' }] }, 'lines.0.colour'],
    ['an unknown way of payment', { paymentMethod: 'shells' }, 'paymentMethod'],
    ['no address', { delivery: { consignee: 'A', phone: '13800000027', address: ' ' } }, 'delivery.address'],
    [
      'a field of a customer that no service needs (R-CUS-04)',
      { customer: { email: 'a@example.com', religion: '-' } },
      'customer.religion',
    ],
    ['no contact', { customer: { name: 'A' } }, 'customer'],
    ['a phone without a name', { customer: { phone: '13800000027' } }, 'customer.name'],
    ['what is no e-mail address', { customer: { email: 'a@b' } }, 'customer.email'],
  ])('%s', async (_, fields, path) => {
    const reply = await placing(anOrder(fields))
    expect(reply).toMatchObject({ status: 400, body: { type: '/problems/invalid' } })
    expect(reply.body.errors.map((error: { path: string }) => error.path)).toContain(path)
  })

  test.each([
    ['a list', [anOrder()]],
    ['a text', 'order'],
    ['a number', 7],
    ['null', null],
  ])('%s', async (_, body) => {
    expect((await placing(body)).status).toBe(400)
  })
})

describe('a ticket is refused', () => {
  test.each<[string, object, string]>([
    ['without a description (R-CHN-10)', { description: undefined }, 'description'],
    ['with an empty one', { description: ' \n ' }, 'description'],
    ['with one that is too long', { description: 'x'.repeat(10_001) }, 'description'],
    ['without a contact (R-CHN-10)', { customer: {} }, 'customer'],
    ['from a channel that nobody knows', { channel: 'pigeon' }, 'channel'],
  ])('%s', async (_, fields, path) => {
    const reply = await refused(() => api.storefront().post('/v1/tickets', aRequest(fields), { headers: newKey() }))
    expect(reply.status).toBe(400)
    expect(reply.body.errors.map((error: { path: string }) => error.path)).toContain(path)
  })

  test("about an order that is not this customer's", async () => {
    const other = aRequest({ customer: { accountId: 'shop-2' }, orderId: order.id })
    const reply = await refused(() => api.storefront().post('/v1/tickets', other, { headers: newKey() }))
    expect(reply).toMatchObject({ status: 422, body: { errors: [{ path: 'orderId' }] } })
  })
})

describe('a body is refused', () => {
  const sending = (options: object) =>
    refused(() => api.storefront().post('/v1/orders', undefined, { ...options, ...{} }))

  test.each([
    ['that is not JSON', '{"lines": [}'],
    ['that is cut off', '{"lines": ['],
    ['that is XML', '<order/>'],
  ])('%s', async (_, raw) => {
    expect(await sending({ raw, headers: newKey() })).toMatchObject({
      status: 400,
      body: { detail: 'the body is not JSON' },
    })
  })

  test('that says it is something else', async () => {
    const headers = { ...newKey(), 'content-type': 'text/plain' }
    expect((await sending({ raw: JSON.stringify(anOrder()), headers })).status).toBe(400)
  })

  test('that is too large', async () => {
    const raw = JSON.stringify(anOrder({ note: 'x'.repeat(200_000) }))
    expect(await sending({ raw, headers: newKey() })).toMatchObject({
      status: 413,
      body: { type: '/problems/too-large' },
    })
  })

  test('without an idempotency key, or with one that is none', async () => {
    for (const headers of [{}, { 'idempotency-key': 'x' }, { 'idempotency-key': 'ein Schlüssel' }]) {
      const reply = await sending({ raw: JSON.stringify(anOrder()), headers })
      expect(reply).toMatchObject({ status: 400, body: { errors: [{ path: 'header.idempotency-key' }] } })
    }
  })
})

describe('a caller is refused', () => {
  const approve = (id: string, caller = api.staff('agent'), headers = {}) =>
    refused(() => caller.post(`/v1/orders/${id}/approval`, {}, { headers }))

  test('who is not known', async () => {
    expect((await refused(() => api.nobody.get(`/v1/orders/${order.id}`))).status).toBe(401)
    const foreign = api.bearing({ sub: 'x', client_id: 'another-client', 'cognito:groups': '[agent]' })
    expect((await refused(() => foreign.get(`/v1/orders/${order.id}`))).status).toBe(401)
  })

  test('whose role does not do this', async () => {
    expect((await approve(order.id, api.staff('warehouse'))).status).toBe(403)
    expect((await approve(order.id, api.staff('system'))).status).toBe(403)
    expect((await approve(order.id, api.staff('customer'))).status).toBe(403)
    expect((await approve(order.id, api.storefront(order.customerId))).status).toBe(403)
  })

  test('who names what does not exist', async () => {
    expect((await approve('0a000000-0000-4000-8000-0000000000ff')).status).toBe(404)
    expect((await approve('CLAIM')).status).toBe(404)
    expect((await refused(() => api.staff('agent').get('/v1/tickets/none'))).status).toBe(404)
    expect((await refused(() => api.staff('agent').get(`/v1/tickets/${order.id}`))).status).toBe(404)
    expect((await refused(() => api.staff('agent').get('/v1/nothing'))).status).toBe(404)
  })

  test("who asks for another customer's order, or names none: it does not exist for them", async () => {
    for (const customerId of ['someone-else', undefined]) {
      const storefront = api.storefront(customerId)
      expect((await refused(() => storefront.get(`/v1/orders/${order.id}`))).status).toBe(404)
      const cancel = () => storefront.post(`/v1/orders/${order.id}/cancellation`, { reason: 'changed_mind' })
      expect((await refused(cancel)).status).toBe(404)
      expect((await refused(() => storefront.get(`/v1/customers/${order.customerId}/cases`))).status).toBe(404)
    }
  })

  test('who has seen an older version, or writes no version at all', async () => {
    expect((await approve(order.id, api.staff('agent'), { 'if-match': '"7"' })).status).toBe(412)
    expect((await approve(order.id, api.staff('agent'), { 'if-match': 'seven' })).status).toBe(400)
  })

  test('who opens a list of others, or an unknown one', async () => {
    expect((await refused(() => api.staff('warehouse').get('/v1/orders?list=review'))).status).toBe(403)
    expect((await refused(() => api.staff('agent').get('/v1/orders?list=everything'))).status).toBe(400)
    expect((await refused(() => api.staff('agent').get('/v1/orders?list=review&cursor=xyz'))).status).toBe(400)
    expect((await refused(() => api.staff('agent').get('/v1/tickets?list=agent:agent-2'))).status).toBe(403)
  })
})

test('a defect shows nothing but the id of the request', async () => {
  const broken = apiOf({
    ...house,
    cases: { ...house.cases, get: () => Promise.reject(new Error('table of a customer')) },
  })
  const reply = await refused(() => broken.staff('agent').get(`/v1/orders/${order.id}`))
  expect(reply.body).toEqual({
    ...{ type: '/problems/defect', title: 'Our fault', status: 500 },
    instance: expect.any(String),
  })
})
