import fc from 'fast-check'
import type { CaseEvent } from '../../shared/domain/case'
import { decide, settle } from '../../shared/domain/engine'
import { dimensions, type FigureItem, placeOf, recount } from '../../shared/domain/figures'
import type { Ticket } from '../../shared/domain/ticket'
import { figureStore } from '../../shared/stores/figures'
import { aClassification, aMessage, by, later, monday, placeOrder, receiveTicket } from '../support/builders'
import { type Engine, startEngine } from '../support/engine'
import { aDeskLife, anOrderLife } from '../support/random-life'

let engine: Engine
beforeAll(async () => {
  engine = await startEngine()
})
afterAll(() => engine.stop())

const aStore = async (shards = 2) => {
  const { cases } = await engine.tables()
  return { table: cases, figures: figureStore(engine.documents, cases, shards) }
}
type Store = Awaited<ReturnType<typeof aStore>>['figures']

const span = ['2026-03-01', '2026-12-31'] as const

async function kept(figures: Store) {
  const all = (await Promise.all(dimensions.map(by => figures.read(by, ...span)))).flat()
  return byPlace(all)
}
const byPlace = (items: Iterable<FigureItem>) =>
  Object.fromEntries([...items].map(item => [placeOf(item), item.amounts]))

/** The history of a ticket of some agent, topic and speed; or of an order. */
function life(n: number): readonly CaseEvent[] {
  const id = `0b000000-0000-4000-8000-${String(n).padStart(12, '0')}`
  const createdAt = later(monday, { hours: (n * 7) % 900 })
  if (n % 5 === 0) return placeOrder({}, { id, createdAt }).events
  const topic = (['logistics', 'payment', 'product'] as const)[n % 3]!
  const agent = by('agent', `agent-${n % 7}`)
  const said = aClassification({ topic, team: topic, urgent: n % 4 === 0 })
  let { after: ticket, events } = receiveTicket({}, { id, createdAt })
  const at = (share: number) => later(createdAt, { minutes: Math.round(share * ((n * 37) % 4000)) })
  const step = (change: { after: Ticket; events: readonly CaseEvent[] } | null) => {
    if (!change) return
    ticket = change.after
    events = [...events, ...change.events]
  }
  step(decide(ticket, { event: 'classify', actor: by('system'), at: createdAt, facts: { classification: said } }))
  step(decide(ticket, { event: 'take', actor: agent, at: at(0.3) }))
  const answer = { message: aMessage() }
  if (n % 6 > 0) step(decide(ticket, { event: 'respond', actor: agent, at: at(0.5), data: answer }))
  const result = { message: aMessage({ purpose: 'result' }) }
  if (n % 6 > 1) step(decide(ticket, { event: 'resolve', actor: agent, at: at(1), data: result }))
  step(settle(ticket, later(createdAt, { days: 4 })))
  return events
}

const many = (count: number, from = 1) => Array.from({ length: count }, (_, n) => life(from + n)).flat()

describe('figures kept from the stream', () => {
  test('equal a recount from the history, however lines are shuffled, doubled and split', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(aDeskLife(), anOrderLife()), { minLength: 1, maxLength: 5 }),
        fc.infiniteStream(fc.nat({ max: 1000 })),
        async (lives, chance) => {
          const { figures } = await aStore()
          const lines = lives.flatMap(({ history }, n) => history.map(line => ({ ...line, caseId: `case-${n}` })))
          const next = () => chance.next().value as number
          const delivered = [...lines, ...lines.filter(() => next() % 3 === 0)]
            .map(line => [next(), line] as const)
            .sort(([a], [b]) => a - b)
            .map(([, line]) => line)
          while (delivered.length > 0) await figures.add(delivered.splice(0, 1 + (next() % 40)), monday)
          expect(await kept(figures)).toEqual(byPlace(recount(lines).values()))
        },
      ),
      { numRuns: 12 },
    )
  })

  test('are right when several readers bring the same lines at once', async () => {
    const { figures } = await aStore(1)
    const lines = many(30)
    await Promise.all([lines, [...lines].reverse(), lines.slice(20)].map(batch => figures.add(batch, monday)))
    expect(await kept(figures)).toEqual(byPlace(recount(lines).values()))
  })

  test('take a batch whose figures are more than one transaction holds', async () => {
    const { figures } = await aStore(16)
    const lines = many(80)
    const { added, known } = await figures.add(lines, monday)
    expect([added, known]).toEqual([lines.length, 0])
    expect(await figures.add(lines, monday)).toEqual({ added: 0, known: lines.length })
    expect(await kept(figures)).toEqual(byPlace(recount(lines).values()))
  })

  test('of nothing are nothing', async () => {
    const { figures, table } = await aStore()
    expect(await figures.add([], monday)).toEqual({ added: 0, known: 0 })
    expect(await engine.items(table)).toEqual([])
  })

  test('and their claims say nothing personal, and claims go when nobody can bring the line again', async () => {
    const { figures, table } = await aStore()
    await figures.add(many(20), monday)
    const items = await engine.items(table)
    const claims = items.filter(({ SK }) => SK === 'CLAIMS')
    for (const { expiresAt } of claims) expect(expiresAt).toBe(Date.parse(later(monday, { days: 3 })) / 1000)
    expect(claims.length).toBeGreaterThan(0)
    for (const { PK } of items) expect(PK).toMatch(/^FIGURES#/)
    expect(items.filter(({ expiresAt, SK }) => expiresAt !== undefined && SK !== 'CLAIMS')).toEqual([])
  })
})

describe('a month', () => {
  test('is read by one query a dimension, in few read units', async () => {
    const { figures } = await aStore()
    await figures.add(many(80), monday)
    const units = async (work: () => Promise<unknown>) => {
      const before = engine.units.read
      await work()
      return engine.units.read - before
    }
    expect(await units(() => figures.read('day', '2026-03-01', '2026-03-31'))).toBeLessThanOrEqual(3)
    expect(await units(() => figures.read('agent', '2026-03-01', '2026-03-31'))).toBeLessThanOrEqual(10)
  })

  test('ends with its last day, and a span may cross months and years', async () => {
    const { figures } = await aStore()
    const on = (day: string) => receiveTicket({}, { id: day, createdAt: `${day}T04:00:00.000Z` }).events
    const days = ['2025-12-30', '2025-12-31', '2026-01-01', '2026-01-31', '2026-02-01']
    await figures.add(days.flatMap(on), monday)
    const read = async (from: string, to: string) => (await figures.read('day', from, to)).map(({ day }) => day)
    expect(await read('2025-12-31', '2026-01-31')).toEqual(['2025-12-31', '2026-01-01', '2026-01-31'])
    expect(await read('2026-01-02', '2026-01-30')).toEqual([])
    expect(await read('2025-01-01', '2026-12-31')).toEqual(days)
  })
})

test('a ticket costs few write units where many share a batch', async () => {
  const { figures } = await aStore()
  const tickets = Array.from({ length: 200 }, (_, n) => life(n * 5 + 1))
  const lines = tickets.flat().filter(({ about }) => about)
  const sameHour = lines.map(line => ({ ...line, at: monday }))
  const before = engine.units.written
  await figures.add(sameHour, monday)
  expect((engine.units.written - before) / tickets.length).toBeLessThan(2)
})
