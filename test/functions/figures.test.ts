import { marshall } from '@aws-sdk/util-dynamodb'
import { parse } from 'csv-parse/sync'
import { countLines } from '../../functions/figures/count-lines'
import { settle } from '../../shared/domain/engine'
import { eventItem } from '../../shared/stores/case-items'
import { eventFromImage } from '../../shared/stores/images'
import { type Api, apiOf } from '../support/api'
import { later, monday, placeOrder, receiveTicket } from '../support/builders'
import { type Engine, startEngine } from '../support/engine'
import { type House, openHouse } from '../support/ports'

let engine: Engine
let house: House
let api: Api
beforeAll(async () => {
  engine = await startEngine()
  house = await openHouse(engine)
  api = apiOf(house)
  const idOf = (n: number) => `0b000000-0000-4000-8000-00000000000${n}`
  const tickets = [1, 2, 3].map(n => receiveTicket({}, { id: idOf(n), createdAt: later(monday, { days: n }) }))
  const silent = settle(tickets[0]!.after, later(monday, { days: 3, hours: 1 }))
  await house.figures.add(
    [...tickets, silent!, placeOrder()].flatMap(({ events }) => events),
    monday,
  )
})
afterAll(() => engine.stop())

const march = 'from=2026-03-01&to=2026-03-31'
const supervisor = () => api.staff('supervisor')

describe('figures', () => {
  test('by day are a line for each day on which something happened, whole (R-TKT-09)', async () => {
    const { body } = await supervisor().get(`/v1/figures?${march}&by=day`)
    expect(
      body.items.map(({ key, received, placed, missed }: Record<string, number>) => [key, received, placed, missed]),
    ).toEqual([
      ['2026-03-09', 0, 1, 0],
      ['2026-03-10', 1, 0, 0],
      ['2026-03-11', 1, 0, 1],
      ['2026-03-12', 1, 0, 1],
    ])
  })

  test('by clock name who answers for it (K-42)', async () => {
    const { body } = await supervisor().get(`/v1/figures?${march}&by=clock`)
    expect(body.items).toEqual([
      { key: 'SLA-01', zh: '初步响应', owner: 'first responder', met: 0, missed: 1 },
      { key: 'SLA-03', zh: '问题处理', owner: 'assignee', met: 0, missed: 1 },
    ])
  })

  test('by team are nothing where no ticket has a team yet', async () => {
    expect((await supervisor().get(`/v1/figures?${march}&by=team`)).body).toEqual({ items: [] })
  })

  test('can be had as CSV, with titles', async () => {
    const { body } = await supervisor().get(`/v1/figures?${march}&by=clock`, { headers: { accept: 'text/csv' } })
    const [first] = parse(body, { bom: true, columns: true }) as Record<string, string>[]
    expect(first).toMatchObject({ 项目: 'SLA-01', 名称: '初步响应', 超时: '1' })
  })
})

describe('indicators', () => {
  const row = async (id: string, span = march) =>
    (await supervisor().get(`/v1/kpis?${span}`)).body.items.find((item: { id: string }) => item.id === id)

  test('say what they are made of, and whether the target is met', async () => {
    expect(await row('K-01')).toEqual({
      ...{ id: 'K-01', zh: '24 小时响应及时率', en: 'First response within 24 h', unit: 'share', target: '>= 1' },
      ...{ numerator: 0, denominator: 3, value: 0, met: false, requirement: expect.stringContaining('R-SLA-01') },
    })
    expect(await row('K-42')).toMatchObject({ value: 2, met: false })
  })

  test('of other days know nothing of these', async () => {
    expect(await row('K-01', 'from=2026-04-01&to=2026-04-30')).toMatchObject({ numerator: 0, denominator: 0 })
  })
})

describe('a question that makes no sense is refused', () => {
  test.each([
    ['/v1/figures', 'by', 'from=2026-03-01&to=2026-03-31'],
    ['/v1/figures', 'by', `${march}&by=customer`],
    ['/v1/figures', 'from', 'to=2026-03-31&by=day'],
    ['/v1/figures', 'from', 'from=2026-02-30&to=2026-03-31&by=day'],
    ['/v1/figures', 'from', 'from=yesterday&to=2026-03-31&by=day'],
    ['/v1/figures', 'from', 'from=2026-03-09T01:00:00Z&to=2026-03-31&by=day'],
    ['/v1/figures', '`from` is after `to`', 'from=2026-03-31&to=2026-03-01&by=day'],
    ['/v1/figures', 'at most 400 days', 'from=2024-03-31&to=2026-03-01&by=day'],
    ['/v1/figures', 'more', `${march}&by=day&more=1`],
    ['/v1/kpis', 'at most 400 days', 'from=0001-01-01&to=9999-12-31'],
    ['/v1/kpis', 'by', `${march}&by=day`],
    ['/v1/kpis', 'to', 'from=2026-03-01'],
  ])('%s for %s', async (path, about, query) => {
    const { status, body } = await supervisor().get(`${path}?${query}`)
    expect([status, JSON.stringify(body)]).toEqual([400, expect.stringContaining('/problems/invalid')])
    expect(JSON.stringify(body)).toContain(about)
  })
})

test('the counter adds what the stream brings, once', async () => {
  const own = await openHouse(engine)
  const images = receiveTicket().events.map(line => ({
    ...{ sequenceNumber: '1', writtenAt: monday },
    attributes: marshall(eventItem(line)) as Record<string, unknown>,
  }))
  const needs = { eventOf: eventFromImage, figures: own.figures }
  expect(await countLines(needs, [...images, ...images])).toEqual(new Set())
  expect(await countLines(needs, images)).toEqual(new Set())
  expect(await countLines(needs, [])).toEqual(new Set())
  expect(await own.figures.read('day', '2026-03-09', '2026-03-09')).toEqual([
    { day: '2026-03-09', by: 'day', key: 'all', amounts: { received: 1, awaited: 1 } },
  ])
})
