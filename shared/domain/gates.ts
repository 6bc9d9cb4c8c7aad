import { gates } from '../handbook/gates'
import { calendarOf } from './calendars'
import type { CaseKind, Instant } from './case'
import { isRunning } from './clocks'
import { endOf, type Span } from './deadlines'
import type { Order, OrderEvent, OrderState } from './order'
import type { ClockId } from './table'

export type GateId = 'review' | 'finance' | 'warehouse' | 'delivery'

/** Where the workflow waits for people (design, Workflow); one row of handbook/gates.ts. */
export interface Gate {
  readonly gate: GateId
  readonly zh: string
  readonly kind: CaseKind
  readonly states: readonly OrderState[]
  /** The clock that ends the wait; without one, or when it does not run, the gate parks for `patienceDays`. */
  readonly clock?: ClockId
  readonly patienceDays: number
  /** What happens when the clock has run out, or else, where the table refuses that. */
  readonly onTimeout?: OrderEvent
  readonly orElse?: OrderEvent
  /** How long it then parks before it asks again. */
  readonly askAgain?: Span
  readonly requirement: string
}

/** The gate at which the order waits; none once it is completed, cancelled or waits for its refund. */
export const gateOf = (order: Order): Gate | undefined => gateOfState(order.state)

export const gateOfState = (state: string): Gate | undefined =>
  gates.find(gate => gate.states.some(candidate => candidate === state))

/** Whether a task that waits at this gate may go on. */
export const isPast = (order: Order, gate: Gate | GateId): boolean => {
  const id = typeof gate === 'string' ? gate : gate.gate
  const now = gateOf(order)
  return now === undefined || gates.indexOf(now) > gates.findIndex(candidate => candidate.gate === id)
}

/** Until when the order's gate waits: the first instant at which its clock is over, or a while when no clock ends it. */
export function parkUntil(order: Order, at: Instant): Instant {
  const gate = gateOf(order)
  const clock = gate?.clock && order.clocks[gate.clock]
  if (clock && isRunning(clock)) {
    if (at <= clock.dueAt) return new Date(Date.parse(clock.dueAt) + 1).toISOString()
    if (gate.askAgain) return endOf(gate.askAgain, at, calendarOf(order.market)).at
  }
  return new Date(Date.parse(at) + (gate?.patienceDays ?? 0) * 86_400_000).toISOString()
}

/** What a gate whose time is up does now: go on, decide an event by the table, or wait on. */
export type Timeout =
  | { readonly kind: 'release' }
  | { readonly kind: 'decide'; readonly event: OrderEvent }
  | { readonly kind: 'wait'; readonly until: Instant }

export function onTimeout(order: Order, id: GateId, at: Instant): Timeout {
  const gate = gateOf(order)
  if (gate === undefined || isPast(order, id)) return { kind: 'release' }
  const clock = gate.clock && order.clocks[gate.clock]
  const wait: Timeout = { kind: 'wait', until: parkUntil(order, at) }
  if (order.state === 'payment_problem') return wait
  if (!clock || !isRunning(clock) || at <= clock.dueAt || !gate.onTimeout) return wait
  if (order.facts.contactAttempts > 0) return { kind: 'decide', event: gate.onTimeout }
  return gate.orElse && !order.facts.contactWanted ? { kind: 'decide', event: gate.orElse } : wait
}
