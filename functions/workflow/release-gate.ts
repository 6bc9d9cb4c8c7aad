import { type GateId, isPast, parkUntil } from '../../shared/domain/gates'
import type { Order } from '../../shared/domain/order'
import type { HistoryMessage } from '../../shared/entry/message'
import type { Delivery } from '../../shared/entry/queue'
import type { TokenStore, Workflow } from '../../shared/wiring'

/** Lets the workflow go on when its order has left the gate. Without a token nobody waits: the gate will look for itself. */
export async function releaseGate(
  { tokens, workflow }: { readonly tokens: TokenStore; readonly workflow: Workflow },
  { message: { caseId: orderId }, now }: Delivery<Pick<HistoryMessage, 'caseId'>>,
) {
  const { token: parked, head } = await tokens.parked(orderId)
  if (!parked) return { outcome: 'not parked' }
  const order = head as Order | null
  if (!order || !isPast(order, parked.gate as GateId)) return { outcome: 'waits on', gate: parked.gate }
  const outcome = await workflow.release(parked.token, { orderId, dueAt: parkUntil(order, now) })
  return { outcome, gate: parked.gate }
}
