import { classifyTicket } from '../../functions/classification/classify-ticket'
import { rebuild } from '../../shared/domain/rebuild'
import type { Ticket } from '../../shared/domain/ticket'
import { type Api, anOrder, apiOf, aRequest, newKey, type Reply } from '../support/api'
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

interface Made {
  readonly id: string
  readonly number: string
  readonly customerId: string
}
const ticketOf = async (id: string) => (await house.cases.get(id)) as Ticket
const path = (id: string, rest: string) => `/v1/tickets/${id}/${rest}`

async function opened(fields: object = {}, minutes = 0): Promise<Made> {
  const now = later(monday, { minutes })
  const { body } = await api.storefront().post('/v1/tickets', aRequest(fields), { headers: newKey(), at: now })
  await classifyTicket(house, { message: { caseId: body.id }, now, messageId: 'm', attempt: 1 })
  return body
}
const merge = (id: string, ticketIds: readonly string[], options: object = { at: later(monday, { hours: 1 }) }) =>
  api.staff('agent').post(path(id, 'merge'), { ticketIds }, options)
const running = ({ clocks }: Ticket) => Object.values(clocks).filter(clock => !clock.stoppedAt)

/** The reply, and that nothing was written for it. */
async function refused(send: () => Promise<Reply>): Promise<Reply> {
  const before = await house.everything()
  const reply = await send()
  expect(await house.everything()).toEqual(before)
  return reply
}

describe('merging tickets (T25, T0j, convention 8)', () => {
  test('leaves one with clocks, the others with their words, and a link each way', async () => {
    const [target, one, other] = [await opened(), await opened({}, 1), await opened({}, 2)]
    expect(await merge(target.id, [one.id, other.id])).toMatchObject({
      status: 200,
      body: { id: target.id, version: 3 },
    })
    for (const { id } of [one, other]) {
      const source = await ticketOf(id)
      expect(source).toMatchObject({ state: 'merged', facts: { mergedInto: target.id } })
      expect(running(source)).toEqual([])
      expect(rebuild(await house.cases.history(id))).toEqual(source)
      const read = (await api.staff('agent').get(`/v1/tickets/${id}`)).body
      expect(read).toMatchObject({ mergedInto: target.id, messages: [{ text: aRequest().description }] })
    }
    const merged = await ticketOf(target.id)
    expect(merged.facts.mergedFrom).toEqual([one.id, other.id])
    expect(running(merged).length).toBeGreaterThan(0)
    const list = (await api.staff('agent').get('/v1/tickets?list=team:logistics')).body.items
    expect(list.map(({ id }: Made) => id)).toEqual([target.id])
  })

  test('sends what its customer writes about any of them where they went (T7a)', async () => {
    const [target, middle, source] = [await opened(), await opened({}, 1), await opened({}, 2)]
    await merge(middle.id, [source.id])
    await merge(target.id, [middle.id])
    const text = '还没收到'
    const reply = await api.storefront(target.customerId).post(path(source.id, 'messages'), { text })
    expect(reply.body.id).toBe(target.id)
    expect((await ticketOf(target.id)).facts.messageCount).toBe(2)
  })

  test('is done once for its key, for the version that was seen, and for one of two who want the same', async () => {
    const [target, other, source] = [await opened(), await opened({}, 1), await opened({}, 2)]
    expect((await refused(() => merge(target.id, [source.id], { headers: { 'if-match': '"9"' } }))).status).toBe(412)
    const replies = await Promise.all([merge(target.id, [source.id]), merge(other.id, [source.id])])
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409])
    const headers = newKey()
    const [last, next] = [await opened({}, 3), await opened({}, 4)]
    const first = await merge(last.id, [next.id], { headers })
    expect(await merge(last.id, [next.id], { headers })).toEqual(first)
  })

  test.each<[string, object, string]>([
    ['of another customer', { customer: { accountId: 'shop-2' } }, 'is of another customer'],
    ['that is due earlier', { description: '账号被盗了，请立刻处理！' }, 'is due earlier (SLA-09'],
  ])('is refused for one %s', async (_, fields, reason) => {
    const [target, source] = [await opened(), await opened(fields, 1)]
    const { status, body } = await refused(() => merge(target.id, [source.id], {}))
    const message = expect.stringContaining(`ticket ${source.number} ${reason}`)
    expect([status, body.errors]).toEqual([422, [{ path: 'ticketIds.0', message }]])
  })

  test('is refused for a complaint that would become a question, for itself, for an order, and for nothing', async () => {
    const target = await opened()
    const complaint = await opened({ description: '我要投诉你们的客服，态度太差了！' }, 1)
    expect((await ticketOf(complaint.id)).kind).toBe('complaint')
    const said = async (id: string) => JSON.stringify((await refused(() => merge(target.id, [id]))).body.errors)
    expect(await said(complaint.id)).toContain('is a complaint')
    expect(await said(target.id)).toContain('into which the others go')
    const order = (await api.storefront().post('/v1/orders', anOrder(), { headers: newKey() })).body
    expect(await said(order.id)).toContain('no such ticket')
    for (const wrong of [[], ['a', 'a']]) expect((await refused(() => merge(target.id, wrong))).status).toBe(400)
    expect((await merge(complaint.id, [target.id])).status).toBe(200)
  })

  test('is refused for what is resolved or merged already', async () => {
    const [target, source] = [await opened(), await opened({}, 1)]
    await merge(target.id, [source.id])
    expect((await refused(() => merge(target.id, [source.id]))).status).toBe(409)
    expect((await refused(() => merge(source.id, [target.id], {}))).status).toBe(409)
  })

  test('of ten whose clocks have much to say is one transaction, or refused in words', async () => {
    const made = await Promise.all(Array.from({ length: 11 }, () => opened()))
    const ids = made.slice(1).map(({ id }) => id)
    const late = { at: later(monday, { days: 9 }) }
    const reply = await refused(() => merge(made[0]!.id, ids, late))
    expect(reply.body.errors).toEqual([{ path: 'ticketIds', message: expect.stringContaining('merge fewer') }])
    expect((await merge(made[0]!.id, ids, {})).status).toBe(200)
  })
})

describe('splitting a ticket (T0i, R-CHN-03)', () => {
  const split = (id: string, body: object, options: object = {}) =>
    api.staff('agent').post(path(id, 'split'), body, options)
  const requestOf = async (id: string) => (await ticketOf(id)).facts.requestId ?? ''

  test('makes a ticket of a part of a message: each names the other, in one transaction', async () => {
    const made = await opened({ description: '快递三天没更新了。另外发票抬头开错了。' })
    const text = '发票抬头开错了。'
    const { body } = await split(made.id, { messageId: await requestOf(made.id), text }, { headers: newKey() })
    expect(await ticketOf(made.id)).toMatchObject({ state: 'classified', facts: { splitInto: [body.splitInto] } })
    expect(await ticketOf(body.splitInto)).toMatchObject({
      ...{ state: 'received', number: body.splitIntoNumber, customerId: made.customerId, language: 'zh-Hans' },
      facts: { splitFrom: made.id, channel: 'website', firstResponderId: 'agent-1' },
    })
    await classifyTicket(house, { message: { caseId: body.splitInto }, now: monday, messageId: 'm', attempt: 1 })
    const seen = (await api.storefront(made.customerId).get(`/v1/tickets/${body.splitInto}`)).body
    expect(seen).toMatchObject({ topic: 'invoice', splitFrom: made.id, messages: [{ from: 'customer', text }] })
  })

  test('takes the whole message when no part is named, without a copy of the words', async () => {
    const made = await opened()
    const words = await engine.items(house.tables.customers)
    const { body } = await split(made.id, { messageId: await requestOf(made.id) })
    expect(await engine.items(house.tables.customers)).toHaveLength(words.length)
    const seen = (await api.staff('agent').get(`/v1/tickets/${body.splitInto}`)).body
    expect(seen.messages).toMatchObject([{ text: aRequest().description }])
  })

  test('is done once for its key', async () => {
    const made = await opened()
    const [headers, messageId] = [newKey(), await requestOf(made.id)]
    const first = await split(made.id, { messageId }, { headers })
    expect(await split(made.id, { messageId }, { headers })).toEqual(first)
    expect((await ticketOf(made.id)).facts.splitInto).toHaveLength(1)
  })

  test('is refused for words that the customer has not said here, and for an order of another', async () => {
    const [made, other] = [await opened(), await opened({ customer: { accountId: 'shop-2' } })]
    await api.staff('agent').post(path(made.id, 'take'))
    await api.staff('agent').post(path(made.id, 'replies'), { text: '正在核实。' })
    const ours = (await ticketOf(made.id)).facts.lastMessage?.contentId
    for (const messageId of [await requestOf(other.id), ours, 'unknown'])
      expect((await refused(() => split(made.id, { messageId }))).body.errors).toMatchObject([{ path: 'messageId' }])
    const order = anOrder({ customer: { accountId: 'shop-2' } })
    const orderId = (await api.storefront().post('/v1/orders', order, { headers: newKey() })).body.id
    const body = { messageId: await requestOf(made.id), orderId }
    expect((await refused(() => split(made.id, body))).body.errors).toMatchObject([{ path: 'orderId' }])
    expect((await refused(() => split(made.id, {}))).status).toBe(400)
  })
})
