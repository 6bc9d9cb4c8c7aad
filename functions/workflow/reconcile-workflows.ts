import type { Instant } from '../../shared/domain/case'
import { gateOfState } from '../../shared/domain/gates'
import type { Order, OrderState } from '../../shared/domain/order'
import { count } from '../../shared/entry/telemetry'
import { orderStages } from '../../shared/handbook/lists'
import type { CaseStore, GateToken } from '../../shared/wiring'
import { type Healing, healWorkflow, isLost } from './heal-workflow'

export interface Reconciliation extends Healing {
  readonly cases: CaseStore
  readonly shards: number
}

/** More than these were not lost one by one: the next run goes on, and an alarm calls for people meanwhile. */
const most = 1_000

/** Heals the orders whose workflow is not at the gate of their state (design, Workflow). An open order costs a look at its
 *  list entry and its token; its head is read only where these two leave a doubt. */
export async function reconcileWorkflows(needs: Reconciliation, at: Instant) {
  const { cases, tokens, executions } = needs
  const healed = new Set<string>()
  let looked = 0

  async function heal(orderId: string): Promise<void> {
    if (healed.size < most && (await healWorkflow(needs, orderId, at)) !== 'nothing to heal') healed.add(orderId)
  }

  async function lookAt(orderIds: readonly string[], states: readonly OrderState[]) {
    const kept = await tokens.ofOrders(orderIds)
    looked += orderIds.length
    for (const orderId of orderIds.filter(id => !isAtGateOfAll(states, kept.get(id)))) {
      const { token, head } = await tokens.parked(orderId)
      if (head && isLost(head as Order, token, at)) await heal(orderId)
    }
  }

  for (const execution of await executions.dead()) {
    const [orderId = ''] = execution.split('.')
    const { token } = await tokens.parked(orderId)
    if (!token || token.execution === execution) await heal(orderId)
  }
  for (const { list, states } of orderStages)
    for (let n = 0; n < needs.shards; n++) {
      const shard = (n + hourOf(at)) % needs.shards // a run that is cut short must not starve the same shards each time
      let cursor: string | undefined
      do {
        const page = await cases.listed(list, shard, cursor)
        await lookAt(page.items, states)
        cursor = page.cursor
      } while (cursor)
    }
  count('WorkflowsLookedAt', looked)
  count('WorkflowsHealed', healed.size)
  return { looked, healed: healed.size }
}

const hourOf = (at: Instant) => Math.floor(Date.parse(at) / 3_600_000)

/** Where a list holds one gate's states only, its entry and the token say all. */
const isAtGateOfAll = (states: readonly OrderState[], token: GateToken | undefined) =>
  token !== undefined && states.every(state => gateOfState(state)?.gate === token.gate)
