import { decide } from '../../shared/domain/engine'
import type { Order } from '../../shared/domain/order'
import { houseAct } from '../../shared/entry/house-act'
import type { CaseStore } from '../../shared/wiring'

const actor = { role: 'system', id: 'notifications' } as const

/** Once finance has its notice, SLA-34 is met (O4a); also when that came too late to be sent: finance has acted, and knows. */
export function recordDepartmentsNotified(cases: CaseStore, orderId: string, at: string) {
  return houseAct({ cases }, orderId, before => {
    const clock = before.clocks['SLA-34']
    const runs = clock !== undefined && clock.stoppedAt === undefined
    return runs ? decide(before as Order, { event: 'departments_notified', actor, at }) : null
  })
}
