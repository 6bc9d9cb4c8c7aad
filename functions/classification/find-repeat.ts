import type { Instant } from '../../shared/domain/case'
import { repeated, repeatsOfProcess } from '../../shared/domain/repeat'
import type { Ticket, TicketFacts, Topic } from '../../shared/domain/ticket'
import type { CaseStore } from '../../shared/wiring'

/** Of all that a customer has with us the newest: one page of keys and as many heads, 1.5 read units for who is new and at most
 *  6.5. What came long ago is not looked for. */
const mostLookedAt = 6

/** That a ticket is probably the same as one closed lately (R-TKT-10), and after three of them a matter of the issue log, which the
 *  process optimisation group reads (R-CLO-09); what goes on from another knows it already. */
export async function findRepeat(
  { cases }: { readonly cases: Pick<CaseStore, 'ofCustomer'> },
  ticket: Ticket,
  topic: Topic,
  now: Instant,
): Promise<Pick<TicketFacts, 'repeatOf' | 'issue'>> {
  const { followsUp, splitFrom } = ticket.facts
  if (followsUp ?? splitFrom) return {}
  const { items } = await cases.ofCustomer(ticket.customerId, undefined, mostLookedAt)
  const [earlier, ...others] = repeated(ticket, topic, items, now)
  if (!earlier) return {}
  return { repeatOf: earlier.id, ...(others.length + 1 >= repeatsOfProcess && { issue: 'open' as const }) }
}
