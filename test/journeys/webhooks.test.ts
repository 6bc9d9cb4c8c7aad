import type { Input } from '../../infra/local/kernel'
import type { World } from '../../infra/local/world'
import { anOrderRequest, aWorld, type Made, type Shop, shopIn, writtenIn } from '../support/journey'
import { aSender, aShopifyOrder, shopifyShop } from '../support/webhooks'

let world: World
let shop: Shop
let shopify: Awaited<ReturnType<typeof aSender>>
let carrier: Awaited<ReturnType<typeof aSender>>
let partner: Awaited<ReturnType<typeof aSender>>
beforeAll(async () => {
  world = await aWorld()
  shop = shopIn(world)
  shopify = await aSender(world, 'my-shop', shopifyShop)
  partner = await aSender(world, 'partner', { kind: 'shop' })
  carrier = await aSender(world, 'sf-express', { kind: 'carrier' })
})
afterAll(() => world.stop())

const made = ({ id, number }: Input, email: string, amount: number): Made => ({
  ...{ kind: 'order', id, number, customerId: '', email, total: { amount, currency: 'CNY' } },
})
const parcel = (trackingNumber: string, ...events: object[]) =>
  carrier.sends('/v1/inbound/parcels/sf-express', { trackingNumber, events })
const shippedAs = async (order: Made, trackingNumber: string) => {
  await shop.did(order, 'approve', 'confirm_payment', 'notify_warehouse', 'pack')
  await shop.tried(order, 'ship', { body: { courier: 'SF Express', trackingNumber } })
}
const hence = (hours: number) => new Date(world.now() + hours * 3_600_000).toISOString()

describe('an order of a Shopify shop', () => {
  test('goes from its webhook through every gate to the slip that the carrier’s webhook brings', async () => {
    const { status, body } = await shopify.tells('create', aShopifyOrder())
    expect({ status, outcome: body.outcome, state: body.state }).toEqual({
      ...{ status: 200, outcome: 'taken', state: 'pending_review' },
    })
    const order = made(body, 'customer@example.com', 26690)
    expect(shop.gateOf(order)).toBe('Review')
    expect(await shop.list('order', 'review')).toContain(order.number)
    await shippedAs(order, 'SF 0001')
    expect(shop.gateOf(order)).toBe('Delivery')

    await world.advance('PT10H')
    const departed = { id: '1', code: 'departed', at: hence(-8) }
    const delivered = { id: '2', code: 'delivered', at: hence(-1) }
    await parcel('sf0001', delivered)
    await parcel('SF-0001', departed, delivered)
    expect(await shop.stateOf(order)).toBe('in_transit')
    await parcel('SF0001', { code: 'receipt_slip', at: hence(0), slipNumber: 'POD-1' })
    expect(await shop.stateOf(order)).toBe('completed')
    expect(shop.gateOf(order)).toBe('SUCCEEDED')
    expect(await shop.historyOf(order)).toEqual([
      ...['OrderPlaced', 'OrderApproved', 'DepartmentsNotified', 'PaymentConfirmed', 'WarehouseNotified'],
      ...['OrderPacked', 'OrderShipped', 'ParcelDelivered', 'ParcelScanned', 'OrderCompleted'],
    ])
    const notices = shop.noticesOf(order).filter(({ to }) => to === order.email)
    expect(notices.map(({ notice }) => notice)).toEqual(['N-08', 'N-11', 'N-15', 'N-16', 'N-18'])
  })

  test('is there once, though Shopify tells of it three times', async () => {
    const order = aShopifyOrder({ id: 2, admin_graphql_api_id: 'gid://shopify/Order/2' })
    const first = await shopify.tells('create', order)
    const before = writtenIn(world)
    for (let again = 0; again < 2; again++) expect((await shopify.tells('create', order)).body).toEqual(first.body)
    expect(writtenIn(world).journal).toEqual(before.journal)
  })

  test('is cancelled there and so here: what was paid goes back, and its customer reads who cancelled it', async () => {
    const order = aShopifyOrder({ id: 3, admin_graphql_api_id: 'gid://shopify/Order/3', customer_locale: 'en' })
    const { body } = await shopify.tells('create', order)
    await shopify.tells('cancelled', { ...order, cancelled_at: hence(0), cancel_reason: 'staff' })
    const here = made(body, 'customer@example.com', 26690)
    expect(await shop.stateOf(here)).toBe('refund_pending')
    expect(shop.noticesOf(here).at(-1)).toMatchObject({ notice: 'N-13' })
    expect(shop.noticesOf(here).at(-1)?.text).toContain('cancelled by the shop where it was placed')
  })
})

describe('an order that a partner hands in', () => {
  const path = '/v1/inbound/orders/partner'

  test('is cancelled by the partner as long as nobody has paid, and afterwards only by us', async () => {
    const [early, late] = [
      { externalId: 'A-1', order: anOrderRequest() },
      { externalId: 'A-2', order: anOrderRequest() },
    ]
    const orders = []
    for (const order of [early, late]) orders.push(made((await partner.sends(path, order)).body, '', 25800))
    const [first, second] = orders as [Made, Made]
    const cancel = ({ externalId }: { externalId: string }) =>
      partner.sends(`${path}/cancellations`, { externalId, reason: 'changed_mind' })
    expect(await cancel(early)).toMatchObject({ status: 200, body: { id: first.id, state: 'cancelled' } })
    expect(await cancel(early)).toMatchObject({ status: 200, body: { id: first.id, state: 'cancelled' } })
    await shop.did(second, 'approve', 'confirm_payment')
    expect((await cancel(late)).status).toBe(403)
    expect((await cancel({ externalId: 'A-3' })).status).toBe(404)
  })
})

describe('a parcel', () => {
  test('that is delayed opens a ticket for logistics, and tells its customer (O17, R-TRK-03)', async () => {
    const order = await shop.placed()
    await shippedAs(order, 'SF0002')
    await parcel('SF0002', { code: 'delayed', at: hence(0) })
    expect(await shop.stateOf(order)).toBe('logistics_exception')
    expect((await world.get('/v1/tickets?list=team:logistics', { as: 'agent' })).items).toHaveLength(1)
    expect(shop.noticesOf(order).at(-1)).toMatchObject({ notice: 'N-17', to: order.email })
    await parcel('SF0002', { code: 'delayed', at: hence(1) })
    expect((await world.get('/v1/tickets?list=team:logistics', { as: 'agent' })).items).toHaveLength(1)
  })

  test('that is delivered is received after the days for it, when its customer says nothing (O21a)', async () => {
    const order = await shop.placed()
    await shippedAs(order, 'SF0003')
    await parcel('SF0003', { code: 'delivered', at: hence(0) })
    await world.advance('P11D')
    expect(await shop.stateOf(order)).toBe('completed')
  })
})

describe('a webhook that is not its sender’s', () => {
  test('is refused at the door and writes nothing', async () => {
    const before = writtenIn(world)
    const forged = {
      ...{ body: JSON.stringify(aShopifyOrder()) },
      headers: { 'x-shopify-hmac-sha256': 'x'.repeat(43) },
    }
    const reply = await world.request('POST', '/v1/inbound/shopify/my-shop/orders/create', forged)
    expect(reply).toMatchObject({ status: 401, body: { type: '/problems/unauthenticated' } })
    expect(writtenIn(world)).toEqual(before)
  })
})
