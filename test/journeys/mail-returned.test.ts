import type { World } from '../../infra/local/world'
import { aCustomer, anOrderRequest, aTicketRequest, aWorld, type Shop, shopIn } from '../support/journey'
import { aMail, bySmtp } from '../support/smtp'

let world: World
let shop: Shop
beforeAll(async () => {
  world = await aWorld({ smtpPort: 0 })
  shop = shopIn(world)
})
afterAll(() => world.stop())

const to = (email: string) => anOrderRequest({ customer: aCustomer({ email }) })
const calls = async (id: string) =>
  (await world.get('/v1/calls', { as: 'agent' })).items.filter((each: { id: string }) => each.id === id)
const fileOf = (customerId: string) => world.get(`/v1/customers/${customerId}`, { as: 'agent' })
const correct = (customerId: string, body: object) =>
  world.post(`/v1/customers/${customerId}/corrections`, { as: 'agent', body })
const header = (mail: ReturnType<World['inbox']>[number] | undefined, name: string) =>
  mail?.headers.find(each => each.name.toLowerCase() === name.toLowerCase())?.value

describe('A mail that does not arrive', () => {
  test('is seen on its order, wants a call, and is the last to that address until it is corrected (R-NTF-03)', async () => {
    const order = await shop.placed(to('bounce+1@simulator.amazonses.com'))
    await world.advance('PT5M')
    const outcome = { state: 'phone_task', outcome: 'bounced', codes: ['Permanent', 'General'] }
    expect((await shop.seen(order)).notices).toMatchObject([{ notice: 'N-08', ...outcome }])
    expect(await calls(order.id)).toMatchObject([{ say: [{ notice: 'N-08' }] }])
    expect(await fileOf(order.customerId)).toMatchObject({ mailStop: { why: 'bounced' } })

    await shop.did(order, 'approve', 'confirm_payment')
    await world.advance('PT5M')
    expect(
      shop
        .noticesOf(order)
        .filter(({ to }) => to.startsWith('bounce'))
        .map(({ notice }) => notice),
    ).toEqual(['N-08'])

    await correct(order.customerId, { email: 'right@example.com' })
    await shop.did(order, 'notify_warehouse', 'pack', 'ship')
    await world.advance('PT5M')
    expect(world.inbox('right@example.com').map(({ tags }) => tags.notice)).toEqual(['N-15'])
    expect((await shop.seen(order)).notices.at(-1)).toMatchObject({ notice: 'N-15', outcome: 'delivered' })
    expect(world.deadLetters()).toEqual([])
  })

  test('and one that was called spam withdraws the consent too (R-PRV-09)', async () => {
    const order = await shop.placed(to('complaint+1@simulator.amazonses.com'))
    await world.advance('PT5M')
    expect((await shop.seen(order)).notices).toMatchObject([{ notice: 'N-08', outcome: 'complained' }])
    expect(await fileOf(order.customerId)).toMatchObject({
      mailStop: { why: 'complained' },
      fields: { marketingConsent: { value: 'withdrawn' } },
    })
    expect(await calls(order.id)).toHaveLength(1)
    expect(world.deadLetters()).toEqual([])
  })
})

describe('A customer who is out of the office', () => {
  test('answers by machine, and no ticket, no receipt and no second answer follows', async () => {
    const ticket = await shop.opened(
      aTicketRequest('?', { customer: aCustomer({ email: 'ooto+1@simulator.amazonses.com' }) }),
    )
    await world.advance('PT10M')
    expect(shop.noticesOf(ticket).map(({ notice }) => notice)).toEqual(['N-01'])
    const { items } = await world.get(`/v1/customers/${ticket.customerId}/cases`, { as: 'agent' })
    expect(items).toHaveLength(1)
    expect(await shop.stateOf(ticket)).toBe('classified')
    expect(world.deadLetters()).toEqual([])
  })
})

describe('What we write', () => {
  test('about a mail answers that mail, in one thread, and says to machines that it is a receipt', async () => {
    const { email } = aCustomer()
    const sent = aMail({ from: email, headers: { 'Message-ID': '<their-first@mail.example>' } })
    await bySmtp(world, sent, { from: email, authenticatedAs: email })
    await world.advance('PT2M')
    const [receipt] = world.inbox(email)
    const root = `<${receipt?.tags.caseId}@kefu.example>`
    expect(header(receipt, 'References')?.split(/\s+/)[0]).toBe(root)
    expect(header(receipt, 'References')).toContain('<their-first@mail.example>')
    expect(header(receipt, 'In-Reply-To')).toBe('<their-first@mail.example>')
    expect(header(receipt, 'Reply-To')).toMatch(/^service\+t[0-9a-z]{8}\.a\.[a-z2-7]{26}@kefu\.example$/)
    expect(header(receipt, 'Auto-Submitted')).toBe('auto-replied')
    expect(header(receipt, 'List-Unsubscribe')).toBeUndefined()
  })

  test('to a customer of the shop can be told from a person’s words, and a survey is ended by one click (RFC 8058)', async () => {
    const ticket = await shop.opened(aTicketRequest())
    await shop.did(ticket, 'take', 'respond', 'resolve')
    const verdict = { result: 'passed', text: '已核对物流轨迹。' }
    await world.post(`/v1/tickets/${ticket.id}/verification`, { as: 'supervisor', body: verdict })
    await world.advance('PT5M')
    const mails = world.inbox(ticket.email)
    const of = (notice: string) => mails.find(({ tags }) => tags.notice === notice)
    expect(['N-01', 'N-05'].map(notice => header(of(notice), 'Auto-Submitted'))).toEqual(['auto-generated', undefined])
    const survey = of('N-41')
    expect(header(survey, 'List-Unsubscribe-Post')).toBe('List-Unsubscribe=One-Click')
    const address = /<(.*)>/.exec(header(survey, 'List-Unsubscribe') ?? '')?.[1] ?? ''
    const path = new URL(address).pathname
    expect((await world.request('GET', path)).status).toBe(200)
    expect((await fileOf(ticket.customerId)).fields.marketingConsent).toBeUndefined()
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    expect((await world.request('POST', path, { body: 'List-Unsubscribe=One-Click', headers: form })).status).toBe(200)
    expect((await fileOf(ticket.customerId)).fields.marketingConsent).toMatchObject({ value: 'withdrawn' })
  })
})
