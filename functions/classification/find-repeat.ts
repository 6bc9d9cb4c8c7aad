import type { Case, Instant } from '../../shared/domain/case'
import { repeated, repeatsOfProcess } from '../../shared/domain/repeat'
import type { Ticket, TicketFacts, Topic } from '../../shared/domain/ticket'

/** That a ticket is probably the same as one closed lately (R-TKT-10), and after three of them a matter of the issue log, which the
 *  process optimisation group reads (R-CLO-09); what goes on from another knows it already. */
export function findRepeat(
  ticket: Ticket,
  topic: Topic,
  newest: readonly Case[],
  now: Instant,
): Pick<TicketFacts, 'repeatOf' | 'issue'> {
  const { followsUp, splitFrom } = ticket.facts
  if (followsUp ?? splitFrom) return {}
  const [earlier, ...others] = repeated(ticket, topic, newest, now)
  if (!earlier) return {}
  return { repeatOf: earlier.id, ...(others.length + 1 >= repeatsOfProcess && { issue: 'open' as const }) }
}
