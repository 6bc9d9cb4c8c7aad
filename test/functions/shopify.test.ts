import { shopifyOrder } from '../../functions/webhooks/shopify-order'
import { placementOf } from '../../functions/webhooks/shopify-placement'
import { sum } from '../../shared/domain/money'
import { type Api, apiOf, newKey } from '../support/api'
import { type Engine, startEngine } from '../support/engine'
import { type House, openHouse } from '../support/ports'
import { aShopifyOrder, shopifyHeaders, shopifySecret, shopifyShop } from '../support/webhooks'

const shop = { id: 'my-shop', market: 'CN' } as const
const mapped = (fields: object = {}) => placementOf(shopifyOrder.parse(aShopifyOrder(fields)), shop)
const placed = (fields: object = {}) => {
  const placement = mapped(fields)
  if (typeof placement === 'string') throw new Error(placement)
  return placement
}
const item = (price: string, fields: object = {}) => ({ id: 1, sku: 'P-1', quantity: 1, price, ...fields })
const goods = (total_price: string, line_items: readonly object[], fields: object = {}) => {
  const { lines, shipping, total } = placed({ total_price, line_items, shipping_lines: [], ...fields })
  expect(sum(lines, shipping)).toBe(total.amount)
  return { lines: lines.map(line => `${line.quantity} × ${line.productNumber} ${line.unitPrice}`), shipping }
}

describe('an order of Shopify in our form', () => {
  test('has the buyer, the address, the goods and the way of payment', () => {
    expect(placed()).toEqual({
      market: 'CN',
      language: 'zh-Hans',
      placedVia: 'online',
      customer: {
        accountId: 'my-shop:7027',
        name: '顾客 示例',
        email: 'customer@example.com',
        phone: '+86 138 0000 0027',
      },
      delivery: {
        consignee: '示例顾客',
        phone: '+86 138 0000 0027',
        address: '示例路 8 号 301 室, 上海市, 200030, China',
      },
      paymentMethod: 'prepaid',
      lines: [
        { productNumber: 'P-1001', quantity: 2, unitPrice: 12245 },
        { productNumber: 'variant-44610569208040', quantity: 1, unitPrice: 1000 },
      ],
      shipping: 1200,
      total: { amount: 26690, currency: 'CNY' },
    })
  })

  test.each<[string, object, string]>([
    ['paid by card', {}, 'prepaid'],
    ['authorised only', { financial_status: 'authorized' }, 'transfer'],
    ['pending at a bank', { financial_status: 'pending', payment_gateway_names: ['Bank Deposit'] }, 'transfer'],
    ['paid in part', { financial_status: 'partially_paid' }, 'transfer'],
    [
      'on delivery',
      { financial_status: 'pending', payment_gateway_names: ['Cash on Delivery (COD)'] },
      'cash_on_delivery',
    ],
    [
      'on delivery, in Chinese',
      { financial_status: 'pending', payment_gateway_names: ['货到付款'] },
      'cash_on_delivery',
    ],
    ['on delivery, but already paid', { payment_gateway_names: ['Cash on Delivery (COD)'] }, 'prepaid'],
    ['by nothing that is named', { financial_status: null, payment_gateway_names: null }, 'transfer'],
    ['by a codfish, which is no COD', { financial_status: 'pending', payment_gateway_names: ['codfish'] }, 'transfer'],
  ])('%s', (_, fields, paymentMethod) => {
    expect(placed(fields).paymentMethod).toBe(paymentMethod)
  })

  test.each<[string, string, readonly object[], object, readonly string[], number]>([
    ['one thing', '9.90', [item('9.90')], {}, ['1 × P-1 990'], 0],
    ['0.1 and 0.2', '0.3', [item('0.1'), item('0.2', { sku: 'P-2' })], {}, ['1 × P-1 10', '1 × P-2 20'], 0],
    ['a gift', '5.00', [item('5.00'), item('0.00', { sku: 'GIFT' })], {}, ['1 × P-1 500', '1 × GIFT 0'], 0],
    ['nothing to pay', '0.00', [item('5.00', { discount_allocations: [{ amount: '5.00' }] })], {}, ['1 × P-1 0'], 0],
    [
      'a discount on the line that does not divide',
      '9.00',
      [item('3.34', { quantity: 3, discount_allocations: [{ amount: '1.02' }] })],
      {},
      ['3 × P-1 300'],
      0,
    ],
    [
      'a discount that leaves cents over',
      '10.00',
      [item('3.50', { quantity: 3, discount_allocations: [{ amount: '0.50' }] })],
      {},
      ['2 × P-1 333', '1 × P-1 334'],
      0,
    ],
    [
      'two discounts on one line',
      '79.90',
      [item('99.00', { discount_allocations: [{ amount: '14.10' }, { amount: '5.00' }] })],
      {},
      ['1 × P-1 7990'],
      0,
    ],
    [
      'a discount that no line tells of',
      '27.00',
      [item('10.00'), item('20.00', { sku: 'P-2' })],
      {},
      ['1 × P-1 900', '1 × P-2 1800'],
      0,
    ],
    [
      'taxes on top',
      '119.00',
      [item('100.00', { tax_lines: [{ price: '19.00' }] })],
      { taxes_included: false },
      ['1 × P-1 11900'],
      0,
    ],
    [
      'taxes in the price',
      '100.00',
      [item('100.00', { tax_lines: [{ price: '15.97' }] })],
      { taxes_included: true },
      ['1 × P-1 10000'],
      0,
    ],
    [
      'taxes that are told for the order alone',
      '119.00',
      [item('100.00')],
      { taxes_included: false },
      ['1 × P-1 10000', '1 × other-charges 1900'],
      0,
    ],
    [
      'shipping, with its own discount and tax',
      '112.00',
      [item('100.00')],
      {
        taxes_included: false,
        shipping_lines: [
          { price: '15.00', discount_allocations: [{ amount: '5.00' }], tax_lines: [{ price: '2.00' }] },
        ],
      },
      ['1 × P-1 10000'],
      1200,
    ],
    [
      'shipping that is free',
      '10.00',
      [item('10.00')],
      { shipping_lines: [{ price: '8.00', discount_allocations: [{ amount: '8.00' }] }] },
      ['1 × P-1 1000'],
      0,
    ],
    ['a tip', '11.00', [item('10.00')], {}, ['1 × P-1 1000', '1 × other-charges 100'], 0],
    [
      'a line that was taken out',
      '10.00',
      [item('10.00'), item('5.00', { sku: 'P-2', quantity: 0 })],
      {},
      ['1 × P-1 1000'],
      0,
    ],
    ['amounts as numbers', '0.3', [item('0.1'), { ...item('0'), price: 0.2 }], {}, ['1 × P-1 10', '1 × P-1 20'], 0],
  ])('adds up with %s', (_, total, items, fields, lines, shipping) => {
    expect(goods(total, items, fields)).toEqual({ lines, shipping })
  })

  test.each<[string, object, string]>([
    ['by its SKU', { sku: 'ABC-1' }, 'ABC-1'],
    ['by its variant', { sku: '', variant_id: 5, product_id: 6 }, 'variant-5'],
    ['by its product', { sku: null, variant_id: null, product_id: 6 }, 'product-6'],
    ['by its line when it is no product at all', { sku: null, id: 77 }, 'item-77'],
    ['by its variant when its SKU is a novel', { sku: 'x'.repeat(65), variant_id: 5 }, 'variant-5'],
  ])('names a thing %s', (_, fields, productNumber) => {
    expect(placed({ line_items: [item('266.90', fields)], shipping_lines: [] }).lines[0]?.productNumber).toBe(
      productNumber,
    )
  })

  const address = aShopifyOrder().shipping_address
  test.each<[string, object, object]>([
    ['without an e-mail', { email: '', contact_email: null, customer: { id: 7 } }, { accountId: 'my-shop:7' }],
    ['without an account', { customer: null }, { email: 'customer@example.com' }],
    [
      'without a phone',
      { phone: null, shipping_address: { ...address, phone: null } },
      { accountId: 'my-shop:7027', email: 'customer@example.com' },
    ],
    ['with a phone alone', { email: null, customer: null }, { name: '示例顾客', phone: '+86 138 0000 0027' }],
    [
      'with a phone that has an extension',
      { customer: { id: 7, phone: '+1 (555) 010-0199 ext. 12' }, email: null },
      { phone: '+1 (555) 010-0199' },
    ],
    [
      'with an address that is none',
      { email: 'nobody', contact_email: 'real@example.com', customer: null },
      { email: 'real@example.com' },
    ],
  ])('of a buyer %s is taken', (_, fields, customer) => {
    expect(placed(fields).customer).toMatchObject(customer)
  })

  test('without any phone is taken, for the review to find that it is missing', () => {
    expect(placed({ customer: null, shipping_address: { ...address, phone: 'n/a' } }).delivery.phone).toBe('')
  })

  test.each([
    ['en-US', 'en'],
    ['pt-BR', 'en'],
    [null, 'zh-Hans'],
    ['zh-TW', 'zh-Hant'],
    ['zh-Hant-HK', 'zh-Hant'],
  ])('is written about in the language of its buyer: %s', (customer_locale, language) => {
    expect(placed({ customer_locale }).language).toBe(language)
  })

  test.each<[string, object, string]>([
    ['in dollars', { currency: 'USD' }, 'another_currency'],
    ['that is cancelled', { cancelled_at: '2026-03-09T10:00:00+08:00' }, 'already_cancelled'],
    ['for a counter, without an address', { shipping_address: null }, 'no_address'],
    ['with an address of a city only', { shipping_address: { city: 'Shanghai', name: 'A' } }, 'no_address'],
    [
      'of somebody who left nothing',
      { email: '', customer: null, shipping_address: { ...address, phone: null } },
      'no_contact',
    ],
    ['of nothing', { line_items: [] }, 'no_lines'],
    [
      'of a hundred and one things',
      { total_price: '101.00', shipping_lines: [], line_items: Array(101).fill(item('1.00')) },
      'does_not_fit',
    ],
  ])('%s is none of ours', (_, fields, reason) => {
    expect(mapped(fields)).toBe(reason)
  })
})

describe('Shopify', () => {
  let engine: Engine
  let house: House
  let api: Api
  beforeAll(async () => {
    engine = await startEngine()
    house = await openHouse(engine)
    api = apiOf(house)
    await api.staff('supervisor').post('/v1/webhook-senders/my-shop/secrets', shopifyShop, { headers: newKey() })
  })
  afterAll(() => engine.stop())

  let ids = 0
  const anOrder = (fields: object = {}) => {
    const id = ++ids
    return aShopifyOrder({ id, admin_graphql_api_id: `gid://shopify/Order/${id}`, ...fields })
  }
  const tells = (topic: string, order: object, rewrite = (raw: string) => raw) => {
    const raw = rewrite(JSON.stringify(order))
    const headers = shopifyHeaders(raw, shopifySecret)
    return api.nobody.post(`/v1/inbound/shopify/my-shop/orders/${topic}`, undefined, { raw, headers })
  }
  const cancelled = { cancelled_at: '2026-03-09T10:00:00+08:00', cancel_reason: 'inventory' }
  const refused = async () => (await api.staff('supervisor').get('/v1/webhook-senders/my-shop')).body.refused

  test('tells of an order as often as it likes, and of its edits: there is one, as it was first told', async () => {
    const order = anOrder()
    const first = await tells('create', order)
    expect(first).toMatchObject({ status: 200, body: { outcome: 'taken', state: 'pending_review' } })
    expect((await tells('create', order)).body).toEqual(first.body)
    expect((await tells('create', { ...order, total_price: '300.00', note: 'edited' })).body).toEqual(first.body)
    const { body } = await api.staff('agent').get(`/v1/orders/${first.body.id}`)
    expect(body).toMatchObject({ total: { amount: 26690, currency: 'CNY' }, paymentMethod: 'prepaid' })
  })

  test('tells of an order five times at once: there is one', async () => {
    const order = anOrder({ email: 'five@example.com', customer: { id: 5555 } })
    const replies = await Promise.all(Array.from({ length: 5 }, () => tells('create', order)))
    expect(replies.map(({ status }) => status)).toEqual(Array(5).fill(200))
    expect(new Set(replies.map(({ body }) => body.id)).size).toBe(1)
  })

  test('has order ids that are larger than the numbers of JSON: they are told apart', async () => {
    const large = (last: string) => {
      const gid = `gid://shopify/Order/82098291194615450${last}`
      return tells('create', anOrder({ id: 0, admin_graphql_api_id: gid }), raw =>
        raw.replace('"id":0,', `"id":82098291194615450${last},`),
      )
    }
    expect((await large('8')).body.id).not.toBe((await large('9')).body.id)
  })

  test('cancels an order before it is paid here: what was paid goes back', async () => {
    const order = anOrder()
    await tells('create', order)
    const done = await tells('cancelled', { ...order, ...cancelled })
    expect(done).toMatchObject({ status: 200, body: { outcome: 'taken', state: 'refund_pending' } })
    expect((await tells('cancelled', { ...order, ...cancelled, note: 'again' })).body).toEqual(done.body)
  })

  test('cancels an order before it has told of it: it is asked to come again', async () => {
    const order = anOrder()
    expect((await tells('cancelled', { ...order, ...cancelled })).status).toBe(404)
    await tells('create', order)
    expect((await tells('cancelled', { ...order, ...cancelled })).body).toMatchObject({ outcome: 'taken' })
  })

  test('cancels an order that has been rejected here: all is as it wants', async () => {
    const order = anOrder({ financial_status: 'pending' })
    const { id } = (await tells('create', order)).body
    await api.staff('agent').post(`/v1/orders/${id}/rejection`, { reason: 'duplicate' })
    expect((await tells('cancelled', { ...order, ...cancelled })).body).toEqual({
      outcome: 'taken',
      state: 'cancelled',
    })
    expect((await refused()).map(({ subject }: { subject: string }) => subject)).not.toContain(
      `cancellation ${order.id}`,
    )
  })

  test('cancels an order that is on its way: that is refused, and laid before people', async () => {
    const order = anOrder()
    const { id } = (await tells('create', order)).body
    const acts = [
      ['agent', 'approval', {}],
      ['finance', 'payment-confirmation', { received: { amount: 26690, currency: 'CNY' } }],
    ] as const
    for (const [role, act, body] of acts) await api.staff(role).post(`/v1/orders/${id}/${act}`, body)
    const told = await tells('cancelled', { ...order, ...cancelled })
    expect(told).toMatchObject({ status: 200, body: { outcome: 'refused', reason: 'paid' } })
    expect(await refused()).toContainEqual(
      expect.objectContaining({ subject: `cancellation ${order.id}`, operation: 'cancelShopifyOrder', reason: 'paid' }),
    )
  })

  test('tells of an order that is none of ours, and of its end: both are laid before people', async () => {
    const order = anOrder({ shipping_address: null })
    expect((await tells('create', order)).body).toEqual({ outcome: 'refused', reason: 'no_address' })
    expect((await tells('cancelled', { ...order, ...cancelled })).body).toEqual({
      outcome: 'refused',
      reason: 'no_address',
    })
    expect(await refused()).toContainEqual({
      ...{ subject: String(order.id), operation: 'receiveShopifyOrder', reason: 'no_address' },
      at: '2026-03-09T01:00:00.000Z',
    })
  })

  test('may not cancel by an order that is not cancelled, though it is signed', async () => {
    const order = anOrder()
    await tells('create', order)
    expect((await tells('cancelled', order)).status).toBe(422)
  })

  test.each<[string, object]>([
    ['what is no order', { hello: 'world' }],
    ['an amount in words', anOrder({ total_price: 'twelve' })],
    ['a negative amount', anOrder({ total_price: '-1.00' })],
    ['a third of a cent', anOrder({ total_price: '1.003' })],
  ])('is told when it tells %s', async (_, order) => {
    expect((await tells('create', order)).status).toBe(400)
  })
})
