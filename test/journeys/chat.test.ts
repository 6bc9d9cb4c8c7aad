import type { World } from '../../infra/local/world'
import { aKey, aTicketRequest, aWorld, type Made, type Shop, shopIn } from '../support/journey'

let world: World
let shop: Shop
beforeAll(async () => {
  world = await aWorld()
  shop = shopIn(world)
})
afterAll(() => world.stop())

const aChat = () => shop.opened(aTicketRequest('包裹三天没更新了，到哪了？', { channel: 'app_chat' }))
const says = ({ id, customerId }: Made, text: string, options: object = {}) =>
  world.request('POST', `/v1/tickets/${id}/messages`, {
    ...{ as: 'storefront', customer: customerId, body: { text }, ...options },
  })
const staff = (made: Made, path: string, body: object, as = 'agent') =>
  world.request('POST', `/v1/tickets/${made.id}/${path}`, { as, body })
const chatClock = async (made: Made) => (await shop.seen(made)).clocks.find(({ id }: { id: string }) => id === 'CHAT')
const instant = (ms = 0) => new Date(world.now() + ms).toISOString()

describe('a chat (R-CHN-06)', () => {
  test('is one thread, in which each word that waits is to be answered within a minute of opening hours', async () => {
    const chat = await aChat()
    expect(await chatClock(chat)).toMatchObject({ dueAt: instant(60_000) })
    await shop.did(chat, 'take')
    await world.advance('PT40S')
    await shop.did(chat, 'respond')
    expect(await chatClock(chat)).toMatchObject({ stoppedAt: instant() })

    await world.advance('PT5M')
    expect((await says(chat, '好的，那要等到什么时候？')).status).toBe(200)
    const askedAt = world.now()
    await world.advance('PT10S')
    await says(chat, '在吗？')
    expect(await chatClock(chat)).toMatchObject({ dueAt: new Date(askedAt + 60_000).toISOString() })
    await world.advance('PT3H')
    expect(await chatClock(chat)).toMatchObject({ breachedAt: new Date(askedAt + 60_000).toISOString() })
    await shop.did(chat, 'respond')
    const { messages } = await shop.seen(chat)
    expect(messages.map(({ from }: { from: string }) => from)).toEqual([
      ...['customer', 'agent', 'customer', 'customer', 'agent'],
    ])
  })

  test('that is begun at night waits for the morning', async () => {
    await world.advance('PT12H')
    const chat = await aChat()
    const { dueAt } = await chatClock(chat)
    expect(new Date(dueAt).getTime()).toBeGreaterThan(world.now() + 3_600_000)
    expect(dueAt).toMatch(/:0[01]:00\.000Z$/)
  })

  test('on another channel there is none', async () => {
    expect(await chatClock(await shop.opened())).toBeUndefined()
  })
})

describe('a conversation about one problem', () => {
  test('in two tickets is merged, goes on in one, and is reopened by who is not helped, once for each message', async () => {
    await world.advance('PT14H')
    const first = await shop.opened()
    const customer = { accountId: first.email.split('@')[0], email: first.email }
    await world.advance('PT1M')
    const second = await shop.opened(aTicketRequest('包裹还是没更新，到哪了？', { customer }))
    expect(second.customerId).toBe(first.customerId)
    expect((await staff(first, 'merge', { ticketIds: [second.id] })).status).toBe(200)
    expect(await shop.stateOf(second)).toBe('merged')

    await shop.did(first, 'take', 'respond', 'resolve')
    const key = { idempotencyKey: aKey() }
    const answers = [await says(second, '还是没有收到！', key), await says(second, '还是没有收到！', key)]
    expect(answers.map(({ body }) => body)).toEqual([answers[0]?.body, answers[0]?.body])
    expect(answers[0]?.body).toMatchObject({ id: first.id, state: 'in_progress' })
    expect((await shop.historyOf(first)).filter(type => type === 'TicketReopened')).toHaveLength(1)
    expect((await shop.readBy(second, second.customerId)).body).toMatchObject({ mergedInto: first.id })
  })

  test('with two problems in it is split, and both are classified, told and dispatched apart', async () => {
    const made = await shop.opened(aTicketRequest('快递三天没更新了。另外发票抬头开错了。'))
    const [{ id: messageId }] = (await shop.seen(made)).messages
    const { body } = await staff(made, 'split', { messageId, text: '发票抬头开错了，请重开。' })
    const split = { ...made, id: body.splitInto as string, number: String(body.splitIntoNumber) }
    expect(await shop.seen(split)).toMatchObject({ topic: 'invoice', splitFrom: made.id })
    expect(await shop.seen(made)).toMatchObject({ splitInto: [split.id] })
    expect(shop.noticesOf(split).map(({ notice }) => notice)).toContain('N-01')
  })
})

test('no message of these journeys died', () => expect(world.deadLetters()).toEqual([]))
