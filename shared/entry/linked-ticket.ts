import type { Case, CaseEvent, Change } from '../domain/case'
import { incidentOf } from '../domain/incident'
import { ticketOf } from '../domain/linked-ticket'
import { caseNumber } from '../domain/number'
import type { Ticket, TicketFacts } from '../domain/ticket'
import type { Also, CaseStore, Outcome } from '../stores/ports'
import { idsFrom } from './ids'

const attempts = 8

/** Follows from the event, so that no event opens two, and whoever reads the event finds the ticket. */
export const linkedTicketId = ({ caseId, seq }: Pick<CaseEvent, 'caseId' | 'seq'>): string =>
  idsFrom(caseId, String(seq))('ticket')

/** The incident that a ticket makes known, if none of its kind is open yet. */
export const ownIncidentId = (ticketId: string): string => idsFrom(ticketId)('incident')

const makesKnown = ({ before, after }: Change): boolean => {
  const incidentOf = (subject: Case | null) => (subject?.facts as Partial<TicketFacts> | undefined)?.incidentId
  return incidentOf(after) === ownIncidentId(after.id) && incidentOf(before) === undefined
}

/** Commits changes together with the tickets and incidents that they open: all of it or nothing. Where a number is taken, it takes the next. */
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
  const incidents = changes.filter(makesKnown).map(({ after }) => {
    const id = ownIncidentId(after.id)
    return incidentOf(after as Ticket, { id, number: caseNumber('incident', id, numbersTaken) })
  })
  const beside: readonly Change[] = [...opened, ...incidents]
  const numbers = beside.map(({ after: { number } }) => ({ what: 'number', number }) as const)
  const outcome = await cases.commit([...changes, ...beside], { ...also, claims: [...(also.claims ?? []), ...numbers] })
  if (outcome !== 'number' || numbersTaken === attempts) return outcome
  return commitWithTickets(cases, changes, also, numbersTaken + 1)
}
