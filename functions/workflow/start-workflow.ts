import { gateOf, parkUntil } from '../../shared/domain/gates'
import type { Order } from '../../shared/domain/order'
import type { HistoryMessage } from '../../shared/entry/message'
import type { Delivery } from '../../shared/entry/queue'
import type { CaseStore, Workflow } from '../../shared/wiring'

/** Sets an order on its way through the gates (R-ORD-01). One that people have already finished needs no way. */
export async function startWorkflow(
  { cases, workflow, machine }: { readonly cases: CaseStore; readonly workflow: Workflow; readonly machine: string },
  { message: { caseId: orderId }, now }: Delivery<Pick<HistoryMessage, 'caseId'>>,
) {
  const order = (await cases.get(orderId)) as Order | null
  if (!order) throw new Error(`there is no order ${orderId}`)
  if (!gateOf(order)) return { outcome: 'finished already' }
  await workflow.start(machine, { orderId, dueAt: parkUntil(order, now) })
  return { outcome: 'started' }
}
