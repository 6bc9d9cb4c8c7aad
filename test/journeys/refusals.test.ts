import { createPrivateKey, generateKeyPairSync, type JsonWebKey, type KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type JWTPayload, SignJWT, UnsecuredJWT } from 'jose'
import type { RequestOptions, World } from '../../infra/local/world'
import {
  type ActName,
  aKey,
  anOrderRequest,
  aTicketRequest,
  aWorld,
  type Made,
  orderActs,
  type Shop,
  shopIn,
  ticketActs,
  writtenIn,
} from '../support/journey'

let world: World
let shop: Shop
beforeAll(async () => {
  world = await aWorld()
  shop = shopIn(world)
})
afterAll(() => world.stop())

/** Whatever `work` does, no item and no line of the journal is written. */
async function writingNothing<T>(work: () => Promise<T>): Promise<T> {
  const before = writtenIn(world)
  const result = await work()
  expect(writtenIn(world)).toEqual(before)
  return result
}

interface Rule {
  readonly by: readonly string[]
  readonly from: readonly string[]
}

const beforePayment = ['pending_review', 'pending_payment', 'payment_overdue']
const beforeShipment = ['paid', 'ready_to_ship', 'packed']
const onItsWay = ['shipped', 'in_transit']

const afterPayment = [...beforeShipment, ...onItsWay, 'logistics_exception', 'completed']

/** Who may do what, and from where: requirements §4.1 and §4.3, written out once more by hand. */
const rules: Readonly<Record<ActName, readonly Rule[]>> = {
  approve: [{ by: ['agent'], from: ['pending_review'] }],
  warn_of_stock: [{ by: ['agent'], from: ['pending_review'] }],
  reject: [{ by: ['agent'], from: ['pending_review'] }],
  confirm_payment: [{ by: ['finance'], from: ['pending_payment', 'payment_overdue'] }],
  not_arrived: [{ by: ['finance'], from: ['pending_payment'] }],
  report_payment_problem: [{ by: ['agent', 'finance'], from: ['pending_payment', 'payment_overdue'] }],
  clarify_paid: [{ by: ['finance'], from: ['payment_problem'] }],
  clarify_unpaid: [{ by: ['agent'], from: ['payment_problem'] }],
  cancel_unpaid: [{ by: ['agent'], from: ['payment_overdue'] }],
  record_late_payment: [{ by: ['finance'], from: ['cancelled'] }],
  want_refund: [{ by: ['agent', 'supervisor'], from: afterPayment }],
  record_refund: [{ by: ['finance'], from: [...afterPayment, 'refund_pending'] }],
  record_contact_attempt: [{ by: ['agent'], from: ['pending_payment', 'payment_overdue'] }],
  notify_warehouse: [{ by: ['finance'], from: ['paid'] }],
  delay: [{ by: ['agent'], from: beforeShipment }],
  pack: [{ by: ['warehouse'], from: ['ready_to_ship'] }],
  ship: [{ by: ['warehouse'], from: ['packed'] }],
  scan: [{ by: ['courier'], from: [...onItsWay, 'logistics_exception'] }],
  deliver: [{ by: ['courier'], from: [...onItsWay, 'logistics_exception'] }],
  report_exception: [
    { by: ['courier', 'storefront', 'agent'], from: onItsWay },
    { by: ['courier', 'agent'], from: ['logistics_exception'] },
  ],
  resolve_exception: [{ by: ['agent'], from: ['logistics_exception'] }],
  reship: [{ by: ['supervisor'], from: ['logistics_exception'] }],
  refund_lost: [{ by: ['supervisor'], from: ['logistics_exception'] }],
  confirm_receipt: [{ by: ['courier', 'storefront'], from: onItsWay }],
  dispute_receipt: [{ by: ['storefront', 'agent'], from: ['completed'] }],
  cancel: [
    { by: ['storefront', 'agent'], from: beforePayment },
    { by: ['agent'], from: beforeShipment },
  ],
  want_invoice: [
    {
      by: ['storefront', 'agent'],
      from: [...beforePayment, 'payment_problem', ...afterPayment],
    },
  ],
  issue_invoice: [{ by: ['finance'], from: ['completed'] }],
  post_invoice: [{ by: ['agent'], from: ['completed'] }],
  take: [{ by: ['agent', 'supervisor'], from: ['classified', 'assigned', 'in_progress'] }],
  respond: [{ by: ['agent', 'supervisor'], from: ['assigned', 'in_progress', 'resolved'] }],
  resolve: [{ by: ['agent', 'supervisor'], from: ['in_progress'] }],
}
const roles = ['agent', 'supervisor', 'finance', 'warehouse', 'courier', 'storefront']

const unpaidWays = ['cancel', 'confirm_payment', 'record_contact_attempt', 'report_payment_problem', 'want_invoice']
const paidWays = ['want_invoice', 'want_refund', 'record_refund']
const parcelWays = ['confirm_receipt', 'deliver', 'report_exception', 'scan', ...paidWays]

const writtenWays = [
  ...['customer_writes', 'note', 'log_issue', 'record_consultation', 'settle_issue', 'split_off', 'tag'],
  ...['claim_same_person', 'decide_same_person'],
]
const livingWays = [...writtenWays, 'absorb', 'keep_call_back', 'take_back']
const waitingWays = [...livingWays, 'merge_into', 'promise_call_back', 'record_plan', 'regrade', 'urge', 'take']
const inHandWays = [
  ...[...waitingWays, 'respond', 'escalate', 'reassign', 'record_complaint', 'report_progress'],
  ...['request_authorisation', 'decide_authorisation'],
]

/** What a refusal says would be possible, beside the call that may be on record in any state. */
const waysOut: Readonly<Record<string, readonly string[]>> = {
  pending_review: ['approve', 'cancel', 'merge', 'merge_into', 'reject', 'want_invoice', 'warn_of_stock'],
  pending_payment: [...unpaidWays, 'not_arrived'],
  payment_overdue: [...unpaidWays, 'cancel_unpaid'],
  payment_problem: ['clarify_paid', 'clarify_unpaid', 'want_invoice'],
  paid: ['cancel', 'delay', 'notify_warehouse', ...paidWays],
  ready_to_ship: ['cancel', 'delay', 'pack', ...paidWays],
  packed: ['cancel', 'delay', 'ship', ...paidWays],
  shipped: parcelWays,
  in_transit: parcelWays,
  logistics_exception: [
    'deliver',
    'refund_lost',
    'report_exception',
    'reship',
    'resolve_exception',
    'scan',
    ...paidWays,
  ],
  completed: ['dispute_receipt', 'issue_invoice', 'post_invoice', ...paidWays],
  cancelled: ['record_late_payment'],
  refund_pending: ['record_refund'],
  classified: [...waitingWays, 'dismiss'],
  assigned: inHandWays,
  in_progress: [...inHandWays, 'resolve', 'ask_customer', 'hand_over'],
  resolved: [...[...livingWays, 'respond', 'object', 'complete_record', 'pass_verification', 'fail_verification']],
}

const roads: readonly [state: string, acts: readonly ActName[], fields?: object][] = [
  ['pending_review', []],
  ['pending_payment', ['approve']],
  ['payment_problem', ['approve', 'report_payment_problem']],
  ['paid', ['approve', 'confirm_payment']],
  ['ready_to_ship', ['approve', 'confirm_payment', 'notify_warehouse']],
  ['packed', ['approve', 'confirm_payment', 'notify_warehouse', 'pack']],
  ['shipped', ['approve', 'confirm_payment', 'notify_warehouse', 'pack', 'ship']],
  ['in_transit', ['approve', 'confirm_payment', 'notify_warehouse', 'pack', 'ship', 'scan']],
  ['logistics_exception', ['approve', 'confirm_payment', 'notify_warehouse', 'pack', 'ship', 'report_exception']],
  ['completed', ['approve', 'confirm_payment', 'notify_warehouse', 'pack', 'ship', 'confirm_receipt']],
  ['cancelled', ['reject']],
  ['refund_pending', ['reject'], { paymentMethod: 'prepaid' }],
]

const whoMay = (name: ActName, state?: string): readonly string[] => [
  ...new Set(rules[name].filter(({ from }) => !state || from.includes(state)).flatMap(({ by }) => by)),
]

/** Tries every pair of role and act that the state does not allow. */
async function refusesAllElse(made: Made, state: string, names: readonly ActName[]) {
  expect(await shop.stateOf(made)).toBe(state)
  await writingNothing(async () => {
    for (const name of names)
      for (const as of roles) {
        const open = whoMay(name, state)
        if (open.includes(as)) continue
        const { status, body } = await shop.tried(made, name, { as })
        const problem = { status, type: body.type, state: body.state, event: body.event }
        const told = whoMay(name).includes(as) ? { state, event: name } : { state: undefined, event: undefined }
        const expected =
          told.event && open.length === 0
            ? { status: 409, type: '/problems/conflict', ...told }
            : { status: 403, type: '/problems/forbidden', ...told }
        expect({ as, name, ...problem }).toEqual({ as, name, ...expected })
        if (status !== 409) continue
        const possible = body.allowed.map(({ event }: { event: string }) => event)
        expect(possible.sort()).toEqual([...(waysOut[state] ?? []), 'record_call'].sort())
        for (const { event, by } of body.allowed)
          if (event in rules) expect(inRoles(by)).toEqual([...whoMay(event as ActName, state)].sort())
      }
  })
}
const inRoles = (by: readonly string[]) =>
  by
    .filter(role => role !== 'system')
    .map(role => (role === 'customer' ? 'storefront' : role))
    .sort()

describe('an act is refused to the wrong person and in the wrong state, and changes nothing', () => {
  const acts = Object.keys(orderActs) as ActName[]

  test.each(roads)('on an order that is %s', async (state, road, fields = {}) => {
    const order = await shop.placed(anOrderRequest(fields))
    await shop.did(order, ...road)
    await refusesAllElse(order, state, acts)
  })

  test('on an order that is payment_overdue', async () => {
    const order = await shop.placed()
    await shop.did(order, 'approve')
    await world.advance('P2D')
    await refusesAllElse(order, 'payment_overdue', acts)
  })

  const ticketRoads: readonly [string, readonly ActName[]][] = [
    ['classified', []],
    ['assigned', ['take']],
    ['in_progress', ['take', 'respond']],
    ['resolved', ['take', 'respond', 'resolve']],
  ]
  test.each(ticketRoads)('on a ticket that is %s', async (state, road) => {
    const ticket = await shop.opened()
    await shop.did(ticket, ...road)
    await refusesAllElse(ticket, state, Object.keys(ticketActs) as ActName[])
  })
})

test('an act that is allowed does write, as these journeys would see', async () => {
  const order = await shop.placed()
  const before = writtenIn(world)
  await shop.did(order, 'approve')
  expect(writtenIn(world).units).toBeGreaterThan(before.units)
  expect(writtenIn(world).journal).not.toBe(before.journal)
})

describe('an act that breaks a rule of its own is refused, and changes nothing', () => {
  test('a dispute of what the slip says, eight days later (C-20)', async () => {
    const order = await shop.placed()
    await shop.did(order, 'approve', 'confirm_payment', 'notify_warehouse', 'pack', 'ship', 'confirm_receipt')
    await world.advance('P8D')
    const answer = await writingNothing(() => shop.tried(order, 'dispute_receipt'))
    expect(answer).toMatchObject({ status: 409, body: { detail: expect.stringContaining('7 days') } })
  })

  test('a parcel that is late is not sent again: only a lost one is (O19)', async () => {
    const order = await shop.placed()
    await shop.did(order, 'approve', 'confirm_payment', 'notify_warehouse', 'pack', 'ship')
    await shop.tried(order, 'report_exception', { body: { kind: 'delay' } })
    const answer = await writingNothing(() => shop.tried(order, 'reship'))
    expect(answer).toMatchObject({ status: 409, body: { detail: expect.stringContaining('late, not lost') } })
  })

  test('a receipt by the courier without the number of the slip', async () => {
    const order = await shop.placed()
    await shop.did(order, 'approve', 'confirm_payment', 'notify_warehouse', 'pack', 'ship')
    const answer = await writingNothing(() => shop.tried(order, 'confirm_receipt', { body: {} }))
    expect(answer).toMatchObject({ status: 409, body: { detail: expect.stringContaining('slip') } })
  })

  test('a change on top of a version that another has changed (If-Match)', async () => {
    const order = await shop.placed()
    await shop.did(order, 'approve')
    const headers = { 'if-match': '"1"' }
    const stale = await writingNothing(() => shop.tried(order, 'confirm_payment', { headers }))
    expect(stale).toMatchObject({ status: 412, body: { type: '/problems/stale', version: 3 } })
    const seen = await world.request('GET', `/v1/orders/${order.id}`, { as: 'finance' })
    const fresh = await shop.tried(order, 'confirm_payment', { headers: { 'if-match': String(seen.headers.etag) } })
    expect(fresh.status).toBe(200)
  })

  test('an If-Match that is no ETag of ours', async () => {
    const order = await shop.placed()
    const answer = await writingNothing(() => shop.tried(order, 'approve', { headers: { 'if-match': 'newest' } }))
    expect(answer).toMatchObject({ status: 400, body: { type: '/problems/invalid' } })
  })

  test('an Idempotency-Key that came with another body', async () => {
    const order = await shop.placed()
    const idempotencyKey = aKey()
    const first = await shop.tried(order, 'reject', { idempotencyKey })
    const again = await writingNothing(() => shop.tried(order, 'reject', { idempotencyKey }))
    expect(again).toMatchObject({ status: 200, body: first.body })
    const other = await writingNothing(() =>
      shop.tried(order, 'reject', { idempotencyKey, body: { reason: 'duplicate' } }),
    )
    expect(other).toMatchObject({ status: 422, body: { type: '/problems/unprocessable' } })
  })
})

describe('bad input is refused with its reason, and writes nothing', () => {
  const order = (fields: object) => anOrderRequest(fields)
  const line = (fields: object) =>
    order({ lines: [{ productNumber: 'P-1', quantity: 1, unitPrice: 25800, ...fields }] })
  const without = (name: string) => {
    const { [name]: _, ...rest } = anOrderRequest() as Record<string, unknown>
    return rest
  }

  test.each<[string, string, object | string, string]>([
    ['is not JSON', 'orders', '{"customer":', ''],
    ['is empty', 'orders', '', 'delivery'],
    ['is a list', 'orders', '[]', ''],
    ['is null', 'orders', 'null', 'delivery'],
    ['has a field that is not known', 'orders', order({ discount: 100 }), 'discount'],
    ['has a field that is not known deep inside', 'orders', line({ price: 1 }), 'lines.0.price'],
    ['has a text for a number', 'orders', line({ quantity: '1' }), 'lines.0.quantity'],
    ['has a number for a text', 'orders', line({ productNumber: 1 }), 'lines.0.productNumber'],
    ['has a negative price', 'orders', line({ unitPrice: -1 }), 'lines.0.unitPrice'],
    ['has a fraction of a cent', 'orders', line({ unitPrice: 0.5 }), 'lines.0.unitPrice'],
    ['has a fraction of a piece', 'orders', line({ quantity: 1.5 }), 'lines.0.quantity'],
    ['has no piece', 'orders', line({ quantity: 0 }), 'lines.0.quantity'],
    ['has negative shipping', 'orders', order({ shipping: -100 }), 'shipping'],
    ['has a negative total', 'orders', order({ total: { amount: -1, currency: 'CNY' } }), 'total.amount'],
    ['has an amount beyond all numbers', 'orders', line({ unitPrice: 1e20 }), 'lines.0.unitPrice'],
    ['has no lines', 'orders', order({ lines: [] }), 'lines'],
    ['has too many lines', 'orders', order({ lines: Array(101).fill(anOrderRequest().lines[0]) }), 'lines'],
    [
      'has a total that its lines do not come to',
      'orders',
      order({ total: { amount: 1, currency: 'CNY' } }),
      'total.amount',
    ],
    [
      'has the currency of another market',
      'orders',
      order({ total: { amount: 25800, currency: 'BRL' } }),
      'total.currency',
    ],
    ['has a market that is not ours', 'orders', order({ market: 'XX' }), 'market'],
    ['has a way of paying that is not ours', 'orders', order({ paymentMethod: 'cheque' }), 'paymentMethod'],
    ['has no delivery', 'orders', without('delivery'), 'delivery'],
    ['has no customer', 'orders', without('customer'), 'customer'],
    ['has a customer whom nobody can reach', 'orders', order({ customer: {} }), 'customer'],
    ['has an address that is no e-mail address', 'orders', order({ customer: { email: 'li' } }), 'customer.email'],
    ['has words of blanks alone', 'tickets', aTicketRequest('  \n '), 'description'],
    ['has words without end', 'tickets', aTicketRequest('长'.repeat(10_001)), 'description'],
    ['has a channel that is not ours', 'tickets', aTicketRequest('?', { channel: 'pigeon' }), 'channel'],
  ])('a request that %s', async (_, kind, body, path) => {
    const options = { as: 'storefront', idempotencyKey: aKey(), body }
    const answer = await writingNothing(() => world.request('POST', `/v1/${kind}`, options))
    expect(answer).toMatchObject({ status: 400, body: { type: '/problems/invalid', status: 400 } })
    expect(answer.headers['content-type']).toBe('application/problem+json')
    const paths = (answer.body.errors ?? [{ path: '' }]).map((error: { path: string }) => error.path)
    expect(paths).toContain(path)
  })

  test.each<[string, RequestOptions]>([
    ['of another content type', { headers: { 'content-type': 'text/plain' }, idempotencyKey: 'a-key-of-its-own' }],
    ['without an Idempotency-Key', {}],
    ['with a key that is too short', { idempotencyKey: 'short' }],
    ['with a key of other letters', { idempotencyKey: '钥匙钥匙钥匙钥匙' }],
  ])('a request %s', async (_, options) => {
    const answer = await writingNothing(() =>
      world.request('POST', '/v1/orders', { as: 'storefront', body: anOrderRequest(), ...options }),
    )
    expect(answer).toMatchObject({ status: 400, body: { type: '/problems/invalid' } })
  })

  test('a creation whose Idempotency-Key came with another body', async () => {
    const idempotencyKey = aKey()
    await shop.placed(anOrderRequest(), { idempotencyKey })
    const options = { as: 'storefront', idempotencyKey, body: anOrderRequest() }
    const answer = await writingNothing(() => world.request('POST', '/v1/orders', options))
    expect(answer).toMatchObject({ status: 422, body: { type: '/problems/unprocessable' } })
  })

  const wordsOf = (bytes: number) => JSON.stringify(aTicketRequest('x'.repeat(bytes)))
  test.each<[string, number, string | undefined]>([
    ['a body of more than 128 KiB', 128 * 1024, '/problems/too-large'],
    ['a body of more than 6 MB, which is no event of Lambda', 6 * 1024 * 1024, undefined],
    ['a body of more than 10 MB, which the API does not take', 10 * 1024 * 1024, undefined],
  ])('%s', async (_, bytes, type) => {
    const options = { as: 'storefront', idempotencyKey: aKey(), body: wordsOf(bytes) }
    const { status, body } = await writingNothing(() => world.request('POST', '/v1/tickets', options))
    expect({ status, type: body.type }).toEqual({ status: 413, type })
  })

  test('headers of more than 10 KB', async () => {
    const options = { as: 'storefront', body: aTicketRequest(), idempotencyKey: aKey() }
    const headers = { 'x-long': 'x'.repeat(10_240) }
    const answer = await writingNothing(() => world.request('POST', '/v1/tickets', { ...options, headers }))
    expect(answer.status).toBe(431)
  })

  test.each([
    ['an order that nobody knows', 'POST', '/v1/orders/5f0c7a52-0000-5000-8000-000000000000/approval', 404],
    ['an id that is none', 'POST', '/v1/orders/%20/approval', 404],
    ['an id without end', 'POST', `/v1/orders/${'9'.repeat(65)}/approval`, 400],
    ['a ticket that nobody knows', 'GET', '/v1/tickets/5f0c7a52-0000-5000-8000-000000000000', 404],
    ['a customer whom nobody knows', 'GET', '/v1/customers/5f0c7a52-0000-5000-8000-000000000000', 404],
    ['a list that is none', 'GET', '/v1/orders?list=all', 400],
    ['no list', 'GET', '/v1/orders', 400],
    ['a question that is not known', 'GET', '/v1/orders?list=review&sort=total', 400],
    ['a cursor that is not ours', 'GET', '/v1/orders?list=review&cursor=e30', 400],
    ['a path that does not exist', 'GET', '/v1/invoices', 404],
    ['a method that the path does not have', 'POST', '/v1/customers/1', 404],
  ])('%s', async (_, method, path, status) => {
    const options = { as: 'agent', ...(method === 'POST' && { body: {} }) }
    expect(await writingNothing(() => world.request(method, path, options))).toMatchObject({ status })
  })

  test('a ticket where an order is asked for', async () => {
    const ticket = await shop.opened()
    const answer = await writingNothing(() =>
      world.request('POST', `/v1/orders/${ticket.id}/approval`, { as: 'agent', body: {} }),
    )
    expect(answer).toMatchObject({ status: 404, body: { type: '/problems/not-found' } })
  })

  test('a cursor that was given for another list', async () => {
    for (let n = 0; n < 51; n++) await shop.placed(anOrderRequest(), { settle: false })
    await world.settle()
    const { cursor } = await world.get('/v1/orders?list=review', { as: 'agent' })
    const path = `/v1/orders?list=warehouse&cursor=${encodeURIComponent(cursor)}`
    expect(await world.request('GET', path, { as: 'agent' })).toMatchObject({ status: 400 })
  })
})

describe('what is another customer’s does not exist', () => {
  test('not for reading, not for any act, not for naming it in a message', async () => {
    const [order, ticket, other] = [await shop.placed(), await shop.opened(), await shop.placed()]
    await shop.did(order, 'approve')
    const as = { as: 'storefront', customer: other.customerId }
    await writingNothing(async () => {
      const answers = [
        await shop.readBy(order, other.customerId),
        await shop.readBy(ticket, other.customerId),
        await shop.tried(order, 'cancel', as),
        await shop.tried(order, 'confirm_receipt', { ...as, body: {} }),
        await world.request('GET', `/v1/customers/${order.customerId}/cases`, as),
      ]
      for (const answer of answers)
        expect(answer).toMatchObject({ status: 404, body: { type: '/problems/not-found', title: 'Not found' } })
      const body = aTicketRequest('到哪了？', { orderId: order.id })
      const naming = await world.request('POST', '/v1/tickets', { ...as, idempotencyKey: aKey(), body })
      expect(naming).toMatchObject({ status: 422, body: { errors: [{ path: 'orderId' }] } })
    })
  })

  test('nor does one’s own, for a storefront that names nobody', async () => {
    const order = await shop.placed()
    const answer = await writingNothing(() => world.request('GET', `/v1/orders/${order.id}`, { as: 'storefront' }))
    expect(answer).toMatchObject({ status: 404 })
  })
})

describe('a token that proves nothing opens nothing', () => {
  interface Genuine {
    readonly key: KeyObject
    readonly kid: string
    readonly claims: JWTPayload
  }
  /** The pool's own key and the claims of a token of today. */
  async function genuine(who = 'agent'): Promise<Genuine> {
    const [head = '', claims = ''] = (await world.as(who)).split('.')
    const decoded = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString())
    const { keys } = JSON.parse(readFileSync(join(world.kernel.folder, 'cognito.json'), 'utf8'))
    const key = createPrivateKey({ key: Object.values(keys)[0] as JsonWebKey, format: 'jwk' })
    return { key, kid: decoded(head).kid, claims: decoded(claims) }
  }
  const anotherKey = () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
  const signed = (claims: JWTPayload, { key, kid }: Pick<Genuine, 'key' | 'kid'>) =>
    new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid }).sign(key)

  const attempts: Readonly<Record<string, (of: Genuine) => Promise<string> | string>> = {
    'signed with another key': of => signed(of.claims, { kid: of.kid, key: anotherKey() }),
    'signed with a key that names itself': of => signed(of.claims, { kid: 'mine', key: anotherKey() }),
    'without a signature (alg none)': of => new UnsecuredJWT(of.claims).encode(),
    'signed with the public key as a shared secret': of =>
      new SignJWT(of.claims).setProtectedHeader({ alg: 'HS256', kid: of.kid }).sign(Buffer.from(of.kid)),
    'whose claims were changed afterwards': async of => {
      const [head, , signature] = (await signed(of.claims, of)).split('.')
      const claims = { ...of.claims, 'cognito:groups': ['finance'] }
      return [head, Buffer.from(JSON.stringify(claims)).toString('base64url'), signature].join('.')
    },
    'of another application of the same pool': of => signed({ ...of.claims, client_id: 'another-application' }, of),
    'of another issuer': of => signed({ ...of.claims, iss: 'https://issuer.example' }, of),
    'that has expired': of => signed({ ...of.claims, exp: Math.floor(world.now() / 1000) - 1 }, of),
    'that never expires': ({ claims: { exp: _, ...claims }, ...of }) => signed(claims, of),
    'that is no token': () => 'letmein',
  }

  test.each(Object.entries(attempts))('%s', async (_, forge) => {
    const order = await shop.placed()
    const headers = { authorization: `Bearer ${await forge(await genuine())}` }
    const path = `/v1/orders/${order.id}/approval`
    const answer = await writingNothing(() => world.request('POST', path, { headers, body: {} }))
    expect(answer).toMatchObject({ status: 401, headers: { 'www-authenticate': expect.stringContaining('Bearer') } })
    expect(Object.keys(answer.body)).toEqual(['message'])
  })

  test('though the same token, well signed, does', async () => {
    const order = await shop.placed()
    const of = await genuine()
    const headers = { authorization: `Bearer ${await signed(of.claims, of)}` }
    expect(await world.request('POST', `/v1/orders/${order.id}/approval`, { headers, body: {} })).toMatchObject({
      status: 200,
    })
  })

  test('nor does none at all, at any route that is not public', async () => {
    const { paths } = await world.get('/openapi.json')
    const routes = Object.entries<object>(paths).flatMap(([path, operations]) =>
      Object.keys(operations).map(method => [method.toUpperCase(), path] as const),
    )
    await writingNothing(async () => {
      for (const [method, path] of routes) {
        const { status } = await world.request(method, path.replace(/\{\w+\}/, 'x'))
        expect({ method, path, status }).toEqual({
          method,
          path,
          status: path.startsWith('/v1/links/') ? 404 : path.startsWith('/v1/') ? 401 : 200,
        })
      }
    })
  })

  test('nor does one of an hour ago, after its time', async () => {
    const order = await shop.placed()
    const headers = { authorization: `Bearer ${await world.as('agent', 'agent-of-yesterday')}` }
    await world.advance('P1D')
    const path = `/v1/orders/${order.id}/approval`
    expect(await writingNothing(() => world.request('POST', path, { headers, body: {} }))).toMatchObject({
      status: 401,
    })
  })

  test('and a group that is no role of the house gives none', async () => {
    const order = await shop.placed()
    const of = await genuine()
    for (const group of ['customer', 'system', 'admin']) {
      const token = await signed({ ...of.claims, 'cognito:groups': [group] }, of)
      const options = { headers: { authorization: `Bearer ${token}` }, body: {} }
      const answer = await writingNothing(() => world.request('POST', `/v1/orders/${order.id}/approval`, options))
      expect(answer).toMatchObject({ status: 403 })
    }
  })
})

test('no message of these journeys died', () => expect(world.deadLetters()).toEqual([]))
