import type { Case, Instant } from './case'
import type { Complaint, Ticket, Topic } from './ticket'

/** R-TKT-10 (†). */
export const lookBackDays = 30

/** R-CLO-09 (†): so many repeats are a matter for the process optimisation group. */
export const repeatsOfProcess = 3

const isOfDesk = (subject: Case): subject is Ticket | Complaint =>
  subject.kind === 'ticket' || subject.kind === 'complaint'

/** The tickets that were closed lately and say the same as this one, newest first: of the same customer, category and order
 *  (R-TKT-10). */
export function repeated(
  ticket: Pick<Ticket, 'id' | 'customerId' | 'facts'>,
  topic: Topic,
  ofCustomer: readonly Case[],
  at: Instant,
): readonly (Ticket | Complaint)[] {
  const since = new Date(Date.parse(at) - lookBackDays * 86_400_000).toISOString()
  return ofCustomer
    .filter(isOfDesk)
    .filter(
      ({ id, customerId, state, enteredAt = '', facts }) =>
        id !== ticket.id &&
        customerId === ticket.customerId &&
        (state === 'closed' || state === 'archived') &&
        enteredAt >= since &&
        facts.classification?.topic === topic &&
        facts.orderId === ticket.facts.orderId &&
        facts.duplicateOf === undefined,
    )
}
