import type { Instant } from '../../shared/domain/case'
import { type GateId, gateOf, isPast, parkUntil } from '../../shared/domain/gates'
import type { Order } from '../../shared/domain/order'
import type { Executions, GateToken, TokenStore, Workflow } from '../../shared/wiring'

export interface Healing {
  readonly tokens: TokenStore
  readonly workflow: Workflow
  readonly executions: Executions
  readonly machine: string
}

export type Healed = 'released' | 'started' | 'nothing to heal'

/** Whether the order has left the gate at which its workflow was last seen. */
const leftIts = (token: GateToken | null, order: Order) => token === null || isPast(order, token.gate as GateId)

/** The execution that takes an order over from one that is over or lost: o, o.2, o.3 … */
function successorOf(execution: string): string {
  const [orderId, count = '1'] = execution.split('.')
  return `${orderId}.${Number(count) + 1}`
}

/** Brings the workflow of one order to the gate of its state. A new execution passes the gates behind the order at once, so
 *  it may always begin at the first. Safe to do to any order at any time. */
export async function healWorkflow(needs: Healing, orderId: string, at: Instant): Promise<Healed> {
  const { tokens, workflow, executions, machine } = needs
  const { token, head } = await tokens.parked(orderId)
  const order = head as Order | null
  if (!order || !gateOf(order)) return 'nothing to heal'
  const waiting = { orderId, dueAt: parkUntil(order, at) }
  if (token && leftIts(token, order) && (await workflow.release(token.token, waiting)) === 'released') return 'released'

  let name = token?.execution ?? orderId
  let status = await executions.status(name)
  if (status === 'running' && !leftIts(token, order)) return 'nothing to heal'
  while (status === 'over') {
    name = successorOf(name)
    status = await executions.status(name)
  }
  if (status === 'running') {
    await executions.stop(name, 'nobody holds the token with which it waits')
    name = successorOf(name)
  }
  await workflow.start(machine, waiting, name)
  return 'started'
}

/** An order that has been in its state for an hour is where it will be: the queues have given up after a quarter of an hour,
 *  and the gate's own retries before the hour is over. */
const patienceMs = 3_600_000

/** Whether an order of this state, with this token, has lost its way. */
export const isLost = (order: Order, token: GateToken | null, at: Instant): boolean =>
  gateOf(order) !== undefined &&
  leftIts(token, order) &&
  Date.parse(at) - Date.parse(order.enteredAt ?? order.createdAt) >= patienceMs
