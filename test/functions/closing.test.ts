import { isRunning } from '../../shared/domain/clocks'
import { rebuild } from '../../shared/domain/rebuild'
import { destinations } from '../../shared/domain/routing'
import { linkedTicketId } from '../../shared/entry/linked-ticket'
import { filesTold } from '../../shared/entry/message'
import { type Api, apiOf, aRequest, newKey } from '../support/api'
import { later, monday } from '../support/builders'
import { aTicketAt, aWrittenRecord, type Closing, headOf, posts } from '../support/closing'
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

const noon = later(monday, { hours: 3 })
const at = (stage: Parameters<typeof aTicketAt>[0], options = {}) => aTicketAt(stage, { house, api }, options)
const path = ({ id }: Closing, act = '') => `/v1/tickets/${id}${act && `/${act}`}`
const own = ({ customerId }: Closing) => api.storefront(customerId)
const running = async (ticket: Closing) =>
  Object.values((await headOf(house, ticket)).clocks)
    .filter(isRunning)
    .map(({ id }) => id)
    .sort()
const followUpOf = async (ticket: Closing) => {
  const event = (await house.cases.history(ticket.id)).find(({ opens }) => opens)
  return event ? await house.cases.get(linkedTicketId(event)) : null
}

describe('a verification (T13, T14)', () => {
  const passed = { result: 'passed', text: '已核对物流轨迹。' }

  test('is not done by who handled the ticket alone, where a colleague is there (R-CLO-05)', async () => {
    const ticket = await at('resolved')
    const verify = (body: object, role: 'agent' | 'supervisor' = 'agent') =>
      api.staff(role).post(path(ticket, 'verification'), body, { at: noon })
    const self = await verify(passed)
    expect([self.status, self.body.detail]).toEqual([409, expect.stringContaining('a colleague verifies it')])
    expect((await verify({ ...passed, alone: true })).status).toBe(200)
    const [event] = (await house.cases.history(ticket.id)).slice(-1)
    expect(event).toMatchObject({
      row: 'T13',
      actor: { id: 'agent-1' },
      at: noon,
      data: { result: 'passed', alone: true },
    })
    expect((await verify(passed, 'supervisor')).status).toBe(409)
  })

  test('that passes meets the closed-loop clock, asks the customer and waits seven days (R-CLO-03, C-42, SLA-21, G-06)', async () => {
    const ticket = await at('feedback_sent')
    const { clocks } = await headOf(house, ticket)
    expect(clocks['SLA-21']?.stoppedAt).toBeDefined()
    const { startedAt = '', dueAt } = clocks.SILENCE ?? {}
    expect(dueAt).toBe(later(startedAt, { days: 7 }))
    const [event] = (await house.cases.history(ticket.id)).slice(-1)
    expect(event).toMatchObject({ row: 'T13', notices: ['N-41'] })
  })

  test('that fails says why, and begins the second handling with clocks of its own (R-CLO-04, R-SLA-48)', async () => {
    const ticket = await at('resolved')
    const verify = (body: object) => api.staff('supervisor').post(path(ticket, 'verification'), body, { at: noon })
    expect((await verify({ result: 'failed', text: '客户仍未收到。' })).status).toBe(400)
    expect((await verify({ result: 'passed', text: 'x', reason: 'not_solved' })).status).toBe(400)
    await verify({ result: 'failed', text: '客户仍未收到。', reason: 'not_solved' })
    const head = await headOf(house, ticket)
    expect(head).toMatchObject({ state: 'in_progress', facts: { reopenCount: 1 } })
    expect(head.clocks['SLA-07']).toMatchObject({ startedAt: noon, round: 2 })
  })

  test('needs words, and a ticket whose result was told', async () => {
    const ticket = await at('in_progress')
    expect((await api.staff('supervisor').post(path(ticket, 'verification'), passed)).status).toBe(409)
    expect((await api.staff('supervisor').post(path(ticket, 'verification'), { result: 'passed' })).status).toBe(400)
  })
})

describe("the customer's word (T15, T16)", () => {
  test('that it is solved closes the ticket with its rating by four dimensions (R-CLO-02, R-CLO-10, R-SUR-06, R-SUR-07)', async () => {
    const ticket = await at('feedback_sent')
    const said = { solved: 'yes', rating: 5, efficiency: 4, quality: 5, experience: 5, feedback: 3, text: '谢谢' }
    const answer = await own(ticket).post(path(ticket, 'confirmation'), said, { at: noon })
    expect(answer.body).toMatchObject({ state: 'closed' })
    const [rated, closed] = (await house.cases.history(ticket.id)).slice(-2)
    expect(rated).toMatchObject({
      type: 'TicketRated',
      data: { rating: 5, efficiency: 4, feedback: 3, via: 'storefront' },
    })
    expect(closed).toMatchObject({ row: 'T15', from: 'feedback_sent', to: 'closed', actor: { role: 'customer' } })
    expect(await running(ticket)).toEqual(['ARCHIVE-CHECK', 'SLA-22'])
    expect(JSON.stringify(await engine.items(house.tables.cases))).not.toContain('谢谢')
  })

  test('is not for another customer, and is said once', async () => {
    const ticket = await at('feedback_sent')
    const said = { solved: 'yes', rating: 4 }
    expect((await api.storefront('another').post(path(ticket, 'confirmation'), said)).status).toBe(404)
    expect((await own(ticket).post(path(ticket, 'confirmation'), said, { at: noon })).status).toBe(200)
    expect((await own(ticket).post(path(ticket, 'confirmation'), said, { at: noon })).status).toBe(409)
  })

  test.each([
    ['no rating', { solved: 'yes' }],
    ['a rating beyond five', { solved: 'yes', rating: 6 }],
    ['half a rating', { solved: 'yes', rating: 2.5 }],
    ['nothing about the solution', { rating: 5 }],
    ['an unknown field', { solved: 'yes', rating: 5, staff: 'x' }],
  ])('with %s is refused, and nothing is written', async (_, body) => {
    const ticket = await at('feedback_sent')
    const before = await house.everything()
    expect((await own(ticket).post(path(ticket, 'confirmation'), body)).status).toBe(400)
    expect(await house.everything()).toEqual(before)
  })

  test.each([1, 2])('rated with %i opens a follow-up ticket in the same transaction (R-SUR-08)', async rating => {
    const ticket = await at('feedback_sent')
    const said = { solved: 'yes', rating, text: '等了三天才有人理。' }
    const { ticketId } = (await own(ticket).post(path(ticket, 'confirmation'), said, { at: noon })).body
    const followUp = await followUpOf(ticket)
    expect(followUp).toMatchObject({ id: ticketId, state: 'classified', facts: { followsUp: ticket.id } })
    const words = await api.staff('agent').get(`/v1/tickets/${ticketId}`)
    expect(words.body).toMatchObject({
      topic: 'logistics',
      messages: [{ from: 'customer', text: '等了三天才有人理。' }],
    })
  })

  test('rated with three opens none (R-SUR-10)', async () => {
    const ticket = await at('feedback_sent')
    await own(ticket).post(path(ticket, 'confirmation'), { solved: 'yes', rating: 3 }, { at: noon })
    expect(await followUpOf(ticket)).toBeNull()
  })

  test('that it is not solved takes it up again, and the second time brings it before a supervisor (T16)', async () => {
    const ticket = await at('feedback_sent')
    const object = () => own(ticket).post(path(ticket, 'objection'), { text: '还是没有收到。' }, { at: noon })
    expect((await object()).body.state).toBe('in_progress')
    expect(await headOf(house, ticket)).toMatchObject({ facts: { reopenCount: 1, lastMessage: { from: 'customer' } } })
    await posts(api, 'agent', path(ticket, 'resolution'), { text: '已重新派送。' }, noon)
    expect((await object()).body.state).toBe('escalated')
    const [event] = (await house.cases.history(ticket.id)).slice(-1)
    expect(event).toMatchObject({ row: 'T16', notices: expect.arrayContaining(['N-31']) })
  })

  test('that it is not solved, with a low rating, does both in one transaction', async () => {
    const ticket = await at('feedback_sent')
    const said = { solved: 'no', rating: 1, text: '没有解决。' }
    expect((await own(ticket).post(path(ticket, 'confirmation'), said, { at: noon })).body.state).toBe('in_progress')
    expect((await house.cases.history(ticket.id)).slice(-2).map(({ type }) => type)).toEqual([
      'TicketRated',
      'TicketReopened',
    ])
    expect(await followUpOf(ticket)).not.toBeNull()
    expect(rebuild(await house.cases.history(ticket.id))).toEqual(await headOf(house, ticket))
  })

  test('stands in the conversation, also when it comes after the ticket was closed', async () => {
    const ticket = await at('feedback_sent')
    const confirm = (body: object) => own(ticket).post(path(ticket, 'confirmation'), body, { at: noon })
    await confirm({ solved: 'yes', rating: 5, text: '谢谢' })
    expect((await own(ticket).get(path(ticket))).body.messages.at(-1)).toMatchObject({ from: 'customer', text: '谢谢' })
    const silent = await at('feedback_sent', { request: { customer: { accountId: 'shop-2' } } })
    const late = later(monday, { days: 8 })
    await own(silent).post(path(silent, 'confirmation'), { solved: 'yes', rating: 1, text: '太慢了' }, { at: late })
    const { body } = await own(silent).get(path(silent))
    expect(body).toMatchObject({ state: 'closed' })
    expect(body.messages.filter(({ text }: { text: string }) => text === '太慢了')).toHaveLength(1)
  })

  test('while it is in hand is one more message', async () => {
    const ticket = await at('in_progress')
    expect((await own(ticket).post(path(ticket, 'objection'), { text: '还没好' }, { at: noon })).body.state).toBe(
      'in_progress',
    )
    const seen = await own(ticket).get(path(ticket))
    expect(seen.body.messages.at(-1)).toMatchObject({ from: 'customer', text: '还没好' })
  })

  test('within seven days of closing opens it again (T18)', async () => {
    const ticket = await at('closed')
    const { enteredAt = '' } = await headOf(house, ticket)
    const last = later(enteredAt, { days: 7 })
    expect((await own(ticket).post(path(ticket, 'objection'), { text: '又坏了' }, { at: last })).body.state).toBe(
      'in_progress',
    )
  })

  test('after seven days of silence is no objection but opens it again, also before any sweep has closed it (G-06)', async () => {
    const ticket = await at('feedback_sent')
    const { dueAt = '' } = (await headOf(house, ticket)).clocks.SILENCE ?? {}
    const late = later(dueAt, { hours: 1 })
    await own(ticket).post(path(ticket, 'objection'), { text: '还没好' }, { at: late })
    const [closed, reopened] = (await house.cases.history(ticket.id)).filter(({ row }) => row).slice(-2)
    expect(closed).toMatchObject({ row: 'T15', at: dueAt, actor: { role: 'system' } })
    expect(reopened).toMatchObject({ row: 'T18', at: late })
  })

  test('later than that opens a new ticket, linked, with these words; the old one stays closed (T18b)', async () => {
    const ticket = await at('closed')
    const { enteredAt = '' } = await headOf(house, ticket)
    const late = later(enteredAt, { days: 7, ms: 1 })
    const { state, ticketId } = (await own(ticket).post(path(ticket, 'objection'), { text: '又坏了' }, { at: late }))
      .body
    expect(state).toBe('closed')
    expect(await house.cases.get(ticketId)).toMatchObject({ state: 'classified', facts: { followsUp: ticket.id } })
    const seen = await api.storefront(ticket.customerId).get(`/v1/tickets/${ticketId}`)
    expect(seen.body.messages).toMatchObject([{ purpose: 'request', text: '又坏了' }])
  })
})

describe('the record of a problem (T21, R-TKT-02)', () => {
  test('is refused by the name of what it lacks', async () => {
    const ticket = await at('resolved')
    const record = (body: object) => api.staff('agent').post(path(ticket, 'record'), body, { at: noon })
    const nothing = await record({})
    expect([nothing.status, nothing.body.detail]).toEqual([409, expect.stringContaining('place, review, measures')])
    expect((await record({ ...aWrittenRecord, measures: undefined })).body.detail).toContain('without measures')
    expect((await record({ ...aWrittenRecord, occurredAt: later(noon, { ms: 1 }) })).status).toBe(400)
    expect((await record({ ...aWrittenRecord, measures: undefined, noMeasures: '偶发，无需措施' })).status).toBe(200)
  })

  test('holds every field, those that people wrote and those that the history knows', async () => {
    const ticket = await at('resolved')
    const body = { ...aWrittenRecord, occurredAt: later(monday, { days: -2 }) }
    await posts(api, 'agent', path(ticket, 'record'), body, noon)
    const { body: record } = await api.staff('team_lead').get(path(ticket, 'record'))
    expect(record).toMatchObject({
      ...{ complete: true, missing: [], occurredAt: later(monday, { days: -2 }), receivedAt: monday },
      ...{ place: '线上商城', review: aWrittenRecord.review, measures: aWrittenRecord.measures },
      ...{ customerId: ticket.customerId, description: aRequest().description, topic: 'logistics', grade: 'L1' },
      ...{
        result: '包裹已重新派送。',
        handlerId: 'agent-1',
        handledAt: later(monday, { minutes: 3 }),
        handlingSeconds: 180,
      },
    })
    expect(record.process.map(({ type }: { type: string }) => type)).toEqual(
      expect.arrayContaining([
        'TicketReceived',
        'TicketClassified',
        'TicketTaken',
        'TicketResolved',
        'RecordCompleted',
      ]),
    )
    expect(await running(ticket)).not.toContain('SLA-22')
  })

  test('says before it is complete what is to be written yet', async () => {
    const ticket = await at('resolved')
    const { body } = await api.staff('agent').get(path(ticket, 'record'))
    expect(body).toMatchObject({ complete: false, missing: ['place', 'review', 'measures'], occurredAt: monday })
  })

  test('is due 24 hours after the handling (R-SLA-22, R-ARC-01), and begins anew with a second handling', async () => {
    const ticket = await at('recorded')
    const { clocks } = await headOf(house, ticket)
    expect(clocks['SLA-22']).toMatchObject({ dueAt: later(clocks['SLA-22']!.startedAt, { hours: 24 }) })
    await own(ticket).post(path(ticket, 'objection'), { text: '又坏了' }, { at: noon })
    expect((await headOf(house, ticket)).facts).not.toHaveProperty('recordedAt')
  })
})

describe('archiving (T17)', () => {
  const archive = (ticket: Closing, role: 'team_lead' | 'agent' | 'supervisor' = 'team_lead', options = {}) =>
    api.staff(role).post(path(ticket, 'archive'), {}, { at: noon, ...options })

  test('is done by the lead, of a record that is complete (R-ARC-03)', async () => {
    const ticket = await at('closed')
    expect((await archive(ticket, 'agent')).status).toBe(403)
    expect((await archive(ticket, 'supervisor')).status).toBe(403)
    const early = await archive(ticket)
    expect([early.status, early.body.detail]).toEqual([409, expect.stringContaining('record complete')])
    await posts(api, 'agent', path(ticket, 'record'), aWrittenRecord, noon)
    const waiting = await api.staff('team_lead').get('/v1/archive?list=to-check')
    expect(waiting.body.items).toMatchObject([{ id: ticket.id }])
    expect((await archive(ticket)).body).toMatchObject({ state: 'archived', archiveNumber: 'SI-20260309-000001' })
    expect((await api.staff('team_lead').get('/v1/archive?list=to-check')).body.items).toEqual([])
  })

  test('gives numbers of the day without gaps, however many leads file at once (R-ARC-06)', async () => {
    const tickets = []
    for (let n = 0; n < 8; n++)
      tickets.push(await at('recorded', { request: { customer: { accountId: `shop-${n}` } } }))
    const answers = await Promise.all(tickets.map(ticket => archive(ticket)))
    expect(answers.map(({ status }) => status)).toEqual(tickets.map(() => 200))
    expect(answers.map(({ body }) => body.archiveNumber).sort()).toEqual(
      tickets.map((_, n) => `SI-20260309-${String(n + 1).padStart(6, '0')}`),
    )
    const [first] = tickets as [Closing]
    const again = await archive(first)
    expect(again.status).toBe(409)
    expect(await house.cases.lastPlace('SI-20260309')).toBe(8)
  })

  test('with the same key twice files once, with one number', async () => {
    const ticket = await at('recorded')
    const { headers } = { headers: newKey() }
    const [first, second] = [
      await archive(ticket, 'team_lead', { headers }),
      await archive(ticket, 'team_lead', { headers }),
    ]
    expect(second.body).toEqual(first.body)
    expect(await house.cases.lastPlace('SI-20260309')).toBe(1)
  })

  test('dates by the day of the market', async () => {
    const evening = '2026-03-09T15:50:00.000Z'
    const ticket = await at('recorded', { at: evening })
    expect((await archive(ticket, 'team_lead', { at: later(evening, { minutes: 20 }) })).body.archiveNumber).toBe(
      'SI-20260310-000001',
    )
  })

  test('makes it read-only: what is true beside it is appended (R-ARC-08, R-ARC-05)', async () => {
    const ticket = await at('archived')
    const acts: readonly (readonly [string, object])[] = [
      ['take', {}],
      ['replies', { text: 'x' }],
      ['resolution', { text: 'x' }],
      ['verification', { result: 'passed', text: 'x', alone: true }],
      ['record', aWrittenRecord],
    ]
    for (const [act, body] of acts)
      expect([act, (await api.staff('agent').post(path(ticket, act), body, { at: noon })).status]).toEqual([act, 409])
    expect((await archive(ticket)).status).toBe(409)
    const before = await house.cases.history(ticket.id)
    await posts(api, 'agent', path(ticket, 'corrections'), { text: '补充：承运商已确认。' }, noon)
    await posts(api, 'supervisor', path(ticket, 'result-marks'), { fault: 'incomplete', text: '没有金额。' }, noon)
    const { body } = await api.staff('agent').get(path(ticket, 'record'))
    expect(body).toMatchObject({
      corrections: [{ by: 'agent-1', text: '补充：承运商已确认。' }],
      marks: [{ by: 'supervisor-1', fault: 'incomplete', text: '没有金额。' }],
      review: aWrittenRecord.review,
    })
    expect((await house.cases.history(ticket.id)).slice(0, before.length)).toEqual(before)
  })

  test('is what a correction or a mark needs', async () => {
    const ticket = await at('closed')
    const post = (act: string, body: object) => api.staff('agent').post(path(ticket, act), body, { at: noon })
    expect((await post('corrections', { text: 'x' })).status).toBe(409)
    expect((await post('result-marks', { fault: 'wrong', text: 'x' })).status).toBe(409)
  })

  test('finds it by time, by problem type and by customer, in the order of its numbers (R-ARC-02, R-ARC-05)', async () => {
    const first = await at('archived')
    const second = await at('archived', {
      request: { customer: { accountId: 'shop-2' }, description: '发票抬头开错了，请重开。' },
    })
    const found = async (query: string) =>
      (await api.staff('agent').get(`/v1/archive?${query}`)).body.items.map(({ id }: Closing) => id)
    expect(await found('month=2026-03')).toEqual([first.id, second.id])
    expect(await found('month=2026-04')).toEqual([])
    expect(await found('month=2026-03&topic=invoice')).toEqual([second.id])
    expect(await found(`customerId=${first.customerId}`)).toEqual([first.id])
    const sought = await api.staff('agent').post('/v1/look-up', { by: 'ticket_number', value: 'SI-20260309-000002' })
    expect(sought.body.cases).toMatchObject([{ id: second.id }])
    expect(await found('')).toEqual([])
    for (const query of ['month=2026-13', 'month=2026-03&list=expired'])
      expect((await api.staff('agent').get(`/v1/archive?${query}`)).status).toBe(400)
    expect((await api.staff('finance').get('/v1/archive?month=2026-03')).status).toBe(403)
    expect((await own(first).get('/v1/archive?month=2026-03')).status).toBe(403)
  })
})

describe('after three years (T19, R-ARC-04, F-34)', () => {
  const over = later(monday, { days: 3 * 366 })
  const ask = (
    ticket: Closing,
    options: { at?: string; method?: string; as?: 'team_lead' | 'operations_manager' } = {},
  ) =>
    api
      .staff(options.as ?? 'team_lead')
      .post(path(ticket, 'destruction-request'), { method: options.method ?? 'destroyed' }, { at: options.at ?? over })
  const decide = (
    ticket: Closing,
    body: object = { decision: 'approved' },
    as: 'team_lead' | 'operations_manager' = 'operations_manager',
  ) => api.staff(as).post(path(ticket, 'destruction'), body, { at: over })
  const said = ['示例', '包裹', '快递', '漏扫', '核实', '线上商城']
  const wordsLeft = async () => {
    const contents = (await engine.items(house.tables.customers)).filter(({ SK }) => String(SK).startsWith('CONTENT#'))
    return said.filter(word => JSON.stringify(contents).includes(word))
  }

  test('and not a moment before, what was said may go', async () => {
    const ticket = await at('archived')
    const { clocks, enteredAt = '' } = await headOf(house, ticket)
    expect(clocks['SLA-23']).toMatchObject({ startedAt: enteredAt, dueAt: `2029${enteredAt.slice(4)}` })
    const early = await ask(ticket, { at: clocks['SLA-23']!.dueAt })
    expect([early.status, early.body.detail]).toEqual([409, expect.stringContaining('at least three years')])
    expect((await decide(ticket)).status).toBe(409)
    expect((await ask(ticket, { at: later(clocks['SLA-23']!.dueAt, { ms: 1 }) })).status).toBe(200)
  })

  test('with an approver other than who asked, the words go, and the history bears the certificate', async () => {
    const ticket = await at('archived')
    await ask(ticket)
    const self = await decide(ticket, { decision: 'approved' }, 'team_lead')
    expect([self.status, self.body.detail]).toEqual([409, expect.stringContaining('approval of another')])
    const before = await house.cases.history(ticket.id)
    expect(await wordsLeft()).not.toEqual([])
    expect((await decide(ticket)).body.state).toBe('destroyed')
    expect(await wordsLeft()).toEqual([])
    const history = await house.cases.history(ticket.id)
    expect(history.slice(0, before.length)).toEqual(before)
    expect(rebuild(history)).toEqual(await headOf(house, ticket))
    const { body } = await api.staff('operations_manager').get(path(ticket, 'record'))
    expect(body.certificate).toEqual({
      ...{
        form: 'F-34',
        subject: 'SI-20260309-000001',
        fields: ['words', 'files', 'record'],
        items: 5,
        files: 0,
        basis: 'R-SLA-23',
      },
      ...{ requestedBy: 'team_lead-1', approvedBy: 'operations_manager-1', at: over, method: 'destroyed' },
    })
    expect(body).toMatchObject({ description: '', result: '', measures: [] })
    expect(await running(ticket)).toEqual([])
    expect((await api.staff('agent').get('/v1/archive?month=2026-03')).body.items).toEqual([])
  })

  test('the files that came with it go too, by what the history says, and the certificate counts them', async () => {
    const { customerId } = await at('classified')
    const photo = { name: 'a.png', type: 'image/png', bytes: 1 }
    const bring = `/v1/customers/${customerId}/attachments`
    const { id } = (await api.storefront(customerId).post(bring, photo, { headers: newKey() })).body
    const ticket = await at('archived', { request: { attachments: [id] } })
    await ask(ticket)
    await decide(ticket)
    const [line] = (await house.cases.history(ticket.id)).slice(-1)
    expect(line).toMatchObject({ type: 'TicketDestroyed', data: { files: [id], certificate: { files: 1 } } })
    expect(destinations(line!)).toEqual(['attachment-scans'])
    expect(filesTold(line!).body).toEqual({ caseId: ticket.id, destroyed: [id] })
    expect(await house.attachments.get(ticket.customerId, id)).toMatchObject({ name: '', state: 'refused' })
  })

  test('what is anonymised keeps the facts of the problem (C-23, R-PRV-06)', async () => {
    const ticket = await at('archived')
    await ask(ticket, { method: 'anonymised' })
    await decide(ticket)
    const { body } = await api.staff('team_lead').get(path(ticket, 'record'))
    expect(body).toMatchObject({ description: '', result: '', review: aWrittenRecord.review, state: 'destroyed' })
    expect(body.certificate).toMatchObject({ method: 'anonymised', fields: ['words', 'files'] })
  })

  test('what a follow-up began with is the follow-up’s own', async () => {
    const ticket = await at('archived')
    const { ticketId } = (
      await own(ticket).post(path(ticket, 'objection'), { text: '又坏了' }, { at: later(monday, { days: 30 }) })
    ).body
    await ask(ticket)
    await decide(ticket)
    const seen = await own(ticket).get(`/v1/tickets/${ticketId}`)
    expect(seen.body.messages).toMatchObject([{ text: '又坏了' }])
  })

  test('a legal hold stands against it until it is released', async () => {
    const ticket = await at('archived')
    const hold = (held: boolean, role: 'team_lead' | 'operations_manager' | 'agent') =>
      api.staff(role).post(path(ticket, 'legal-hold'), { held, reason: held ? 'lawsuit' : 'over' }, { at: over })
    expect((await hold(true, 'agent')).status).toBe(403)
    expect((await hold(true, 'team_lead')).status).toBe(200)
    expect((await ask(ticket)).body.detail).toContain('legal hold')
    expect((await hold(false, 'team_lead')).status).toBe(403)
    expect((await hold(false, 'operations_manager')).status).toBe(200)
    expect((await ask(ticket)).status).toBe(200)
    await hold(true, 'operations_manager')
    expect((await decide(ticket)).body.detail).toContain('legal hold')
  })

  test('a request may be refused, with a reason, and made again', async () => {
    const ticket = await at('archived')
    await ask(ticket)
    expect((await ask(ticket)).status).toBe(409)
    expect((await decide(ticket, { decision: 'refused' })).status).toBe(400)
    expect((await decide(ticket, { decision: 'refused', reason: 'still_needed' })).body.state).toBe('archived')
    expect((await decide(ticket)).status).toBe(409)
    expect((await ask(ticket)).status).toBe(200)
  })

  test('what may go stands in a list of its own', async () => {
    const ticket = await at('archived')
    const expired = async () => (await api.staff('team_lead').get('/v1/archive?list=expired')).body.items
    expect(await expired()).toEqual([])
    await posts(api, 'agent', path(ticket, 'corrections'), { text: '。' }, over)
    expect(await expired()).toMatchObject([{ id: ticket.id }])
  })
})
