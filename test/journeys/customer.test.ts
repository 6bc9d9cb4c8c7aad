import { parse } from 'csv-parse/sync'
import type { World } from '../../infra/local/world'
import { aCustomer, anOrderRequest, aTicketRequest, aWorld, type Shop, shopIn } from '../support/journey'

let world: World
let shop: Shop
beforeAll(async () => {
  world = await aWorld()
  shop = shopIn(world)
})
afterAll(() => world.stop())

const agent = { as: 'agent' }
const lookUp = async (by: string, value: string, as = 'agent') =>
  (await world.post('/v1/look-up', { as, body: { by, value } })).cases.map(({ number }: { number: string }) => number)

describe('a customer who wrote as a guest, then opened an account, then bought by phone', () => {
  test('has one file, one timeline, and a parcel that everyone finds by its number', async () => {
    const { accountId, email, name } = aCustomer()
    const phone = '+86 139 0000 0042'
    const asked = await shop.opened(aTicketRequest('这双鞋有 42 码吗？', { customer: { email } }))
    const bought = await shop.placed(anOrderRequest({ customer: { accountId, email: email.toUpperCase(), phone } }))
    const again = await shop.placed(anOrderRequest({ customer: { name, phone: '139-0000-0042' } }))
    expect([bought.customerId, again.customerId]).toEqual([asked.customerId, asked.customerId])

    await shop.did(bought, 'approve', 'confirm_payment', 'notify_warehouse', 'pack', 'ship')
    const { trackingNumber } = await shop.seen(bought)
    expect(await lookUp('tracking_number', trackingNumber, 'warehouse')).toContain(bought.number)
    expect((await lookUp('phone', '13900000042')).sort()).toEqual([asked.number, bought.number, again.number].sort())

    const timeline = `/v1/customers/${asked.customerId}/timeline`
    const own = { as: 'storefront', customer: asked.customerId }
    const { items, opened } = await world.get(`${timeline}?open=${bought.id}`, own)
    expect(items).toHaveLength(3)
    expect(opened.history.map(({ type }: { type: string }) => type)).toContain('OrderShipped')
  })

  test('leaves a list that a spreadsheet opens, and a record of who looked', async () => {
    const { customerId, number } = await shop.opened()
    const asked = { ...agent, headers: { accept: 'text/csv', 'accept-language': 'zh-CN' } }
    const { headers, body } = await world.request('GET', `/v1/customers/${customerId}/cases`, asked)
    expect(headers['content-type']).toContain('text/csv')
    expect(parse(body, { bom: true, columns: true })).toMatchObject([{ 单号: number, 类型: 'ticket' }])
    const { items } = await world.get(`/v1/customers/${customerId}/accesses`, { as: 'supervisor' })
    expect(items).toMatchObject([{ operation: 'listCustomerCases', what: 'timeline', roles: ['agent'] }])
  })
})
