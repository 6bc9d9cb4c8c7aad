import type { Instant } from '../../shared/domain/case'
import { decide } from '../../shared/domain/engine'
import { type GateId, onTimeout, parkUntil } from '../../shared/domain/gates'
import type { Order } from '../../shared/domain/order'
import { houseAct } from '../../shared/entry/house-act'
import type { CaseStore } from '../../shared/wiring'

export interface TimedOut {
  readonly gate: GateId
  readonly orderId: string
  readonly enteredAt: Instant
}

const actor = { role: 'system', id: 'workflow' } as const

/** The workflow says when, the order's own clock says whether (R-SLA-37): cancels, calls for an agent, or waits on. */
export async function passTimeout({ cases }: { readonly cases: CaseStore }, { gate, orderId, enteredAt }: TimedOut) {
  const order = await houseAct({ cases }, orderId, before => {
    const next = onTimeout(before as Order, gate, enteredAt)
    return next.kind === 'decide' ? decide(before as Order, { event: next.event, actor, at: enteredAt }) : null
  })
  return { orderId, dueAt: parkUntil(order as Order, enteredAt) }
}
