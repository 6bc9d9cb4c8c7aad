import { classifyTicket } from '../../functions/classification/classify-ticket'
import type { Role } from '../../shared/domain/case'
import { rebuild } from '../../shared/domain/rebuild'
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

const outage = '整个网站都打不开，大面积用户无法付款，客户数据也泄露了！'
const at = (minutes: number) => ({ at: later(monday, { minutes }) })
async function comes(description = outage, customer: object = { accountId: 'shop-1' }) {
  const asked = aRequest({ description, customer })
  const { body } = await api.storefront().post('/v1/tickets', asked, { headers: newKey() })
  const delivery = { message: { caseId: body.id }, now: later(monday, { minutes: 1 }), messageId: 'm' }
  for (const attempt of [1, 2]) await classifyTicket(house, { ...delivery, attempt })
  return body as { id: string; customerId: string }
}
const open = async () => (await api.staff('emergency').get('/v1/incidents')).body.items
const read = async (id: string) => (await api.staff('supervisor').get(`/v1/incidents/${id}`, at(2))).body
const does = (id: string, role: Role, act: string, body: object = {}, minutes = 3) =>
  api.staff(role).post(`/v1/incidents/${id}/${act}`, { text: '说明', ...body }, at(minutes))

describe('a grave ticket makes an emergency known (R-ESC-05)', () => {
  test('in the same transaction, reported and graded at once, with its clocks (I1, I2, R-SLA-25..27)', async () => {
    const { id } = await comes()
    const [incident] = await open()
    expect(incident).toMatchObject({ state: 'graded', number: expect.stringMatching(/^I-/), reportedInTime: true })
    const seen = await read(incident.id)
    expect(seen).toMatchObject({ level: 'I', detectedAt: monday, tickets: [{ id }] })
    const reportedAt = later(monday, { minutes: 1 })
    const due = Object.fromEntries(seen.clocks.map((clock: { id: string; dueAt: string }) => [clock.id, clock.dueAt]))
    expect(due).toEqual({
      'SLA-26': later(reportedAt, { minutes: 15 }),
      'SLA-27-RESPONSE': later(reportedAt, { minutes: 5 }),
      'SLA-27': later(reportedAt, { hours: 24 }),
    })
    expect((await api.staff('agent').get(`/v1/tickets/${id}`)).body).toMatchObject({ incidentId: incident.id })
    expect(rebuild(await house.cases.history(incident.id))).toEqual(await house.cases.get(incident.id))
  })

  test('of which the next ticket of its kind is one more, and its customer sees nothing of it', async () => {
    await comes()
    const other = await comes(outage, { accountId: 'shop-2' })
    const incidents = await open()
    expect(incidents).toHaveLength(1)
    expect((await read(incidents[0].id)).tickets).toHaveLength(2)
    const theirs = await api.storefront(other.customerId).get(`/v1/tickets/${other.id}`)
    expect(theirs.body).not.toHaveProperty('incidentId')
    expect((await api.storefront(other.customerId).get(`/v1/incidents/${incidents[0].id}`)).status).toBe(403)
  })

  test('also when an agent says that it is grave, and no other ticket does', async () => {
    const { id } = await comes('快递到哪了？')
    expect(await open()).toEqual([])
    const graver = { reason: 'more_pressing', severity: 'major' }
    expect((await api.staff('agent').post(`/v1/tickets/${id}/grading`, graver, at(2))).status).toBe(200)
    expect(await open()).toMatchObject([{ level: 'II', topic: 'logistics' }])
  })
})

describe('an emergency', () => {
  async function reported() {
    const ticket = await comes()
    const [{ id }] = await open()
    return { ticket, id: id as string }
  }

  test('is answered with a plan, graded by its scope, settled, and over when its customers have a result (I3, I5 to I8)', async () => {
    const { ticket, id } = await reported()
    expect((await does(id, 'agent', 'response', { plan: 'system_fault' })).body).toMatchObject({ state: 'responding' })
    const answered = (await house.cases.get(id))?.clocks
    for (const clock of [answered?.['SLA-26'], answered?.['SLA-27-RESPONSE']])
      expect(clock).toMatchObject({ stoppedAt: later(monday, { minutes: 3 }) })
    expect((await does(id, 'emergency', 'level', { level: 'II' })).status).toBe(200)
    expect((await house.cases.get(id))?.clocks['SLA-27']?.dueAt).toBe(later(monday, { hours: 48, minutes: 1 }))
    expect((await does(id, 'technical', 'fix')).body).toMatchObject({ state: 'resolved' })
    expect((await does(id, 'emergency', 'verification', { result: 'failed' })).body).toMatchObject({
      state: 'responding',
    })
    await does(id, 'technical', 'fix')
    const early = await does(id, 'emergency', 'verification', { result: 'passed' })
    expect(early).toMatchObject({ status: 409, body: { detail: expect.stringContaining('1 tickets') } })
    const agent = api.staff('agent')
    for (const act of ['take', 'replies', 'resolution'])
      await agent.post(`/v1/tickets/${ticket.id}/${act}`, act === 'take' ? {} : { text: '已恢复。' }, at(4))
    expect((await does(id, 'emergency', 'verification', { result: 'passed' }, 5)).body.state).toBe('verified')
    expect(await open()).toEqual([])
    const seen = await read(id)
    expect(seen.notes).toHaveLength(6)
    expect(seen.clocks.every((clock: object) => 'stoppedAt' in clock)).toBe(true)
    expect(rebuild(await house.cases.history(id))).toEqual(await house.cases.get(id))
  })

  test('that was a false alarm has its clocks stopped (I11); what comes later is another', async () => {
    const { id } = await reported()
    expect((await does(id, 'supervisor', 'false-alarm')).body).toMatchObject({ state: 'reviewed' })
    expect(await open()).toEqual([])
    await comes(outage, { accountId: 'shop-3' })
    expect(await open()).not.toMatchObject([{ id }])
  })

  test('that nobody answers within fifteen minutes has broken its promise, at that instant (R-SLA-26)', async () => {
    const { id } = await reported()
    await does(id, 'agent', 'response', { plan: 'system_fault' }, 20)
    expect((await house.cases.get(id))?.clocks).toMatchObject({
      'SLA-26': { breachedAt: later(monday, { minutes: 16 }), stoppedAt: later(monday, { minutes: 20 }) },
      'SLA-27-RESPONSE': { breachedAt: later(monday, { minutes: 6 }) },
    })
  })

  test('is refused what does not fit, by whom it is not for, with nothing written', async () => {
    const { id } = await reported()
    const before = await house.cases.get(id)
    const refusals = [
      ['agent', 'response', { plan: 'pray' }, 400],
      ['agent', 'response', { plan: 'system_fault', text: '' }, 400],
      ['finance', 'response', { plan: 'system_fault' }, 403],
      ['agent', 'false-alarm', {}, 403],
      ['supervisor', 'fix', {}, 409],
      ['team_lead', 'fix', {}, 403],
    ] as const
    for (const [role, act, body, status] of refusals)
      expect([act, (await does(id, role, act, body)).status]).toEqual([act, status])
    expect(await house.cases.get(id)).toEqual(before)
    expect((await does('unknown', 'agent', 'response', { plan: 'system_fault' })).status).toBe(404)
  })
})
