import { marshall } from '@aws-sdk/util-dynamodb'
import { parse } from 'csv-parse/sync'
import { countLines } from '../../functions/figures/count-lines'
import type { Change } from '../../shared/domain/case'
import { decide, settle } from '../../shared/domain/engine'
import type { Ticket } from '../../shared/domain/ticket'
import { eventItem } from '../../shared/stores/case-items'
import { eventFromImage } from '../../shared/stores/images'
import { type Api, apiOf, aRequest, newKey } from '../support/api'
import { aClassification, by, later, monday, placeOrder, receiveTicket } from '../support/builders'
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

describe('the dashboard of supervisors (R-SUP-05)', () => {
  const counts = async () =>
    Object.fromEntries(
      (await supervisor().get('/v1/dashboard')).body.items.map(({ key, count }: Record<string, unknown>) => [
        key,
        count,
      ]),
    )
  const nothing = { complaints: 0, breaches: 0, escalations: 0, 'call-backs': 0, authorisations: 0 }
  const at = later(monday, { hours: 1 })
  const agent = by('agent', 'agent-1')
  const keep = async (change: Change) => {
    expect(await house.cases.commit([change])).toBe('committed')
    return change.after as Ticket
  }
  let complaintId: string
  const opened = async () => {
    const { body } = await api.storefront().post('/v1/tickets', aRequest(), { headers: newKey() })
    return (await house.cases.get(body.id)) as Ticket
  }
  const classified = (subject: Ticket, said: object) =>
    decide(subject, { event: 'classify', actor: by('system'), at, facts: { classification: aClassification(said) } })

  test('counts what stands before them now, and no longer when it is done', async () => {
    expect(await counts()).toEqual(nothing)
    const complaint = await opened()
    complaintId = complaint.id
    await keep(classified(complaint, { topic: 'complaint', grade: 'L5' }))
    expect(await counts()).toEqual({ ...nothing, complaints: 1 })

    const ticket = await opened()
    const taken = await keep(decide(await keep(classified(ticket, {})), { event: 'take', actor: agent, at }))
    const promise = { dueAt: later(monday, { hours: 3 }) }
    const promised = await keep(decide(taken, { event: 'promise_call_back', actor: agent, at, data: promise }))
    expect(await counts()).toEqual({ ...nothing, complaints: 1, 'call-backs': 1 })
    const kept = await keep(decide(promised, { event: 'keep_call_back', actor: agent, at, data: { note: 'n' } }))
    const reason = { reason: 'difficult_customer', note: 'n' }
    const escalated = await keep(decide(kept, { event: 'escalate', actor: agent, at, data: reason }))
    expect(await counts()).toEqual({ ...nothing, complaints: 1, escalations: 1 })
    await keep(settle(escalated, later(monday, { days: 3 })) as Change)
    expect(await counts()).toEqual({ ...nothing, complaints: 1, escalations: 1, breaches: 1 })
  })

  test('leads to the lists that it counts', async () => {
    const { items } = (await supervisor().get('/v1/dashboard')).body
    for (const { list } of items) expect((await supervisor().get(`/v1/tickets?list=${list}`)).status).toBe(200)
    const complaints = (await supervisor().get('/v1/tickets?list=complaints')).body.items
    expect(complaints.map(({ id }: { id: string }) => id)).toEqual([complaintId])
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
