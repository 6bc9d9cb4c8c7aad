import type { Case } from '../../shared/domain/case'
import { decide } from '../../shared/domain/engine'
import type { Order } from '../../shared/domain/order'
import { houseAct } from '../../shared/entry/house-act'
import type { CaseStore } from '../../shared/wiring'

const actor = { role: 'system', id: 'notifications' } as const

/** Once finance has its notice, SLA-34 is met (O4a); also when that came too late to be sent: finance has acted, and knows. Done
 *  before the notice is put on record as settled: what is settled needs no second look. */
export async function recordDepartmentsNotified(
  cases: CaseStore,
  { caseId, notice, at }: { readonly caseId: string; readonly notice: string; readonly at: string },
  known?: Case,
) {
  if (notice !== 'N-10') return
  const decision = (before: Case) => {
    const clock = before.clocks['SLA-34']
    const runs = clock !== undefined && clock.stoppedAt === undefined
    return runs ? decide(before as Order, { event: 'departments_notified', actor, at }) : null
  }
  await houseAct({ cases }, caseId, decision, known)
}
