import fc from 'fast-check'
import { classifyTicket } from '../../functions/classification/classify-ticket'
import { dispatchTeam } from '../../functions/dispatch/dispatch-team'
import { sweepDueClocks } from '../../functions/sla/sweep-due-clocks'
import { decide } from '../../shared/domain/engine'
import type { Ticket, TicketFacts } from '../../shared/domain/ticket'
import { dispatchMessage, dispatchOf } from '../../shared/entry/dispatch'
import { type Api, apiOf, aRequest, newKey } from '../support/api'
import { aClassification, aMessage, aTicket, by, later, monday } from '../support/builders'
import { beforeEachOnEngine } from '../support/engine'
import { type House, messageQueue, openHouse, shards } from '../support/ports'

let house: House
let api: Api
let now: string
let told: Set<string>
beforeEachOnEngine(async engine => {
  house = await openHouse(engine)
  api = apiOf(house)
  now = monday
  told = new Set()
})

const numbered = (n: number) => `0b000000-0000-4000-8000-${String(n).padStart(12, '0')}`
let tickets = 0
async function comes(facts: Partial<TicketFacts> = {}) {
  const id = numbered(++tickets)
  const ticket = aTicket('classified', facts, { id, number: `T-${String(tickets).padStart(8, '0')}` })
  const events = [{ ...aTicketEvent, caseId: id, seq: ticket.version }]
  await house.cases.commit([{ before: null, after: ticket, events: events as never }])
  return id
}
const aTicketEvent = {
  ...{ kind: 'ticket', type: 'TicketClassified', from: 'received', to: 'classified', at: monday, data: {} },
  ...{ actor: by('system'), dispatch: { team: 'logistics' } },
}

/** Everything that history and people told the dispatcher since the last time, each message twice. */
async function dispatched(...ids: readonly string[]) {
  const marks = (await Promise.all(ids.map(id => house.cases.history(id)))).flat()
  const messages = [
    ...marks.flatMap(event => (event.dispatch ? [dispatchOf(event)] : [])),
    ...house.dispatch.messages.splice(0),
  ].filter(({ inTurn }) => !told.has(inTurn!.once))
  for (const { inTurn } of messages) told.add(inTurn!.once)
  for (const { body } of [...messages, ...messages])
    await dispatchTeam(house, { message: dispatchMessage.parse(body), now, messageId: 'm', attempt: 1 })
}

const boss = () => api.staff('supervisor')
const agent = (sub: string) => api.bearing({ sub, client_id: 'staff-client', 'cognito:groups': '[agent]' })
const at = () => ({ at: now })
async function works(name: string, settings: object = {}, team = 'logistics') {
  const place = { languages: ['zh'], capacity: 5, ...settings }
  const answer = await boss().post(`/v1/teams/${team}/agents/${name}`, place, at())
  expect(answer.status).toBe(200)
  expect((await agent(name).post('/v1/me/presence', { presence: 'available' }, at())).status).toBe(200)
}
const holderOf = async (id: string) => ((await house.cases.get(id)) as Ticket).facts.assigneeId
const holders = (...ids: string[]) => Promise.all(ids.map(holderOf))
const openOf = async (name: string) => (await house.places.get(name))!.open
const resolve = async (id: string, name: string) => {
  const tell = (path: string) => agent(name).post(`/v1/tickets/${id}/${path}`, { text: '已处理' }, at())
  expect([(await tell('replies')).status, (await tell('resolution')).status]).toEqual([200, 200])
}

describe('the dispatcher (R-DSP-01)', () => {
  test('gives a ticket to who is there, once, with its first responder, and their place says so in the same transaction', async () => {
    await works('wang')
    const id = await comes()
    await dispatched(id)
    expect(await house.cases.get(id)).toMatchObject({
      state: 'assigned',
      facts: { assigneeId: 'wang', firstResponderId: 'wang' },
    })
    expect((await house.cases.history(id)).map(({ row }) => row)).toContain('T3')
    expect(await openOf('wang')).toEqual([id])
    expect(await house.cases.list('tickets:team:logistics')).toEqual({ items: [] })
    expect((await house.cases.list('tickets:agent:wang')).items.map(each => each.id)).toEqual([id])
  })

  test('leaves a ticket in the list of its team while nobody is there, and gives it when somebody comes', async () => {
    const id = await comes()
    await dispatched(id)
    await boss().post('/v1/teams/logistics/agents/wang', { languages: ['zh'], capacity: 1 }, at())
    await dispatched(id)
    expect((await house.cases.list('tickets:team:logistics')).items.map(each => each.id)).toEqual([id])
    await agent('wang').post('/v1/me/presence', { presence: 'available' }, at())
    await dispatched(id)
    expect(await holderOf(id)).toBe('wang')
  })

  test('never fills a place beyond its capacity; what is done makes room for the first in rank', async () => {
    await works('wang', { capacity: 2 })
    const [a, b, plain, urgent] = [await comes(), await comes(), await comes(), await comes({ tier: 'key' })]
    await dispatched(a, b, plain, urgent)
    expect(await openOf('wang')).toHaveLength(2)
    const first = (await openOf('wang'))[0]!
    await resolve(first, 'wang')
    await dispatched(a, b, plain, urgent)
    expect(await openOf('wang')).toHaveLength(2)
    expect(await openOf('wang')).not.toContain(first)
    const waiting = (await house.cases.list('tickets:team:logistics')).items.map(each => each.id)
    expect(waiting).not.toContain(urgent)
    expect(waiting).toHaveLength(1)
  })

  test('counts what agents take themselves, and what is taken from them', async () => {
    await works('wang', { capacity: 1 })
    await works('zhao', { capacity: 3 })
    const id = await comes()
    expect((await agent('wang').post(`/v1/tickets/${id}/take`, {}, at())).status).toBe(200)
    expect(await openOf('wang')).toEqual([id])
    const next = await comes()
    await dispatched(id, next)
    expect(await holderOf(next)).toBe('zhao')
    const moved = await boss().post(`/v1/tickets/${id}/reassignment`, { assigneeId: 'zhao', reason: '专长' }, at())
    expect(moved.status).toBe(200)
    expect([await openOf('wang'), (await openOf('zhao')).length]).toEqual([[], 2])
    expect(((await house.cases.get(id)) as Ticket).facts.firstResponderId).toBe('wang')
  })

  test('gives what an agent on leave holds to a colleague, and nothing new to them until they are back', async () => {
    await works('wang')
    const id = await comes()
    await dispatched(id)
    await works('zhao')
    const leave = [{ from: later(monday, { hours: 1 }), until: later(monday, { hours: 48 }) }]
    expect((await boss().post('/v1/teams/logistics/agents/wang/leave', { leave }, at())).status).toBe(200)
    await dispatched(id)
    expect(await holderOf(id)).toBe('wang')

    now = later(monday, { hours: 1 })
    await swept()
    expect(await holders(id)).toEqual(['zhao'])
    const others = [await comes(), await comes()]
    await dispatched(...others)
    expect(await holders(...others)).toEqual(['zhao', 'zhao'])

    now = later(monday, { hours: 48 })
    await swept()
    const last = await comes()
    await dispatched(last)
    expect(await holderOf(last)).toBe('wang')
  })

  test('gives on what an agent held who left, and puts it back into the list when nobody is there (R-NFR-03)', async () => {
    await works('wang')
    const [id, other] = [await comes(), await comes()]
    await dispatched(id, other)
    await agent('wang').post(`/v1/tickets/${id}/replies`, { text: '您好' }, at())
    expect((await boss().post('/v1/teams/logistics/agents/wang/retirement', {}, at())).status).toBe(200)
    await dispatched(id, other)
    expect(await holders(id, other)).toEqual([undefined, undefined])
    expect(await openOf('wang')).toEqual([])
    expect((await house.cases.get(id))?.state).toBe('in_progress')
    expect((await house.cases.list('tickets:team:logistics')).items).toHaveLength(2)
    await works('zhao')
    await dispatched(id, other)
    expect(await holders(id, other)).toEqual(['zhao', 'zhao'])
    expect(((await house.cases.get(id)) as Ticket).facts.firstResponderId).toBe('wang')
    expect((await house.cases.get(id))?.state).toBe('in_progress')
  })

  test('finds another agent for a ticket that a customer brings back to one who has gone home', async () => {
    await works('wang')
    const id = await comes()
    await dispatched(id)
    await resolve(id, 'wang')
    await agent('wang').post('/v1/me/presence', { presence: 'offline' }, at())
    await works('zhao')
    const before = (await house.cases.get(id)) as Ticket
    const message = aMessage({ from: 'customer', purpose: 'request' })
    const back = decide(before, { event: 'object', actor: by('customer'), at: now, data: { message } })
    expect(await house.cases.commit([back])).toBe('committed')
    expect(await openOf('wang')).toEqual([id])
    await dispatched(id)
    expect(await holderOf(id)).toBe('zhao')
    expect([await openOf('wang'), await openOf('zhao')]).toEqual([[], [id]])
  })

  test('routes a key customer to their own agent, and to others while that one is away (R-PRI-06)', async () => {
    const { customerId } = aTicket()
    await works('wang')
    await works('zhao', { dedicated: { customers: [customerId] } })
    const ids = [await comes({ tier: 'key' }), await comes({ tier: 'key' }), await comes({ tier: 'key' })]
    await dispatched(...ids)
    expect(await holders(...ids)).toEqual(['zhao', 'zhao', 'zhao'])
    await agent('zhao').post('/v1/me/presence', { presence: 'away' }, at())
    const next = await comes({ tier: 'key' })
    await dispatched(next)
    expect(await holderOf(next)).toBe('wang')
  })

  test('brings a ticket in hand to the list of the team that staff correct it to, and its first responder stays (R-DSP-03, R-DSP-04)', async () => {
    await works('wang')
    await works('zhao', {}, 'payment')
    const id = await comes()
    await dispatched(id)
    const correct = (body: object) =>
      agent('wang').post(`/v1/tickets/${id}/grading`, { reason: 'wrong_topic', ...body }, at())
    expect((await correct({ priority: 'P2' })).status).toBe(200)
    expect(await holderOf(id)).toBe('wang')
    expect((await correct({ topic: 'payment' })).status).toBe(200)
    expect((await house.cases.list('tickets:team:payment')).items.map(each => each.id)).toEqual([id])
    expect(await openOf('wang')).toEqual([])
    await dispatched(id)
    expect([await openOf('wang'), await openOf('zhao')]).toEqual([[], [id]])
    expect(((await house.cases.get(id)) as Ticket).facts.firstResponderId).toBe('wang')
  })

  test('gives what a customer asks in self-service like any other request: understood, then to a handler (R-DSP-08)', async () => {
    await works('wang')
    const { body } = await api
      .storefront()
      .post('/v1/tickets', aRequest({ channel: 'self_service' }), { headers: newKey() })
    await classifyTicket(house, { message: { caseId: body.id }, now, messageId: 'm', attempt: 1 })
    await dispatched(body.id)
    expect(await house.cases.get(body.id)).toMatchObject({ state: 'assigned', facts: { assigneeId: 'wang' } })
  })

  test('leaves what is escalated before those who decide, whichever team it is for', async () => {
    await works('wang')
    const id = await comes()
    await dispatched(id)
    await agent('wang').post(`/v1/tickets/${id}/replies`, { text: '您好' }, at())
    await agent('wang').post(`/v1/tickets/${id}/escalation`, { reason: 'difficult_case', tried: '解释' }, at())
    const severe = { reason: 'more_pressing', severity: 'major' }
    expect((await boss().post(`/v1/tickets/${id}/grading`, severe, at())).status).toBe(200)
    expect(await holderOf(id)).toBe('wang')
  })

  test('leaves what fits no rule with the default team, flagged, its lead the owner, who says whose it is (R-DSP-06)', async () => {
    const nothing = aClassification({ topic: 'other', priority: 'P4', team: 'triage' })
    const id = await comes({ classification: nothing })
    const lead = api.staff('team_lead')
    const waiting = { id, team: 'triage', unmatched: true, owner: 'team_lead' }
    expect((await lead.get('/v1/tickets?list=team:triage')).body.items).toMatchObject([waiting])
    expect((await lead.get(`/v1/tickets/${id}`)).body).toMatchObject(waiting)
    const theirs = (await api.storefront(aTicket().customerId).get(`/v1/tickets/${id}`)).body
    expect(theirs).toMatchObject({ id, team: 'triage' })
    for (const field of ['owner', 'unmatched', 'assigneeId']) expect(theirs).not.toHaveProperty(field)

    await works('wang')
    const known = { reason: 'wrong_topic', topic: 'logistics' }
    expect((await lead.post(`/v1/tickets/${id}/grading`, known, at())).status).toBe(200)
    await dispatched(id)
    const matched = (await lead.get(`/v1/tickets/${id}`)).body
    expect(matched).toMatchObject({ team: 'logistics', owner: 'wang' })
    expect(matched).not.toHaveProperty('unmatched')
  })

  test('heals what was never told: the sweep finds a place that nobody looked at', async () => {
    const id = await comes()
    await works('wang')
    house.dispatch.messages.splice(0)
    await swept()
    expect(await holderOf(id)).toBe('wang')
    expect(await swept()).toBe(0)
  })

  /** What the sweep hands to the dispatcher, and that done twice. */
  async function swept() {
    const dispatch = messageQueue()
    await sweepDueClocks({ ...house, shards, queue: messageQueue(), waiting: messageQueue(), dispatch }, now)
    for (const { body } of [...dispatch.messages, ...dispatch.messages])
      await dispatchTeam(house, { message: dispatchMessage.parse(body), now, messageId: 'm', attempt: 1 })
    return dispatch.messages.length
  }

  test('gives each ticket once and equally, however many dispatchers are at work and in whatever order they hear', async () => {
    for (const name of ['wang', 'zhao', 'qian']) await works(name, { capacity: 50 })
    house.dispatch.messages.splice(0)
    const ids: string[] = []
    for (let n = 0; n < 15; n++) ids.push(await comes())
    const order = fc.sample(fc.shuffledSubarray(ids, { minLength: ids.length }), { numRuns: 2, seed: 3 }).flat()
    const deliver = (caseId: string) => {
      const message = { team: 'logistics', caseId }
      return dispatchTeam(house, { message, now, messageId: 'm', attempt: 1 }).catch(() => undefined)
    }
    for (let from = 0; from < order.length; from += 3) await Promise.all(order.slice(from, from + 3).map(deliver))
    const held = await Promise.all(['wang', 'zhao', 'qian'].map(openOf))
    expect(held.flat().sort()).toEqual([...ids].sort())
    expect(held.map(open => open.length)).toEqual([5, 5, 5])
  })
})

describe('work places over HTTP', () => {
  const place = { topics: ['logistics'], languages: ['zh', 'en'], capacity: 8 }

  test('are given and read by supervisors, and known to agents', async () => {
    const { body } = await boss().post('/v1/teams/logistics/agents/wang', place)
    expect(body).toMatchObject({
      ...place,
      agentId: 'wang',
      team: 'logistics',
      presence: 'offline',
      open: [],
      version: 1,
    })
    const { body: list } = await api.staff('agent').get('/v1/teams/logistics/agents')
    expect(list.items).toEqual([body])
    expect((await api.staff('agent').get('/v1/teams/payment/agents')).body.items).toEqual([])
  })

  test('are changed in place: what the agent holds and whether they are there stays', async () => {
    await works('wang')
    const id = await comes()
    await dispatched(id)
    const { body } = await boss().post('/v1/teams/logistics/agents/wang', { ...place, capacity: 2 })
    expect(body).toMatchObject({ capacity: 2, presence: 'available', open: [id] })
  })

  test.each([
    ['no capacity', { languages: ['zh'] }],
    ['a capacity beyond what anyone can hold', { ...place, capacity: 51 }],
    ['no language', { ...place, languages: [] }],
    ['an unknown topic', { ...place, topics: ['weather'] }],
    ['a personal field', { ...place, name: '王' }],
  ])('are refused with %s', async (_, body) => {
    expect((await boss().post('/v1/teams/logistics/agents/wang', body)).status).toBe(400)
    expect(await house.places.get('wang')).toBeNull()
  })

  test('are refused in a team that there is not, to other roles, and to who works elsewhere', async () => {
    expect((await boss().post('/v1/teams/weather/agents/wang', place)).status).toBe(400)
    expect((await api.staff('agent').post('/v1/teams/logistics/agents/wang', place)).status).toBe(403)
    expect((await api.staff('finance').get('/v1/teams/logistics/agents')).status).toBe(403)
    await boss().post('/v1/teams/logistics/agents/wang', place)
    expect((await boss().post('/v1/teams/order/agents/wang', place)).status).toBe(409)
    await boss().post('/v1/teams/logistics/agents/wang/retirement')
    expect((await boss().post('/v1/teams/order/agents/wang', place)).body).toMatchObject({ team: 'order' })
    expect((await boss().get('/v1/teams/logistics/agents')).body.items).toEqual([])
  })

  test('is a lead’s to give, with its leave, in the own team alone; the leaving stays with supervisors (R-ORG-09)', async () => {
    const lead = api.staff('team_lead')
    const leave = { leave: [{ from: later(monday, { days: 1 }), until: later(monday, { days: 2 }) }] }
    const wang = '/v1/teams/logistics/agents/wang'
    expect((await lead.post(wang, place)).status).toBe(403)
    await boss().post('/v1/teams/logistics/agents/team_lead-1', { ...place, capacity: 0 })
    expect((await lead.post(wang, place)).body).toMatchObject({ agentId: 'wang', team: 'logistics' })
    expect((await lead.post(`${wang}/leave`, leave)).body).toMatchObject(leave)
    expect((await lead.get('/v1/teams/logistics/agents')).body.items).toHaveLength(2)
    expect((await lead.post('/v1/teams/payment/agents/li', place)).status).toBe(403)
    expect((await lead.post(`${wang}/retirement`, {})).status).toBe(403)
    await boss().post('/v1/teams/logistics/agents/team_lead-1/retirement', {})
    expect((await lead.post(`${wang}/leave`, leave)).status).toBe(403)
    expect((await api.staff('team_lead', 'supervisor').post('/v1/teams/payment/agents/li', place)).status).toBe(200)
  })

  test('know their versions', async () => {
    const { headers } = await boss().post('/v1/teams/logistics/agents/wang', place)
    expect(headers.etag).toBe('"1"')
    await agent('wang').post('/v1/me/presence', { presence: 'away' })
    const stale = await boss().post('/v1/teams/logistics/agents/wang', place, { headers: { 'if-match': '"1"' } })
    expect(stale).toMatchObject({ status: 412, body: { version: 2 } })
  })

  test('need to be there before someone says that they are, or goes on leave', async () => {
    expect((await agent('wang').post('/v1/me/presence', { presence: 'available' })).status).toBe(404)
    expect((await agent('wang').post('/v1/me/presence', { presence: 'asleep' })).status).toBe(400)
    expect((await boss().post('/v1/teams/logistics/agents/wang/leave', { leave: [] })).status).toBe(404)
    await works('wang')
    const backwards = { leave: [{ from: later(monday, { hours: 2 }), until: monday }] }
    expect((await boss().post('/v1/teams/logistics/agents/wang/leave', backwards)).status).toBe(400)
  })

  test('hold what someone took who had no place then', async () => {
    const id = await comes()
    await api.staff('agent').post(`/v1/tickets/${id}/take`)
    expect(await house.places.get('agent-1')).toBeNull()
    const { body } = await boss().post('/v1/teams/logistics/agents/agent-1', place)
    expect(body.open).toEqual([id])
  })
})
