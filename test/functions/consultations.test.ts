import { classifyTicket } from '../../functions/classification/classify-ticket'
import type { Role } from '../../shared/domain/case'
import { type Api, anOrder, apiOf, aRequest, newKey } from '../support/api'
import { later, monday } from '../support/builders'
import { beforeEachOnEngine } from '../support/engine'
import { type House, openHouse } from '../support/ports'

let house: House
let api: Api
beforeEachOnEngine(async engine => {
  house = await openHouse(engine)
  api = apiOf(house)
})

const open = async (fields: object = {}) => {
  const description = '这款面霜敏感肌能用吗？'
  const reply = await api.storefront().post('/v1/tickets', aRequest({ description, ...fields }), { headers: newKey() })
  const { id } = reply.body
  await classifyTicket(house, {
    message: { caseId: id },
    now: later(monday, { minutes: 1 }),
    messageId: 'm',
    attempt: 1,
  })
  return reply.body
}
const tried = (role: Role, path: string, body: object) => api.staff(role).post(path, body, { headers: newKey() })
const consultation = { stage: 'pre_sale', need: '敏感肌可用', proposal: '舒缓套装', outcome: 'call_back' }

describe('a consultation (F-01)', () => {
  test('is registered with stage, need, proposal and outcome, for staff to read (R-CSL-01)', async () => {
    const { id, customerId } = await open()
    expect((await tried('agent', `/v1/tickets/${id}/consultation`, consultation)).status).toBe(200)
    const seen = (await api.staff('agent').get(`/v1/tickets/${id}`)).body
    expect(seen.consultation).toEqual({ stage: 'pre_sale', outcome: 'call_back' })
    expect(seen.notes).toMatchObject([{ type: 'ConsultationRecorded', text: '敏感肌可用\n\n舒缓套装' }])
    expect(JSON.stringify((await api.storefront(customerId).get(`/v1/tickets/${id}`)).body)).not.toContain('舒缓套装')
  })

  test('is linked to the order that follows, if it is of the same customer (R-CSL-12)', async () => {
    const { id } = await open()
    const of = async (accountId: string) =>
      (await api.storefront().post('/v1/orders', anOrder({ customer: { accountId } }), { headers: newKey() })).body
    const [own, anothers] = [await of(aRequest().customer.accountId), await of('someone-else')]
    const ordered = (orderId: string) => ({ ...consultation, outcome: 'ordered', orderId })
    const refused = await tried('agent', `/v1/tickets/${id}/consultation`, ordered(anothers.id))
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ path: 'orderId' }] } })
    expect((await tried('agent', `/v1/tickets/${id}/consultation`, ordered(own.id))).status).toBe(200)
    expect((await house.cases.get(id))?.facts).toMatchObject({ consultation: { outcome: 'ordered', orderId: own.id } })
    const early = await tried('agent', `/v1/tickets/${id}/consultation`, { ...consultation, orderId: own.id })
    expect(early).toMatchObject({ status: 400, body: { errors: [{ path: 'orderId' }] } })
    expect((await tried('warehouse', `/v1/tickets/${id}/consultation`, consultation)).status).toBe(403)
  })
})

describe('the issue log (F-02, R-CSL-08)', () => {
  test('keeps a difficult question in a list until someone has seen to it', async () => {
    const { id } = await open()
    const listed = async () =>
      (await api.staff('process_optimisation').get('/v1/tickets?list=issues')).body.items.map(
        (item: { id: string }) => item.id,
      )
    const log = () => tried('agent', `/v1/tickets/${id}/issue`, { text: '发票入口难找，建议移到订单详情。' })
    expect((await log()).status).toBe(200)
    expect((await log()).status).toBe(409)
    expect(await listed()).toEqual([id])
    expect((await tried('agent', `/v1/tickets/${id}/issue/settlement`, { text: '已移动。' })).status).toBe(403)
    const settled = await tried('process_optimisation', `/v1/tickets/${id}/issue/settlement`, { text: '已移动。' })
    expect(settled.status).toBe(200)
    expect(await listed()).toEqual([])
  })
})

describe('the register of questions (R-CSL-07)', () => {
  const ask = (ticketId: string, question: string, role: Role = 'agent') =>
    tried(role, '/v1/questions', { ticketId, topic: 'product', question })

  test('has an equal question once and counts who asked it, each ticket once', async () => {
    const [one, two] = [await open(), await open()]
    expect((await ask(one.id, '面霜敏感肌能用吗？')).body).toMatchObject({ count: 1 })
    expect((await ask(one.id, '面霜敏感肌能用吗？')).body).toMatchObject({ count: 1 })
    expect((await ask(two.id, ' 面霜敏感肌能用吗 ')).body).toMatchObject({ count: 2 })
    expect((await ask(two.id, '面霜的保质期多久？')).body).toMatchObject({ count: 1 })
    const { items } = (await api.staff('agent').get('/v1/questions?topic=product')).body
    expect(items).toMatchObject([
      { question: '面霜敏感肌能用吗？', count: 2 },
      { question: '面霜的保质期多久？', count: 1 },
    ])
  })

  test('is for the desk, and for tickets that exist', async () => {
    const { id } = await open()
    expect((await ask(id, '?', 'warehouse')).status).toBe(403)
    expect((await ask('nothing', '面霜？')).status).toBe(404)
    expect((await api.staff('finance').get('/v1/questions?topic=product')).status).toBe(403)
    expect((await api.staff('agent').get('/v1/questions?topic=weather')).status).toBe(400)
  })
})
