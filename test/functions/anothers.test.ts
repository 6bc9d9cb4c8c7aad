import { judgeAttachment } from '../../functions/attachments/judge-attachment'
import { contract } from '../../infra/openapi'
import type { LinkPurpose } from '../../shared/domain/link'
import { linkExpiry } from '../../shared/domain/link'
import type { Principal } from '../../shared/domain/may'
import { Refusal } from '../../shared/domain/refusal'
import { idsFrom } from '../../shared/entry/ids'
import { parse } from '../../shared/entry/parse'
import type { Call, Route } from '../../shared/entry/route'
import { links } from '../../shared/handbook/links'
import { type Api, allRoutes, anOrder, apiOf, aRequest, newKey, type Reply } from '../support/api'
import { later, monday, anOrder as orderIn } from '../support/builders'
import { aTicketAt, posts } from '../support/closing'
import { type Engine, startEngine } from '../support/engine'
import { type House, openHouse } from '../support/ports'

/** A word that stands in all that the other customer and staff have said, and nowhere else. */
const secret = 'wombat'
const trackingNumber = 'SF1040289377131'
const purposes = Object.keys(links) as LinkPurpose[]

let engine: Engine
let house: House
let api: Api
/** What the other customer has here. */
const theirs: Record<string, string> = {}
/** What the one has who tries. */
const mine: Record<string, string> = {}
/** Of a list that has more than a page, where its first page ended. */
const cursors: Record<string, string> = {}

const made = async (path: string, body: object) => {
  const reply = await api.storefront().post(path, body, { headers: newKey() })
  if (reply.status !== 201) throw new Error(`${path} answered ${reply.status}: ${JSON.stringify(reply.body)}`)
  return reply.body
}

beforeAll(async () => {
  engine = await startEngine()
  house = await openHouse(engine)
  api = apiOf(house)
  const other = { accountId: 'other-1', name: secret, email: `${secret}@example.com`, phone: '13800000031' }
  const about = { customer: other, description: `快递三天没更新了，${secret}。` }
  const order = await made('/v1/orders', anOrder({ customer: other, invoice: { title: secret } }))
  const ticket = await aTicketAt('feedback_sent', { house, api }, { request: { ...about, orderId: order.id } })
  const complaint = await made('/v1/tickets', aRequest({ ...about, kind: 'complaint' }))
  await posts(api, 'agent', `/v1/tickets/${ticket.id}/notes`, { text: secret }, later(monday, { hours: 1 }))
  const placed = await house.cases.get(order.id)
  const packed = orderIn('packed', {}, { id: order.id, customerId: order.customerId, number: order.number })
  await house.cases.commit([{ before: placed, after: packed, events: [] }])
  const sent = await api.staff('warehouse').post(`/v1/orders/${order.id}/shipment`, { courier: 'SF', trackingNumber })
  expect(sent.status).toBe(200)
  Object.assign(theirs, { customer: order.customerId, order: order.id, orderNumber: order.number })
  Object.assign(theirs, { ticket: ticket.id, ticketNumber: ticket.number })
  Object.assign(theirs, { complaint: complaint.id, complaintNumber: complaint.number })
  theirs.attachment = await aCleanFile(order.customerId)
  theirs.content = (await api.staff('agent').get(`/v1/tickets/${ticket.id}`)).body.messages[0].id

  const own = await made('/v1/tickets', aRequest({ customer: { accountId: 'mine-1', email: 'mine@example.com' } }))
  Object.assign(mine, { ticket: own.id, customer: own.customerId })
  for (const [index, customerId] of [theirs.customer, mine.customer].entries())
    for (let n = 0; n < 51; n++) {
      const id = `0c000000-0000-4000-8${index}00-${String(n).padStart(12, '0')}`
      const after = orderIn('pending_review', {}, { id, customerId: String(customerId), number: `O-${index}-${n}` })
      await house.cases.commit([{ before: null, after, events: [] }])
    }
  for (const [whose, customerId] of Object.entries({ theirs: theirs.customer, mine: mine.customer })) {
    const { body } = await api.storefront(customerId).get(`/v1/customers/${customerId}/cases`)
    cursors[whose] = body.cursor
  }
})
afterAll(() => engine.stop())

async function aCleanFile(customerId: string): Promise<string> {
  const bytes = Buffer.from('89504e470d0a1a0a0000000d', 'hex')
  const photo = { name: `${secret}.png`, type: 'image/png', bytes: bytes.length }
  const path = `/v1/customers/${customerId}/attachments`
  const { id } = (await api.storefront(customerId).post(path, photo, { headers: newKey() })).body
  house.files.upload(`${customerId}/${id}`, bytes)
  const message = { key: `${customerId}/${id}`, tag: '1', result: 'NO_THREATS_FOUND' }
  const judged = await judgeAttachment(house, { message, now: monday, messageId: 'm', attempt: 1 })
  expect(judged).toEqual({ outcome: 'clean' })
  return id
}

/** Nothing in it tells of the other customer. */
function silent(value: unknown): void {
  const text = JSON.stringify(value)
  for (const told of [secret, trackingNumber, '13800000031', ...Object.values(theirs)]) expect(text).not.toContain(told)
}

/** The reply, to which nothing was written, and in which nothing is told. */
async function shut(send: () => Promise<Reply>, statuses: readonly number[] = [401, 403, 404]): Promise<Reply> {
  const reply = await send()
  expect(statuses).toContain(reply.status)
  silent(reply.body)
  silent(reply.headers)
  return reply
}
async function unwritten(work: () => Promise<unknown>): Promise<void> {
  const before = await house.everything()
  await work()
  expect(await house.everything()).toEqual(before)
}
/** The same of all tests of a group. */
function allUnwritten(): void {
  let before: readonly unknown[]
  beforeAll(async () => {
    before = await house.everything()
  })
  afterAll(async () => expect(await house.everything()).toEqual(before))
}

/** What these ask beside their path. */
const queries: Readonly<Record<string, string>> = {
  listTickets: '?list=team:logistics',
  listOrders: '?list=review',
  listQuestions: '?topic=logistics',
  listArchive: '?month=2026-03',
  listFigures: '?from=2026-03-01&to=2026-03-31&by=agent',
  listKpis: '?from=2026-03-01&to=2026-03-31',
}

/** The paths of an operation, with these ids in it. */
const pathsOf = ({ path, operationId }: Route<House>, ids: Readonly<Record<string, string>>): readonly string[] => {
  const subjects = path.includes('{ticketId}')
    ? ['ticket', 'complaint']
    : path.includes('{caseId}')
      ? ['ticket', 'complaint', 'order']
      : ['']
  return subjects.map(
    subject =>
      path
        .replace(/\{(ticketId|caseId)\}/, String(ids[subject]))
        .replace('{orderId}', String(ids.order))
        .replace('{customerId}', String(ids.customer))
        .replace('{attachmentId}', String(ids.attachment))
        .replace('{contentId}', String(ids.content))
        .replace('{department}', 'warehouse')
        .replace('{sender}', 'shop')
        .replace(/\{(team|agentId)\}/, 'logistics') + (queries[operationId] ?? ''),
  )
}

const asked = (
  desk: Api['nobody'],
  { method, example = {} }: Route<House>,
  url: string,
  own: Readonly<Record<string, string>> = {},
) => {
  const headers = { ...newKey(), ...own }
  return method === 'GET' ? desk.get(url, { headers }) : desk.post(url, example, { headers })
}

const unknownId = '0f000000-0000-4000-8000-00000000dead'
const unknown = Object.fromEntries(
  ['ticket', 'complaint', 'order', 'customer', 'attachment', 'content'].map(each => [each, unknownId]),
)

/** These name nobody in their path: what they do for another is tried one by one. */
const ofNobody = ['openTicket', 'placeOrder', 'lookUp', 'openLink', 'answerLink']
const named = allRoutes.filter(({ operationId }) => !ofNobody.includes(operationId))

describe('the walk', () => {
  test('is over every operation of the contract but the contract itself', () => {
    const told = Object.values(contract().paths).flatMap(methods =>
      Object.values(methods).map(operation => (operation as { operationId: string }).operationId),
    )
    const walked = [...named.map(({ operationId }) => operationId), ...ofNobody]
    expect([...walked, 'readApiPage', 'readContract'].sort()).toEqual(told.sort())
  })

  test('meets what is there: its owner reads it', async () => {
    const owner = api.storefront(theirs.customer)
    const { tickets, customers } = {
      tickets: `/v1/tickets/${theirs.ticket}`,
      customers: `/v1/customers/${theirs.customer}`,
    }
    for (const path of [tickets, customers]) expect(JSON.stringify((await owner.get(path)).body)).toContain(secret)
    const { body } = await owner.get(`${customers}/attachments/${theirs.attachment}`)
    expect(body).toMatchObject({ name: `${secret}.png`, download: {} })
  })
})

describe('of another’s case a customer’s token gets nothing, nor learns that there is one', () => {
  allUnwritten()

  test.each(named.map(route => [route.operationId, route] as const))('by %s', async (_, route) => {
    const desk = api.storefront(mine.customer)
    const tags = { 'if-match': '"1"', 'if-none-match': '"1"' }
    const nowhere = pathsOf(route, unknown)
    for (const [index, url] of pathsOf(route, theirs).entries()) {
      const { status, body } = await shut(() => asked(desk, route, url, tags))
      const none = await asked(desk, route, String(nowhere[index]), tags)
      expect([status, { ...body, instance: '' }]).toEqual([none.status, { ...none.body, instance: '' }])
      await shut(() => asked(api.storefront(), route, url))
      if (route.line) await shut(() => asked(desk, route, url, { accept: 'text/csv' }))
      if (route.page) await shut(() => asked(desk, route, url, { accept: 'text/html' }))
    }
  })
})

describe('a customer’s token', () => {
  test.each(['order_number', 'ticket_number', 'tracking_number', 'phone', 'email'])(
    'finds nothing of another’s by %s',
    async by => {
      const { ticketNumber, complaintNumber, orderNumber } = theirs
      const values = [
        ticketNumber,
        complaintNumber,
        orderNumber,
        trackingNumber,
        '13800000031',
        `${secret}@example.com`,
      ]
      for (const customer of [mine.customer, undefined])
        for (const value of values) {
          const { body } = await shut(() => api.storefront(customer).post('/v1/look-up', { by, value }), [200])
          expect(body).toEqual({ customers: [], cases: [] })
        }
    },
  )

  test('cannot have another’s case opened in its own timeline, nor another’s file under its own name', async () => {
    const own = `/v1/customers/${mine.customer}`
    const customer = api.storefront(mine.customer)
    for (const id of [theirs.ticket, theirs.complaint, theirs.order])
      await shut(() => customer.get(`${own}/timeline?open=${id}`))
    await shut(() => customer.get(`${own}/attachments/${theirs.attachment}`))
  })

  test('cannot bring another’s order, ticket or file into a case of its own', async () => {
    const customer = { accountId: 'mine-1', email: 'mine@example.com' }
    const desk = api.storefront(mine.customer)
    const attachments = [theirs.attachment]
    const tried: readonly (readonly [string, object])[] = [
      ['/v1/tickets', aRequest({ customer, orderId: theirs.order })],
      ['/v1/tickets', aRequest({ customer, attachments })],
      ['/v1/orders', anOrder({ customer, ticketId: theirs.ticket })],
      [`/v1/tickets/${mine.ticket}/messages`, { text: 'x', attachments }],
    ]
    await unwritten(async () => {
      for (const [path, body] of tried) await shut(() => desk.post(path, body, { headers: newKey() }), [422])
    })
  })

  test('gets no answer that was another’s by using the key of the same request', async () => {
    const headers = newKey()
    const request = aRequest({ customer: { accountId: 'other-1' } })
    const first = await api.storefront(theirs.customer).post('/v1/tickets', request, { headers })
    expect(first.status).toBe(201)
    const path = `/v1/tickets/${first.body.id}/messages`
    const key = newKey()
    expect((await api.storefront(theirs.customer).post(path, { text: 'x' }, { headers: key })).status).toBe(200)
    await unwritten(async () => {
      await shut(() => api.storefront(mine.customer).post('/v1/tickets', request, { headers }), [422])
      await shut(() => api.storefront(mine.customer).post(path, { text: 'x' }, { headers: key }), [404, 422])
    })
  })

  test('cannot go on in another’s list, nor with another’s cursor in its own, however it is bent', async () => {
    const partsOf = (cursor: string) => JSON.parse(Buffer.from(cursor, 'base64url').toString())
    const [[bound], [, position]] = [partsOf(String(cursors.mine)), partsOf(String(cursors.theirs))]
    const bent = Buffer.from(JSON.stringify([bound, position])).toString('base64url')
    const desk = api.storefront(mine.customer)
    for (const list of ['cases', 'timeline'])
      for (const accept of ['application/json', 'text/csv']) {
        const ask = (customer: unknown, cursor: unknown) => () =>
          desk.get(`/v1/customers/${customer}/${list}?cursor=${cursor}`, { headers: { accept } })
        await shut(ask(mine.customer, cursors.theirs), [400])
        await shut(ask(theirs.customer, cursors.theirs))
        await shut(ask(theirs.customer, cursors.mine))
        await shut(ask(mine.customer, bent), [200, 400])
        expect((await ask(mine.customer, cursors.mine)()).status).toBe(200)
      }
  })
})

test('a cursor of staff continues its own list only, and no customer’s', async () => {
  const supervisor = api.staff('supervisor')
  const others = [
    '/v1/orders?list=finance',
    ...['cases?', 'accesses?'].map(each => `/v1/customers/${mine.customer}/${each}`),
  ]
  for (const list of ['/v1/orders?list=review', `/v1/customers/${theirs.customer}/cases?`]) {
    const { cursor } = (await supervisor.get(list)).body
    expect(cursor).toEqual(expect.any(String))
    for (const other of others) await shut(() => supervisor.get(`${other}&cursor=${cursor}`), [400])
    await shut(() => api.storefront(mine.customer).get(`${list}&cursor=${cursor}`))
    await shut(() => api.storefront(mine.customer).get(`/v1/customers/${mine.customer}/cases?cursor=${cursor}`), [400])
  }
})

const expiresAt = linkExpiry('rate', monday)
const tokenFor = (purpose: LinkPurpose) => house.links.make({ purpose, caseId: String(mine.ticket), expiresAt })

describe('a link of another case opens no door', () => {
  allUnwritten()

  test.each(named.map(route => [route.operationId, route] as const))('of %s', async (_, route) => {
    const authorization = `Bearer ${await tokenFor('rate')}`
    for (const url of pathsOf(route, theirs)) await shut(() => asked(api.nobody, route, url, { authorization }))
  })
})

describe('a link', () => {
  test.each(purposes)('to %s shows and changes its own case alone', async purpose => {
    const token = await tokenFor(purpose)
    const claims = Buffer.from(token, 'base64url').toString('latin1')
    const bent = Buffer.from(claims.replace(String(mine.ticket), String(theirs.ticket)), 'latin1').toString('base64url')
    for (const accept of ['application/json', 'text/html']) {
      const headers = { accept }
      await shut(() => api.nobody.get(`/v1/links/${token}`, { headers }), [200])
      await shut(() => api.nobody.get(`/v1/links/${bent}`, { headers }))
      await unwritten(async () => {
        const body = { solved: 'yes', rating: 5, text: 'x' }
        await shut(() => api.nobody.post(`/v1/links/${bent}`, body, { headers }))
        for (const field of ['ticketId', 'caseId', 'customerId'])
          await shut(
            () => api.nobody.post(`/v1/links/${token}`, { ...body, [field]: theirs.ticket }, { headers }),
            [400],
          )
      })
    }
  })
})

/** The use cases themselves, past the door that tells who may call them at all: two locks, each of which holds alone. */
describe('behind the door', () => {
  const holders = (): readonly Principal[] => {
    const { ticket: caseId = '', customer: customerId = '' } = mine
    return [
      { kind: 'storefront', id: 'storefront-client', customerId },
      { kind: 'link', id: 'link', purpose: 'rate', caseId, customerId, expiresAt: later(monday, { days: 1 }) },
    ]
  }
  const inner = allRoutes.filter(({ signed, audience }) => !signed && !audience.includes('link'))

  allUnwritten()

  test.each(inner.map(route => [route.operationId, route] as const))('%s refuses it too', async (_, route) => {
    for (const principal of holders().filter(({ kind }) => !route.audience.includes(kind)))
      for (const url of pathsOf(route, theirs)) {
        const refused = await route.run(house, callOf(route, url, principal)).catch((error: unknown) => error)
        expect(refused).toBeInstanceOf(Refusal)
        const { kind, message, details } = refused as Refusal
        expect(['forbidden', 'not_found']).toContain(kind)
        silent([message, details])
      }
  })
})

/** As the edge would make it, had it let them through. */
function callOf(route: Route<House>, url: string, principal: Principal): Call {
  const { pathname, searchParams } = new URL(url, 'https://api.test')
  const parts = pathname.split('/')
  const places = route.path.split('/').map((part, place) => [/^\{(\w+)\}$/.exec(part)?.[1], parts[place]] as const)
  const params = Object.fromEntries(places.filter(([name]) => name !== undefined))
  return {
    ...{ operation: route.operationId, principal, now: monday, ids: idsFrom('x'), requestHash: 'x', key: 'x' },
    params: route.params ? parse(route.params, params) : {},
    query: route.query ? parse(route.query, Object.fromEntries(searchParams)) : {},
    body: route.body ? parse(route.body, route.example ?? {}) : {},
  }
}
