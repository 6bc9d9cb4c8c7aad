import { classifyTicket } from '../../functions/classification/classify-ticket'
import { contract } from '../../infra/openapi'
import { type Api, anOrder, apiOf, aRequest, newKey } from '../support/api'
import { later, monday } from '../support/builders'
import { type Engine, startEngine } from '../support/engine'
import { type House, openHouse } from '../support/ports'

/** A word that stands in everything that staff say among themselves, and nowhere else. */
const secret = 'quokka'

let engine: Engine
let house: House
let api: Api
const made: Record<string, string> = {}
beforeAll(async () => {
  engine = await startEngine()
  house = await openHouse(engine)
  api = apiOf(house)
})
afterAll(() => engine.stop())

const staff = async (role: 'agent' | 'supervisor' | 'warehouse' | 'senior_management', path: string, body: object) => {
  const reply = await api.staff(role).post(`/v1/${path}`, body)
  if (reply.status !== 200) throw new Error(`${path} answered ${reply.status}: ${JSON.stringify(reply.body)}`)
}

async function aTicketFullOfNotes(description: string): Promise<{ id: string; customerId: string }> {
  const orderId = made.order
  const { body } = await api.storefront().post('/v1/tickets', aRequest({ orderId, description }), { headers: newKey() })
  await classifyTicket(house, { message: { caseId: body.id }, now: monday, messageId: 'm', attempt: 1 })
  return body
}

beforeAll(async () => {
  const order = (await api.storefront().post('/v1/orders', anOrder(), { headers: newKey() })).body
  made.order = order.id
  made.customer = order.customerId
  const { id } = await aTicketFullOfNotes('快递三天没更新了。')
  made.ticket = id
  const on = (path: string, body: object = {}, role: Parameters<typeof staff>[0] = 'agent') =>
    staff(role, `tickets/${id}/${path}`, body)
  await on('take')
  await on('replies', { text: '正在核实。' })
  await on('notes', { text: `note ${secret}` })
  await on('tags', { tags: [secret] })
  await on('grading', { reason: 'wrong_grade', urgent: true, explanation: `grade ${secret}` })
  await on('promised-call', { dueAt: later(monday, { hours: 2 }) })
  await on('promised-call/kept', { text: `call ${secret}` })
  await on('escalation', { reason: 'difficult_customer', tried: `tried ${secret}` })
  await on('authorisation', { reason: 'major_interest', measure: `measure ${secret}` }, 'supervisor')
  const decision = { decision: 'refused', explanation: `decision ${secret}` }
  await on('authorisation/decision', decision, 'senior_management')
  await api.staff('supervisor').post(`/v1/tickets/${id}/presence`, { doing: 'writing' })
  const complaint = await aTicketFullOfNotes('我要投诉你们的客服，态度太差了！')
  made.complaint = complaint.id
  await staff('agent', `tickets/${complaint.id}/take`, {})
  await staff('agent', `tickets/${complaint.id}/notes`, { text: `note ${secret}` })
})

interface Operation {
  readonly method: 'get' | 'post'
  readonly path: string
  readonly example: object
}

/** Every operation that a customer may call, by its contract. */
const open = Object.entries(contract().paths).flatMap(([path, methods]) =>
  Object.entries(methods).flatMap(([method, operation]): Operation[] => {
    // biome-ignore lint/suspicious/noExplicitAny: the test walks over a document of JSON
    const { 'x-audience': audience, requestBody } = operation as any
    if (!audience.includes('storefront')) return []
    const example = requestBody?.content['application/json'].example ?? {}
    return [{ method: method as Operation['method'], path, example }]
  }),
)

describe('of what staff say among themselves', () => {
  test('staff read all of it', async () => {
    const { notes, tags } = (await api.staff('agent').get(`/v1/tickets/${made.ticket}`)).body
    for (const word of ['note', 'grade', 'call', 'tried', 'measure', 'decision'])
      expect(notes.map(({ text }: { text: string }) => text)).toContain(`${word} ${secret}`)
    expect(tags).toEqual([secret])
  })

  test.each(open)('$method $path shows its customer nothing', async ({ method, path, example }) => {
    const customer = api.storefront(made.customer)
    for (const ticketId of [made.ticket, made.complaint]) {
      const url = path
        .replace('{ticketId}', String(ticketId))
        .replace('{caseId}', String(ticketId))
        .replace('{orderId}', String(made.order))
        .replace('{customerId}', String(made.customer))
        .replace(/\{\w+\}/g, 'x')
      const full = url.endsWith('/timeline') ? `${url}?open=${ticketId}` : url
      const headers = { accept: 'application/json', ...newKey() }
      for (const accept of ['application/json', 'text/csv', 'text/html']) {
        const options = { headers: { ...headers, accept } }
        const { status, body } =
          method === 'get' ? await customer.get(full, options) : await customer.post(full, example, options)
        expect(status).toBeLessThan(500)
        expect(JSON.stringify(body ?? '')).not.toContain(secret)
        expect(JSON.stringify(body ?? '')).not.toMatch(/"(notes|present|assigneeId|repeatOf|proposed)"/)
      }
    }
  })

  test('a link shows nothing either', async () => {
    for (const purpose of ['object', 'rate', 'reopen'] as const) {
      const expiresAt = later(monday, { days: 10 })
      const token = await house.links.make({ purpose, caseId: String(made.ticket), expiresAt })
      for (const accept of ['application/json', 'text/html']) {
        const seen = await api.nobody.get(`/v1/links/${token}`, { headers: { accept } })
        expect(seen.status).toBe(200)
        expect(JSON.stringify(seen.body)).not.toContain(secret)
      }
    }
  })

  test('the walk is over what a customer can do at all', () => {
    expect(open.length).toBeGreaterThan(15)
    expect(open.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['/v1/tickets/{ticketId}', '/v1/cases/{caseId}/clocks']),
    )
  })
})
