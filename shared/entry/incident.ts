import { isEmergency } from '../domain/incident'
import { openIncidents } from '../domain/lists'
import type { Classification, Complaint, Ticket } from '../domain/ticket'
import type { CaseStore } from '../stores/ports'
import { ownIncidentId } from './linked-ticket'

/** What a ticket of this class is to know of its emergency: the open one of its topic, else its own, which comes into being in the
 *  transaction that names it (R-ESC-05). */
export async function emergencyOf(
  { cases }: { readonly cases: Pick<CaseStore, 'list'> },
  { id, market, facts }: Ticket | Complaint,
  { grade, topic }: Pick<Classification, 'grade' | 'topic'>,
): Promise<{ readonly incidentId?: string }> {
  if (!isEmergency(grade) || facts.incidentId) return {}
  const { items } = await cases.list(openIncidents(market, topic), undefined, 1)
  return { incidentId: items[0]?.id ?? ownIncidentId(id) }
}
