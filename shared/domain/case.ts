import type { Terms } from './clocks'
import type { DispatchMark } from './dispatch'
import type { About } from './figures'
import type { Language, Market } from './market'
import type { Topic } from './ticket'

/** UTC, ISO 8601 with milliseconds: sorts as text. */
export type Instant = string

export type CaseKind = 'ticket' | 'complaint' | 'order' | 'incident'

/** Who may act (R-ORG-09): customers through the storefront, staff by group, the house itself as `system`. */
export type Role =
  | 'customer'
  | 'agent'
  | 'supervisor'
  | 'team_lead'
  | 'operations_manager'
  | 'senior_management'
  | 'finance'
  | 'warehouse'
  | 'technical'
  | 'process_optimisation'
  | 'emergency'
  | 'courier'
  | 'system'

export interface Actor {
  readonly role: Role
  /** The subject of the token, the customer's id, or the name of the part of the house. Never a person's name. */
  readonly id: string
}

/** A time limit running on a case (R-SLA-47): computed when it starts, kept as computed. */
export interface Clock {
  readonly id: string
  readonly startedAt: Instant
  /** Absent on a clock that warns nobody. */
  readonly warnAt?: Instant
  readonly dueAt: Instant
  /** What may never be passed, where a limit has such an end (C-36). */
  readonly absoluteAt?: Instant
  readonly policyVersion: string
  /** The calendar does not cover the time; computed anew, by the terms of the day on which it started, when its data arrive. */
  readonly provisional?: true
  readonly terms?: Terms
  readonly warnedAt?: Instant
  /** Always the due instant, whenever it was seen. */
  readonly breachedAt?: Instant
  readonly overrunAt?: Instant
  /** How many steps of the ladder were told after the breach; their instants follow from start and due (R-ESC-06). */
  readonly rungs?: number
  /** Since when it stands still, how long it stood still before, and in which states it does; by a switch of its limit alone. */
  readonly pausedAt?: Instant
  readonly pausedSeconds?: number
  readonly pausesWhile?: readonly string[]
  readonly stoppedAt?: Instant
  /** The how-manieth clock of its kind on this case, from the second on, and the first breach of those before (R-SLA-48). */
  readonly round?: number
  readonly earlierBreachAt?: Instant
  /** Stopped because a shorter clock took its place (R-SLA-45): neither met nor missed. */
  readonly supersededBy?: string
}

/** A thing with a state, an owner, clocks and a history. `Facts` holds ids, codes and amounts, never personal text. */
export interface Case<State extends string = string, Facts extends object = object> {
  readonly id: string
  readonly kind: CaseKind
  /** What people say and read, such as O-7Q2M4XDK. */
  readonly number: string
  readonly state: State
  /** The seq of the newest history item. */
  readonly version: number
  readonly customerId: string
  readonly market: Market
  readonly language: Language
  readonly createdAt: Instant
  readonly changedAt: Instant
  /** Since when it is in this state; absent only on cases that the engine did not make. */
  readonly enteredAt?: Instant
  readonly clocks: Readonly<Record<string, Clock>>
  readonly facts: Facts
}

/** One line of a case's history, and at once the outbox: the stream carries it to everyone else (R-TKT-04). */
export interface CaseEvent {
  readonly caseId: string
  readonly kind: CaseKind
  readonly seq: number
  /** Past tense: OrderApproved. */
  readonly type: string
  /** The row of the transition table, such as O4; absent for what happens beside the table (a clock warned). */
  readonly row?: string
  readonly from: string | null
  readonly to: string
  readonly at: Instant
  readonly actor: Actor
  /** Codes, ids, amounts. */
  readonly data: Readonly<Record<string, unknown>>
  /** Notices that this event sends (R-NTF-02: once each). */
  readonly notices?: readonly string[]
  /** The topic of the ticket that it brings into being, whose id follows from this event's. */
  readonly opens?: Topic
  /** What it sets going at the dispatcher. */
  readonly dispatch?: DispatchMark
  /** On the first event: what the case is, beside its facts. */
  readonly opened?: Pick<Case, 'number' | 'customerId' | 'market' | 'language'>
  /** What the event changed; null: the fact is gone. The head is the sum of these (rebuild.ts). */
  readonly facts?: Readonly<Record<string, unknown>>
  readonly clocks?: Readonly<Record<string, Clock>>
  /** On a line that counts in a figure: what the count needs to know of the case (figures.ts). */
  readonly about?: About
}

/** What a use case decided: the new head and the history items that lead to it, in order. */
export interface Change<C extends Case = Case> {
  readonly before: C | null
  readonly after: C
  readonly events: readonly CaseEvent[]
}
