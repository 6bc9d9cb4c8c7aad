import type { Instant } from '../../shared/domain/case'
import { type GateId, isPast, parkUntil } from '../../shared/domain/gates'
import type { Order } from '../../shared/domain/order'
import type { CaseStore, TokenStore, Workflow } from '../../shared/wiring'

export interface Parking {
  readonly gate: GateId
  readonly orderId: string
  readonly token: string
  readonly execution?: string | undefined
  readonly enteredAt: Instant
}

/** Keeps the token and only then reads the head: a decision that came before is seen here, one that comes later finds the token. */
export async function parkAtGate(
  { cases, tokens, workflow }: { readonly cases: CaseStore; readonly tokens: TokenStore; readonly workflow: Workflow },
  { gate, orderId, token, execution = orderId, enteredAt }: Parking,
) {
  await tokens.keep(orderId, { gate, token, execution, enteredAt })
  const order = (await cases.get(orderId)) as Order | null
  if (!order) throw new Error(`there is no order ${orderId}`)
  if (!isPast(order, gate)) return { orderId, outcome: 'parked' }
  return { orderId, outcome: await workflow.release(token, { orderId, dueAt: parkUntil(order, enteredAt) }) }
}
