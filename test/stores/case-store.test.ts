import { PutCommand } from '@aws-sdk/lib-dynamodb'
import type { Case, Change } from '../../shared/domain/case'
import { decide } from '../../shared/domain/engine'
import { caseNumber } from '../../shared/domain/number'
import type { Claim } from '../../shared/stores/ports'
import { anOrder, by, later, monday, placeOrder } from '../support/builders'
import { type Engine, startEngine } from '../support/engine'
import { type House, openHouse, shards } from '../support/ports'

let engine: Engine
let house: House
beforeAll(async () => {
  engine = await startEngine()
})
afterAll(() => engine.stop())
beforeEach(async () => {
  house = await openHouse(engine)
})

const idOf = (n: number) => `0a000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const placed = (n = 1, head: object = {}) => placeOrder({}, { id: idOf(n), ...head })
const approve = (before: Case): Change =>
  decide(before, { event: 'approve', actor: by('agent'), at: later(monday, { hours: 1 }) })
const numberOf = (change: Change) => [{ what: 'number', number: change.after.number }] as const

describe('a commit', () => {
  test('keeps the head and its history as they were decided', async () => {
    const change = placed()
    expect(await house.cases.commit([change], { requestHash: 'h' })).toBe('committed')
    expect(await house.cases.get(idOf(1))).toEqual(change.after)
    expect(await house.cases.history(idOf(1))).toEqual(change.events)
    expect(await house.cases.event(idOf(1), 1)).toEqual(change.events[0])
    expect(await house.cases.opened(idOf(1))).toEqual({ opened: change.after, requestHash: 'h' })
  })

  test('of two changes of the same version takes one, and tells the other why', async () => {
    const { after: order } = placed()
    await house.cases.commit([placed()])
    const outcomes = await Promise.all([house.cases.commit([approve(order)]), house.cases.commit([approve(order)])])
    expect(outcomes.sort()).toEqual(['committed', 'version'])
    expect(await house.cases.history(order.id)).toHaveLength(2)
  })

  test('tells a taken number, a used key and an opened file from a lost race', async () => {
    const file = { customerId: 'c1', openedAt: monday, version: 1, fields: {} } as const
    const names = { own: [{ kind: 'email', hmac: 'abc' }], shared: [] } as const
    const expiresAt = later(monday, { days: 7 })
    const key: Claim = { what: 'key', caller: 'agent', key: 'k-1', requestHash: 'h', answer: { version: 1 }, expiresAt }
    const first = { claims: [...numberOf(placed(1)), key], customers: [{ what: 'open', file, names }] } as const
    expect(await house.cases.commit([placed(1)], first)).toBe('committed')
    expect(await house.cases.commit([placed(2)], { claims: numberOf(placed(1)) })).toBe('number')
    expect(await house.cases.commit([placed(2)], { claims: [key] })).toBe('key')
    expect(await house.cases.commit([placed(2)], { customers: [{ what: 'open', file, names }] })).toBe('customer')
    expect(await house.cases.get(idOf(2))).toBeNull()
    expect(await house.cases.keptAnswer('agent', 'k-1')).toEqual({ requestHash: 'h', answer: { version: 1 } })
    expect(await house.cases.keptAnswer('another', 'k-1')).toBeNull()
  })

  test('writes nothing at all when one of its items is refused', async () => {
    await house.cases.commit([placed(1)], { claims: numberOf(placed(1)) })
    const before = await house.everything()
    await house.cases.commit([placed(2)], { claims: numberOf(placed(1)) })
    expect(await house.everything()).toEqual(before)
  })

  test('finds a case by its number, and every case that a tracking number led to, the newest first', async () => {
    const sent = { claims: [{ what: 'tracking', trackingNumber: 'SF 104-0289' }] } as const
    await house.cases.commit([placed(1)], { claims: numberOf(placed(1)) })
    await house.cases.commit([approve(placed(1).after)], sent)
    await house.cases.commit([placed(2)], sent)
    expect((await house.cases.byNumber(placed(1).after.number))?.id).toBe(idOf(1))
    expect(await house.cases.byNumber('O-00000000')).toBeNull()
    const found = await house.cases.byTrackingNumber('sf1040289')
    expect(found.map(({ id }) => id)).toEqual([idOf(1), idOf(2)])
    expect(await house.cases.byTrackingNumber('SF1')).toEqual([])
  })

  test('of more than 100 items is a defect, not half a change', async () => {
    const many = Array.from({ length: 60 }, (_, n) => placed(n))
    await expect(house.cases.commit(many)).rejects.toThrow('DynamoDB takes 100')
  })

  test('gives each place of a sequence to one case, without gaps, however many come at once (R-ARC-06)', async () => {
    const sequence = 'SI-20260309'
    const take = async (n: number): Promise<number> => {
      const place = (await house.cases.lastPlace(sequence)) + 1
      const outcome = await house.cases.commit([placed(n)], { claims: [{ what: 'sequence', sequence, place }] })
      return outcome === 'committed' ? place : take(n)
    }
    expect(await house.cases.lastPlace(sequence)).toBe(0)
    const places = await Promise.all(Array.from({ length: 20 }, (_, n) => take(n)))
    expect(places.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, n) => n + 1))
    expect(await house.cases.commit([placed(21)], { claims: [{ what: 'sequence', sequence, place: 20 }] })).toBe(
      'sequence',
    )
    expect(await house.cases.commit([placed(21)], { claims: [{ what: 'sequence', sequence, place: 22 }] })).toBe(
      'sequence',
    )
    expect(await house.cases.lastPlace(sequence)).toBe(20)
  })

  test('keeps no name and no key of a customer as a key of its own', async () => {
    await house.cases.commit([placed()], {
      claims: [
        {
          ...{ what: 'key', caller: 'agent', key: 'li@example.com', requestHash: 'h', answer: {} },
          expiresAt: monday,
        },
      ],
    })
    expect(JSON.stringify(await house.everything())).not.toContain('li@example.com')
  })
})

describe('a list', () => {
  test('shows each case once, in order of rank, over all pages', async () => {
    const all = Array.from({ length: 120 }, (_, n) =>
      placed(n, { createdAt: later(monday, { minutes: (n * 7) % 120 }) }),
    )
    for (const change of all) await house.cases.commit([change])
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await house.cases.list('orders:review', cursor)
      seen.push(...page.items.map(order => order.createdAt))
      cursor = page.cursor
    } while (cursor)
    expect(seen).toEqual(all.map(change => change.after.createdAt).sort())
  })

  test('loses the case that moves on, and the next list has it', async () => {
    await house.cases.commit([placed()])
    await house.cases.commit([approve(placed().after)])
    expect((await house.cases.list('orders:review')).items).toEqual([])
    expect((await house.cases.list('orders:finance')).items.map(order => order.id)).toEqual([idOf(1)])
  })

  test('does not show a case that its index still names although the head has left', async () => {
    const overdue = (n: number) => anOrder('payment_overdue', {}, { id: idOf(n), number: caseNumber('order', idOf(n)) })
    const [order, other] = [overdue(1), overdue(2)]
    await house.cases.commit([order, other].map(after => ({ before: null, after, events: [] })))
    const { after } = decide(order, {
      event: 'cancel',
      actor: by('customer'),
      at: later(order.changedAt, { hours: 1 }),
    })
    await house.cases.commit([{ before: { ...order, state: 'completed' }, after, events: [] }])
    const entries = await engine.items(house.tables.cases)
    expect(entries.filter(item => String(item.listShard).startsWith('orders:contact'))).toHaveLength(2)
    expect((await house.cases.list('orders:contact')).items.map(({ id }) => id)).toEqual([idOf(2)])
  })

  test('shows a case once although its index has it at its old rank and at its new one', async () => {
    await house.cases.commit([placed()])
    const { PK, listShard } = (await engine.items(house.tables.cases)).find(item => item.listShard) ?? {}
    const stale = { PK, SK: 'LIST#stale', listShard, rank: '2026-01-01' }
    await engine.documents.send(new PutCommand({ TableName: house.tables.cases, Item: stale }))
    expect((await house.cases.list('orders:review')).items.map(({ id }) => id)).toEqual([idOf(1)])
  })

  test('that a case is in before all costs no item: its head is the entry', async () => {
    await house.cases.commit([placed()])
    const items = await engine.items(house.tables.cases)
    expect(items.filter(item => item.listShard).map(({ SK }) => SK)).toEqual(['HEAD'])
    expect(await house.cases.get(idOf(1))).toEqual(placed().after)
    const shown = await Promise.all(Array.from({ length: shards }, (_, n) => house.cases.listed('orders:review', n)))
    expect(shown.flatMap(page => page.items)).toEqual([idOf(1)])
  })

  test('refuses a cursor of another list, and what is none', async () => {
    for (let n = 0; n < 60; n++) await house.cases.commit([placed(n)])
    const { cursor } = await house.cases.list('orders:review')
    await expect(house.cases.list('orders:finance', cursor)).rejects.toMatchObject({ kind: 'invalid' })
    await expect(house.cases.list('orders:review', 'no cursor')).rejects.toMatchObject({ kind: 'invalid' })
  })
})

describe('the index of due clocks', () => {
  const due = async (until: string) =>
    (await Promise.all(Array.from({ length: shards }, (_, n) => house.cases.due(n, until)))).flatMap(page => page.items)

  test('names a case from the instant of its next warning or breach, and not before', async () => {
    const { after: order } = approve(placed().after)
    await house.cases.commit([placed()])
    await house.cases.commit([approve(placed().after)])
    const warnAt = order.clocks['SLA-34']!.warnAt ?? ''
    expect(await due(later(warnAt, { ms: -1 }))).toEqual([])
    expect(await due(warnAt)).toEqual([{ caseId: order.id }])
  })

  test('forgets a case whose clocks have stopped', async () => {
    await house.cases.commit([placed()])
    const approved = approve(placed().after)
    await house.cases.commit([approved])
    await house.cases.commit([decide(approved.after, { event: 'cancel', actor: by('customer'), at: monday })])
    expect(await due('2030-01-01T00:00:00.000Z')).toEqual([])
  })
})

test("a customer's cases come newest first, and no other's among them", async () => {
  const mine = [1, 2, 3].map(n => placed(n, { createdAt: later(monday, { hours: n }) }))
  for (const change of mine) await house.cases.commit([change])
  const other = { ...placed(9).after, customerId: 'another', number: caseNumber('order', idOf(9)) }
  await house.cases.commit([{ ...placed(9), after: other }])
  const { items } = await house.cases.ofCustomer(mine[0]!.after.customerId)
  expect(items.map(order => order.id)).toEqual([idOf(3), idOf(2), idOf(1)])
})
