import type { Case } from '../../shared/domain/case'
import type { ClassificationContext } from '../../shared/domain/gravity'
import type { Ticket } from '../../shared/domain/ticket'
import type { CaseStore } from '../../shared/wiring'

/** Of all that a customer has with us the newest: one page of keys and as many heads, 1.5 read units for who is new and at most
 *  6.5. What came long ago is not looked for. */
const mostLookedAt = 6

/** What lies beside the words (R-CLS-13): the order that is named, the customer's tier and newest cases. */
export async function lookAround(
  { cases }: { readonly cases: Pick<CaseStore, 'ofCustomer' | 'get'> },
  { id, customerId, facts: { orderId, tier } }: Ticket,
): Promise<{ readonly context: ClassificationContext; readonly newest: readonly Case[] }> {
  const [{ items: newest }, order] = await Promise.all([
    cases.ofCustomer(customerId, undefined, mostLookedAt),
    orderId === undefined ? null : cases.get(orderId),
  ])
  const own = order?.kind === 'order' && order.customerId === customerId
  const earlierComplaints = newest.filter(other => other.kind === 'complaint' && other.id !== id).length
  return {
    newest,
    context: {
      ...{ orderId, tier, earlierComplaints },
      ...(own && { orderValueMinor: (order.facts as { total: { amount: number } }).total.amount }),
    },
  }
}
