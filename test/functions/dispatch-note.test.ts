import { type Api, anOrder, apiOf, newKey } from '../support/api'
import { monday } from '../support/builders'
import { type Engine, startEngine } from '../support/engine'
import { type House, openHouse } from '../support/ports'

let engine: Engine
let house: House
let api: Api
beforeAll(async () => {
  engine = await startEngine()
  house = await openHouse(engine)
  api = apiOf(house)
})
afterAll(() => engine.stop())

const place = async (fields: object = {}) =>
  (await api.storefront().post('/v1/orders', anOrder(fields), { headers: newKey() })).body
const received = { received: { amount: 25800, currency: 'CNY' } }
const handedOver = async (fields: object = {}) => {
  const order = await place(fields)
  const post = (role: 'agent' | 'finance' | 'warehouse', act: string, body = {}) =>
    api.staff(role).post(`/v1/orders/${order.id}/${act}`, body)
  await post('agent', 'approval', { how: 'verbal' })
  await post('finance', 'payment-confirmation', { ...received, how: 'signature' })
  await post('finance', 'warehouse-notice', { shipsFrom: 'supplier' })
  await post('warehouse', 'packing')
  return order
}
const note = (id: string, role: 'agent' | 'finance' | 'warehouse', headers = {}) =>
  api.staff(role).get(`/v1/orders/${id}/dispatch-note`, { headers })

describe('the dispatch note (R-ORD-27)', () => {
  test('says what goes where, and of each gate who confirmed it, when and how', async () => {
    const { id, number } = await handedOver()
    const sign = (gate: string, type: string, role: string, how: string) => ({
      ...{ gate, type, how, by: { role, id: `${role}-1` }, at: monday },
    })
    expect((await note(id, 'warehouse')).body).toEqual({
      ...{ number, state: 'packed', placedAt: monday, shipsFrom: 'supplier' },
      lines: [{ productNumber: 'P-1001', quantity: 2, unitPrice: 12900 }],
      delivery: { consignee: '示例顾客', phone: '+86 138 0000 0027', address: '上海市徐汇区示例路 8 号' },
      ...{ paymentMethod: 'transfer', total: { amount: 25800, currency: 'CNY' } },
      signOffs: [
        sign('review', 'OrderApproved', 'agent', 'verbal'),
        sign('finance', 'PaymentConfirmed', 'finance', 'signature'),
        sign('warehouse', 'WarehouseNotified', 'finance', 'system'),
        sign('warehouse', 'OrderPacked', 'warehouse', 'system'),
      ],
    })
  })

  test('names the consignee only to those who need it, and keeps who read it (R-CUS-09)', async () => {
    const { id, customerId } = await handedOver({ customer: { accountId: 'shop-2' } })
    expect((await note(id, 'finance')).body).not.toHaveProperty('delivery')
    expect((await house.customers.accesses(customerId)).items).toEqual([])
    await note(id, 'warehouse')
    expect((await house.customers.accesses(customerId)).items).toMatchObject([
      { by: 'warehouse-1', what: 'delivery', caseId: id, operation: 'readDispatchNote' },
    ])
  })

  test('tells what the courier collects when the order is paid on delivery', async () => {
    const { id } = await handedOver({ paymentMethod: 'cash_on_delivery' })
    expect((await note(id, 'warehouse')).body.collect).toEqual({ amount: 25800, currency: 'CNY' })
  })

  test('of a receipt by slip has the signature of the door', async () => {
    const { id } = await handedOver()
    await api.staff('warehouse').post(`/v1/orders/${id}/shipment`, { courier: 'SF', trackingNumber: 'SF-1' })
    await api.staff('courier').post(`/v1/orders/${id}/receipt`, { slipNumber: 'POD-1' })
    expect((await note(id, 'agent')).body.signOffs.at(-1)).toMatchObject({ gate: 'delivery', how: 'signature' })
  })

  test.each([
    [{}, 'zh-Hans', ['发货单', '供应商', '示例顾客', '¥258.00', '口头', '2026年3月9日']],
    [
      { market: 'BR', total: { amount: 25800, currency: 'BRL' } },
      'en',
      ['Dispatch note', 'Consignee', 'R$258.00', 'verbal', '8 March 2026'],
    ],
  ])('is a page to print in the language of the market: %j', async (fields, language, parts) => {
    const { id } = await handedOver(fields)
    const page = await note(id, 'warehouse', { accept: 'text/html' })
    expect(page.headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', vary: 'accept' })
    expect(page.body).toContain(`<html lang="${language}">`)
    for (const part of parts) expect(page.body).toContain(part)
  })

  test('prints what people wrote as words, never as markup', async () => {
    const delivery = { consignee: '<script>alert(1)</script>', phone: '13800000027', address: '"&<b>' }
    const { id } = await handedOver({ delivery })
    const { body: text } = await note(id, 'warehouse', { accept: 'text/html' })
    expect(text).not.toMatch(/<script|<b>/)
    expect(text).toContain('alert(1)')
  })
})
