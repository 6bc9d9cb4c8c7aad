import { classifyTicket } from '../../functions/classification/classify-ticket'
import type { Role } from '../../shared/domain/case'
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

const at = (minutes: number) => ({ at: later(monday, { minutes }) })
async function asks(customer: object, minutes = 0, more: object = {}) {
  const asked = aRequest({ customer, ...more })
  const { body } = await api.storefront().post('/v1/tickets', asked, { headers: newKey(), ...at(minutes) })
  await classifyTicket(house, {
    message: { caseId: body.id },
    now: later(monday, { minutes }),
    messageId: 'm',
    attempt: 1,
  })
  return body as { id: string; customerId: string }
}
const does = (id: string, role: Role, act: string, body: object, minutes = 60) =>
  api.staff(role).post(`/v1/tickets/${id}/${act}`, body, at(minutes))
const claim = (id: string, otherCustomerId: string) =>
  does(id, 'agent', 'same-person', { otherCustomerId, evidence: '电话核对了收货人与尾号。' })
const decide = (id: string, decision: 'granted' | 'refused', role: Role = 'supervisor') =>
  does(id, role, 'same-person/decision', { decision, explanation: '已核实。' })

const byAccount = { accountId: 'shop-1', email: 'work@example.com', name: '示例顾客' }
const byHandle = { handle: 'wechat:quiet-river', phone: '138 0000 0027' }

/** A customer with an account and an order, who later writes by another name. */
async function two() {
  const first = await asks(byAccount)
  const order = (
    await api.storefront().post('/v1/orders', anOrder({ customer: byAccount }), { headers: newKey(), ...at(1) })
  ).body
  const second = await asks(byHandle, 5)
  expect(second.customerId).not.toBe(first.customerId)
  return { first, order, second, older: first.customerId, younger: second.customerId }
}
async function joined() {
  const all = await two()
  expect((await claim(all.second.id, all.older)).status).toBe(200)
  expect((await decide(all.second.id, 'granted')).status).toBe(200)
  return all
}

describe('two files that prove to be one person (R-CUS-05)', () => {
  test('are claimed by an agent with evidence, stand before the supervisors, and are decided by one of them', async () => {
    const { second, older } = await two()
    const waiting = async () => (await api.staff('supervisor').get('/v1/tickets?list=same-person')).body.items
    expect((await claim(second.id, older)).status).toBe(200)
    expect(await waiting()).toMatchObject([{ id: second.id }])
    expect((await claim(second.id, older)).status).toBe(409)
    expect((await decide(second.id, 'granted', 'agent')).status).toBe(403)
    expect((await decide(second.id, 'refused')).status).toBe(200)
    expect(await waiting()).toEqual([])
    expect(await house.customers.file(older)).not.toHaveProperty('joinedFrom')
    expect((await decide(second.id, 'granted')).status).toBe(409)
    const { notes } = (await api.staff('agent').get(`/v1/tickets/${second.id}`)).body
    expect(notes).toMatchObject([{ type: 'SamePersonClaimed' }, { type: 'SamePersonDecided' }])
  })

  test('become one in one transaction: the older learns what it lacked and keeps what it knew, and both say who did it', async () => {
    const { older, younger } = await joined()
    const seen = (await api.staff('agent').get(`/v1/customers/${younger}`)).body
    expect(seen).toMatchObject({
      ...{ customerId: older, identities: [older, younger] },
      fields: {
        ...{ accountId: { value: 'shop-1' }, email: { value: 'work@example.com' }, name: { value: '示例顾客' } },
        ...{ handle: { value: 'wechat:quiet-river' }, phone: { value: '138 0000 0027' } },
      },
    })
    expect(seen.changes).toMatchObject([
      { by: 'supervisor-1', reason: 'same_person', fields: expect.arrayContaining(['handle', 'phone']) },
    ])
    expect((await api.staff('agent').get(`/v1/customers/${older}`)).body).toEqual(seen)
    expect(JSON.stringify(await engine.items(house.tables.cases))).not.toMatch(/示例顾客|example\.com|quiet-river/)
  })

  test('have one timeline of tickets and orders, newest first and page by page, by either', async () => {
    const { first, order, second, older, younger } = await joined()
    const ids = async (path: string, role: Role = 'agent') =>
      (await api.staff(role).get(path)).body.items.map(({ id }: { id: string }) => id)
    for (const customer of [older, younger]) {
      const timeline = await ids(`/v1/customers/${customer}/timeline`)
      expect(timeline[0]).toBe(second.id)
      expect([...timeline].sort()).toEqual([first.id, order.id, second.id].sort())
      expect((await ids(`/v1/customers/${customer}/cases`)).length).toBe(3)
    }
    const page = await house.cases.ofCustomer(younger, undefined, 2)
    const rest = await house.cases.ofCustomer(younger, page.cursor, 2)
    expect(page.items.length + rest.items.length).toBe(3)
    expect(new Set([...page.items, ...rest.items].map(({ id }) => id)).size).toBe(3)
  })

  test('are found as one by whatever either called itself, and what comes later goes to the one file', async () => {
    const { older } = await joined()
    const contacts = [{ accountId: 'shop-1' }, { handle: 'wechat:quiet-river' }, { email: 'WORK@example.com' }]
    for (const contact of contacts) expect((await asks(contact, 90)).customerId).toBe(older)
    expect((await asks({ phone: '+86-13800000027', name: '示例顾客' }, 90)).customerId).toBe(older)
    const found = await api.staff('agent').post('/v1/look-up', { by: 'phone', value: '138 0000 0027' })
    expect(found.body.customers).toEqual([{ customerId: older }])
    expect(found.body.cases.length).toBeGreaterThan(2)
  })

  test('let their customer see and do everything by either id, and nobody else', async () => {
    const { first, order, second, older, younger } = await joined()
    for (const [as, id] of [
      [older, second.id],
      [younger, first.id],
    ] as const) {
      const theirs = api.storefront(as)
      expect((await theirs.get(`/v1/tickets/${id}`)).body.messages).toHaveLength(1)
      expect((await theirs.post(`/v1/tickets/${id}/messages`, { text: '补充一句。' })).status).toBe(200)
      expect((await theirs.get(`/v1/cases/${id}/clocks`)).status).toBe(200)
      expect((await theirs.get(`/v1/customers/${older}/timeline?open=${id}`)).status).toBe(200)
    }
    expect((await api.storefront(younger).get(`/v1/orders/${order.id}`)).status).toBe(200)
    expect((await asks(byHandle, 90, { orderId: order.id })).customerId).toBe(older)
    const stranger = api.storefront((await asks({ accountId: 'shop-9' })).customerId)
    for (const path of [
      `tickets/${second.id}`,
      `orders/${order.id}`,
      `customers/${older}`,
      `customers/${younger}/timeline`,
    ])
      expect((await stranger.get(`/v1/${path}`)).status).toBe(404)
  })

  test('have tickets that go into one, where their customer is heard by either id', async () => {
    const { first, second, older, younger } = await joined()
    const merge = (into: string, ticketId: string) => does(into, 'agent', 'merge', { ticketIds: [ticketId] })
    expect((await merge(first.id, second.id)).status).toBe(200)
    for (const [as, id] of [
      [younger, second.id],
      [older, second.id],
      [younger, first.id],
    ] as const)
      expect((await api.storefront(as).post(`/v1/tickets/${id}/messages`, { text: '补充一句。' })).body).toMatchObject({
        id: first.id,
      })
    const { messages } = (await api.storefront(younger).get(`/v1/tickets/${first.id}`)).body
    expect(messages).toHaveLength(4)
    const stranger = await asks({ accountId: 'shop-9' })
    expect((await merge(first.id, stranger.id)).body.errors).toMatchObject([
      { message: expect.stringContaining('is of another customer') },
    ])
  })

  test('have orders that go into one, when they go to one address', async () => {
    const { order, older } = await two()
    const place = async (fields: object = {}) =>
      (
        await api
          .storefront()
          .post('/v1/orders', anOrder({ customer: byHandle, ...fields }), { headers: newKey(), ...at(10) })
      ).body
    const [same, elsewhere] = [
      await place(),
      await place({ delivery: { ...anOrder().delivery, address: '上海市徐汇区示例路 9 号' } }),
    ]
    const merge = (orderId: string) =>
      api.staff('agent').post(`/v1/orders/${order.id}/merge`, { orderIds: [orderId] }, at(60))
    expect((await merge(same.id)).body.errors).toMatchObject([
      { message: expect.stringContaining('is of another customer') },
    ])
    const other = await asks(byHandle, 20)
    await claim(other.id, older)
    await decide(other.id, 'granted')
    expect((await merge(elsewhere.id)).body.errors).toMatchObject([
      { message: expect.stringContaining('goes to another address') },
    ])
    expect((await merge(same.id)).status).toBe(200)
    expect((await house.cases.get(order.id))?.facts).toMatchObject({ mergedFrom: [same.id] })
  })

  test('may be one with a third, and all of them lead to the oldest', async () => {
    const { older, younger } = await joined()
    const third = await asks({ accountId: 'shop-3', email: 'third@example.com' }, 30)
    await claim(third.id, younger)
    expect((await decide(third.id, 'granted')).status).toBe(200)
    for (const id of [older, younger, third.customerId])
      expect([...(await house.cases.identities(id))].sort()).toEqual([older, younger, third.customerId].sort())
    expect((await asks({ accountId: 'shop-3' }, 90)).customerId).toBe(older)
    expect((await claim(third.id, younger)).status).toBe(409)
  })

  test('keep the tier of who complained, and lose no correction that comes at the same moment', async () => {
    const first = await asks(byAccount)
    const second = await asks(byHandle, 5, { description: '你们的客服态度太差了，我要投诉！' })
    await claim(second.id, first.customerId)
    const correction = { preferences: '周末送货' }
    const [decision, corrected] = await Promise.all([
      decide(second.id, 'granted'),
      api.staff('agent').post(`/v1/customers/${second.customerId}/corrections`, correction, { headers: newKey() }),
    ])
    expect([decision.status, corrected.status]).toEqual([200, 200])
    const { fields } = (await api.staff('agent').get(`/v1/customers/${first.customerId}`)).body
    expect(fields).toMatchObject({ customerTier: { value: 'special' }, preferences: { value: '周末送货' } })
  })

  test('are two that there are, and no more than ten', async () => {
    const { second, younger } = await two()
    expect((await claim(second.id, 'unheard-of')).status).toBe(422)
    expect((await claim(second.id, younger)).status).toBe(409)
    expect((await does(second.id, 'agent', 'same-person', { otherCustomerId: younger })).status).toBe(400)
  })
})
