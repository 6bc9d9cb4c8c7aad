import { Readable } from 'node:stream'
import { parse } from 'csv-parse'
import { DateTime } from 'luxon'
import * as z from 'zod'

/** Without these columns a file is not read; the others may be missing from a file, or from a mapping. */
const columns = z.strictObject({
  reference: z.string(),
  placedAt: z.string(),
  paidAt: z.string(),
  shippedAt: z.string(),
  deliveredAt: z.string(),
  /** What the customer paid; what the order costs as well, where the file does not list its goods. */
  received: z.string(),
  paymentMethod: z.string(),
  status: z.string(),
  customer: z.string().optional(),
  city: z.string().optional(),
  postcode: z.string().optional(),
  /** What was promised to the customer: at this instant a cancelled order is given up. */
  estimatedAt: z.string().optional(),
  goods: z.string().optional(),
  shipping: z.string().optional(),
})
const optional: readonly string[] = ['customer', 'city', 'postcode', 'estimatedAt', 'goods', 'shipping']

/** How the columns of a shop's order export are read; `*` in a value map stands for any other value. */
export const mappingSchema = z.strictObject({
  title: z.string(),
  market: z.string(),
  currency: z.string(),
  zone: z.string(),
  timeFormat: z.string(),
  columns,
  paymentMethods: z.record(z.string(), z.string()),
  /** In which state, or one of which, the desk should end an order of a status. */
  finalStates: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
})
export type Mapping = z.infer<typeof mappingSchema>
type Column = keyof Mapping['columns']

/** An order as the file tells it: instants in UTC milliseconds, amounts in minor units. */
export interface RecordedOrder {
  readonly reference: string
  readonly customer: string
  readonly city: string
  readonly postcode: string
  readonly market: string
  readonly currency: string
  readonly paymentMethod: string
  /** Of the goods; undefined where the file does not list them. */
  readonly goods?: number
  readonly shipping: number
  readonly received: number
  readonly placedAt: number
  readonly paidAt?: number
  readonly shippedAt?: number
  readonly deliveredAt?: number
  readonly cancelledAt?: number
  /** Instants that the status asks for and the file leaves open. */
  readonly filledIn: readonly string[]
  /** The states in which the desk may end; undefined where the mapping knows none for the file's status. */
  readonly finalStates?: readonly string[]
}

/** What the order costs (R-ORD-02): the goods and their shipping, or what was paid where the goods are not listed. */
export const totalOf = ({ goods, shipping, received }: RecordedOrder): number =>
  goods === undefined ? received : goods + shipping

export interface RecordedOrders {
  readonly orders: readonly RecordedOrder[]
  /** Rows that are left out, and why. */
  readonly unreadable: readonly string[]
}

interface Row {
  readonly record: Record<string, string>
  readonly info: { readonly lines: number; readonly columns: readonly { readonly name: string }[] }
}

class UnreadableRow extends Error {}

const DAY = 86_400_000
/** An order's own instants lie within these days of its placing, all orders of a file within these days of their middle. */
const longestOrderDays = 3 * 365
const longestFileDays = 6 * 365

/** Reads orders row by row from CSV, by the first mapping whose columns the file has. A row that cannot be read names its line
 *  and column, and is left out; throws when no mapping fits the file, or it has no row. */
export async function readOrders(
  csv: Iterable<string> | AsyncIterable<string | Buffer>,
  mappings: readonly Mapping[],
): Promise<RecordedOrders> {
  const unreadable: string[] = []
  const read: { readonly line: number; readonly order: RecordedOrder }[] = []
  const seen = new Set<string>()
  let mapping: Mapping | undefined
  const parser = parse({
    ...{ columns: true, bom: true, info: true, skip_empty_lines: true },
    ...{ relax_column_count: true, relax_quotes: true, skip_records_with_error: true },
    on_skip: error => void unreadable.push(`line ${error?.lines}: ${error?.message}`),
  })
  const source = Readable.from(csv).on('error', error => parser.destroy(error))
  for await (const { record, info } of source.pipe(parser) as AsyncIterable<Row>) {
    mapping ??= mappingFor(
      info.columns.map(({ name }) => name),
      mappings,
    )
    try {
      const order = readOrder(record, mapping)
      if (seen.has(order.reference)) throw new UnreadableRow(`repeats the order ${order.reference}`)
      seen.add(order.reference)
      read.push({ line: info.lines, order })
    } catch (error) {
      if (!(error instanceof UnreadableRow)) throw error
      unreadable.push(`line ${info.lines}${error.message.startsWith('column') ? ',' : ':'} ${error.message}`)
    }
  }
  if (!mapping)
    throw new Error(
      `the file has no orders: a header line and one line an order are expected${unreadable.map(why => `; ${why}`)}`,
    )
  const middle = read.map(({ order }) => order.placedAt).sort((a, b) => a - b)[Math.floor(read.length / 2)] ?? 0
  const isFar = (order: RecordedOrder) => Math.abs(order.placedAt - middle) > longestFileDays * DAY
  return {
    orders: read.flatMap(({ order }) => (isFar(order) ? [] : [order])),
    unreadable: [
      ...unreadable,
      ...read.flatMap(({ line, order }) => (isFar(order) ? [`line ${line}: years apart from the other orders`] : [])),
    ],
  }
}

function mappingFor(header: readonly string[], mappings: readonly Mapping[]): Mapping {
  const missing = (mapping: Mapping) =>
    Object.entries(mapping.columns).flatMap(([name, column]) =>
      optional.includes(name) || header.includes(column ?? '') ? [] : [column],
    )
  const mapping = mappings.find(candidate => missing(candidate).length === 0)
  if (mapping) return mapping
  throw new Error(
    `no mapping fits the file: ${mappings.map(one => `"${one.title}" misses the columns ${missing(one).join(', ')}`).join('; ')}; write one and name it with --mapping`,
  )
}

const saysNothing = /^(nan|null|none|nat|n\/a|-)?$/i

function readOrder(row: Record<string, string>, mapping: Mapping): RecordedOrder {
  const text = (name: Column) => {
    const said = (row[mapping.columns[name] ?? ''] ?? '').trim()
    return saysNothing.test(said) ? '' : said
  }
  const fail = (name: Column): never => {
    throw new UnreadableRow(`column ${mapping.columns[name]}: cannot read "${text(name)}"`)
  }
  const minor = (name: Column) => {
    if (text(name) === '') return undefined
    const amount = Math.round(Number(text(name)) * 100)
    return Number.isSafeInteger(amount) && amount >= 0 && amount <= 1e11 ? amount : fail(name)
  }
  const instant = (name: Column) => {
    if (text(name) === '') return undefined
    const { zone, timeFormat } = mapping
    const as = DateTime.fromFormat(text(name), timeFormat, { zone })
    const at = as.isValid ? as : DateTime.fromISO(text(name).replace(' ', 'T'), { zone })
    return at.isValid ? at.toMillis() : fail(name)
  }
  const mapped = <T>(values: Record<string, T>, value: string) => values[value] ?? values['*']

  const known = { paidAt: instant('paidAt'), shippedAt: instant('shippedAt'), deliveredAt: instant('deliveredAt') }
  const estimatedAt = instant('estimatedAt')
  const recorded = Object.values(known).filter(at => at !== undefined)
  const placedAt = instant('placedAt') ?? (recorded.length > 0 ? Math.min(...recorded) : fail('placedAt'))
  for (const [name, at] of Object.entries({ ...known, estimatedAt }))
    if (at !== undefined && Math.abs(at - placedAt) > longestOrderDays * DAY) fail(name as Column)
  const final = mapped(mapping.finalStates, text('status'))
  const finalStates = typeof final === 'string' ? [final] : final
  const goods = minor('goods')
  const shipping = goods === undefined ? 0 : (minor('shipping') ?? 0)
  const reference = text('reference') || fail('reference')
  return {
    reference,
    customer: text('customer') || reference, // of some orders the file does not say whose they are
    city: text('city'),
    postcode: text('postcode'),
    market: mapping.market,
    currency: mapping.currency,
    paymentMethod: mapped(mapping.paymentMethods, text('paymentMethod')) ?? fail('paymentMethod'),
    ...(goods !== undefined && { goods }),
    shipping,
    received: minor('received') ?? (goods ?? 0) + shipping,
    placedAt,
    ...completed({ ...known, placedAt, estimatedAt }, finalStates),
    ...(finalStates && { finalStates }),
  }
}

type Moment = 'paidAt' | 'shippedAt' | 'deliveredAt'

/** What an order must have passed to stand in a state: paid, shipped, delivered. */
const passed: Readonly<Record<string, number>> = { paid: 1, ready_to_ship: 1, shipped: 2, in_transit: 2, completed: 3 }

/** The instants of an order: none before its placing; what its status asks for and the file leaves open happens with the next
 *  thing that it tells, and what was cancelled is given up when it was promised. */
function completed(
  told: { readonly placedAt: number } & Readonly<Record<Moment | 'estimatedAt', number | undefined>>,
  finalStates: readonly string[] | undefined,
): Pick<RecordedOrder, Moment | 'cancelledAt' | 'filledIn'> {
  const { placedAt } = told
  const reached = passed[finalStates?.[0] ?? ''] ?? 0
  const filledIn: string[] = []
  const fill = (name: Moment, wanted: boolean, at: number | undefined, otherwise: number) => {
    if (at !== undefined || !wanted) return at === undefined ? undefined : Math.max(at, placedAt)
    filledIn.push(name)
    return Math.max(otherwise, placedAt)
  }
  const { shippedAt, deliveredAt, estimatedAt } = told
  const paid = fill('paidAt', reached >= 1, told.paidAt, Math.min(shippedAt ?? placedAt, deliveredAt ?? placedAt))
  const shipped = fill('shippedAt', reached >= 2, shippedAt, deliveredAt ?? paid ?? placedAt)
  const last = Math.max(shipped ?? placedAt, paid ?? placedAt)
  const delivered = fill('deliveredAt', reached >= 3, deliveredAt, Math.max(estimatedAt ?? last, last))
  const isCancelled = finalStates?.includes('cancelled')
  return {
    ...(paid !== undefined && { paidAt: paid }),
    ...(shipped !== undefined && { shippedAt: shipped }),
    ...(delivered !== undefined && { deliveredAt: delivered }),
    ...(isCancelled && { cancelledAt: Math.max(estimatedAt ?? last, last, delivered ?? last) }),
    filledIn,
  }
}

/** Why an order does not end as the file says, where the file itself is the reason. */
export function reasonFor(order: RecordedOrder, actual: string): string | undefined {
  const { finalStates = [], paidAt, shippedAt, deliveredAt } = order
  if (finalStates.includes('cancelled') && deliveredAt !== undefined && actual === 'completed')
    return 'cancelled after delivery: what has arrived is returned, not cancelled'
  const furthest = deliveredAt ? 3 : shippedAt ? 2 : paidAt ? 1 : 0
  if (furthest > (passed[finalStates[0] ?? ''] ?? 0) && passed[actual] === furthest)
    return 'the file dates more than its status says'
  return undefined
}
