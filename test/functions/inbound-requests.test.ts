import { classifyTicket } from '../../functions/classification/classify-ticket'
import { type Api, apiOf, aRequest, newKey, type Reply } from '../support/api'
import { later, monday } from '../support/builders'
import { type Engine, startEngine } from '../support/engine'
import { type House, openHouse } from '../support/ports'
import { kefuHeaders } from '../support/webhooks'

let engine: Engine
let house: House
let api: Api
const secrets: Record<string, string> = {}
beforeAll(async () => {
  engine = await startEngine()
  house = await openHouse(engine)
  api = apiOf(house)
  for (const [sender, kind] of Object.entries({ forum: 'shop', watch: 'monitoring', sf: 'carrier' })) {
    const path = `/v1/webhook-senders/${sender}/secrets`
    secrets[sender] = (await api.staff('supervisor').post(path, { kind }, { headers: newKey() })).body.secret
  }
})
afterAll(() => engine.stop())

function sends(sender: string, path: string, body: object): Promise<Reply> {
  const raw = JSON.stringify(body)
  return api.nobody.post(`/v1/inbound/${path}/${sender}`, undefined, {
    raw,
    headers: kefuHeaders(raw, secrets[sender]!),
  })
}
const anAlert = (fields: object = {}) => ({
  externalId: 'alert-1',
  occurredAt: '2026-03-09T08:40:00+08:00',
  description: '支付页面报错，五分钟内 37 次下单失败。',
  ...fields,
})
const aQuestion = (externalId: string, request: object = {}) => ({
  externalId,
  request: { customer: { accountId: '7' }, description: '快递三天没更新了。', ...request },
})

/** The reply, and that nothing was written for it. */
async function refused(send: () => Promise<Reply>): Promise<Reply> {
  const before = await house.everything()
  const reply = await send()
  expect(await house.everything()).toEqual(before)
  return reply
}

describe('what a system saw (R-CHN-08)', () => {
  test('is a problem ticket with source=system and its instant, of which nobody is written to', async () => {
    const { status, body } = await sends('watch', 'events', anAlert())
    expect(status).toBe(200)
    await classifyTicket(house, { message: { caseId: body.id }, now: monday, messageId: 'm', attempt: 1 })
    expect(await house.cases.get(body.id)).toMatchObject({
      ...{ kind: 'ticket', state: 'classified' },
      facts: { source: 'system', channel: 'monitoring', occurredAt: '2026-03-09T00:40:00.000Z' },
    })
    const [received, classified] = await house.cases.history(body.id)
    expect(received).toMatchObject({ actor: { role: 'system', id: 'watch' }, data: { externalId: 'alert-1' } })
    expect(classified).toMatchObject({ row: 'T2s' })
    expect(classified).not.toHaveProperty('notices')
    const seen = (await api.staff('agent').get(`/v1/tickets/${body.id}`)).body
    expect(seen).toMatchObject({ channel: 'monitoring', messages: [{ text: anAlert().description }] })
  })

  test('that is grave is made known at once', async () => {
    const { body } = await sends(
      'watch',
      'events',
      anAlert({ externalId: 'fire', description: '三号仓库着火，有人受伤' }),
    )
    await classifyTicket(house, { message: { caseId: body.id }, now: monday, messageId: 'm', attempt: 1 })
    expect((await house.cases.history(body.id)).at(1)).toMatchObject({ row: 'T2r', notices: ['N-31'] })
  })

  test('told again is the same ticket; other words under its id have lost count', async () => {
    const first = await sends('watch', 'events', anAlert({ externalId: 'alert-2' }))
    expect((await refused(() => sends('watch', 'events', anAlert({ externalId: 'alert-2' })))).body).toEqual(first.body)
    const other = anAlert({ externalId: 'alert-2', description: 'x' })
    expect((await refused(() => sends('watch', 'events', other))).status).toBe(422)
  })

  test('cannot have happened in the future, and is told by monitors alone', async () => {
    const ahead = anAlert({ externalId: 'alert-3', occurredAt: later(monday, { days: 2 }) })
    const { body } = await sends('watch', 'events', ahead)
    expect((await house.cases.get(body.id))?.facts).toMatchObject({ occurredAt: monday })
    expect((await refused(() => sends('forum', 'events', anAlert()))).body.detail).toBe('this is not for a shop')
    expect((await refused(() => sends('watch', 'requests', aQuestion('q-0')))).body.detail).toBe(
      'this is not for a monitor',
    )
    expect((await refused(() => sends('sf', 'requests', aQuestion('q-0')))).status).toBe(403)
    for (const wrong of [{ occurredAt: 'today' }, { description: ' ' }, { externalId: '' }, { severity: 'x' }])
      expect((await refused(() => sends('watch', 'events', anAlert(wrong)))).status).toBe(400)
    const raw = JSON.stringify(anAlert())
    const options = { raw, headers: kefuHeaders(raw, 'another secret') }
    expect((await refused(() => api.nobody.post('/v1/inbound/events/watch', undefined, options))).status).toBe(401)
  })
})

describe('what a customer asks elsewhere (R-CHN-01, R-CHN-11)', () => {
  test('is a ticket of its channel, answered with number and time, once for its id (R-CHN-09)', async () => {
    const first = await sends('forum', 'requests', aQuestion('q-1'))
    expect(first).toMatchObject({ status: 200, body: { number: expect.stringMatching(/^T-/) } })
    expect(first.body.answerBy).toBe(later(monday, { hours: 24 }))
    expect((await house.cases.get(first.body.id))?.facts).toMatchObject({
      ...{ channel: 'third_party', direction: 'customer_initiated' },
    })
    expect((await refused(() => sends('forum', 'requests', aQuestion('q-1')))).body).toEqual(first.body)
    expect((await sends('forum', 'requests', aQuestion('q-2'))).body.customerId).toBe(first.body.customerId)
    expect((await refused(() => sends('forum', 'requests', aQuestion('q-3', { customer: {} })))).status).toBe(400)
  })

  test('names a social handle where nothing else is known (R-CHN-10)', async () => {
    const asked = { channel: 'social_media', customer: { handle: 'weibo:某某' } }
    const { status, body } = await api.storefront().post('/v1/tickets', aRequest(asked), { headers: newKey() })
    expect(status).toBe(201)
    const again = await api.storefront().post('/v1/tickets', aRequest(asked), { headers: newKey() })
    expect(again.body.customerId).toBe(body.customerId)
  })
})

describe('who began (R-CHN-04)', () => {
  test.each([
    ['a customer, on the storefront', undefined, 'customer_initiated'],
    ['an agent, who says nothing else', 'agent', 'agent_initiated'],
    ['a customer who called an agent', 'agent', 'customer_initiated'],
  ] as const)('is %s', async (_, role, direction) => {
    const caller = role ? api.staff(role) : api.storefront()
    const said = role && direction === 'customer_initiated' ? { direction } : {}
    const channel = role ? 'phone' : 'self_service'
    const { body } = await caller.post('/v1/tickets', aRequest({ channel, ...said }), { headers: newKey() })
    expect((await house.cases.get(body.id))?.facts).toMatchObject({ direction, channel })
  })
})
