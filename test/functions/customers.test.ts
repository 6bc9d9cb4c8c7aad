import { type Api, anOrder, apiOf, aRequest, newKey } from '../support/api'
import { later, monday, placeOrder } from '../support/builders'
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

const place = async (fields: object = {}, at = monday) =>
  (await api.storefront().post('/v1/orders', anOrder(fields), { headers: newKey(), at })).body
const ask = async (fields: object = {}, at = monday) =>
  (await api.storefront().post('/v1/tickets', aRequest(fields), { headers: newKey(), at })).body
const fileOf = async (customerId: string, caller = api.staff('agent')) =>
  (await caller.get(`/v1/customers/${customerId}`)).body
const correct = (customerId: string, body: object, caller = api.staff('agent'), headers = {}, at = monday) =>
  caller.post(`/v1/customers/${customerId}/corrections`, body, { headers, at })
const total = (amount: number, currency = 'CNY') => ({ amount, currency })

describe('a customer file (R-CUS-01, R-CUS-02)', () => {
  test('is opened once, however many first orders and messages come at the same moment (R-CUS-15)', async () => {
    const customer = { accountId: 'shop-9', email: 'nine@example.com', phone: '13800000029', name: '示例' }
    const made = await Promise.all(
      Array.from({ length: 30 }, (_, n) => (n % 2 ? place({ customer }) : ask({ customer }))),
    )
    expect(new Set(made.map(({ customerId }) => customerId)).size).toBe(1)
    const files = (await engine.items(house.tables.customers)).filter(({ SK }) => SK === 'FILE')
    expect(files).toHaveLength(1)
  })

  test('is completed by an agent, each field with its source (R-CUS-03), in the order of the handbook (R-CUS-06)', async () => {
    const { customerId } = await place()
    const body = { preferences: '周末送货', sex: 'female', source: 'customer_feedback', marketingConsent: 'given' }
    expect(await correct(customerId, body)).toMatchObject({ status: 200, body: { customerId, version: 2 } })
    const file = await fileOf(customerId)
    expect(Object.keys(file.fields)).toEqual([
      ...['name', 'sex', 'email', 'accountId', 'language', 'region', 'marketingConsent', 'preferences'],
    ])
    expect(file.fields.preferences).toEqual({ value: '周末送货', source: 'customer_feedback', at: expect.any(String) })
    expect(file.fields.name.source).toBe('order_information')
  })

  test('is read and completed by its customer in the storefront, and by no other (R-PRV-05)', async () => {
    const { customerId } = await place()
    const own = api.storefront(customerId)
    expect((await correct(customerId, { address: '上海市徐汇区示例路 8 号' }, own)).status).toBe(200)
    const file = await fileOf(customerId, own)
    expect(file.fields.address).toMatchObject({ source: 'site_registration' })
    expect(file).not.toHaveProperty('changes')
    expect((await api.storefront('another').get(`/v1/customers/${customerId}`)).status).toBe(404)
    expect((await correct(customerId, { name: 'x' }, api.storefront('another'))).status).toBe(404)
    expect((await correct(customerId, { customerTier: 'key', reason: 'x' }, own)).status).toBe(403)
  })

  test('says what was changed, when and by whom, and never what stood there before (R-CUS-13)', async () => {
    const { customerId } = await place()
    await correct(customerId, { phone: '13800000028' })
    const [first, second] = [1, 2].map(hours => later(monday, { hours }))
    await correct(customerId, { phone: '13800000029' }, undefined, {}, first)
    await correct(customerId, { customerTier: 'key', reason: '年度消费' }, api.staff('supervisor'), {}, second)
    const file = await fileOf(customerId)
    expect(file.changes).toEqual([
      { at: monday, by: 'agent-1', fields: ['phone'] },
      { at: first, by: 'agent-1', fields: ['phone'] },
      { at: second, by: 'supervisor-1', fields: ['customerTier'], reason: '年度消费' },
    ])
    expect(JSON.stringify(await house.everything())).not.toContain('13800000028')
  })

  test('is corrected once for one key, and not over what someone else has just changed', async () => {
    const { customerId } = await place()
    const headers = newKey()
    const first = await correct(customerId, { name: '甲' }, undefined, headers)
    expect((await correct(customerId, { name: '乙' }, undefined, { 'if-match': '"1"' })).status).toBe(412)
    await correct(customerId, { name: '丙' }, undefined, { 'if-match': '"2"' })
    expect((await correct(customerId, { name: '甲' }, undefined, headers)).body).toEqual(first.body)
    expect((await correct(customerId, { name: '丁' }, undefined, headers)).status).toBe(422)
    expect((await fileOf(customerId)).fields.name.value).toBe('丙')
  })

  test('loses none of four corrections that come at once', async () => {
    const { customerId } = await place()
    const fields = ['name', 'address', 'preferences', 'serviceNeeds'] as const
    const replies = await Promise.all(fields.map(field => correct(customerId, { [field]: field })))
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    const file = await fileOf(customerId)
    expect(file.version).toBe(5)
    for (const field of fields) expect(file.fields[field].value).toBe(field)
  })

  test('is found by a corrected address, and no longer by the mistaken one', async () => {
    const { customerId } = await place({ customer: { email: 'mistaken@example.com' } })
    await correct(customerId, { email: 'Right@例子.example' })
    expect((await place({ customer: { email: 'right@xn--fsqu00a.example' } })).customerId).toBe(customerId)
    const stranger = await place({ customer: { email: 'mistaken@example.com' } })
    expect(stranger.customerId).not.toBe(customerId)
    expect((await place({ customer: { email: 'mistaken@example.com' } })).customerId).toBe(stranger.customerId)
  })

  test.each<[string, object, string]>([
    ['an unknown field (R-CUS-04)', { religion: '-' }, 'religion'],
    ['an account, which only a contact can show', { accountId: 'shop-2' }, 'accountId'],
    ['nothing', {}, ''],
    ['a reason alone', { reason: 'x' }, ''],
    ['a tier without a reason (R-CUS-07)', { customerTier: 'key' }, 'reason'],
    ['an unknown tier', { customerTier: 'gold', reason: 'x' }, 'customerTier'],
    ['a score of words', { serviceScore: 'good' }, 'serviceScore'],
    ['no phone number', { phone: 'call me' }, 'phone'],
    ['a name before the @ that SES does not take', { email: '李@example.com' }, 'email'],
    ['an empty name', { name: ' ' }, 'name'],
  ])('refuses %s', async (_, body, path) => {
    const { customerId } = await place()
    const before = await house.everything()
    const reply = await correct(customerId, body, api.staff('supervisor'))
    expect(reply).toMatchObject({ status: 400, body: { type: '/problems/invalid' } })
    expect(reply.body.errors.map((error: { path: string }) => error.path)).toContain(path)
    expect(await house.everything()).toEqual(before)
  })

  test('that does not exist is not found', async () => {
    expect((await api.staff('agent').get('/v1/customers/nobody')).status).toBe(404)
    expect((await correct('nobody', { name: 'x' })).status).toBe(404)
  })

  test('adds up what was bought, each currency for itself (R-ORD-25)', async () => {
    const { customerId } = await place()
    const record = (orderId: string, amount: number, currency: 'CNY' | 'BRL', days: number) => ({
      ...{ orderId, number: `O-${orderId}`, completedAt: later(monday, { days }), total: { amount, currency } },
      lines: [{ productNumber: 'P-1', quantity: 1, unitPrice: amount }],
    })
    const bought = [record('b', 200, 'CNY', 2), record('a', 100, 'CNY', 1), record('c', 7, 'BRL', 3)]
    const { after } = placeOrder({}, { customerId })
    await house.cases.commit([{ before: null, after, events: [] }], {
      customers: bought.map(each => ({ what: 'transaction', customerId, record: each })),
    })
    const file = await fileOf(customerId)
    expect(file.transactions.map(({ orderId }: { orderId: string }) => orderId)).toEqual(['c', 'b', 'a'])
    const [first, last] = [1, 2].map(days => later(monday, { days }))
    expect(file.totals).toEqual([
      {
        currency: 'BRL',
        orders: 1,
        amount: 7,
        firstAt: later(monday, { days: 3 }),
        lastAt: later(monday, { days: 3 }),
      },
      { currency: 'CNY', orders: 2, amount: 300, firstAt: first, lastAt: last },
    ])
  })
})

describe("a customer's timeline", () => {
  test('shows every case newest first, and the history of the one that is opened', async () => {
    const order = await place()
    const ticket = await ask({}, later(monday, { hours: 1 }))
    const url = `/v1/customers/${order.customerId}/timeline`
    const { body } = await api.staff('agent').get(url)
    expect(body.items).toMatchObject([
      { id: ticket.id, kind: 'ticket' },
      { id: order.id, kind: 'order', total: total(25800) },
    ])
    expect(body).not.toHaveProperty('opened')
    const { opened } = (await api.staff('agent').get(`${url}?open=${ticket.id}`)).body
    expect(opened).toMatchObject({ id: ticket.id, history: [{ type: 'TicketReceived', by: 'customer' }] })
    expect(opened.clocks.length).toBeGreaterThan(0)
    const own = (await api.storefront(order.customerId).get(`${url}?open=${ticket.id}`)).body
    expect(own.items).toEqual(body.items)
    expect(own.opened).not.toHaveProperty('clocks')
  })

  test("opens nobody else's case", async () => {
    const mine = await place()
    const other = await place({ customer: { accountId: 'shop-2' } })
    const url = `/v1/customers/${mine.customerId}/timeline?open=`
    for (const id of [other.id, 'nothing']) {
      expect((await api.storefront(mine.customerId).get(url + id)).status).toBe(404)
      expect((await api.staff('agent').get(url + id)).status).toBe(404)
    }
  })
})

describe('what it takes to look at a customer', () => {
  /** Read and write units of one request, as DynamoDB counts them. */
  async function unitsOf(url: string, body?: object) {
    const agent = api.staff('agent')
    const before = { ...engine.units }
    const { status } = body ? await agent.post(url, body) : await agent.get(url)
    expect(status).toBe(200)
    return { read: engine.units.read - before.read, written: engine.units.written - before.written }
  }
  const openCases = async (customerId: string, from: number, to: number) => {
    for (let n = from; n < to; n++) {
      const id = `0a000000-0000-4000-8000-${String(n).padStart(12, '0')}`
      const createdAt = later(monday, { minutes: n })
      expect(await house.cases.commit([placeOrder({}, { id, customerId, createdAt })])).toBe('committed')
    }
  }

  test('grows with the page, not with what the customer ever did', async () => {
    const { customerId } = await place()
    const url = `/v1/customers/${customerId}`
    const look = { by: 'email', value: 'customer@example.com' }
    await openCases(customerId, 0, 10)
    const few = await unitsOf(`${url}/timeline`)
    expect(few).toEqual({ read: 11.5, written: 1 })
    await openCases(customerId, 10, 60)
    const one = [await unitsOf(`${url}/timeline`), await unitsOf(url), await unitsOf('/v1/look-up', look)]
    await openCases(customerId, 60, 180)
    const other = [await unitsOf(`${url}/timeline`), await unitsOf(url), await unitsOf('/v1/look-up', look)]
    expect(other).toEqual(one)
    expect(one.map(({ written }) => written)).toEqual([1, 1, 1])
    expect(one[0]?.read).toBeLessThanOrEqual(55)
    expect(one[1]?.read).toBeLessThanOrEqual(2.5)
    expect(one[2]?.read).toBeLessThanOrEqual(13)
  })
})

describe('who reads personal data (R-CUS-09)', () => {
  const accessesOf = async (customerId: string) =>
    (await api.staff('supervisor').get(`/v1/customers/${customerId}/accesses`)).body.items

  test('is recorded once an hour for each thing, with person, role and operation, and without a word of it', async () => {
    const order = await place()
    const ticket = await ask()
    const { customerId } = order
    const agent = api.staff('agent')
    for (const minutes of [0, 20, 70]) {
      await agent.get(`/v1/orders/${order.id}`, { at: later(monday, { minutes }) })
    }
    await api.staff('warehouse').get(`/v1/orders/${order.id}`, { at: monday })
    await agent.get(`/v1/tickets/${ticket.id}`, { at: monday })
    await agent.get(`/v1/customers/${customerId}`, { at: monday })
    await agent.get(`/v1/customers/${customerId}/timeline`, { at: monday })
    const accesses = await accessesOf(customerId)
    const by = { by: 'agent-1', roles: ['agent'] }
    expect(accesses).toEqual([
      { at: later(monday, { minutes: 70 }), ...by, operation: 'readOrder', what: 'delivery', caseId: order.id },
      {
        ...{ at: monday, by: 'warehouse-1', roles: ['warehouse'] },
        ...{ operation: 'readOrder', what: 'delivery', caseId: order.id },
      },
      { at: monday, ...by, operation: 'readTicket', what: 'words', caseId: ticket.id },
      { at: monday, ...by, operation: 'readTimeline', what: 'timeline' },
      { at: monday, ...by, operation: 'readCustomerFile', what: 'file' },
      { at: later(monday, { minutes: 20 }), ...by, operation: 'readOrder', what: 'delivery', caseId: order.id },
    ])
    expect(JSON.stringify(accesses)).not.toMatch(/示例|@|138/)
  })

  test('is not recorded for customers, nor for those who are shown nothing personal', async () => {
    const { id, customerId } = await place()
    await api.storefront(customerId).get(`/v1/orders/${id}`)
    await api.storefront(customerId).get(`/v1/customers/${customerId}`)
    await api.staff('finance').get(`/v1/orders/${id}`)
    expect(await accessesOf(customerId)).toEqual([])
  })

  test('is recorded, or it is not shown', async () => {
    const order = await place()
    const ticket = await ask()
    house.customers.recordAccess = async () => {
      throw new Error('the table takes no writes')
    }
    const urls = [`/v1/orders/${order.id}`, `/v1/tickets/${ticket.id}`]
    const own = ['', '/cases', '/timeline'].map(path => `/v1/customers/${order.customerId}${path}`)
    for (const url of [...urls, ...own]) {
      const reply = await api.staff('agent').get(url)
      expect([url, reply.status]).toEqual([url, 500])
      expect(JSON.stringify(reply.body)).not.toContain('示例')
    }
    const look = await api.staff('agent').post('/v1/look-up', { by: 'email', value: 'customer@example.com' })
    expect(look.status).toBe(500)
  })

  test('is paged', async () => {
    const { customerId } = await place()
    for (let n = 0; n < 60; n++) {
      const access = { at: later(monday, { hours: n }), by: 'agent-1', roles: ['agent'], operation: 'x', what: 'file' }
      await house.customers.recordAccess(customerId, access)
    }
    const url = `/v1/customers/${customerId}/accesses`
    const first = (await api.staff('supervisor').get(url)).body
    const second = (await api.staff('supervisor').get(`${url}?cursor=${first.cursor}`)).body
    expect([first.items.length, second.items.length, second.cursor]).toEqual([50, 10, undefined])
    const elsewhere = `/v1/customers/another/accesses?cursor=${first.cursor}`
    expect((await api.staff('supervisor').get(elsewhere)).status).toBe(400)
  })
})

describe('the warehouse and finance see what their work needs (R-CUS-04)', () => {
  test('consignee, phone and address for the one, nothing of it for the other, and no e-mail for either', async () => {
    const { id } = await place()
    const { delivery } = anOrder()
    const warehouse = (await api.staff('warehouse').get(`/v1/orders/${id}`)).body
    expect(warehouse.delivery).toEqual(delivery)
    const finance = (await api.staff('finance').get(`/v1/orders/${id}`)).body
    expect(finance).not.toHaveProperty('delivery')
    for (const view of [warehouse, finance]) expect(JSON.stringify(view)).not.toContain('@')
  })
})
