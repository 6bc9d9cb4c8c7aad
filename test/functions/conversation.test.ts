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

const agent = () => api.staff('agent')
const ticketOf = async (id: string) => (await house.cases.get(id)) as Ticket
const at = (span: Parameters<typeof later>[1], headers = {}) => ({ at: later(monday, span), headers })
const path = (id: string, rest: string) => `/v1/tickets/${id}/${rest}`

async function opened(fields: object = {}): Promise<Made> {
  const { body } = await api.storefront().post('/v1/tickets', aRequest(fields), { headers: newKey() })
  await classifyTicket(house, { message: { caseId: body.id }, now: monday, messageId: 'm', attempt: 1 })
  return body
}
async function inProgress(fields: object = {}): Promise<Made> {
  const made = await opened(fields)
  await agent().post(path(made.id, 'take'))
  await agent().post(path(made.id, 'replies'), { text: '正在核实。' })
  return made
}
async function resolved(): Promise<Made> {
  const made = await inProgress()
  await agent().post(path(made.id, 'resolution'), { text: '已重新派送。' })
  return made
}
async function closed(): Promise<Made> {
  const made = await resolved()
  await api.staff('supervisor').post(path(made.id, 'verification'), {
    ...{ result: 'passed', text: '已核实' },
  })
  await api.storefront(made.customerId).post(path(made.id, 'confirmation'), { solved: 'yes', rating: 5 })
  expect((await ticketOf(made.id)).state).toBe('closed')
  return made
}
const writes = ({ id, customerId }: Made, text: string, options = {}) =>
  api.storefront(customerId).post(path(id, 'messages'), { text }, options)

/** The reply, and that nothing was written for it. */
async function refused(send: () => Promise<Reply>): Promise<Reply> {
  const before = await house.everything()
  const reply = await send()
  expect(await house.everything()).toEqual(before)
  return reply
}

describe('a customer who writes about a ticket (T7, R-CHN-06)', () => {
  test('is read in the conversation, and what waited for the answer goes on', async () => {
    const made = await inProgress()
    await agent().post(path(made.id, 'questions'), { text: '外包装有破损吗？' })
    expect((await ticketOf(made.id)).state).toBe('waiting_customer')
    expect(await writes(made, '没有破损。')).toMatchObject({ status: 200, body: { id: made.id, state: 'in_progress' } })
    const { messages } = (await agent().get(`/v1/tickets/${made.id}`)).body
    expect(messages.map(({ from, purpose, text }: Record<string, string>) => [from, purpose, text]).slice(1)).toEqual([
      ['agent', 'reply', '正在核实。'],
      ['agent', 'question', '外包装有破损吗？'],
      ['customer', 'reply', '没有破损。'],
    ])
  })

  test('by phone is entered by an agent', async () => {
    const made = await inProgress()
    expect((await agent().post(path(made.id, 'messages'), { text: '客户来电：还没收到。' })).status).toBe(200)
    expect((await ticketOf(made.id)).facts.lastMessage).toMatchObject({ from: 'customer', by: 'agent-1' })
    expect((await api.staff('warehouse').post(path(made.id, 'messages'), { text: 'x' })).status).toBe(403)
  })

  test('twice under one key is heard once', async () => {
    const made = await inProgress()
    const headers = newKey()
    const first = await writes(made, '在吗？', { headers })
    expect(await writes(made, '在吗？', { headers })).toEqual(first)
    expect((await writes(made, '另一句', { headers })).status).toBe(422)
    expect((await ticketOf(made.id)).facts.messageCount).toBe(3)
  })

  test('of another customer does not find it', async () => {
    const made = await inProgress()
    expect((await refused(() => writes({ ...made, customerId: 'another' }, 'x'))).status).toBe(404)
    expect((await refused(() => writes(made, ' \n'))).status).toBe(400)
  })
})

describe('after the result', () => {
  test('thanks do not reopen (T7b)', async () => {
    const made = await resolved()
    expect((await writes(made, '谢谢，收到了！')).body.state).toBe('resolved')
    expect((await ticketOf(made.id)).facts.reopenCount).toBeUndefined()
  })

  test('a question stands in the list of what waits for an answer until it has one, thanks in none (T7b, T23a)', async () => {
    const made = await resolved()
    const unanswered = async () => (await agent().get('/v1/tickets?list=unanswered')).body.items
    await writes(made, '谢谢！')
    expect(await unanswered()).toEqual([])
    await writes(made, '请问发票什么时候寄？')
    expect(await unanswered()).toMatchObject([{ id: made.id, state: 'resolved', asks: true }])
    expect((await api.storefront(made.customerId).get(`/v1/tickets/${made.id}`)).body).not.toHaveProperty('asks')
    await agent().post(path(made.id, 'replies'), { text: '本周内寄出。' })
    expect(await unanswered()).toEqual([])
  })

  test("'still broken' reopens, and at the second time goes before a supervisor (T16b, T16c)", async () => {
    const made = await resolved()
    expect((await writes(made, '还是没有解决。')).body.state).toBe('in_progress')
    await agent().post(path(made.id, 'resolution'), { text: '已补发。' })
    expect((await writes(made, 'It is still broken.')).body.state).toBe('escalated')
    expect((await ticketOf(made.id)).facts.reopenCount).toBe(2)
  })
})

describe('after it was closed', () => {
  test('thanks stay with it (T7c)', async () => {
    const made = await closed()
    expect((await writes(made, '谢谢你们', at({ days: 20 }))).body).toMatchObject({ id: made.id, state: 'closed' })
  })

  test("'still broken' opens it again for seven days (T18a)", async () => {
    const made = await closed()
    const reply = await writes(made, '又坏了，请再处理。', at({ days: 7 }))
    expect(reply.body).toMatchObject({ id: made.id, state: 'in_progress' })
    expect(reply.body).not.toHaveProperty('ticketId')
  })

  test('later it is a new ticket that goes on from it, in the same transaction (T18c)', async () => {
    const made = await closed()
    const { body } = await writes(made, '又坏了，请再处理。', at({ days: 7, minutes: 1 }, newKey()))
    expect(body).toMatchObject({ id: made.id, state: 'closed', ticketId: expect.any(String) })
    expect(await ticketOf(body.ticketId)).toMatchObject({
      ...{ state: 'classified', customerId: made.customerId },
      facts: { followsUp: made.id, classification: { topic: 'logistics' } },
    })
    const seen = (await api.storefront(made.customerId).get(`/v1/tickets/${body.ticketId}`)).body
    expect(seen).toMatchObject({ followsUp: made.id, messages: [{ text: '又坏了，请再处理。' }] })
  })

  test('what is new in it is a new ticket at once, read like any other (T7d)', async () => {
    const made = await closed()
    const { body } = await writes(made, '请问发票什么时候开？')
    expect(await ticketOf(body.ticketId)).toMatchObject({ state: 'received', facts: { followsUp: made.id } })
    const message = { caseId: body.ticketId }
    await classifyTicket(house, { message, now: monday, messageId: 'm', attempt: 1 })
    expect((await ticketOf(body.ticketId)).facts.classification?.topic).toBe('invoice')
    expect((await ticketOf(made.id)).state).toBe('closed')
  })
})

describe('a message of an agent', () => {
  test('is taken back within ten seconds, and its clock goes on as if nothing had been said (T0d)', async () => {
    const made = await opened()
    await agent().post(path(made.id, 'take'))
    const before = await ticketOf(made.id)
    await agent().post(path(made.id, 'replies'), { text: '发错人了' }, at({ minutes: 5 }))
    expect((await agent().post(path(made.id, 'replies/take-back'), {}, at({ minutes: 5, ms: 10_000 }))).status).toBe(
      200,
    )
    const after = await ticketOf(made.id)
    expect(after.facts.answeredAt).toBeUndefined()
    expect(after.clocks['SLA-06']).toEqual(before.clocks['SLA-06'])
    expect(JSON.stringify((await agent().get(`/v1/tickets/${made.id}`)).body.messages)).not.toContain('发错人了')
    expect(rebuild(await house.cases.history(made.id))).toEqual(after)
  })

  test('stays when the ten seconds are over, when it is of another, or when something was said since', async () => {
    const made = await inProgress()
    const takeBack = (options = {}, who = agent()) =>
      refused(() => who.post(path(made.id, 'replies/take-back'), {}, options))
    expect((await takeBack(at({ ms: 10_001 }))).body.detail).toContain('within ten seconds')
    expect((await takeBack({}, api.staff('supervisor'))).status).toBe(409)
    await writes(made, '在吗？')
    expect((await takeBack()).status).toBe(409)
  })
})

describe('staff among themselves', () => {
  test('write notes that the history refers to, and no conversation shows (T0c, R-TKT-04)', async () => {
    const made = await inProgress()
    expect((await agent().post(path(made.id, 'notes'), { text: '客户周三才在家' })).status).toBe(200)
    expect((await api.staff('warehouse').post(path(made.id, 'notes'), { text: '库存已核对' })).status).toBe(200)
    const { notes, messages } = (await agent().get(`/v1/tickets/${made.id}`)).body
    expect(notes).toMatchObject([{ text: '客户周三才在家' }, { text: '库存已核对', by: 'warehouse' }])
    expect(JSON.stringify(messages)).not.toContain('周三')
    expect(JSON.stringify(await engine.items(house.tables.cases))).not.toContain('周三')
    const asCustomer = api.storefront(made.customerId)
    expect((await refused(() => asCustomer.post(path(made.id, 'notes'), { text: 'x' }))).status).toBe(403)
  })

  test('tag a ticket with words of the team, no sentences and no numbers of people (T0h)', async () => {
    const made = await inProgress()
    const tag = (tags: readonly string[]) => agent().post(path(made.id, 'tags'), { tags })
    await tag(['易碎', '双十一', '易碎'])
    expect((await agent().get(`/v1/tickets/${made.id}`)).body.tags).toEqual(['双十一', '易碎'])
    expect((await api.storefront(made.customerId).get(`/v1/tickets/${made.id}`)).body).not.toHaveProperty('tags')
    for (const wrong of ['13800000027', '两个 词', '']) expect((await refused(() => tag([wrong]))).status).toBe(400)
    await tag([])
    expect((await ticketOf(made.id)).facts.tags).toBeUndefined()
  })

  test('see who else has it open, for a minute and a half (presence), and it costs one write', async () => {
    const made = await inProgress()
    const present = (role: 'agent' | 'supervisor', span = {}) =>
      api.staff(role).post(path(made.id, 'presence'), { doing: 'writing' }, at(span))
    await present('supervisor')
    const history = await house.cases.history(made.id)
    const written = engine.units.written
    expect((await present('agent', { minutes: 1 })).body.present).toMatchObject([
      { by: 'supervisor-1', doing: 'writing' },
    ])
    expect(engine.units.written - written).toBe(1)
    expect(await house.cases.history(made.id)).toEqual(history)
    const seen = (await agent().get(`/v1/tickets/${made.id}`, at({ minutes: 1 }))).body
    expect(seen.present).toMatchObject([{ by: 'supervisor-1' }])
    expect((await present('agent', { minutes: 2 })).body.present).toEqual([])
    expect((await refused(() => api.storefront(made.customerId).post(path(made.id, 'presence')))).status).toBe(403)
    expect((await refused(() => agent().post(path('unknown', 'presence')))).status).toBe(404)
  })
})

describe('a promised call (T0f, T0g, R-ABN-07, R-CSL-13, R-SLA-39)', () => {
  const promise = (made: Made, hours: number) =>
    agent().post(path(made.id, 'promised-call'), { dueAt: later(monday, { hours }) })

  test('has its clock and is seen by the customer, until it is kept', async () => {
    const made = await inProgress()
    expect((await promise(made, 3)).status).toBe(200)
    const dueAt = later(monday, { hours: 3 })
    expect((await ticketOf(made.id)).clocks['SLA-39']).toMatchObject({ dueAt })
    expect((await api.storefront(made.customerId).get(`/v1/tickets/${made.id}`)).body.callBackBy).toBe(dueAt)
    expect((await refused(() => promise(made, 4))).body.detail).toContain('keep that first')
    expect((await agent().post(path(made.id, 'promised-call/kept'), { text: '已说明' })).status).toBe(200)
    expect((await ticketOf(made.id)).facts.callBackBy).toBeUndefined()
    expect((await ticketOf(made.id)).clocks['SLA-39']?.stoppedAt).toBeDefined()
    expect((await refused(() => agent().post(path(made.id, 'promised-call/kept'), { text: '又' }))).status).toBe(409)
  })

  test('is refused beyond one working day, and in the past', async () => {
    const made = await inProgress()
    const { status, body } = await refused(() => promise(made, 200))
    expect([status, body.detail]).toEqual([409, expect.stringContaining('one working day (R-ABN-07)')])
    const latest = /until (\S+) at/.exec(body.detail)?.[1] ?? ''
    const hours = (Date.parse(latest) - Date.parse(monday)) / 3_600_000
    expect((await refused(() => promise(made, hours + 0.001))).status).toBe(409)
    expect((await refused(() => promise(made, -1))).status).toBe(409)
    expect((await refused(() => agent().post(path(made.id, 'promised-call'), { dueAt: 'soon' }))).status).toBe(400)
    expect((await promise(made, hours)).status).toBe(200)
  })
})

describe('a dismissal (T20)', () => {
  test('of a duplicate names the original of the same customer', async () => {
    const [original, twice, other] = [
      await opened(),
      await opened(),
      await opened({ customer: { accountId: 'shop-2' } }),
    ]
    const dismiss = (originalId?: string) =>
      agent().post(path(twice.id, 'dismissal'), { reason: 'duplicate', ...(originalId && { originalId }) })
    expect((await refused(() => dismiss())).body.errors).toMatchObject([{ path: 'originalId' }])
    for (const wrong of [other.id, twice.id, 'unknown']) expect((await refused(() => dismiss(wrong))).status).toBe(422)
    expect((await dismiss(original.id)).body.state).toBe('closed')
    expect((await ticketOf(twice.id)).facts.duplicateOf).toBe(original.id)
    expect(Object.values((await ticketOf(twice.id)).clocks).filter(clock => !clock.stoppedAt)).toEqual([])
  })

  test('of spam names nothing, and only of what waits', async () => {
    const made = await opened()
    expect((await agent().post(path(made.id, 'dismissal'), { reason: 'spam' })).body.state).toBe('closed')
    const other = await inProgress()
    expect((await refused(() => agent().post(path(other.id, 'dismissal'), { reason: 'spam' }))).status).toBe(409)
  })
})

describe('a correction of the classification (T0m, R-PRI-07, R-CLS-32)', () => {
  const regrade = (made: Made, body: object) => agent().post(path(made.id, 'grading'), body)

  test('keeps what the rules proposed beside what is true', async () => {
    const made = await opened()
    const body = { reason: 'wrong_topic', topic: 'payment', explanation: '其实是付款问题' }
    expect((await regrade(made, body)).status).toBe(200)
    const ticket = await ticketOf(made.id)
    expect(ticket.facts.classification).toMatchObject({
      ...{ topic: 'payment', proposed: { topic: 'logistics' } },
      because: expect.arrayContaining(['staff: wrong_topic']),
    })
    const line = (await house.cases.history(made.id)).at(-1)
    expect(line).toMatchObject({ type: 'TicketRegraded', data: { was: { topic: 'logistics' }, topic: 'payment' } })
    expect((await agent().get(`/v1/tickets/${made.id}`)).body.notes).toMatchObject([{ text: '其实是付款问题' }])
  })

  test('recomputes the deadlines from the receipt, and never moves one later by raising', async () => {
    const made = await opened()
    await regrade(made, { reason: 'more_pressing', severity: 'major' })
    const { clocks, facts } = await ticketOf(made.id)
    expect(facts.classification).toMatchObject({ grade: 'L2', priority: 'P2', team: 'emergency_team', urgent: true })
    expect(clocks['SLA-09']).toMatchObject({ startedAt: monday, dueAt: later(monday, { hours: 1 }) })
    expect(clocks).not.toHaveProperty('SLA-06')
  })

  test('needs a reason, something to correct, and what it is about to be known', async () => {
    const made = await opened()
    for (const wrong of [{ topic: 'payment' }, { reason: 'wrong_topic' }, { reason: 'x', topic: 'payment' }])
      expect((await refused(() => regrade(made, wrong))).status).toBe(400)
    const unread = (await api.storefront().post('/v1/tickets', aRequest(), { headers: newKey() })).body
    expect((await refused(() => regrade(unread, { reason: 'wrong_topic', topic: 'payment' }))).status).toBe(409)
  })
})

describe('a macro (R-CSL-13)', () => {
  const says = (made: Made, macro: object) => agent().post(path(made.id, 'replies'), { macro })

  test('is said in the language of the customer, with what is known of the case', async () => {
    const customer = { accountId: 'shop-9', name: '示例顾客', email: 'customer9@example.com' }
    const order = (await api.storefront().post('/v1/orders', anOrder({ customer }), { headers: newKey() })).body
    const made = await opened({ customer, orderId: order.id, description: '我的包裹還沒有收到，請幫我查詢' })
    await agent().post(path(made.id, 'take'))
    const reply = await says(made, { id: 'parcel-traced', values: { until: '2026-03-09T09:00:00Z' } })
    expect(reply.status).toBe(200)
    const { messages } = (await agent().get(`/v1/tickets/${made.id}`)).body
    expect(messages.at(-1).text).toBe(
      `示例顾客，您好。訂單 ${order.number} 的包裹我們已請快遞公司追查，2026年3月9日 週一 17:00（北京時間）之前把結果告訴您。讓您久等，非常抱歉。`,
    )
  })

  test('is refused with each variable that nobody has given', async () => {
    const made = await inProgress({ customer: { accountId: 'shop-8' } })
    const { status, body } = await refused(() => says(made, { id: 'parcel-traced' }))
    expect(status).toBe(422)
    expect(body.errors.map((error: { path: string }) => error.path)).toEqual([
      ...['macro.values.customerName', 'macro.values.orderNumber', 'macro.values.until'],
    ])
    for (const wrong of [{ id: 'unknown' }, { id: 'thanks', values: { colour: 'red' } }])
      expect((await refused(() => says(made, wrong))).status).toBe(400)
    const both = { text: 'x', macro: { id: 'photo-please' } }
    expect((await refused(() => agent().post(path(made.id, 'replies'), both))).status).toBe(400)
    expect(
      (await refused(() => agent().post(path('unknown', 'replies'), { macro: { id: 'photo-please' } }))).status,
    ).toBe(404)
  })

  test('is listed for agents, in any of three languages', async () => {
    const { items } = (await agent().get('/v1/macros?language=en')).body
    expect(items).toContainEqual(expect.objectContaining({ id: 'photo-please', variables: ['number'] }))
    expect((await api.storefront('x').get('/v1/macros')).status).toBe(403)
    expect((await agent().get('/v1/macros?language=fr')).status).toBe(400)
  })
})

describe('a probable repeat (R-TKT-10)', () => {
  test('is flagged and linked for staff, and costs few reads', async () => {
    const first = await closed()
    const headers = newKey()
    const asked = await api.storefront().post('/v1/tickets', aRequest(), { ...at({ days: 1 }, headers) })
    const read = engine.units.read
    const message = { caseId: asked.body.id }
    await classifyTicket(house, { message, now: later(monday, { days: 1 }), messageId: 'm', attempt: 1 })
    expect(engine.units.read - read).toBeLessThan(12)
    expect((await agent().get(`/v1/tickets/${asked.body.id}`)).body).toMatchObject({ repeatOf: first.id })
    const own = await api.storefront(first.customerId).get(`/v1/tickets/${asked.body.id}`)
    expect(own.body).not.toHaveProperty('repeatOf')
  })

  test('is, after three, in the issue log that the process optimisation group reads (R-CLO-09)', async () => {
    for (const _ of [1, 2, 3]) await closed()
    const { id } = await opened()
    const log = await api.staff('process_optimisation').get('/v1/tickets?list=issues')
    expect(log.body.items).toMatchObject([{ id }])
    const settled = await api.staff('process_optimisation').post(path(id, 'issue/settlement'), { text: '改了流程' })
    expect(settled.status).toBe(200)
  })
})
