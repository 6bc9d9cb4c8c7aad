import fc from 'fast-check'
import type { Case, CaseEvent, Role } from '../../shared/domain/case'
import { decide, settle } from '../../shared/domain/engine'
import type { Order, OrderEvent } from '../../shared/domain/order'
import { Refusal } from '../../shared/domain/refusal'
import { orderTransitions } from '../../shared/handbook/order-transitions'
import { by, later, placeOrder } from './builders'

/** What someone tries after a while; what the table does not allow just does not happen. */
export interface Try {
  readonly event: string
  readonly role: Role
  readonly minutes: number
}

export interface Life<C extends Case = Case> {
  readonly head: C
  readonly history: readonly CaseEvent[]
}

const roles = ['customer', 'agent', 'supervisor', 'finance', 'warehouse', 'courier', 'system'] as const

const triesOf = (events: readonly string[], maxLength: number): fc.Arbitrary<readonly Try[]> =>
  fc.array(
    fc.record({
      event: fc.constantFrom(...new Set(events)),
      role: fc.constantFrom(...roles),
      minutes: fc.integer({ min: 0, max: 3 * 24 * 60 }),
    }),
    { maxLength },
  )

/** Lives on from a change: each try at its time, and at the end so many days in which only the clocks run. */
export function lived<C extends Case>(
  begun: { readonly after: C; readonly events: readonly CaseEvent[] },
  tries: readonly Try[],
  said: (head: C, event: string) => { readonly data?: object; readonly facts?: object },
  days = 40,
): Life<C> {
  let head: C = begun.after
  const history = [...begun.events]
  let at = head.createdAt
  for (const { event, role, minutes } of tries) {
    at = later(at, { minutes })
    try {
      const change = decide<Case>(head, { event, actor: by(role), at, ...said(head, event) })
      head = change.after as C
      history.push(...change.events)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
    }
  }
  const last = settle(head, later(at, { days }))
  return { head: last?.after ?? head, history: [...history, ...(last?.events ?? [])] }
}

const orderData = (order: Order, event: OrderEvent) => ({
  reason: 'duplicate',
  received: order.facts.total,
  courier: 'SF',
  trackingNumber: 'SF1',
  slipNumber: 'R-1',
  productNumbers: ['P-1001'],
  finding: 'failed',
  kind: event === 'want_refund' ? 'part' : 'lost',
  wanted: { amount: 500, currency: 'CNY' },
  refunded: { amount: order.facts.refund?.amount ?? 0, currency: 'CNY' },
  notice: 'N-13',
  targetId: 'another',
  sourceIds: ['another'],
})

/** Any legal life of an order, with every clock that runs out in it. */
export const anOrderLife = (): fc.Arbitrary<Life<Order>> =>
  triesOf(
    orderTransitions.rows.map(row => row.event),
    25,
  ).map(tries => lived(placeOrder(), tries, (order, event) => ({ data: orderData(order, event as OrderEvent) })))
