import { logger } from '../../shared/entry/telemetry'
import { type Api, anOrder, apiOf, newKey, type Reply } from '../support/api'
import { later, monday } from '../support/builders'
import { type Engine, startEngine } from '../support/engine'
import { type House, openHouse } from '../support/ports'
import { aShopifyOrder, kefuHeaders, shopifyHeaders, shopifySecret } from '../support/webhooks'

let engine: Engine
let house: House
let api: Api
let secret: string
beforeAll(async () => {
  engine = await startEngine()
  house = await openHouse(engine)
  api = apiOf(house)
  secret = (await admit('shop')).body.secret
  await admit('carrier', { kind: 'carrier' })
  await admit('shopify', { scheme: 'shopify', secret: shopifySecret })
})
afterAll(() => engine.stop())

const admit = (sender: string, fields: object = {}, options: object = {}) =>
  api
    .staff('supervisor')
    .post(`/v1/webhook-senders/${sender}/secrets`, { kind: 'shop', ...fields }, { headers: newKey(), ...options })

let orders = 0
const anInboundOrder = () =>
  JSON.stringify({ externalId: `S-${++orders}`, order: anOrder({ customer: { email: `c-${orders}@example.com` } }) })

interface Sent {
  readonly raw?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly at?: string
  readonly path?: string
}
const send = ({ raw = anInboundOrder(), headers, at = monday, path = '/v1/inbound/orders/shop' }: Sent = {}) =>
  api.nobody.post(path, undefined, { raw, headers: headers ?? kefuHeaders(raw, secret, at), at })

/** Refused as everyone is who is not known, with nothing written and nothing said of why. */
async function unknown(sent: () => Promise<Reply>): Promise<void> {
  const before = await house.everything()
  const { status, body, headers } = await sent()
  expect(await house.everything()).toEqual(before)
  expect({ status, type: headers['content-type'], body }).toEqual({
    status: 401,
    type: 'application/problem+json',
    body: {
      type: '/problems/unauthenticated',
      title: 'Who is asking is not known',
      status: 401,
      detail: 'this is not signed by a sender that we know',
      instance: expect.any(String),
    },
  })
}

describe('a webhook is taken', () => {
  test('when it is signed with the secret that its sender was given', async () => {
    expect(await send()).toMatchObject({
      status: 200,
      body: { state: 'pending_review', number: expect.stringMatching(/^O-/) },
    })
  })

  test('when one of several signatures holds, as while a sender changes over', async () => {
    const raw = anInboundOrder()
    expect((await send({ raw, headers: kefuHeaders(raw, ['another secret', secret]) })).status).toBe(200)
  })

  test.each([-300, -1, 0, 299, 300])('when the clock of its sender is %i seconds from ours', async seconds => {
    const raw = anInboundOrder()
    const headers = kefuHeaders(raw, secret, later(monday, { ms: seconds * 1000 }))
    expect((await send({ raw, headers })).status).toBe(200)
  })

  test('with a body in Chinese, signed over its bytes', async () => {
    const raw = JSON.stringify({ externalId: '订单-1', order: anOrder() })
    expect((await send({ raw, headers: kefuHeaders(Buffer.from(raw), secret) })).status).toBe(200)
  })

  test('twice, and has the first answer', async () => {
    const raw = anInboundOrder()
    const [first, second] = [await send({ raw }), await send({ raw, at: later(monday, { minutes: 2 }) })]
    expect(second).toMatchObject({ status: 200, body: first.body })
  })

  test('by Shopify’s scheme of a sender that signs so', async () => {
    const raw = JSON.stringify(aShopifyOrder())
    const headers = shopifyHeaders(raw, shopifySecret)
    expect(await send({ raw, headers, path: '/v1/inbound/shopify/shopify/orders/create' })).toMatchObject({
      status: 200,
      body: { outcome: 'taken', state: 'pending_review' },
    })
  })
})

describe('a webhook is nobody’s', () => {
  const raw = () => JSON.stringify({ externalId: 'never', order: anOrder() })
  const headersWith = (change: object) => ({ ...kefuHeaders(raw(), secret), ...change }) as Record<string, string>

  test.each<[string, () => Sent]>([
    ['without a signature', () => ({ raw: raw(), headers: {} })],
    ['with an empty one', () => ({ raw: raw(), headers: headersWith({ 'kefu-signature': '' }) })],
    [
      'with one of another version',
      () => ({ raw: raw(), headers: headersWith({ 'kefu-signature': `v0=${'0'.repeat(64)}` }) }),
    ],
    ['with one that is too short', () => ({ raw: raw(), headers: headersWith({ 'kefu-signature': 'v1=00' }) })],
    ['with a wrong one', () => ({ raw: raw(), headers: headersWith({ 'kefu-signature': `v1=${'0'.repeat(64)}` }) })],
    ['without its time', () => ({ raw: raw(), headers: headersWith({ 'kefu-timestamp': '' }) })],
    ['with a time in words', () => ({ raw: raw(), headers: headersWith({ 'kefu-timestamp': monday }) })],
    [
      'with another time than it was signed at',
      () => ({ raw: raw(), headers: headersWith({ 'kefu-timestamp': String(Date.parse(monday) / 1000 - 1) }) }),
    ],
    ['signed with another secret', () => ({ raw: raw(), headers: kefuHeaders(raw(), `${secret}x`) })],
    ['signed with no secret', () => ({ raw: raw(), headers: kefuHeaders(raw(), '') })],
    ['with a body that was changed', () => ({ raw: `${raw()} `, headers: kefuHeaders(raw(), secret) })],
    ['without its body', () => ({ raw: '', headers: kefuHeaders(raw(), secret) })],
    [
      'signed five minutes and a second ago',
      () => ({ raw: raw(), headers: kefuHeaders(raw(), secret, later(monday, { ms: -301_000 })) }),
    ],
    [
      'signed five minutes and a second ahead',
      () => ({ raw: raw(), headers: kefuHeaders(raw(), secret, later(monday, { ms: 301_000 })) }),
    ],
    [
      'of a sender that nobody admitted',
      () => ({ raw: raw(), headers: kefuHeaders(raw(), secret), path: '/v1/inbound/orders/stranger' }),
    ],
    [
      'of a sender with no name',
      () => ({ raw: raw(), headers: kefuHeaders(raw(), secret), path: '/v1/inbound/orders/..%2Fshop' }),
    ],
    [
      'of another sender',
      () => ({ raw: raw(), headers: kefuHeaders(raw(), secret), path: '/v1/inbound/orders/carrier' }),
    ],
    ['signed as Shopify does, at an address of ours', () => ({ raw: raw(), headers: shopifyHeaders(raw(), secret) })],
    [
      'of a sender that signs as we do, at an address of Shopify',
      () => ({ raw: raw(), headers: shopifyHeaders(raw(), secret), path: '/v1/inbound/shopify/shop/orders/create' }),
    ],
    [
      'of Shopify with a signature that is no MAC',
      () => ({
        raw: raw(),
        headers: { 'x-shopify-hmac-sha256': 'AAAA' },
        path: '/v1/inbound/shopify/shopify/orders/create',
      }),
    ],
    ['with a token of staff in place of a signature', () => ({ raw: raw(), headers: { authorization: 'Bearer x' } })],
  ])('%s', async (_, sent) => {
    await unknown(() => send(sent()))
  })

  test('whether or not its body would make sense: it is read only afterwards', async () => {
    await unknown(() => send({ raw: '{', headers: kefuHeaders('other', secret) }))
  })
})

describe('a webhook of a known sender is refused', () => {
  test.each<[string, string, number]>([
    ['empty', '', 400],
    ['that is not JSON', '<order/>', 400],
    ['of bytes that are no text', '\u0000\ufffd\u0001', 400],
    ['of the size of a book', JSON.stringify({ note: '书'.repeat(400_000) }), 413],
    ['that names nothing', '{}', 400],
  ])('with a body %s', async (_, raw, status) => {
    expect((await send({ raw })).status).toBe(status)
  })

  test('that is too large before anything is computed over it', async () => {
    expect((await send({ raw: 'x'.repeat(1_048_577), headers: {} })).status).toBe(413)
  })

  test('when a carrier hands in orders', async () => {
    const { body } = await admit('courier', { kind: 'carrier' })
    const raw = anInboundOrder()
    const reply = await send({ raw, headers: kefuHeaders(raw, body.secret), path: '/v1/inbound/orders/courier' })
    expect(reply.status).toBe(403)
  })

  test('when it tells the same order in other words', async () => {
    const raw = JSON.stringify({ externalId: 'twice', order: anOrder() })
    expect((await send({ raw })).status).toBe(200)
    const other = JSON.stringify({ externalId: 'twice', order: anOrder({ paymentMethod: 'prepaid' }) })
    expect((await send({ raw: other })).status).toBe(422)
  })
})

test('nothing of a webhook but ids and outcomes stands in the log, whether it is taken or not', async () => {
  const said: unknown[] = []
  const spy = jest.spyOn(logger, 'info').mockImplementation((...line) => void said.push(line))
  const customer = { name: 'Personal Name', email: 'personal@example.com', phone: '+86 139 9999 0000' }
  const delivery = { consignee: 'Personal Name', phone: '+86 139 9999 0000', address: 'Personal Street 1' }
  const raw = JSON.stringify({ externalId: 'logged', order: anOrder({ customer, delivery }) })
  await send({ raw })
  await send({ raw, headers: kefuHeaders(raw, 'wrong') })
  await send({ raw, headers: {}, path: '/v1/inbound/orders/personal-name' })
  const shopify = JSON.stringify(aShopifyOrder({ email: 'personal@example.com', shipping_address: null }))
  await send({
    raw: shopify,
    headers: shopifyHeaders(shopify, shopifySecret),
    path: '/v1/inbound/shopify/shopify/orders/create',
  })
  spy.mockRestore()
  expect(said.length).toBeGreaterThanOrEqual(6)
  expect(JSON.stringify(said)).not.toMatch(/personal|9999|kefu_wh_|shpss_/i)
  expect(said).toContainEqual(['webhook refused', { cause: 'wrong', sender: 'shop' }])
  expect(said).toContainEqual(['webhook refused', { cause: 'unsigned' }])
})

test('binary bodies are signed over their bytes, and then refused as what they are', async () => {
  const raw = Buffer.from([0, 255, 254, 1, 128])
  const headers = { ...kefuHeaders(raw, secret), 'content-type': 'application/octet-stream' }
  const sent = () => api.nobody.post('/v1/inbound/orders/shop', undefined, { base64: raw, headers })
  expect((await sent()).status).toBe(400)
  headers['kefu-signature'] = kefuHeaders('', secret)['kefu-signature']
  await unknown(sent)
})

describe('the secrets of a sender', () => {
  const at = (hours: number) => later(monday, { minutes: hours * 60 })
  const taken = async (sender: string, secret: string, when: string) => {
    const raw = anInboundOrder()
    return (
      await send({ raw, headers: kefuHeaders(raw, secret, when), at: when, path: `/v1/inbound/orders/${sender}` })
    ).status
  }

  test('are two while it changes over, then one', async () => {
    const old = (await admit('rotating')).body.secret
    const next = (await admit('rotating', { overlapHours: 24 }, { at: at(1) })).body
    expect(next).toMatchObject({ previousUntil: at(25), secret: expect.not.stringMatching(old) })
    expect([await taken('rotating', old, at(24)), await taken('rotating', next.secret, at(24))]).toEqual([200, 200])
    expect([await taken('rotating', old, at(25)), await taken('rotating', next.secret, at(25))]).toEqual([401, 200])
  })

  test('are never three: the oldest goes at once', async () => {
    const [first, second, third] = [await admit('busy'), await admit('busy'), await admit('busy')]
    const seen = []
    for (const { body } of [first, second, third]) seen.push(await taken('busy', body.secret, monday))
    expect(seen).toEqual([401, 200, 200])
  })

  test('that have leaked end at once', async () => {
    const leaked = (await admit('leaky')).body.secret
    await admit('leaky', { overlapHours: 0 })
    expect(await taken('leaky', leaked, monday)).toBe(401)
  })

  test('are long, made by us, and shown again only to the request that asked', async () => {
    const asking = { headers: newKey() }
    const [first, again] = [await admit('shown', {}, asking), await admit('shown', {}, asking)]
    expect(first).toMatchObject({ status: 201, body: { secret: expect.stringMatching(/^kefu_wh_[\w-]{43}$/) } })
    expect(again.body).toEqual(first.body)
    expect((await admit('shown', { overlapHours: 1 }, asking)).status).toBe(422)
    const seen = await api.staff('supervisor').get('/v1/webhook-senders/shown')
    expect(seen.body).toMatchObject({ sender: 'shown', kind: 'shop', scheme: 'kefu', refused: [] })
    expect(seen.body.secrets).toEqual([{ id: first.body.secretId, from: monday }])
    expect(JSON.stringify(seen.body)).not.toContain(first.body.secret)
  })

  test('of Shopify are Shopify’s, and never shown', async () => {
    const { body } = await admit('shopify-2', { scheme: 'shopify', secret: shopifySecret })
    expect(body).not.toHaveProperty('secret')
    const seen = await api.staff('supervisor').get('/v1/webhook-senders/shopify-2')
    expect(JSON.stringify(seen.body)).not.toContain(shopifySecret)
  })

  test.each<[string, object, number]>([
    ['for Shopify without its secret', { scheme: 'shopify' }, 400],
    ['for a carrier called Shopify', { kind: 'carrier', scheme: 'shopify', secret: shopifySecret }, 400],
    ['that the sender chose itself', { secret: 'my own secret, thank you' }, 400],
    ['that is a word', { scheme: 'shopify', secret: 'short' }, 400],
    ['for a week and longer', { overlapHours: 169 }, 400],
    ['that turn a shop into a carrier', { kind: 'carrier' }, 409],
  ])('are not given %s', async (_, fields, status) => {
    expect((await admit('shop', fields)).status).toBe(status)
  })

  test.each(['A', 'x', 'Shop', 'shop_1', '-shop', 's'.repeat(41)])(
    'are not given to %s, which is no name',
    async name => {
      expect((await admit(name)).status).toBe(400)
    },
  )

  test.each(['agent', 'finance', 'warehouse', 'courier'] as const)('are not for %s', async role => {
    const asked = await api.staff(role).post('/v1/webhook-senders/new/secrets', { kind: 'shop' }, { headers: newKey() })
    expect(asked.status).toBe(403)
    expect((await api.staff(role).get('/v1/webhook-senders/shop')).status).toBe(403)
  })

  test('are asked for one at a time: of two at once both hold', async () => {
    const [one, two] = await Promise.all([admit('racing'), admit('racing')])
    expect([one.status, two.status]).toEqual([201, 201])
    for (const { body } of [one, two]) expect(await taken('racing', body.secret, monday)).toBe(200)
  })
})
