import { classifyTicket } from '../../functions/classification/classify-ticket'
import { recount } from '../../shared/domain/figures'
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

const ask = async (fields: object = {}) =>
  (await api.storefront().post('/v1/tickets', aRequest(fields), { headers: newKey() })).body
const classify = (caseId: string, attempt = 1) =>
  classifyTicket(house, {
    message: { caseId },
    ...{ now: later(monday, { minutes: 1 }), messageId: 'm-1', attempt },
  })

describe('a ticket', () => {
  test.each([
    ['我的訂單還沒有收到，請幫我查詢', 'zh-Hant'],
    ['我的订单还没有收到，请帮我查一下', 'zh-Hans'],
    ['Where is my parcel?', 'en'],
    ['¿Dónde está mi pedido?', 'en'],
  ])('that says "%s" is answered in %s (R-I18-01)', async (description, language) => {
    const { id } = await ask({ description, language: undefined })
    expect((await house.cases.get(id))?.language).toBe(language)
  })

  test('is opened on any channel with its number and the time of our answer (R-CHN-02, R-CHN-11)', async () => {
    const ticket = await ask()
    expect(ticket).toMatchObject({ state: 'received', number: expect.stringMatching(/^T-/) })
    expect(ticket.answerBy).toBe(later(monday, { hours: 24 }))
  })

  test('is opened once for one request of the storefront (R-CHN-09)', async () => {
    const headers = newKey()
    const replies = await Promise.all([1, 2].map(() => api.storefront().post('/v1/tickets', aRequest(), { headers })))
    expect(replies[1]).toEqual(replies[0])
  })

  test('that an agent enters for a customer has the agent as creator and first responder (R-CHN-05)', async () => {
    const reply = await api.staff('agent').post('/v1/tickets', aRequest({ channel: 'phone' }), { headers: newKey() })
    const ticket = await house.cases.get(reply.body.id)
    expect(ticket?.facts).toMatchObject({ direction: 'agent_initiated', firstResponderId: 'agent-1' })
    expect(reply.body.answerBy).toBeUndefined()
  })

  test('of what staff found says when, and whether it was entered within 24 hours (R-SLA-20)', async () => {
    const enter = (discoveredAt: string, by = api.staff('agent')) =>
      by.post('/v1/tickets', aRequest({ discoveredAt }), { headers: newKey() })
    const [soon, late] = [later(monday, { hours: -24 }), later(monday, { hours: -24, ms: -1 })]
    for (const [at, enteredInTime] of [
      [soon, true],
      [late, false],
      ['2027-01-01T00:00:00Z', true],
    ] as const) {
      const { body } = await enter(at)
      const seen = (await api.staff('agent').get(`/v1/tickets/${body.id}`)).body
      expect(seen.discovered).toEqual({ at: at > monday ? monday : at, enteredInTime })
      const figures = recount(await house.cases.history(body.id))
      const { discovered, enteredInTime: inTime = 0 } = [...figures.values()][0]?.amounts ?? {}
      expect([discovered, inTime]).toEqual([1, enteredInTime ? 1 : 0])
    }
    expect((await enter(soon, api.storefront())).status).toBe(422)
    expect((await enter('yesterday')).status).toBe(400)
  })

  test('is answered in the language that it was written in', async () => {
    const { id } = await ask({ description: 'Where is my parcel? It should have been here on Monday.' })
    expect((await house.cases.get(id))?.language).toBe('en')
  })

  test('is classified once, however often the message comes, and stands with its team', async () => {
    const { id } = await ask()
    await classify(id)
    await classify(id, 2)
    expect((await house.cases.history(id)).map(event => event.type)).toEqual(['TicketReceived', 'TicketClassified'])
    const view = (await api.staff('agent').get(`/v1/tickets/${id}`)).body
    expect(view).toMatchObject({ state: 'classified', topic: 'logistics', because: expect.any(Array) })
    const list = await api.staff('agent').get(`/v1/tickets?list=team:${view.team}`)
    expect(list.body.items).toMatchObject([{ id }])
  })

  test('is classified from what is known when its words have been erased', async () => {
    const { id } = await ask()
    const ticket = await classifyTicket(
      { ...house, customers: { ...house.customers, content: async () => null } },
      {
        message: { caseId: id },
        now: monday,
        messageId: 'm',
        attempt: 1,
      },
    )
    expect(ticket).toEqual({ state: 'classified', topic: 'other' })
  })

  test('whose words nobody can read goes to triage at once, and is not tried again (R-DSP-06)', async () => {
    const { id } = await ask()
    const poison = async () => ({ what: 'message', text: null }) as never
    const ticket = await classifyTicket(
      { ...house, customers: { ...house.customers, content: poison } },
      { message: { caseId: id }, now: later(monday, { minutes: 1 }), messageId: 'm', attempt: 1 },
    )
    expect(ticket).toEqual({ state: 'classified', topic: 'other' })
    expect((await house.cases.get(id))?.facts).toMatchObject({ classification: { team: 'triage', unread: true } })
    await classify(id, 2)
    expect((await house.cases.get(id))?.facts).toMatchObject({ classification: { team: 'logistics' } })
  })

  test('is as grave as what it is about: the value of its order, the complaints of its customer (R-CLS-13)', async () => {
    const customer = { accountId: 'classified-1', name: '示例顾客', email: 'classified-1@example.com' }
    const total = { amount: 6_000_000, currency: 'CNY' }
    const lines = [{ productNumber: 'P-1', quantity: 1, unitPrice: 6_000_000 }]
    const order = await api
      .storefront()
      .post('/v1/orders', anOrder({ customer, total, lines, shipping: 0 }), { headers: newKey() })
    const said = { customer, description: '包裹三天没更新了，到哪了？' }
    const about = async (fields: object) => {
      const { id } = await ask({ ...said, ...fields })
      await classify(id)
      return (await house.cases.get(id))?.facts
    }
    expect(await about({})).toMatchObject({ classification: { severity: 'general', urgent: false } })
    expect(await about({ orderId: order.body.id })).toMatchObject({
      classification: { severity: 'major', grade: 'L2' },
    })
    for (const _ of [1, 2]) await ask({ ...said, kind: 'complaint' })
    expect(await about({})).toMatchObject({ classification: { severity: 'general', urgent: true } })
  })

  test('is taken, answered and resolved, and the customer reads every word of it (R-CHN-07, R-TKT-01, R-TKT-08)', async () => {
    const { id, customerId } = await ask()
    await classify(id)
    const agent = api.staff('agent')
    expect((await agent.post(`/v1/tickets/${id}/take`)).body.state).toBe('assigned')
    expect((await agent.get('/v1/tickets?list=mine')).body.items).toMatchObject([{ id }])
    expect((await agent.post(`/v1/tickets/${id}/replies`, { text: '我们正在核实。' })).body.state).toBe('in_progress')
    expect((await agent.post(`/v1/tickets/${id}/resolution`, { text: '明天送达。' })).body.state).toBe('resolved')
    const seen = (await api.storefront(customerId).get(`/v1/tickets/${id}`)).body
    expect(seen.messages.map((message: { text: string }) => message.text)).toEqual([
      aRequest().description,
      '我们正在核实。',
      '明天送达。',
    ])
    expect(seen).not.toHaveProperty('because')
    expect(seen).not.toHaveProperty('assigneeId')
    expect((await agent.get('/v1/tickets?list=mine')).body.items).toMatchObject([{ id, state: 'resolved' }])
  })

  test('keeps what was said out of its table', async () => {
    await ask()
    expect(JSON.stringify(await engine.items(house.tables.cases))).not.toMatch(/快递|customer@/)
  })

  test('is among everything that its customer has with us, newest first', async () => {
    const first = await ask()
    const second = await api.storefront().post('/v1/tickets', aRequest(), {
      ...{ headers: newKey(), at: later(monday, { hours: 1 }) },
    })
    const mine = await api.storefront(first.customerId).get(`/v1/customers/${first.customerId}/cases`)
    expect(mine.body.items.map((item: { id: string }) => item.id)).toEqual([second.body.id, first.id])
  })
})
