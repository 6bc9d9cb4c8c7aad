import type { Instant } from '../../shared/domain/case'
import { repeated } from '../../shared/domain/repeat'
import type { Ticket, Topic } from '../../shared/domain/ticket'
import type { CaseStore } from '../../shared/wiring'

/** Of all that a customer has with us the newest: one page of keys and as many heads, 1.5 read units for who is new and at most
 *  6.5. What came long ago is not looked for. */
const mostLookedAt = 6

/** That a ticket is probably the same as one closed lately (R-TKT-10); what goes on from another knows it already. */
export async function findRepeat(
  { cases }: { readonly cases: Pick<CaseStore, 'ofCustomer'> },
  ticket: Ticket,
  topic: Topic,
  now: Instant,
): Promise<{ readonly repeatOf?: string }> {
  const { followsUp, splitFrom } = ticket.facts
  if (followsUp ?? splitFrom) return {}
  const { items } = await cases.ofCustomer(ticket.customerId, undefined, mostLookedAt)
  const earlier = repeated(ticket, topic, items, now)
  return earlier ? { repeatOf: earlier.id } : {}
}
