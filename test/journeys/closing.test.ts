import type { Input } from '../../infra/local/kernel'
import type { World } from '../../infra/local/world'
import { aTicketRequest, aWorld, type Made, type Shop, shopIn, writtenIn } from '../support/journey'

let world: World
let shop: Shop
beforeAll(async () => {
  world = await aWorld()
  shop = shopIn(world)
})
afterAll(() => world.stop())

const agent = { as: 'agent', subject: 'agent-7' }
const post = (ticket: Made, act: string, as: string, body: object = {}) =>
  world.post(`/v1/tickets/${ticket.id}/${act}`, { as, body })

/** Every address in a mail, of its text and of its HTML, without the origin. */
const linksIn = ({ text, html }: { text: string; html: string }): readonly string[] => [
  ...new Set([...`${text} ${html}`.matchAll(/https?:\/\/[^\s/]+(\/[\w./-]+)/g)].map(([, path]) => String(path))),
]
const mailsOf = ({ id }: Made) => world.mails().filter(({ tags }) => tags.caseId === id)
const linkOf = (ticket: Made, notice: string, place = 0): string => {
  const mail = mailsOf(ticket).findLast(({ tags }) => tags.notice === notice)
  if (!mail) throw new Error(`no ${notice}`)
  return linksIn(mail)[place]!
}
const answer = (link: string, fields: Readonly<Record<string, string>>) =>
  world.request('POST', link, {
    body: new URLSearchParams(fields).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' },
  })

async function resolved(): Promise<Made> {
  const ticket = await shop.opened(aTicketRequest('包裹三天没更新了，到哪了？'))
  for (const act of ['take', 'respond', 'resolve'] as const) await shop.tried(ticket, act, agent)
  return ticket
}
async function asked(): Promise<Made> {
  const ticket = await resolved()
  await post(ticket, 'verification', 'supervisor', { result: 'passed', text: '已核对物流轨迹。' })
  return ticket
}

describe('links in mails', () => {
  test('change nothing by being opened, by people or by machines, whatever they lead to', async () => {
    const ticket = await asked()
    await world.advance('PT1H')
    const mails = mailsOf(ticket)
    expect(mails.map(({ tags }) => tags.notice)).toEqual(['N-01', 'N-05', 'N-41'])
    const links = mails.flatMap(linksIn)
    expect(links).toHaveLength(4)
    const head = await shop.seen(ticket)
    const before = writtenIn(world)
    for (let times = 0; times < 3; times++)
      for (const link of links)
        for (const [method, accept] of [
          ['GET', 'text/html'],
          ['HEAD', '*/*'],
          ['GET', '*/*'],
          ['GET', 'application/json'],
        ] as const) {
          const { status } = await world.request(method, link, { headers: { accept } })
          expect([method, status]).toEqual([method, method === 'HEAD' ? 404 : 200])
        }
    expect(writtenIn(world)).toEqual(before)
    expect(await shop.seen(ticket)).toMatchObject({ state: 'feedback_sent', version: head.version })
  })

  test('lead to pages without anything from elsewhere, that read on a small screen', async () => {
    const ticket = await asked()
    for (const link of mailsOf(ticket).flatMap(linksIn)) {
      const { body, headers } = await world.request('GET', link, { headers: { accept: 'text/html' } })
      expect(headers['content-security-policy']).toContain("default-src 'none'")
      expect(body).not.toMatch(/(src|href|action)=|url\(|@import|<script/)
      expect(body).toContain('width=device-width')
    }
  })

  test('show nothing of another ticket, and open no other route, list, cursor, export or number', async () => {
    const [mine, other] = [await asked(), await asked()]
    const token = linkOf(mine, 'N-41').split('/').at(-1)!
    const bearing = { headers: { authorization: `Bearer ${token}`, 'kefu-customer': mine.customerId } }
    const paths = [
      ...[mine, other].flatMap(({ id, customerId }) => [
        `/v1/tickets/${id}`,
        `/v1/tickets/${id}/record`,
        `/v1/cases/${id}/clocks`,
        `/v1/customers/${customerId}`,
        `/v1/customers/${customerId}/cases`,
        `/v1/customers/${customerId}/timeline`,
      ]),
      ...['/v1/tickets?list=mine', '/v1/archive?month=2026-03', '/v1/calls', `/v1/links/${token}/record`],
    ]
    for (const path of paths) {
      const { status } = await world.request('GET', path, bearing)
      expect([path, status]).toEqual([path, path.startsWith('/v1/links') ? 404 : 401])
    }
    const { body } = await world.request('GET', linkOf(mine, 'N-41'), { headers: { accept: 'application/json' } })
    expect(JSON.stringify(body)).not.toContain(other.number)
    expect(
      (await world.request('POST', '/v1/look-up', { ...bearing, body: { by: 'ticket_number', value: other.number } }))
        .status,
    ).toBe(401)
  })
})

describe('the loop of a ticket', () => {
  test('closes with the customer’s rating, is recorded, checked, archived, and read-only from then on', async () => {
    const ticket = await asked()
    expect((await answer(linkOf(ticket, 'N-41'), { solved: 'yes', rating: '5' })).body).toContain('谢谢，已记录。')
    expect(await shop.stateOf(ticket)).toBe('closed')
    const written = { place: '线上商城', review: '网点漏扫。', measures: ['提醒承运商'] }
    expect(
      (await world.request('POST', `/v1/tickets/${ticket.id}/archive`, { as: 'team_lead', body: {} })).status,
    ).toBe(409)
    await post(ticket, 'record', 'agent', written)
    const { archiveNumber } = await post(ticket, 'archive', 'team_lead')
    expect(archiveNumber).toMatch(/^SI-20260309-\d{6}$/)
    for (const asked of ['month=2026-03&topic=logistics', `customerId=${ticket.customerId}`]) {
      const { items } = await world.get(`/v1/archive?${asked}`, { as: 'team_lead' })
      expect(items.map(({ number }: Input) => number)).toContain(ticket.number)
    }
    expect((await shop.tried(ticket, 'respond', agent)).status).toBe(409)
  })

  test('closes by itself after seven days of silence, at that very instant (R-CLO-06, G-06)', async () => {
    await world.advance('PT7M13S')
    const ticket = await asked()
    const start = world.now()
    await world.advance('P6DT23H')
    expect(await shop.stateOf(ticket)).toBe('feedback_sent')
    await world.advance('PT3H')
    const over = new Date(start + 7 * 86_400_000).toISOString()
    expect(await shop.timesOf(ticket)).toContain(`${over} TicketClosed`)
    expect(await shop.seen(ticket)).toMatchObject({ state: 'closed' })
    const page = await answer(linkOf(ticket, 'N-41'), { solved: 'yes', rating: '4' })
    expect(page.status).toBe(200)
    await world.advance('P8D')
    expect((await world.request('GET', linkOf(ticket, 'N-41'), { headers: { accept: 'text/html' } })).status).toBe(410)
  })

  test('begins again when it is not solved, and comes before a supervisor the second time (T16)', async () => {
    const ticket = await resolved()
    expect((await answer(linkOf(ticket, 'N-05'), { text: '还没有收到' })).status).toBe(200)
    expect(await shop.stateOf(ticket)).toBe('in_progress')
    await shop.tried(ticket, 'resolve', agent)
    await post(ticket, 'verification', 'supervisor', { result: 'passed', text: '已核对。' })
    expect((await answer(linkOf(ticket, 'N-41', 1), { text: '还是没有' })).status).toBe(200)
    expect(await shop.stateOf(ticket)).toBe('escalated')
  })

  test('opens a follow-up of a low rating, of which the customer is told (R-SUR-08)', async () => {
    const ticket = await asked()
    await answer(linkOf(ticket, 'N-41'), { solved: 'yes', rating: '1', text: '太慢了' })
    const { items } = await world.get(`/v1/customers/${ticket.customerId}/cases`, { as: 'agent' })
    const followUp = items.find(({ id }: Input) => id !== ticket.id)
    expect(await world.get(`/v1/tickets/${followUp.id}`, agent)).toMatchObject({
      state: 'classified',
      messages: [{ from: 'customer', text: '太慢了' }],
    })
    expect(mailsOf(followUp).map(({ tags }) => tags.notice)).toContain('N-01')
  })

  test('goes on in a new ticket when it breaks long after (T18b)', async () => {
    const ticket = await asked()
    await answer(linkOf(ticket, 'N-41'), { solved: 'yes', rating: '5' })
    await world.advance('P8D')
    const page = await answer(linkOf(ticket, 'N-41', 1), { text: '又坏了' })
    expect(page.status).toBe(200)
    const { items } = await world.get(`/v1/customers/${ticket.customerId}/cases`, { as: 'agent' })
    expect(items).toHaveLength(2)
    expect(await shop.stateOf(ticket)).toBe('closed')
  })
})

test('no message of these journeys died', () => expect(world.deadLetters()).toEqual([]))
