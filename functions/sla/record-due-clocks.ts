import type * as z from 'zod'
import { lookedAt } from '../../shared/domain/unread'
import { houseAct } from '../../shared/entry/house-act'
import type { dueMessage } from '../../shared/entry/message'
import type { Delivery } from '../../shared/entry/queue'
import type { CaseStore } from '../../shared/wiring'

/** Records each warning and breach at its own instant, once, whenever it was seen (R-SLA-44, convention 9); a ticket that nobody
 *  has classified in time goes to triage (R-DSP-06). */
export async function recordDueClocks(
  { cases }: { readonly cases: CaseStore },
  { message: { caseId, at } }: Delivery<z.output<typeof dueMessage>>,
) {
  const { state, version } = await houseAct({ cases }, caseId, before => lookedAt(before, at))
  return { state, version }
}
