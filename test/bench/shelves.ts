import '../support/quiet'
import { BatchWriteCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { sweepDueClocks } from '../../functions/sla/sweep-due-clocks'
import type { Case } from '../../shared/domain/case'
import { caseNumber } from '../../shared/domain/number'
import type { Order } from '../../shared/domain/order'
import type { Priority, Ticket } from '../../shared/domain/ticket'
import { headItem, listItems } from '../../shared/stores/case-items'
import { type Api, apiOf } from '../support/api'
import { aClassification, anOrder, aTicket, later, monday } from '../support/builders'
import { type Engine, startEngine } from '../support/engine'
import { type House, messageQueue, openHouse, shards } from '../support/ports'
import { figure, median, type Row } from './figures'

const flat = { of: 'value', is: '<=', limit: 1.5 } as const

/** A shelf of open cases: those on it, and what people ask of it. */
interface Shelf {
  readonly things: string
  readonly at: (n: number) => Case
  readonly ask: (api: Api) => Readonly<Record<string, () => Promise<{ status: number }>>>
}

/** Reading with more and more open orders and tickets: what a page of a list, a timeline and a look-up take should not grow with
 *  them; and what a sweep reads should grow with what is due alone. Over the HTTP functions and the engine, without the rest of the cloud. */
export async function shelfRows(quick: boolean, say: (line: string) => void): Promise<Row[]> {
  const sizes = quick ? [1_000, 5_000] : [1_000, 10_000, 50_000]
  const rows: Row[] = []
  for (const shelf of [orders, tickets]) {
    const engine = await startEngine()
    try {
      const house = await openHouse(engine)
      rows.push(...(await shelfOf(shelf, sizes, engine, house, say)))
      if (shelf === orders)
        for (const due of quick ? [0, 10, 100] : [0, 10, 1_000]) rows.push(...(await sweepRows(due, engine, house)))
    } finally {
      engine.stop()
    }
  }
  return rows
}

async function shelfOf(
  { things, at: thingAt, ask }: Shelf,
  sizes: readonly number[],
  engine: Engine,
  house: House,
  say: (line: string) => void,
): Promise<Row[]> {
  const questions = ask(apiOf(house))
  const rows: Row[] = []
  const first: Record<string, number> = {}
  for (let at = 0, known = 0; at < sizes.length; at++) {
    const size = sizes[at] as number
    say(`${size} open ${things}`)
    await shelve(engine.documents, house.tables.cases, thingAt, known, size)
    known = size
    for (const [name, question] of Object.entries(questions)) {
      const milliseconds = await timed(question)
      first[name] ??= milliseconds
      rows.push(figure(`${name}, ${size} open ${things}`, milliseconds, 'ms'))
      if (at === sizes.length - 1)
        rows.push(
          figure(`${name}: ${size} beside ${sizes[0]} open ${things}`, milliseconds / first[name], 'times', flat),
        )
    }
  }
  return rows
}

/** The orders of the shelf wait for review, one a second from Monday morning on; of their clocks the first falls due much later. */
function orderAt(n: number): Order {
  const id = `${n.toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`
  return anOrder(
    'pending_review',
    {},
    { id, number: caseNumber('order', id), customerId: customerOf(n), createdAt: later(monday, { ms: n * 1000 }) },
  )
}
/** Tickets of one team that nobody has taken: one a second, of three priorities. */
function ticketAt(n: number): Ticket {
  const id = `${n.toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`
  const classification = aClassification({ priority: (['P1', 'P2', 'P3'] as const)[n % 3] as Priority })
  const head = {
    id,
    number: caseNumber('ticket', id),
    customerId: customerOf(n),
    createdAt: later(monday, { ms: n * 1000 }),
  }
  return aTicket('classified', { classification }, head)
}

const orders: Shelf = {
  things: 'orders',
  at: orderAt,
  ask: api => ({
    'first page of a list': () => api.staff('agent').get('/v1/orders?list=review'),
    'timeline of a customer': () => api.staff('agent').get(`/v1/customers/${customerOf(7)}/timeline`),
    'an order by its number': () =>
      api.staff('agent').post('/v1/look-up', { by: 'order_number', value: orderAt(7).number }),
  }),
}

const tickets: Shelf = {
  things: 'tickets',
  at: ticketAt,
  ask: api => ({
    'first page of a team': () => api.staff('agent').get('/v1/tickets?list=team:logistics'),
    'timeline of a customer': () => api.staff('agent').get(`/v1/customers/${customerOf(7)}/timeline`),
  }),
}

/** Four cases each, however long the shelf. */
const customerOf = (n: number) => `c${String(Math.floor(n / 4)).padStart(7, '0')}-0000-4000-8000-000000000000`

async function shelve(
  documents: DynamoDBDocumentClient,
  table: string,
  thingAt: Shelf['at'],
  from: number,
  to: number,
) {
  for (let n = from; n < to; ) {
    const items: object[] = []
    for (; n < to && items.length <= 21; n++) {
      const after = thingAt(n)
      items.push(headItem(after, shards), ...listItems({ before: null, after, events: [] }, shards))
    }
    await documents.send(
      new BatchWriteCommand({ RequestItems: { [table]: items.map(Item => ({ PutRequest: { Item } })) } }),
    )
  }
}

async function timed(ask: () => Promise<{ readonly status: number }>): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < 40; round++) {
    const started = performance.now()
    const { status } = await ask()
    if (status !== 200) throw new Error(`answered ${status}`)
    times.push(performance.now() - started)
  }
  return median(times.slice(10))
}

async function sweepRows(due: number, engine: Engine, house: House) {
  const queue = messageQueue()
  const read = meter(engine.documents)
  // The warning of the n-th order comes n seconds after that of the first.
  const firstDue = orderAt(0).clocks['SLA-43']?.warnAt ?? ''
  const at = later(firstDue, { ms: due === 0 ? -1 : (due - 1) * 1000 })
  const started = performance.now()
  const { found } = await sweepDueClocks({ cases: house.cases, shards, queue, waiting: queue, dispatch: queue }, at)
  const milliseconds = performance.now() - started
  read.stop()
  if (found !== due) throw new Error(`the sweep found ${found} of ${due}`)
  return [
    figure(`sweep with ${due} due: read units`, read.units(), 'read units'),
    figure(`sweep with ${due} due`, milliseconds, 'ms'),
  ]
}

/** Counts the read units of all that the stores ask meanwhile. */
function meter(documents: DynamoDBDocumentClient) {
  let units = 0
  documents.middlewareStack.add(
    next => async args => {
      Object.assign(args.input, { ReturnConsumedCapacity: 'TOTAL' })
      const result = await next(args)
      const consumed = [(result.output as { ConsumedCapacity?: unknown }).ConsumedCapacity ?? []].flat()
      for (const { CapacityUnits = 0 } of consumed as { CapacityUnits?: number }[]) units += CapacityUnits
      return result
    },
    { step: 'initialize', name: 'meter' },
  )
  return { units: () => units, stop: () => documents.middlewareStack.remove('meter') }
}
