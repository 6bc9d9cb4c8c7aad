import type { CaseEvent, Change } from '../domain/case'
import { ticketOf } from '../domain/linked-ticket'
import { caseNumber } from '../domain/number'
import type { Also, CaseStore, Outcome } from '../stores/ports'
import { idsFrom } from './ids'

const attempts = 8

/** Follows from the event, so that no event opens two, and whoever reads the event finds the ticket. */
export const linkedTicketId = ({ caseId, seq }: Pick<CaseEvent, 'caseId' | 'seq'>): string =>
  idsFrom(caseId, String(seq))('ticket')

/** Commits changes together with the tickets that they open: all of it or nothing. Where a number is taken, it takes the next. */
export async function commitWithTickets(
  cases: CaseStore,
  changes: readonly Change[],
  also: Also = {},
  numbersTaken = 0,
): Promise<Outcome> {
  const opened = changes.flatMap(({ after, events }) =>
    events
      .filter(({ opens }) => opens !== undefined)
      .map(event => {
        const id = linkedTicketId(event)
        return ticketOf(after, event, { id, number: caseNumber('ticket', id, numbersTaken) })
      }),
  )
  const numbers = opened.map(({ after: { number } }) => ({ what: 'number', number }) as const)
  const outcome = await cases.commit([...changes, ...opened], { ...also, claims: [...(also.claims ?? []), ...numbers] })
  if (outcome !== 'number' || numbersTaken === attempts) return outcome
  return commitWithTickets(cases, changes, also, numbersTaken + 1)
}
