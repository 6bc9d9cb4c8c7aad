import type * as z from 'zod'
import { settle } from '../../shared/domain/engine'
import { houseAct } from '../../shared/entry/house-act'
import type { dueMessage } from '../../shared/entry/message'
import type { Delivery } from '../../shared/entry/queue'
import type { CaseStore } from '../../shared/wiring'

/** Records each warning and breach at its own instant, once, whenever it was seen (R-SLA-44, convention 9). */
export async function recordDueClocks(
  { cases }: { readonly cases: CaseStore },
  { message: { caseId, at } }: Delivery<z.output<typeof dueMessage>>,
) {
  const { state, version } = await houseAct({ cases }, caseId, before => settle(before, at))
  return { state, version }
}
