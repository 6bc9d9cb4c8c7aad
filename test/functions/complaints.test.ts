import { classifyTicket } from '../../functions/classification/classify-ticket'
import type { Role } from '../../shared/domain/case'
import type { Ticket } from '../../shared/domain/ticket'
import { type Api, apiOf, aRequest, newKey } from '../support/api'
import { later, monday } from '../support/builders'
import { beforeEachOnEngine } from '../support/engine'
import { type House, openHouse } from '../support/ports'

let house: House
let api: Api
beforeEachOnEngine(async engine => {
  house = await openHouse(engine)
  api = apiOf(house)
})

const words = '你们的客服态度太差了，我要投诉！'
const open = async (fields: object = {}) =>
  (await api.storefront().post('/v1/tickets', aRequest({ description: words, ...fields }), { headers: newKey() })).body
const classify = (caseId: string) =>
  classifyTicket(house, { message: { caseId }, now: later(monday, { minutes: 1 }), messageId: 'm-1', attempt: 1 })

const form = { class: 'ordinary', type: 'service_dissatisfaction', cause: 'failed_in_duty' }
const text = '一些话'
type Step = readonly [role: Role, act: string, body?: object]
const way: readonly Step[] = [
  ['agent', 'assessment', form],
  ['agent', 'acknowledgement', { text: '非常抱歉，由我跟进。' }],
  ['agent', 'investigation'],
  ['agent', 'solution', { fault: 'ours', text: '赠送优惠券并培训当事客服。' }],
  ['agent', 'execution'],
  ['agent', 'result', { text: '优惠券已到账，再次致歉。' }],
  ['supervisor', 'call-backs', { way: 'phone', satisfied: true, text: '客户接受。' }],
  ['supervisor', 'closure'],
]
const tried = (id: string, [role, act, body = {}]: Step) =>
  api.staff(role).post(`/v1/complaints/${id}/${act}`, body, { at: later(monday, { hours: 2 }), headers: newKey() })

describe('a complaint', () => {
  test('goes from its words to its closing, acknowledged and settled in time (§4.2, R-CMP-01..06, R-CMP-10, R-CMP-12, R-SUP-02)', async () => {
    const { id, customerId } = await open()
    expect(await classify(id)).toEqual({ state: 'recorded', topic: 'complaint' })
    const states: string[] = []
    for (const step of way) {
      const reply = await tried(id, step)
      expect([step[1], reply.status]).toEqual([step[1], 200])
      states.push(reply.body.state)
    }
    expect(states).toEqual([
      ...['assigned', 'acknowledged', 'investigating', 'solution_agreed', 'handled', 'result_fed_back'],
      ...['followed_up', 'closed'],
    ])
    const seen = (await api.staff('supervisor').get(`/v1/tickets/${id}`)).body
    expect(seen).toMatchObject({ kind: 'complaint', complaint: { ...form, fault: 'ours', satisfied: true } })
    expect(seen.notes.map((note: { text: string }) => note.text)).toEqual(['赠送优惠券并培训当事客服。', '客户接受。'])
    const theirs = (await api.storefront(customerId).get(`/v1/tickets/${id}`)).body
    expect(theirs.messages.map((message: { text: string }) => message.text)).toEqual([
      ...[words, '非常抱歉，由我跟进。', '优惠券已到账，再次致歉。'],
    ])
    expect(JSON.stringify(theirs)).not.toMatch(/赠送|客户接受|failed_in_duty/)
  })

  test('can be said to be one from the start (K1)', async () => {
    const complaint = await open({ kind: 'complaint' })
    expect(complaint).toMatchObject({ state: 'recorded', answerBy: later(monday, { hours: 24 }) })
    const seen = (await api.staff('agent').get(`/v1/tickets/${complaint.id}`)).body
    expect(seen).toMatchObject({ kind: 'complaint', number: complaint.number })
  })

  test.each([{}, { kind: 'complaint' }])(
    'makes its customer special, who stands before others in every list from then on (R-CMP-15, R-PRI-05) %j',
    async fields => {
      const { id, customerId } = await open(fields)
      await classify(id)
      expect((await house.customers.file(customerId))?.fields.customerTier).toMatchObject({ value: 'special' })
      const next = await open({ description: '快递到哪了？' })
      expect((await house.cases.get(next.id))?.facts).toMatchObject({ tier: 'special' })
    },
  )

  test.each(['live_chat', 'email', 'phone', 'social_media'])(
    'comes by %s, with its content, its time and whom to answer (R-CMP-07, R-CMP-02)',
    async channel => {
      const handle = { handle: 'weibo:quiet-river' }
      const complaint = await open({ kind: 'complaint', channel, customer: handle })
      const seen = (await api.staff('agent').get(`/v1/tickets/${complaint.id}`)).body
      expect(seen).toMatchObject({ kind: 'complaint', channel, receivedAt: monday, messages: [{ text: words }] })
      expect((await house.customers.file(complaint.customerId))?.fields.handle).toMatchObject({ value: handle.handle })
    },
  )

  test('is what a ticket becomes when its agent hears one (T24)', async () => {
    const { id } = await open({ description: '快递到哪了？' })
    await classify(id)
    const agent = api.staff('agent')
    await agent.post(`/v1/tickets/${id}/take`, {}, { headers: newKey() })
    const turned = await agent.post(`/v1/tickets/${id}/complaint`, { ...form, class: 'urgent' }, { headers: newKey() })
    expect(turned.body).toMatchObject({ state: 'assigned' })
    const seen = (await agent.get(`/v1/tickets/${id}`)).body
    expect(seen).toMatchObject({ kind: 'complaint', topic: 'complaint', priority: 'P1', grade: 'L5' })
  })

  test.each([
    ['transaction_payment', 'finance'],
    ['transaction_receipt', 'warehouse'],
    ['service_dissatisfaction', undefined],
  ])('of the type %s goes to the department that it concerns: %s (R-DSP-07)', async (type, department) => {
    const { id } = await open()
    await classify(id)
    await tried(id, ['agent', 'assessment', { ...form, type }])
    for (const step of way.slice(1, 3)) await tried(id, step)
    const slip = { text: '请核对。', dueAt: later(monday, { days: 1 }) }
    const asked = await tried(id, ['supervisor', 'coordination', slip])
    expect(asked.status).toBe(department ? 200 : 409)
    const tasks = ((await house.cases.get(id)) as Ticket).facts.tasks?.map(task => task.department)
    expect(tasks).toEqual(department && [department])
  })

  test.each(['urgent', 'major'] as const)('that is %s is told to the supervisor at once (K2, R-CMP-08)', async of => {
    const { id } = await open()
    await classify(id)
    await tried(id, ['agent', 'assessment', { ...form, class: of }])
    const told = { row: 'K2', notices: ['N-31'], data: { tell: 'supervisor', reason: 'pressing_complaint' } }
    const assessed = async (of: string) => (await house.cases.history(of)).find(({ row }) => row === 'K2')
    expect(await assessed(id)).toMatchObject(told)
    const ordinary = await open()
    await classify(ordinary.id)
    await tried(ordinary.id, ['agent', 'assessment', form])
    expect(await assessed(ordinary.id)).not.toHaveProperty('notices')
  })

  test('is coordinated by its supervisor, and withdrawn by its customer in words that are kept (K5, K17)', async () => {
    const { id, customerId } = await open()
    await classify(id)
    for (const step of way.slice(0, 3)) await tried(id, step)
    const slip = { department: 'warehouse', text: '请核对。', dueAt: later(monday, { days: 1 }) }
    expect((await tried(id, ['agent', 'coordination', slip])).status).toBe(403)
    expect((await tried(id, ['supervisor', 'coordination', slip])).body).toMatchObject({ state: 'coordinating' })
    const other = await open()
    await classify(other.id)
    const storefront = api.storefront(customerId)
    const withdrawn = await storefront.post(`/v1/complaints/${other.id}/withdrawal`, { text }, { headers: newKey() })
    expect(withdrawn.body).toMatchObject({ state: 'closed' })
    expect((await house.cases.history(other.id)).at(-1)).toMatchObject({
      row: 'K17',
      data: { note: expect.any(String) },
    })
  })

  test('is refused what does not fit, with nothing written', async () => {
    const { id } = await open()
    await classify(id)
    const before = await house.cases.get(id)
    const refusals: readonly [Step, number, object][] = [
      [['agent', 'assessment', { ...form, class: 'grave' }], 400, { errors: [{ path: 'class' }] }],
      [['agent', 'assessment', { ...form, more: 1 }], 400, {}],
      [['agent', 'acknowledgement', { text }], 409, { state: 'recorded' }],
      [['agent', 'closure'], 403, {}],
      [['warehouse', 'assessment', form], 403, {}],
      [['agent', 'result', { text: ' ' }], 400, { errors: [{ path: 'text' }] }],
    ]
    for (const [step, status, body] of refusals) {
      const reply = await tried(id, step)
      expect([step[1], reply.status]).toEqual([step[1], status])
      expect(reply.body).toMatchObject(body)
    }
    expect(await house.cases.get(id)).toEqual(before)
    const ticket = await open({ description: '快递到哪了？' })
    expect((await tried(ticket.id, ['agent', 'assessment', form])).status).toBe(404)
  })
})
