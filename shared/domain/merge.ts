import type { Order, OrderFacts, OrderLine } from './order'

/** Beyond these one order is no longer one parcel, nor one transaction (R-ORD-08). */
export const mostMerged = 20
const mostLines = 200

/** Where an order goes, as its content says. */
export interface Destination {
  readonly consignee: string
  readonly phone: string
  readonly address: string
}

/** An order and where it goes; null when that has been erased. */
export interface Mergeable {
  readonly order: Order
  readonly delivery: Destination | null
}

/** Why an order does not go into the target (G-18, G-33), as the end of a sentence that begins with its number; null when it
 *  does. `identities` are the target's customer's. States are the table's matter. */
export function unfit(target: Mergeable, { order, delivery }: Mergeable, identities: readonly string[]): string | null {
  const { facts, market } = target.order
  if (order.id === target.order.id) return 'is the order into which the others go'
  if (!identities.includes(order.customerId)) return 'is of another customer'
  if (order.market !== market || order.facts.total.currency !== facts.total.currency) return 'is of another market'
  if (order.facts.paymentMethod !== facts.paymentMethod)
    return `is paid by ${order.facts.paymentMethod}, not by ${facts.paymentMethod} (G-33)`
  if (!delivery || !target.delivery || folded(delivery) !== folded(target.delivery)) return 'goes to another address'
  return null
}

/** Spaces, line breaks and wide letters do not make another address. */
const folded = ({ consignee, phone, address }: Destination) =>
  [consignee, phone, address].map(text => text.normalize('NFKC').trim().replace(/\s+/g, ' ')).join('\n')

/** What fits one by one and yet not together: the same sentence about the order that is too much. */
export function tooMany(target: Order, sources: readonly Order[]): string | null {
  const orders = [target, ...sources]
  const invoiced = orders.filter(({ facts }) => facts.invoice)
  if (invoiced.length > 1) return `has ${invoiced.length} invoices to be issued: at most one order may want one`
  const { mergedFrom, lines } = joined(target, sources)
  if (mergedFrom.length >= mostMerged)
    return `would consist of ${mergedFrom.length + 1} orders, more than ${mostMerged}`
  return lines.length > mostLines ? `would have ${lines.length} lines, more than ${mostLines}` : null
}

type Joined = Pick<OrderFacts, 'lines' | 'shipping' | 'total' | 'outOfStock' | 'invoice'> & {
  readonly mergedFrom: readonly string[]
}

/** The target with its sources in it (O2): in whatever order they are named, the oldest goes in first. */
export function joined(target: Order, sources: readonly Order[]): Joined {
  const inOrder = [...sources].sort((a, b) => (ageOf(a) < ageOf(b) ? -1 : 1))
  const all = [target, ...inOrder].map(({ facts }) => facts)
  const outOfStock = [...new Set(all.flatMap(facts => facts.outOfStock ?? []))]
  const invoice = all.find(facts => facts.invoice)?.invoice
  return {
    lines: oneLineEach(all.flatMap(facts => facts.lines)),
    shipping: all.reduce((sum, facts) => sum + facts.shipping, 0),
    total: { ...target.facts.total, amount: all.reduce((sum, facts) => sum + facts.total.amount, 0) },
    mergedFrom: [
      ...(target.facts.mergedFrom ?? []),
      ...inOrder.flatMap(({ id, facts }) => [id, ...(facts.mergedFrom ?? [])]),
    ],
    ...(outOfStock.length > 0 && { outOfStock }),
    ...(invoice && { invoice }),
  }
}

const ageOf = ({ createdAt, id }: Order) => `${createdAt} ${id}`

/** The same product at the same price is one line. */
function oneLineEach(lines: readonly OrderLine[]): readonly OrderLine[] {
  const byProduct = new Map<string, OrderLine>()
  for (const line of lines) {
    const name = `${line.unitPrice} ${line.productNumber}`
    byProduct.set(name, { ...line, quantity: line.quantity + (byProduct.get(name)?.quantity ?? 0) })
  }
  return [...byProduct.values()]
}
