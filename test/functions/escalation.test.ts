import { classifyTicket } from '../../functions/classification/classify-ticket'
import type { Role } from '../../shared/domain/case'
import type { Ticket } from '../../shared/domain/ticket'
import { type Api, apiOf, aRequest, newKey } from '../support/api'
import { later, monday } from '../support/builders'
import { type Engine, startEngine } from '../support/engine'
import { type House, openHouse } from '../support/ports'

let engine: Engine
let house: House
let api: Api
let id: string
beforeAll(async () => {
  engine = await startEngine()
})
afterAll(() => engine.stop())
beforeEach(async () => {
  house = await openHouse(engine)
  api = apiOf(house)
  id = await opened()
})

let minutes = 0
const delivery = (caseId: string) => ({
  ...{ message: { caseId }, now: later(monday, { minutes: 1 }), messageId: `m-${++minutes}`, attempt: 1 },
})
const opened = async (fields: object = {}, at = monday) => {
  const { body } = await api.storefront().post('/v1/tickets', aRequest(fields), { headers: newKey(), at })
  await classifyTicket(house, delivery(body.id))
  return body.id as string
}
const did = (role: Role, act: string, body: object = {}, ticketId = id) =>
  api.staff(role).post(`/v1/tickets/${ticketId}/${act}`, body)
const ticket = async (ticketId = id) => (await house.cases.get(ticketId)) as Ticket
const last = async (ticketId = id) => (await house.cases.history(ticketId)).at(-1)!
const watched = async (role: Role = 'supervisor') =>
  (await api.staff(role).get('/v1/tickets?list=watch')).body.items.map((item: { id: string }) => item.id)
const taken = () => did('agent', 'take')
const wordsAt = async (note: unknown) => house.customers.content((await ticket()).customerId, String(note))

const progress = { situation: '快递正在查找。', proposal: '如明天仍无消息，我们补发。' }
const escalation = { reason: 'difficult_customer', tried: '已致电三次，客户坚持全额赔偿。' }
const request = { reason: 'major_interest', measure: '全额退款并补偿。', amount: 50_000 }

describe('progress (R-CLO-07)', () => {
  test('is told by whoever has the ticket, in two parts, and its clock starts anew', async () => {
    await taken()
    const answer = await did('agent', 'progress', progress)
    expect(answer).toMatchObject({ status: 200, body: { state: 'assigned' } })
    const event = await last()
    expect(event).toMatchObject({ type: 'ProgressReported', notices: ['N-03'] })
    const { contentId } = event.data.message as { contentId: string }
    expect(await wordsAt(contentId)).toEqual({
      what: 'message',
      text: `${progress.situation}\n\n${progress.proposal}`,
    })
    expect((await ticket()).clocks.PROGRESS?.dueAt).toBe(later(monday, { hours: 24, minutes: 1 }))
  })

  test('that promises a date is the answer of R-ABN-05, and says it (N-38)', async () => {
    await taken()
    const doneBy = later(monday, { days: 2 })
    await did('agent', 'progress', { ...progress, doneBy })
    expect(await last()).toMatchObject({ notices: ['N-38'], data: { doneBy } })
  })

  test('is no promise that lies in the past', async () => {
    await taken()
    expect((await did('agent', 'progress', { ...progress, doneBy: later(monday, { days: -1 }) })).status).toBe(409)
  })

  test('is not told by another agent', async () => {
    await taken()
    const other = api.bearing({ sub: 'agent-2', client_id: 'staff-client', 'cognito:groups': '[agent]' })
    expect((await other.post(`/v1/tickets/${id}/progress`, progress)).status).toBe(409)
  })
})

describe('escalation (T10, R-ESC-01)', () => {
  test('puts the ticket before a supervisor, with the reason and what was tried', async () => {
    await taken()
    expect(await did('agent', 'escalation', escalation)).toMatchObject({ status: 200, body: { state: 'escalated' } })
    const event = await last()
    expect(event).toMatchObject({
      ...{ type: 'TicketEscalated', notices: ['N-31'] },
      data: { reason: 'difficult_customer', tell: 'supervisor' },
    })
    expect(await wordsAt(event.data.note)).toMatchObject({ text: escalation.tried })
    expect(await watched()).toEqual([id])
  })

  test('goes on to the operations manager when the supervisor escalates it, and to senior management after that', async () => {
    await taken()
    await did('agent', 'escalation', escalation)
    await did('supervisor', 'escalation', escalation)
    expect((await last()).data).toMatchObject({ tell: 'operations_manager' })
    await did('operations_manager', 'escalation', escalation)
    expect((await last()).data).toMatchObject({ tell: 'senior_management' })
    expect((await ticket()).state).toBe('escalated')
  })

  test('ends when someone above takes it over: it is theirs, and off the list (T11)', async () => {
    await taken()
    await did('agent', 'escalation', escalation)
    expect(await did('supervisor', 'takeover')).toMatchObject({ status: 200, body: { state: 'in_progress' } })
    expect((await ticket()).facts).toMatchObject({ assigneeId: 'supervisor-1', firstResponderId: 'agent-1' })
    expect(await watched()).toEqual([])
  })

  test('of a ticket that nobody has is refused, and so is taking over what is not escalated', async () => {
    expect((await did('agent', 'escalation', escalation)).status).toBe(409)
    expect((await did('supervisor', 'takeover')).status).toBe(409)
  })

  test('once for one key, whatever comes again', async () => {
    await taken()
    const headers = newKey()
    const again = () => api.staff('agent').post(`/v1/tickets/${id}/escalation`, escalation, { headers })
    const first = await again()
    expect(await again()).toMatchObject({ status: 200, body: first.body })
    expect((await house.cases.history(id)).filter(({ type }) => type === 'TicketEscalated')).toHaveLength(1)
  })
})

describe('the watch list of a supervisor (R-PRI-05)', () => {
  test('shows open tickets of special customers, and nobody else’s', async () => {
    expect(await watched()).toEqual([])
    const special = { ...(await ticket()), facts: { ...(await ticket()).facts, tier: 'special' } } as Ticket
    const { version, ...rest } = special
    const event = { ...(await last()), seq: version + 1, type: 'TierRaised' }
    const after = { ...rest, version: version + 1 }
    await house.cases.commit([{ before: await ticket(), after, events: [event] }])
    expect(await watched()).toEqual([id])
    expect(await watched('operations_manager')).toEqual([id])
    expect((await api.staff('agent').get('/v1/tickets?list=watch')).status).toBe(403)
  })
})

describe('an authorisation (F-28, R-ESC-02)', () => {
  test('is asked for by a supervisor and granted up to a limit by senior management', async () => {
    await taken()
    expect((await did('supervisor', 'authorisation', request)).status).toBe(200)
    expect(await last()).toMatchObject({
      ...{ type: 'AuthorisationRequested', notices: ['N-46'] },
      data: { reason: 'major_interest', amount: 50_000 },
    })
    const decision = { decision: 'granted', limit: 30_000, explanation: '可退全款。' }
    expect((await did('senior_management', 'authorisation/decision', decision)).status).toBe(200)
    expect(await last()).toMatchObject({ type: 'AuthorisationDecided', notices: ['N-46-decision'] })
    expect((await ticket()).facts.authorisation).toMatchObject({
      ...{ requestedBy: 'supervisor-1', decidedBy: 'senior_management-1' },
      ...{ amount: 50_000, decision: 'granted', limit: 30_000 },
    })
  })

  test('is not decided by whoever asked, nor twice, nor without a request', async () => {
    await taken()
    const decision = { decision: 'refused', explanation: '超出政策。' }
    expect((await did('senior_management', 'authorisation/decision', decision)).status).toBe(409)
    const both = api.staff('supervisor', 'senior_management')
    await both.post(`/v1/tickets/${id}/authorisation`, request)
    expect((await both.post(`/v1/tickets/${id}/authorisation/decision`, decision)).status).toBe(409)
    expect((await did('senior_management', 'authorisation/decision', decision)).status).toBe(200)
    expect((await did('senior_management', 'authorisation/decision', decision)).status).toBe(409)
  })

  test('is not asked for again while one waits', async () => {
    await taken()
    await did('supervisor', 'authorisation', request)
    expect((await did('supervisor', 'authorisation', request)).status).toBe(409)
  })
})

describe('urging (R-ESC-03, R-SUP-01)', () => {
  const urging = { department: 'warehouse', words: '客户已等两天，请今天答复。' }

  test('a department whose answer a complaint waits for is on record, and it hears of it until it answers', async () => {
    const dueAt = later(monday, { days: 1 })
    const complaint = await opened({ description: '我要投诉，你们的商品是坏的' })
    const about = (role: Role, act: string, body: object) =>
      api.staff(role).post(`/v1/complaints/${complaint}/${act}`, body)
    await about('agent', 'assessment', { class: 'ordinary', type: 'product_quality', cause: 'defective' })
    await did('agent', 'escalation', escalation, complaint)
    expect(await last(complaint)).toMatchObject({ row: 'K7', notices: ['N-31'] })
    await about('supervisor', 'coordination', { department: 'warehouse', text: '请核对出库照片。', dueAt })
    expect(await last(complaint)).toMatchObject({ notices: ['N-31-department'], data: { task: { dueAt } } })

    expect((await did('supervisor', 'urging', { ...urging, department: 'finance' }, complaint)).status).toBe(409)
    expect((await did('supervisor', 'urging', urging, complaint)).status).toBe(200)
    expect(await last(complaint)).toMatchObject({
      ...{ type: 'DepartmentUrged', notices: ['N-31-department'] },
      data: { department: 'warehouse', note: expect.any(String) },
    })
  })

  test('a department that has no task is refused', async () => {
    await taken()
    expect((await did('supervisor', 'urging', urging)).status).toBe(409)
  })
})

describe('many tickets of one category within an hour (R-ESC-07)', () => {
  const spotted = async (ids: readonly string[]) => {
    const histories = await Promise.all(ids.map(each => house.cases.history(each)))
    return histories.flat().filter(({ type }) => type === 'MassPatternSpotted')
  }

  test('put the tenth before the supervisor, once, however often its classification comes', async () => {
    const ids = [id]
    for (let i = 1; i < 12; i++) ids.push(await opened({}, later(monday, { minutes: i })))
    for (const each of ids) await classifyTicket(house, delivery(each))
    expect(await spotted(ids)).toMatchObject([
      { caseId: ids[9], notices: ['N-31'], data: { reason: 'mass_pattern', topic: 'logistics', tell: 'supervisor' } },
    ])
    expect(await watched()).toEqual([ids[9]])
  })

  test('of several categories, or over more time, are none', async () => {
    const ids = [id]
    for (let i = 1; i < 12; i++) ids.push(await opened({}, later(monday, { minutes: 7 * i })))
    expect(await spotted(ids)).toEqual([])
  })

  test('keep one small item for each category, whatever comes', async () => {
    for (let i = 1; i < 15; i++) await opened({}, later(monday, { minutes: i }))
    const items = await engine.items(house.tables.cases)
    const kept = items.filter(item => String(item.PK).startsWith('PATTERN#'))
    expect(kept).toHaveLength(1)
    expect(JSON.stringify(kept).length).toBeLessThan(2_000)
  })
})

describe('what is grave is made known as soon as it is classified', () => {
  test.each([
    ['付款后银行卡被盗刷', 'ticket', 'senior_management', 'very_grave', 'R-ESC-04'],
    ['我的账号被盗了，请马上处理！', 'ticket', 'emergency', 'grave', 'R-ESC-05'],
    ['我要投诉，已经报警', 'complaint', 'emergency', 'grave', 'R-ESC-05'],
  ])('%s: a %s, to %s (%s, %s)', async (description, kind, tell, reason) => {
    const grave = await opened({ description })
    expect(await last(grave)).toMatchObject({ kind, notices: ['N-01', 'N-31'], data: { tell, reason } })
  })

  test.each([
    ['L3', 'senior_management'],
    ['L2', 'emergency'],
  ])('also when it is graded %s later: to %s, once', async (grade, tell) => {
    await taken()
    await did('agent', 'grading', { reason: 'wrong_grade', grade })
    expect(await last()).toMatchObject({ notices: ['N-31'], data: { tell, grade } })
    await did('agent', 'grading', { reason: 'wrong_grade', priority: 'P1' })
    expect(await last()).not.toHaveProperty('notices')
  })

  test('and nobody is troubled with what is not', async () => {
    expect(await last()).toMatchObject({ notices: ['N-01'] })
    expect((await last()).data).not.toHaveProperty('tell')
  })
})

describe('a body is refused', () => {
  test.each<[string, Role, object]>([
    ['progress', 'agent', { situation: 'x' }],
    ['progress', 'agent', { ...progress, doneBy: 'soon' }],
    ['escalation', 'agent', { ...escalation, reason: 'tired' }],
    ['escalation', 'agent', { reason: 'difficult_case' }],
    ['takeover', 'supervisor', { reason: 'x' }],
    ['authorisation', 'supervisor', { ...request, amount: -1 }],
    ['authorisation', 'supervisor', { ...request, reason: 'x' }],
    ['authorisation/decision', 'senior_management', { decision: 'maybe', explanation: 'x' }],
    ['authorisation/decision', 'senior_management', { decision: 'granted', limit: 1.5, explanation: 'x' }],
    ['urging', 'supervisor', { department: 'kitchen', words: 'x' }],
  ])('of %s by the %s: %j', async (act, role, body) => {
    await taken()
    const { version } = await ticket()
    expect((await did(role, act, body)).status).toBe(400)
    expect((await ticket()).version).toBe(version)
  })
})
