import { PutCommand } from '@aws-sdk/lib-dynamodb'
import { marshall } from '@aws-sdk/util-dynamodb'
import fc from 'fast-check'
import { decide } from '../../shared/domain/engine'
import { caseIn, eventIn, eventItem, headItem } from '../../shared/stores/case-items'
import { eventFromImage } from '../../shared/stores/images'
import { itemBytes, squeezed, stretched } from '../../shared/stores/squeezed'
import { aClassification, anOrder, aTicket, by, monday, receiveTicket } from '../support/builders'
import { type Engine, startEngine } from '../support/engine'
import { shards } from '../support/ports'
import { aDeskLife, anOrderLife } from '../support/random-life'

const because = [
  ...['model: 物流 → logistics +4.67, without it order', 'model: 有收到 → logistics +4.6, without it order'],
  ...['model: 还没 → logistics +2.68', 'model: 订单 → logistics -5.92', 'model: 帮忙 → logistics -0.27'],
  ...['model-373b89f72a: logistics 95 %, then order 5 %', 'rules-2026-01'],
]
const explained = aClassification({ because })

describe('a head', () => {
  test('that fits a write unit is kept for people to read', () => {
    const head = headItem(anOrder('in_transit'), shards)
    expect(itemBytes(head)).toBeLessThanOrEqual(1024)
    expect(head).toMatchObject({ facts: expect.any(Object), clocks: expect.any(Object) })
  })

  test('of a ticket with its reasons fits one too, through its whole life', () => {
    for (const state of [
      'classified',
      'assigned',
      'in_progress',
      'waiting_department',
      'resolved',
      'archived',
    ] as const) {
      const head = headItem(aTicket(state, { classification: explained }), shards)
      expect([state, itemBytes(head) <= 1024]).toEqual([state, true])
    }
  })

  test('is read as it was written, as its history is, whatever happened; its keys and those of its indexes stay', () => {
    fc.assert(
      fc.property(fc.oneof(anOrderLife(), aDeskLife()), ({ head, history }) => {
        const item = headItem(head, shards)
        expect(caseIn(item)).toEqual(JSON.parse(JSON.stringify(head)))
        expect(item).toMatchObject({ PK: head.id, version: head.version, createdAt: head.createdAt })
        for (const event of history) expect(eventIn(eventItem(event))).toEqual(JSON.parse(JSON.stringify(event)))
      }),
      { numRuns: 30 },
    )
  })
})

describe('the bytes of an item', () => {
  let engine: Engine
  beforeAll(async () => {
    engine = await startEngine()
  })
  afterAll(() => engine.stop())

  test('are what DynamoDB counts: the last that fits costs one unit, the next costs two', async () => {
    const { customers: TableName } = await engine.tables()
    const costOf = async (Item: Record<string, unknown>) => {
      const before = engine.units.written
      await engine.documents.send(new PutCommand({ TableName, Item }))
      return engine.units.written - before
    }
    const of = (room: number) => ({
      PK: 'a',
      SK: 'b',
      facts: { list: ['c', true, null], kept: { n: 12 } },
      x: 'y'.repeat(room),
    })
    const most = 1024 - itemBytes(of(0))
    expect([await costOf(of(most)), await costOf(of(most + 1))]).toEqual([1, 2])
  })
})

test('a classification that says its reasons costs one unit, and they can be read in the table', () => {
  const { after } = receiveTicket({}, { createdAt: monday })
  const facts = { classification: explained }
  const data = { topic: 'logistics', grade: 'L1', priority: 'P3', team: 'logistics' }
  const { events } = decide(after, { event: 'classify', actor: by('system'), at: monday, facts, data })
  const items = events.map(eventItem)
  expect(items.map(itemBytes)).toEqual([expect.any(Number)])
  expect(itemBytes(items[0]!)).toBeLessThanOrEqual(1024)
  expect(JSON.stringify(items)).toContain('without it order')
})

test('only what was named is squeezed, and what was never squeezed is read as it is', () => {
  const item = { PK: 'a', facts: { long: 'abc '.repeat(400) }, clocks: {}, other: 1 }
  expect(squeezed(item, ['facts', 'clocks'])).toEqual({ PK: 'a', other: 1, squeezed: expect.any(Uint8Array) })
  expect(stretched(squeezed(item, ['facts', 'clocks']))).toEqual(item)
  expect(stretched(item)).toEqual(item)
})

test('a line whose clocks are squeezed comes whole out of the stream, where bytes are base64', () => {
  const { events } = receiveTicket({}, { createdAt: monday })
  const line = { ...events[0]!, data: { said: '' } }
  const long = { ...line, data: { said: 'a'.repeat(1040 - itemBytes(eventItem(line))) } }
  const item = eventItem(long)
  const bytes = Buffer.from(item.squeezed as Uint8Array).toString('base64')
  const image = { ...marshall({ ...item, squeezed: '' }, { removeUndefinedValues: true }), squeezed: { B: bytes } }
  expect(item.clocks).toBeUndefined()
  expect(eventFromImage(image)).toEqual(JSON.parse(JSON.stringify(long)))
})
