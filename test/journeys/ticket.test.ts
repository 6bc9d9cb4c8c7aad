import type { World } from '../../infra/local/world'
import { aCustomer, aKey, anOrderRequest, aTicketRequest, aWorld, type Shop, shopIn } from '../support/journey'

let world: World
let shop: Shop
beforeAll(async () => {
  world = await aWorld()
  shop = shopIn(world)
})
afterAll(() => world.stop())

const later = (ms: number) => new Date(world.now() + ms).toISOString()
const HOUR = 3_600_000

describe('a message of a customer', () => {
  test('in Chinese becomes a ticket that says what we understood, how urgent it is, whose it is, and why', async () => {
    const ticket = await shop.opened(aTicketRequest('包裹三天没更新了，到哪了？'))
    expect(ticket.number).toMatch(/^T-[0-9A-Z]{8}$/)
    expect(await shop.seen(ticket)).toMatchObject({
      ...{ state: 'classified', topic: 'logistics', grade: 'L1', priority: 'P3', team: 'logistics' },
      language: 'zh-Hans',
      because: expect.arrayContaining([expect.stringContaining('包裹'), expect.stringMatching(/^rules-/)]),
      messages: [{ from: 'customer', text: '包裹三天没更新了，到哪了？' }],
      dueAt: later(24 * HOUR),
    })
  })

  test('in English is answered in English, with number, understanding and deadline', async () => {
    const ticket = await shop.opened(aTicketRequest('Hello, I would like to return the shoes, they are too small.'))
    expect(await shop.seen(ticket)).toMatchObject({ topic: 'after_sales', team: 'after_sales', language: 'en' })
    const [mail, ...more] = shop.noticesOf(ticket)
    expect(more).toEqual([])
    expect(mail).toMatchObject({ notice: 'N-01', to: ticket.email, subject: `We have your message (${ticket.number})` })
    expect(mail?.text).toContain(ticket.number)
    expect(mail?.text).toContain('a return, refund or repair')
    expect(mail?.text).toContain('One of us will answer you by Tue 10 March 2026, 09:00 (Beijing time).')
  })

  test('in Chinese is acknowledged in Chinese, with number, understanding and deadline', async () => {
    const ticket = await shop.opened(aTicketRequest('发票抬头开错了，请帮我重开。'))
    const [mail] = shop.noticesOf(ticket)
    expect(mail).toMatchObject({ notice: 'N-01', to: ticket.email, subject: `我们已收到您的留言（${ticket.number}）` })
    expect(mail?.text).toMatch(/发票[\s\S]*2026年3月10日 周二 09:00（北京时间）/)
  })

  test('of major gravity is to be answered within an hour of its receipt, by the team for emergencies (L2)', async () => {
    const ticket = await shop.opened(aTicketRequest('My account was hacked, please help immediately!'))
    expect(await shop.seen(ticket)).toMatchObject({
      ...{ topic: 'account', grade: 'L2', priority: 'P2', team: 'emergency_team', dueAt: later(HOUR) },
    })
    expect(shop.noticesOf(ticket)[0]?.text).toContain('We see that this is urgent')
  })

  test('that no rule understands goes to the default team', async () => {
    const ticket = await shop.opened(aTicketRequest('嗯嗯嗯'))
    expect(await shop.seen(ticket)).toMatchObject({ topic: 'other', team: 'triage', priority: 'P4' })
    expect(await shop.list('ticket', 'team:triage')).toContain(ticket.number)
  })

  test('may name an order of the same customer', async () => {
    const customer = aCustomer()
    const order = await shop.placed(anOrderRequest({ customer }))
    const ticket = await shop.opened(aTicketRequest('嗯嗯', { customer, orderId: order.id }))
    expect(ticket.customerId).toBe(order.customerId)
    expect(await shop.seen(ticket)).toMatchObject({ topic: 'order', orderId: order.id })
  })

  test('that is sent twice with one Idempotency-Key is one ticket', async () => {
    const [request, idempotencyKey] = [aTicketRequest(), aKey()]
    const first = await shop.opened(request, { idempotencyKey })
    const again = await shop.opened(request, { idempotencyKey })
    expect(again).toEqual(first)
    expect(shop.noticesOf(first)).toHaveLength(1)
  })

  test('that names no way to write back is kept, and nobody is written to', async () => {
    const ticket = await shop.opened(aTicketRequest('包裹到哪了？', { customer: { accountId: aKey() } }))
    expect(await shop.stateOf(ticket)).toBe('classified')
    expect(shop.noticesOf(ticket)).toEqual([])
  })
})

describe('the list of a team', () => {
  test('stands in the order of priority and then of deadline', async () => {
    const ofTeam = async () => (await shop.list('ticket', 'team:logistics')).filter(number => numbers.includes(number))
    const first = await shop.opened(aTicketRequest('快递到哪了？'))
    await world.advance('PT1M')
    const second = await shop.opened(aTicketRequest('快递到哪了？'))
    const urgent = await shop.opened(aTicketRequest('快递到哪了？很急！'))
    const numbers = [first, second, urgent].map(({ number }) => number)
    expect(await ofTeam()).toEqual([urgent.number, first.number, second.number])
    await shop.did(urgent, 'take')
    expect(await ofTeam()).toEqual([first.number, second.number])
  })
})

describe('a ticket', () => {
  test('is taken, answered and resolved by an agent, and read by its customer alone', async () => {
    const ticket = await shop.opened()
    const agent = { as: 'agent', subject: 'agent-7' }
    await shop.tried(ticket, 'take', agent)
    expect(await shop.seen(ticket)).toMatchObject({ state: 'assigned', assigneeId: 'agent-7' })
    const mine = await world.get('/v1/tickets?list=mine', agent)
    expect(mine.items).toEqual([expect.objectContaining({ number: ticket.number })])

    await world.advance('PT1H')
    await shop.tried(ticket, 'respond', agent)
    expect(await shop.seen(ticket)).toMatchObject({ state: 'in_progress', dueAt: later(23 * HOUR) })
    await shop.tried(ticket, 'resolve', agent)
    expect(await shop.seen(ticket)).toMatchObject({ dueAt: later(24 * HOUR) }) // the closed loop (SLA-21, T13)

    const read = await shop.readBy(ticket, ticket.customerId)
    expect(read.status).toBe(200)
    expect(read.body).toMatchObject({
      state: 'resolved',
      messages: [{ purpose: 'request' }, { purpose: 'reply' }, { purpose: 'result' }],
      history: [
        ...[{ type: 'TicketReceived' }, { type: 'TicketClassified' }, { type: 'TicketTaken' }],
        ...[{ type: 'CustomerAnswered' }, { type: 'TicketResolved' }],
      ],
    })
    for (const secret of ['because', 'assigneeId']) expect(read.body).not.toHaveProperty(secret)

    const mails = shop.noticesOf(ticket)
    expect(mails.map(({ notice }) => notice)).toEqual(['N-01', 'N-05'])
    expect(mails[1]).toMatchObject({ to: ticket.email, subject: `您的问题已处理完成（${ticket.number}）` })
    expect(mails[1]?.text).toContain('包裹已重新派送，预计明天送达。')

    const other = await shop.opened()
    expect(await shop.readBy(ticket, other.customerId)).toMatchObject({ status: 404 })
    await world.advance('P3D')
    const breached = (await shop.historyOf(ticket)).filter(type => type === 'ClockBreached')
    expect(breached).toHaveLength(3) // the closed loop and the record, which nobody has cared for (SLA-08, SLA-21, SLA-22)
  })

  test('stands in the list of its customer, beside the orders, newest first', async () => {
    const ticket = await shop.opened()
    const customer = { as: 'storefront', customer: ticket.customerId }
    const { items } = await world.get(`/v1/customers/${ticket.customerId}/cases`, customer)
    expect(items).toEqual([expect.objectContaining({ number: ticket.number, kind: 'ticket', state: 'classified' })])
  })

  test('has one first responder, whoever answers it later', async () => {
    const ticket = await shop.opened()
    await shop.tried(ticket, 'take', { as: 'agent', subject: 'agent-1' })
    const second = await shop.tried(ticket, 'take', { as: 'agent', subject: 'agent-2' })
    expect(second).toMatchObject({ status: 409, body: { state: 'assigned', event: 'take' } })
    expect(await shop.seen(ticket)).toMatchObject({ assigneeId: 'agent-1' })
    expect(await shop.tried(ticket, 'respond', { as: 'agent', subject: 'agent-2' })).toMatchObject({ status: 409 })
    expect(await shop.tried(ticket, 'respond', { as: 'supervisor' })).toMatchObject({ status: 200 })
  })

  test('that an agent enters for a caller has its first responder and no clock for a first answer', async () => {
    const ticket = await shop.opened(aTicketRequest('快递到哪了？', { channel: 'phone' }), { as: 'agent' })
    expect(await shop.seen(ticket)).toMatchObject({ dueAt: later(24 * HOUR) })
  })
})

describe('the clocks of a ticket', () => {
  test('warn and break at their exact instants, whenever the hourly sweep comes', async () => {
    await world.advance('PT7M13S')
    const start = world.now()
    const at = (hours: number) => new Date(start + hours * HOUR).toISOString()
    const ticket = await shop.opened()
    await world.advance('P3D')
    expect((await shop.timesOf(ticket)).slice(2)).toEqual([
      ...[`${at(18)} ClockWarned`, `${at(18)} ClockWarned`],
      ...[`${at(24)} ClockBreached`, `${at(24)} ClockBreached`],
      ...[`${at(36)} ClockWarned`, `${at(36)} ClockEscalated`, `${at(36)} ClockEscalated`],
      ...[`${at(48)} ClockEscalated`, `${at(48)} ClockEscalated`, `${at(48)} ClockBreached`, `${at(48)} ClockRanOut`],
    ])
  })

  test('record nothing before their time', async () => {
    const ticket = await shop.opened()
    await world.advance(18 * HOUR - 1)
    expect(await shop.historyOf(ticket)).toEqual(['TicketReceived', 'TicketClassified'])
  })

  test('stop with the first answer: an answer in time is no breach, though the sweep comes later', async () => {
    const ticket = await shop.opened()
    await shop.did(ticket, 'take')
    await world.advance(24 * HOUR)
    await shop.did(ticket, 'respond', 'resolve')
    await world.advance('P3D')
    const breached = (await shop.historyOf(ticket)).filter(type => type === 'ClockBreached')
    expect(breached).toHaveLength(3) // the closed loop and the record, which nobody has cared for (SLA-08, SLA-21, SLA-22)
  })
})

describe('rules of the shop', () => {
  const rules = [{ id: 'S-1', phrases: ['周年庆礼盒'], topic: 'technical' }]
  const as = 'supervisor'
  const path = '/v1/classification/rules'
  const asked = () => shop.opened(aTicketRequest('周年庆礼盒的快递到哪了'))

  test('run in shadow, come into force, and sort the next ticket (R-CLS-32)', async () => {
    const before = await asked()
    expect(await shop.seen(before)).toMatchObject({ topic: 'logistics' })
    const trial = { as, body: { rules, over: { team: 'logistics' } } }
    const { changed } = await world.post(`${path}/trials`, trial)
    expect(changed.map(({ number }: { number: string }) => number)).toContain(before.number)
    await world.post(path, { as, body: { rules, reason: '周年庆' } })
    await world.advance('PT1M')
    expect(await shop.seen(await asked())).toMatchObject({ topic: 'technical', team: 'process_optimisation' })
    expect((await world.get(path, { as: 'team_lead' })).items).toHaveLength(1)
  })
})

test('no message of these journeys died', () => expect(world.deadLetters()).toEqual([]))
