import { parse } from 'csv-parse/sync'
import { routes as customers } from '../../functions/customers/handler'
import { routes as figures } from '../../functions/figures/handler'
import { routes as orders } from '../../functions/orders/handler'
import { routes as tickets } from '../../functions/tickets/handler'
import { columnsOf, prefersCsv } from '../../shared/entry/csv'
import { columns } from '../../shared/handbook/columns'
import { type Api, anOrder, apiOf, aRequest, newKey } from '../support/api'
import { anOrder as orderIn } from '../support/builders'
import { beforeEachOnEngine } from '../support/engine'
import { type House, openHouse } from '../support/ports'

let house: House
let api: Api
beforeEachOnEngine(async engine => {
  house = await openHouse(engine)
  api = apiOf(house)
})

const csv = { headers: { accept: 'text/csv' } }
const read = (text: string): Record<string, string>[] => parse(text, { bom: true, columns: true })

describe('every list can be had as CSV', () => {
  const lists = [...orders, ...tickets, ...customers, ...figures].flatMap(({ operationId, line }) =>
    line ? [[operationId, columnsOf(line())] as const] : [],
  )

  test.each(lists)('%s, with titles in Chinese and English (shared/handbook/columns.ts)', (_, paths) => {
    expect(paths.filter(path => !columns[path])).toEqual([])
  })

  test('also those of tickets, cases, contacts and accesses', async () => {
    const { customerId } = (await api.storefront().post('/v1/tickets', aRequest(), { headers: newKey() })).body
    const supervisor = api.staff('supervisor')
    const urls = [
      '/v1/tickets?list=team:triage',
      ...['cases', 'timeline', 'accesses'].map(each => `/v1/customers/${customerId}/${each}`),
    ]
    for (const url of urls) {
      const { status, headers, body } = await supervisor.get(url, csv)
      expect([url, status, headers['content-type']]).toEqual([url, 200, 'text/csv; charset=utf-8; header=present'])
      expect([url, read(body).length > 0]).toEqual([url, true])
    }
  })
})

describe('the review list as CSV', () => {
  test('begins with the mark by which Excel knows UTF-8, and is named for its day', async () => {
    const { id, number } = (await api.storefront().post('/v1/orders', anOrder(), { headers: newKey() })).body
    const { body, headers } = await api.staff('agent').get('/v1/orders?list=review', csv)
    expect(body.startsWith('\ufeff编号,单号,状态,版本,')).toBe(true)
    expect(headers).toMatchObject({
      'content-disposition': 'attachment; filename="listOrders-2026-03-09.csv"',
      'content-language': 'zh',
      'cache-control': 'no-store',
    })
    expect(headers).not.toHaveProperty('link')
    expect(read(body)).toMatchObject([{ 编号: id, 单号: number, '总额 (分)': '25800', 币种: 'CNY' }])
    const english = { headers: { accept: 'text/csv', 'accept-language': 'en-GB,zh;q=0.5' } }
    expect(read((await api.staff('agent').get('/v1/orders?list=review', english)).body)).toMatchObject([
      { Id: id, 'Total (minor units)': '25800' },
    ])
  })

  test('holds what all pages hold', async () => {
    const made = Array.from({ length: 120 }, (_, n) =>
      orderIn('pending_review', {}, { id: `0a000000-0000-4000-8000-${String(n).padStart(12, '0')}`, number: `O-${n}` }),
    )
    for (const after of made) await house.cases.commit([{ before: null, after, events: [] }])
    const { body } = await api.staff('agent').get('/v1/orders?list=review', csv)
    expect(new Set(read(body).map(row => row.单号))).toEqual(new Set(made.map(({ number }) => number)))
  })

  test('leads to the rest when it is too long for one answer', async () => {
    let pages = 0
    const { items } = await house.cases.list('orders:review')
    expect(items).toEqual([])
    house.cases.list = async (_, cursor) => {
      pages++
      const order = orderIn('pending_review', { paymentMethod: 'x'.repeat(20_000) as never }, { number: `O-${pages}` })
      return { items: Array(5).fill(order), cursor: `page ${Number(cursor?.slice(5) ?? 0) + 1}` }
    }
    const { body, headers } = await api.staff('agent').get('/v1/orders?list=review', csv)
    expect(Buffer.byteLength(JSON.stringify(body))).toBeLessThan(6_000_000)
    expect(read(body)).toHaveLength(pages * 5)
    expect(headers.link).toBe(`</v1/orders?list=review&cursor=page+${pages}>; rel="next"`)
    const url = /<(.*)>/.exec(headers.link!)![1]!
    await api.staff('agent').get(url, csv)
    expect(pages).toBe(Number(/page\+(\d+)/.exec(url)![1]) * 2)
  })

  test('is for nobody who may not see the list, and says so as a problem', async () => {
    const reply = await api.staff('warehouse').get('/v1/orders?list=review', csv)
    expect(reply).toMatchObject({ status: 403, body: { type: '/problems/forbidden' } })
    expect((await api.staff('agent').get('/v1/orders?list=review&cursor=x', csv)).status).toBe(400)
  })
})

test.each([
  ['text/csv', true],
  ['text/csv;q=0.5, application/json;q=0.4', true],
  ['TEXT/CSV; charset=utf-8', true],
  ['application/json', false],
  ['application/json, text/csv;q=0.9', false],
  ['text/csv;q=0', false],
  ['text/csv;q=x', false],
  ['*/*', false],
  ['', false],
])('Accept: %s', (accept, expected) => {
  expect(prefersCsv(accept)).toBe(expected)
})

test('what is no list stays JSON', async () => {
  const { id } = (await api.storefront().post('/v1/orders', anOrder(), { headers: newKey() })).body
  expect((await api.staff('agent').get(`/v1/orders/${id}`, csv)).body).toMatchObject({ id })
})
