import type { LinkPurpose } from '../../shared/domain/link'
import { linkExpiry } from '../../shared/domain/link'
import { type Api, apiOf, aRequest, newKey } from '../support/api'
import { later, monday } from '../support/builders'
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

describe('who holds a link', () => {
  test('is nobody on any other route', async () => {
    const token = (await linkTo('rate')).slice('/v1/links/'.length)
    const routes = [`/v1/tickets/${ticket.id}`, `/v1/customers/${ticket.customerId}`, '/v1/tickets?list=team:logistics']
    for (const route of routes) {
      const answer = await api.nobody.get(route, { headers: { authorization: `Bearer ${token}` } })
      expect([route, answer.status]).toEqual([route, 401])
    }
  })
})
