import type { LinkPurpose } from '../../shared/domain/link'
import { linkExpiry } from '../../shared/domain/link'
import { type Api, apiOf, aRequest, newKey } from '../support/api'
import { later, monday } from '../support/builders'
import { aTicketAt } from '../support/closing'
import { type Engine, startEngine } from '../support/engine'
import { type House, linksSignedBy, openHouse } from '../support/ports'

let engine: Engine
let house: House
let api: Api
let ticket: { id: string; number: string; customerId: string }
beforeAll(async () => {
  engine = await startEngine()
})
afterAll(() => engine.stop())
beforeEach(async () => {
  house = await openHouse(engine)
  api = apiOf(house)
  ticket = (await api.storefront().post('/v1/tickets', aRequest(), { headers: newKey() })).body
})

const expiresAt = linkExpiry('rate', monday)
const linkTo = async (purpose: LinkPurpose, caseId = ticket.id, tokens = house.links) =>
  `/v1/links/${await tokens.make({ purpose, caseId, expiresAt })}`
const json = { headers: { accept: 'application/json' } }
const browser = (language = '') => ({ headers: { accept: 'text/html,*/*;q=0.8', 'accept-language': language } })

describe('a link of a mail', () => {
  test('opens a page in the language of its customer, for whoever does not ask for JSON', async () => {
    for (const options of [{}, browser('en'), { headers: { accept: '*/*' } }]) {
      const page = await api.nobody.get(await linkTo('rate'), options)
      expect(page.status).toBe(200)
      expect(page.headers['content-type']).toBe('text/html; charset=utf-8')
      expect(page.body).toContain('<html lang="zh-Hans">')
      expect(page.body).toContain(ticket.number)
    }
  })

  test('says as JSON what it is for, and nothing of what was said', async () => {
    expect(await api.nobody.get(await linkTo('rate'), json)).toMatchObject({
      status: 200,
      body: { purpose: 'rate', number: ticket.number, state: 'received', expiresAt, answered: false },
    })
  })

  test('fetches nothing, runs nothing, stands in no frame, and tells nobody where it leads', async () => {
    for (const purpose of ['object', 'rate', 'reopen'] as const) {
      const { body, headers } = await api.nobody.get(await linkTo(purpose))
      expect(body).not.toMatch(/(src|href|action)=|url\(|@import|<script|style="/)
      expect(headers['content-security-policy']).toMatch(
        /^default-src 'none'; style-src 'sha256-[\w+/=]{44}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
      )
      expect(headers).toMatchObject({ 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' })
      expect(body).toContain('width=device-width')
      expect(body).not.toMatch(/(min-)?width:\s*\d{3,}px/)
    }
  })

  test('changes nothing by being opened, however often', async () => {
    const before = await house.everything()
    for (let times = 0; times < 5; times++)
      for (const purpose of ['object', 'rate', 'reopen'] as const) await api.nobody.get(await linkTo(purpose))
    expect(await house.everything()).toEqual(before)
  })

  test('is accepted with the key before this one while they change over, and no longer with the one before that', async () => {
    const made = await linkTo('rate', ticket.id, linksSignedBy('1'))
    const during = apiOf({ ...house, links: linksSignedBy('2', '1') })
    const after = apiOf({ ...house, links: linksSignedBy('3', '2') })
    expect((await during.nobody.get(made)).status).toBe(200)
    expect((await after.nobody.get(made)).status).toBe(404)
  })
})

describe('a link that leads nowhere says so honestly, and reveals nothing', () => {
  const pages: readonly (readonly [string, number, () => Promise<string>, string])[] = [
    ['made up', 404, async () => '/v1/links/abc', monday],
    ['signed by another', 404, () => linkTo('rate', ticket.id, linksSignedBy('stranger' as '1')), monday],
    ['changed', 404, async () => (await linkTo('rate')).replace(/.$/, end => (end === 'A' ? 'B' : 'A')), monday],
    ['of no case', 404, () => linkTo('rate', '0b000000-0000-4000-8000-00000000dead'), monday],
    ['whose time is over', 410, () => linkTo('rate'), later(expiresAt, { ms: 1 })],
  ]
  test.each(pages)('%s', async (_, status, make, at) => {
    for (const [language, lang] of [
      ['zh-CN,zh;q=0.9', 'zh-Hans'],
      ['zh-TW', 'zh-Hant'],
      ['fr,en;q=0.5', 'en'],
      ['', 'zh-Hans'],
    ] as const) {
      const page = await api.nobody.get(await make(), { ...browser(language), at })
      expect([page.status, page.headers['content-type']]).toEqual([status, 'text/html; charset=utf-8'])
      expect(page.body).toContain(`<html lang="${lang}">`)
      expect(page.body).not.toContain(ticket.number)
      expect(page.body).not.toContain('<form')
    }
    const told = await api.nobody.get(await make(), { ...json, at })
    expect([told.status, told.headers['content-type']]).toEqual([status, 'application/problem+json'])
    expect(JSON.stringify(told.body)).not.toContain(ticket.id)
  })

  test('at its last instant it is still good', async () => {
    expect((await api.nobody.get(await linkTo('rate'), { at: expiresAt })).status).toBe(200)
  })
})

describe('an answer by a link', () => {
  const noon = later(monday, { hours: 3 })
  const form = (fields: Readonly<Record<string, string>>) => ({
    at: noon,
    raw: new URLSearchParams(fields).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' },
  })
  const told = () => aTicketAt('feedback_sent', { house, api })

  test('of the form closes the ticket with its rating, and thanks on a page (T15, R-SUR-05)', async () => {
    const { id } = await told()
    const fields = { solved: 'yes', rating: '4', quality: '5', efficiency: '', text: '  ' }
    const page = await api.nobody.post(await linkTo('rate', id), undefined, form(fields))
    expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
    expect(page.body).toContain('谢谢，已记录。')
    expect(page.body).toContain('您的评分：4（满分 5）。')
    const [rated, closed] = (await house.cases.history(id)).slice(-2)
    expect(rated).toMatchObject({ type: 'TicketRated', data: { rating: 4, quality: 5, via: 'link' } })
    expect(rated?.data).not.toHaveProperty('efficiency')
    expect(closed).toMatchObject({ type: 'TicketClosed', actor: { role: 'customer', id: expect.any(String) } })
  })

  test('as JSON does the same, and its words are content (R-PRV)', async () => {
    const { id } = await told()
    const body = { solved: 'yes', rating: 5, text: '很满意' }
    const answer = await api.nobody.post(await linkTo('rate', id), body, { ...json, at: noon })
    expect(answer.body).toMatchObject({ answered: true, rating: 5, state: 'closed' })
    expect(JSON.stringify(await engine.items(house.tables.cases))).not.toContain('很满意')
    expect(JSON.stringify(await engine.items(house.tables.customers))).toContain('很满意')
  })

  test('counts once: what is sent again, whatever it says, is shown the first', async () => {
    const { id } = await told()
    const link = await linkTo('rate', id)
    await api.nobody.post(link, { solved: 'yes', rating: 5 }, { ...json, at: noon })
    const before = await house.everything()
    for (const body of [{ solved: 'yes', rating: 5 }, { solved: 'no', rating: 1, text: 'x' }, {}])
      expect((await api.nobody.post(link, body, { ...json, at: noon })).body).toMatchObject({
        answered: true,
        rating: 5,
      })
    expect((await api.nobody.get(link, browser())).body).toContain('每个链接只记录一次')
    expect(await house.everything()).toEqual(before)
  })

  test('sent twice at the same moment is recorded once', async () => {
    const { id } = await told()
    const link = await linkTo('rate', id)
    const send = () => api.nobody.post(link, { solved: 'yes', rating: 2 }, { ...json, at: noon })
    const answers = await Promise.all([send(), send(), send()])
    expect(answers.map(({ status, body }) => [status, body.rating])).toEqual(Array(3).fill([200, 2]))
    expect((await house.cases.history(id)).filter(({ type }) => type === 'TicketRated')).toHaveLength(1)
  })

  test('that it is not solved takes it up again (T16), and the first answer stands when it is rated anew', async () => {
    const { id } = await told()
    const body = { solved: 'no', rating: 2, text: '还没有收到' }
    const link = await linkTo('rate', id)
    expect((await api.nobody.post(link, body, { ...json, at: noon })).body.state).toBe('in_progress')
    expect((await api.nobody.get(link, browser())).body).toContain('我们会继续处理您的问题')
  })

  test.each(['object', 'reopen'] as const)('to %s needs words, and takes it up again (T16, T18)', async purpose => {
    const { id } = await aTicketAt(purpose === 'object' ? 'resolved' : 'closed', { house, api })
    const link = await linkTo(purpose, id)
    const empty = await api.nobody.post(link, undefined, form({ text: ' ' }))
    expect([empty.status, empty.headers['content-type']]).toEqual([400, 'text/html; charset=utf-8'])
    expect(empty.body).toContain('还差一点')
    const answer = await api.nobody.post(link, undefined, form({ text: '没有解决' }))
    expect(answer.body).toContain('我们会继续处理您的问题')
    expect(await house.cases.get(id)).toMatchObject({ state: 'in_progress', facts: { reopenCount: 1 } })
  })

  test.each([
    ['without a rating', { solved: 'yes' }, 400],
    ['of six', { solved: 'yes', rating: '6' }, 400],
    ['with a field that no one asked for', { solved: 'yes', rating: '5', state: 'archived' }, 400],
    ['longer than words go', { solved: 'yes', rating: '5', text: 'x'.repeat(2_001) }, 400],
  ])('%s is refused on a page, and nothing is written', async (_, fields, status) => {
    const { id } = await told()
    const before = await house.everything()
    const page = await api.nobody.post(await linkTo('rate', id), undefined, form(fields))
    expect([page.status, page.headers['content-type']]).toEqual([status, 'text/html; charset=utf-8'])
    expect(await house.everything()).toEqual(before)
  })

  test('before the customer was asked is not possible yet, and says so', async () => {
    const { id } = await aTicketAt('in_progress', { house, api })
    const page = await api.nobody.post(await linkTo('rate', id), undefined, form({ solved: 'yes', rating: '5' }))
    expect([page.status, page.body]).toEqual([409, expect.stringContaining('现在无法提交')])
  })

  test('whose time is over, or that is none of ours, changes nothing', async () => {
    const { id } = await told()
    const before = await house.everything()
    const body = { solved: 'yes', rating: 5 }
    const late = { ...json, at: later(expiresAt, { ms: 1 }) }
    expect((await api.nobody.post(await linkTo('rate', id), body, late)).status).toBe(410)
    const strange = linksSignedBy('stranger' as '1')
    expect((await api.nobody.post(await linkTo('rate', id, strange), body, json)).status).toBe(404)
    expect(await house.everything()).toEqual(before)
  })
})

describe('who holds a link', () => {
  test('is nobody on any other route', async () => {
    const token = (await linkTo('rate')).slice('/v1/links/'.length)
    const routes = [`/v1/tickets/${ticket.id}`, `/v1/customers/${ticket.customerId}`, '/v1/tickets?list=team:logistics']
    for (const route of routes) {
      const answer = await api.nobody.get(route, { headers: { authorization: `Bearer ${token}` } })
      expect([route, answer.status]).toEqual([route, 401])
    }
  })

  test('cannot do by it what it is not for, nor anything to another case', async () => {
    const mine = await aTicketAt('feedback_sent', { house, api })
    const other = await aTicketAt('feedback_sent', { house, api }, { request: { customer: { accountId: 'shop-2' } } })
    const before = await house.cases.history(other.id)
    const body = { solved: 'yes', rating: 5, ticketId: other.id }
    expect((await api.nobody.post(await linkTo('object', mine.id), { solved: 'yes', rating: 5 }, json)).status).toBe(
      400,
    )
    expect((await api.nobody.post(await linkTo('rate', mine.id), body, json)).status).toBe(400)
    await api.nobody.post(await linkTo('rate', mine.id), { solved: 'yes', rating: 5 }, json)
    expect(await house.cases.history(other.id)).toEqual(before)
  })
})

describe('a link to unsubscribe (R-PRV-09, RFC 8058)', () => {
  const consent = async () => (await house.customers.file(ticket.customerId))?.fields.marketingConsent
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  const post = async (raw: string, accept = '*/*') =>
    api.nobody.post(await linkTo('unsubscribe'), undefined, { raw, headers: { ...form, accept } })

  test('shows a button and changes nothing; the button unsubscribes', async () => {
    const page = await api.nobody.get(await linkTo('unsubscribe'), browser())
    expect([page.status, await consent()]).toEqual([200, undefined])
    expect(page.body).toContain('<button>退订</button>')
    const done = await post('', 'text/html')
    expect(done.body).toContain('已退订')
    expect(await consent()).toEqual({ value: 'withdrawn', source: 'customer_feedback', at: monday })
  })

  test('is one click of a mail program, once however often, and moves no case', async () => {
    const before = (await house.cases.get(ticket.id))?.version
    expect((await post('List-Unsubscribe=One-Click')).status).toBe(200)
    const after = await house.everything()
    expect((await post('List-Unsubscribe=One-Click')).status).toBe(200)
    expect(await house.everything()).toEqual(after)
    expect((await house.cases.get(ticket.id))?.version).toBe(before)
    expect((await house.customers.changes(ticket.customerId)).map(({ by, fields }) => [by, fields])).toEqual([
      ['link', ['marketingConsent']],
    ])
  })

  test('does nothing else: no rating comes in by it', async () => {
    await api.nobody.post(await linkTo('unsubscribe'), { solved: 'yes', rating: 5 })
    expect((await house.cases.get(ticket.id))?.facts).not.toHaveProperty('rating')
  })
})
