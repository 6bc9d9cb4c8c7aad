import type { Order } from '../../shared/domain/order'
import { rebuild } from '../../shared/domain/rebuild'
import { type Api, anOrder, apiOf, newKey } from '../support/api'
import { later, monday } from '../support/builders'
import { beforeEachOnEngine } from '../support/engine'
import { type House, openHouse } from '../support/ports'

let house: House
let api: Api
beforeEachOnEngine(async engine => {
  house = await openHouse(engine)
  api = apiOf(house)
})

const place = async (fields: object = {}) => {
  const reply = await api.storefront().post('/v1/orders', anOrder(fields), { headers: newKey() })
  return reply.body as { id: string; number: string; customerId: string }
}
const merge = (id: string, orderIds: readonly string[], options = {}) =>
  api.staff('agent').post(`/v1/orders/${id}/merge`, { orderIds }, options)
const orderOf = async (id: string) => (await house.cases.get(id)) as Order

/** Refused, and nothing was written. */
async function refused(reply: () => ReturnType<typeof merge>) {
  const before = await house.everything()
  const { status, body } = await reply()
  expect(await house.everything()).toEqual(before)
  return { status, said: JSON.stringify(body.errors ?? body.detail), body }
}

describe('merging orders (O2, R-ORD-08)', () => {
  test('leaves one order with everything in it, and sources that point at it', async () => {
    const target = await place({ shipping: 600, total: { amount: 26400, currency: 'CNY' } })
    const one = await place()
    const other = await place({
      lines: [{ productNumber: 'P-2', quantity: 1, unitPrice: 500 }],
      total: { amount: 500, currency: 'CNY' },
    })
    const reply = await merge(target.id, [other.id, one.id], { headers: { 'if-match': '"1"' } })
    expect(reply).toMatchObject({ status: 200, body: { id: target.id, state: 'pending_review', version: 2 } })
    expect((await orderOf(target.id)).facts).toMatchObject({
      lines: [
        { productNumber: 'P-1001', quantity: 4, unitPrice: 12900 },
        { productNumber: 'P-2', quantity: 1, unitPrice: 500 },
      ],
      ...{ shipping: 600, total: { amount: 52700, currency: 'CNY' } },
      mergedFrom: expect.arrayContaining([one.id, other.id]),
    })
    for (const { id } of [one, other]) {
      expect(await orderOf(id)).toMatchObject({ state: 'merged', facts: { mergedInto: target.id } })
      expect(rebuild(await house.cases.history(id))).toEqual(await orderOf(id))
    }
    expect(rebuild(await house.cases.history(target.id))).toEqual(await orderOf(target.id))
    const review = (await api.staff('agent').get('/v1/orders?list=review')).body.items
    expect(review.map((order: { id: string }) => order.id)).toEqual([target.id])
    expect((await api.staff('agent').post(`/v1/orders/${one.id}/approval`)).status).toBe(409)
  })

  test('takes twenty, whose clocks all ran out in the meantime, in one transaction', async () => {
    const [target, ...sources] = await Promise.all(Array.from({ length: 20 }, () => place()))
    const reply = await merge(
      target!.id,
      sources.map(({ id }) => id),
      { headers: newKey(), at: later(monday, { days: 30 }) },
    )
    expect(reply.status).toBe(200)
    expect((await orderOf(target!.id)).facts.total.amount).toBe(20 * 25800)
    const one = (await house.cases.list('orders:review')).items
    expect(one.map(({ id }) => id)).toEqual([target!.id])
    const { id } = await place()
    expect(await refused(() => merge(target!.id, [id]))).toMatchObject({
      status: 422,
      said: expect.stringContaining('21 orders, more than 20'),
    })
  })

  test('is done once for its key, and for the version that the agent has seen', async () => {
    const [target, source] = [await place(), await place()]
    const headers = newKey()
    const first = await merge(target.id, [source.id], { headers })
    expect(await merge(target.id, [source.id], { headers })).toEqual(first)
    expect((await refused(() => merge(target.id, [source.id], { headers: { 'if-match': '"1"' } }))).status).toBe(412)
  })

  test('happens once when two want the same order, and leaves nothing half done', async () => {
    const [one, two, source] = [await place(), await place(), await place()]
    const replies = await Promise.all([merge(one.id, [source.id]), merge(two.id, [source.id])])
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409])
    const totals = await Promise.all([one, two].map(async ({ id }) => (await orderOf(id)).facts.total.amount))
    expect(totals.sort()).toEqual([25800, 51600])
  })

  test('of two that would go into each other: one goes', async () => {
    const [one, two] = [await place(), await place()]
    const replies = await Promise.all([merge(one.id, [two.id]), merge(two.id, [one.id])])
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409])
  })
})

describe('a merge is refused, with the order that does not fit and the reason', () => {
  test.each<[string, object, string]>([
    ['of another customer', { customer: { accountId: 'shop-2' } }, 'is of another customer'],
    [
      'that goes elsewhere',
      { delivery: { consignee: '示例顾客', phone: '+86 138 0000 0027', address: '别处' } },
      'goes to another address',
    ],
    ['that is paid otherwise', { paymentMethod: 'prepaid' }, 'is paid by prepaid, not by transfer'],
  ])('%s', async (_, fields, reason) => {
    const [target, fits, source] = [await place(), await place(), await place(fields)]
    const { status, body } = await refused(() => merge(target.id, [fits.id, source.id]))
    expect(status).toBe(422)
    const message = expect.stringContaining(`order ${source.number} ${reason}`)
    expect(body.errors).toEqual([{ path: 'orderIds.1', message }])
  })

  test('that is reviewed already: what would be possible with it is said', async () => {
    const [target, source] = [await place(), await place()]
    await api.staff('agent').post(`/v1/orders/${source.id}/approval`)
    const { status, body } = await refused(() => merge(target.id, [source.id]))
    expect(status).toBe(409)
    expect(body).toMatchObject({ state: 'pending_payment', event: 'merge_into', allowed: expect.any(Array) })
    expect(body.detail).toContain(source.number)
    expect((await refused(() => merge(source.id, [target.id]))).body).toMatchObject({ event: 'merge' })
  })

  test('that is none, that comes twice, or that is the target itself', async () => {
    const target = await place()
    expect((await refused(() => merge(target.id, []))).status).toBe(400)
    expect((await refused(() => merge(target.id, ['a', 'a']))).status).toBe(400)
    expect(
      (
        await refused(() =>
          merge(
            target.id,
            Array.from({ length: 20 }, (_, n) => `${n}`),
          ),
        )
      ).status,
    ).toBe(400)
    expect(await refused(() => merge(target.id, ['unknown']))).toMatchObject({
      status: 422,
      said: expect.stringContaining('orderIds.0'),
    })
    expect(await refused(() => merge(target.id, [target.id]))).toMatchObject({
      status: 422,
      said: expect.stringContaining('into which the others go'),
    })
  })
})
