import { parse } from 'csv-parse/sync'
import { DateTime } from 'luxon'
import * as z from 'zod'

const columns = z.strictObject({
  reference: z.string(),
  customer: z.string(),
  city: z.string(),
  postcode: z.string(),
  placedAt: z.string(),
  paidAt: z.string(),
  shippedAt: z.string(),
  deliveredAt: z.string(),
  shipping: z.string(),
  total: z.string(),
  paymentMethod: z.string(),
  status: z.string(),
})

/** How the columns of a shop's order export are read; `*` in a value map stands for any other value. */
export const mappingSchema = z.strictObject({
  title: z.string(),
  market: z.string(),
  currency: z.string(),
  zone: z.string(),
  timeFormat: z.string(),
  columns,
  paymentMethods: z.record(z.string(), z.string()),
  finalStates: z.record(z.string(), z.string()),
})
export type Mapping = z.infer<typeof mappingSchema>

/** An order as the file tells it: instants in UTC milliseconds, amounts in minor units. */
export interface RecordedOrder {
  readonly reference: string
  readonly customer: string
  readonly city: string
  readonly postcode: string
  readonly market: string
  readonly currency: string
  readonly paymentMethod: string
  readonly shipping: number
  readonly total: number
  readonly placedAt: number
  readonly paidAt?: number
  readonly shippedAt?: number
  readonly deliveredAt?: number
  /** The state in which the desk should end; undefined where the mapping knows none for the file's status. */
  readonly finalState?: string
}

/** Reads orders from CSV by the first mapping whose columns it has; a row that cannot be read names its line and column. */
export function readOrders(csv: string, mappings: readonly Mapping[]): readonly RecordedOrder[] {
  const rows: Record<string, string>[] = parse(csv, { columns: true, bom: true, skip_empty_lines: true })
  const first = rows[0]
  if (!first) throw new Error('the file has no orders: a header line and one line an order are expected')
  const missing = (mapping: Mapping) => Object.values(mapping.columns).filter(column => !(column in first))
  const mapping = mappings.find(candidate => missing(candidate).length === 0)
  if (!mapping)
    throw new Error(
      `no mapping fits the file: ${mappings.map(one => `"${one.title}" misses the columns ${missing(one).join(', ')}`).join('; ')}; write one and name it with --mapping`,
    )
  return rows.map((row, index) => readOrder(row, mapping, index + 2))
}

function readOrder(row: Record<string, string>, mapping: Mapping, line: number): RecordedOrder {
  const text = (name: keyof Mapping['columns']) => row[mapping.columns[name]] ?? ''
  const fail = (name: keyof Mapping['columns']): never => {
    throw new Error(`line ${line}, column ${mapping.columns[name]}: cannot read "${text(name)}"`)
  }
  const minor = (name: keyof Mapping['columns']) => {
    const amount = Math.round(Number(text(name)) * 100)
    return text(name) !== '' && Number.isSafeInteger(amount) ? amount : fail(name)
  }
  const instant = (name: keyof Mapping['columns']) => {
    if (text(name) === '') return undefined
    const at = DateTime.fromFormat(text(name), mapping.timeFormat, { zone: mapping.zone })
    return at.isValid ? at.toMillis() : fail(name)
  }
  const mapped = (values: Record<string, string>, value: string) => values[value] ?? values['*']
  const paidAt = instant('paidAt')
  const shippedAt = instant('shippedAt')
  const deliveredAt = instant('deliveredAt')
  const finalState = mapped(mapping.finalStates, text('status'))
  return {
    reference: text('reference'),
    customer: text('customer') || text('reference'), // of some orders the file does not say whose they are
    city: text('city'),
    postcode: text('postcode'),
    market: mapping.market,
    currency: mapping.currency,
    paymentMethod: mapped(mapping.paymentMethods, text('paymentMethod')) ?? fail('paymentMethod'),
    shipping: minor('shipping'),
    total: minor('total'),
    placedAt: instant('placedAt') ?? fail('placedAt'),
    ...(paidAt !== undefined && { paidAt }),
    ...(shippedAt !== undefined && { shippedAt }),
    ...(deliveredAt !== undefined && { deliveredAt }),
    ...(finalState !== undefined && { finalState }),
  }
}
