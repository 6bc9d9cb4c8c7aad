import type { CaseKind, Role } from './case'
import type { EffectName } from './effects'
import type { GuardName } from './guards'
import type { Topic } from './ticket'

export type ClockId =
  | 'SLA-01'
  | 'SLA-02'
  | 'SLA-03'
  | 'SLA-05'
  | 'SLA-06'
  | 'SLA-07'
  | 'SLA-08'
  | 'SLA-09'
  | 'SLA-10'
  | 'SLA-11'
  | 'SLA-12'
  | 'SLA-13'
  | 'SLA-14'
  | 'SLA-15'
  | 'SLA-16'
  | 'SLA-17'
  | 'SLA-18'
  | 'SLA-19'
  | 'SLA-21'
  | 'SLA-22'
  | 'SLA-23'
  | 'SLA-26'
  | 'SLA-27'
  | 'SLA-27-RESPONSE'
  | 'SLA-34'
  | 'SLA-35'
  | 'SLA-36'
  | 'SLA-37'
  | 'SLA-38'
  | 'SLA-39'
  | 'SLA-42'
  | 'SLA-43'
  | 'DISPATCH'
  | 'AUTO-RECEIPT'
  | 'HANDOVER'
  | 'PROGRESS'
  | 'SILENCE'
  | 'CHAT'
  | 'ARCHIVE-CHECK'

/** What a clock is a promise of. Of one duty several limits may apply: the shorter takes the place of the longer (R-SLA-45). */
export type Duty =
  | 'response'
  | 'plan'
  | 'resolution'
  | 'closed_loop'
  | 'record'
  | 'call_back'
  | 'department'
  | 'progress'
  | 'silence'
  | 'chat'
  | 'alarm'
  | 'archive'
  | 'retention'

/** BY-GRADE: the clocks of the case's grade (grade-policy.ts), counted from where its handling began; SECOND-HANDLING: the same
 *  set once more, counted from now (R-SLA-48). */
export type StartName = ClockId | 'BY-GRADE' | 'SECOND-HANDLING'

/** The notices of requirements §5; a suffix names who is told beside the first. */
export type NoticeId = TicketNoticeId | OrderNoticeId

/** Of tickets and complaints. */
export type TicketNoticeId =
  | 'N-01'
  | 'N-02'
  | 'N-02-first-responder'
  | 'N-03'
  | 'N-03-reply'
  | 'N-04'
  | 'N-04-agent'
  | 'N-05'
  | 'N-06'
  | 'N-07'
  | 'N-31'
  | 'N-31-department'
  | 'N-32'
  | 'N-33'
  | 'N-33-department'
  | 'N-35'
  | 'N-35-lead'
  | 'N-36'
  | 'N-38'
  | 'N-41'
  | 'N-46'
  | 'N-46-decision'

type OrderNoticeId =
  | 'N-08'
  | 'N-09'
  | 'N-10'
  | 'N-11'
  | 'N-11-service'
  | 'N-12'
  | 'N-12-service'
  | 'N-13'
  | 'N-14'
  | 'N-15'
  | 'N-16'
  | 'N-17'
  | 'N-17-warehouse'
  | 'N-18'
  | 'N-22-refund'
  | 'N-23'
  | 'N-37'
  | 'N-37-finance'
  | 'N-48'

/** One line of a transition table (R-ORD-29): what is not listed is refused. Of several rows for one state and event, the
 *  first that the actor may use and whose guards hold wins. */
export interface Row<S extends string = string, E extends string = string> {
  /** The row of requirements §4; a letter behind the number is a row of ours (†), which says why in `because`. */
  readonly id: string
  /** null: the row creates the case. */
  readonly from: readonly S[] | null
  readonly event: E
  /** null: the state stays as it is. */
  readonly to: S | null
  readonly actors: readonly Role[]
  readonly guards?: readonly GuardName[]
  /** The case is of another kind from here on: a ticket that turns out to be a complaint. */
  readonly becomes?: CaseKind
  /** Facts that follow from the row itself, beside those that the use case hands in. */
  readonly sets?: readonly EffectName[]
  readonly starts?: readonly StartName[]
  readonly stops?: readonly (ClockId | Duty)[]
  /** Of these duties the clock goes on that the message taken back had stopped. */
  readonly resumes?: readonly Duty[]
  readonly notices?: readonly NoticeId[]
  /** A ticket of this topic comes into being in the same transaction (linked-ticket.ts). */
  readonly opens?: Topic
  /** The name in the history, past tense. */
  readonly type: string
  readonly zh: string
  readonly because?: string
}

export interface Table<S extends string = string, E extends string = string> {
  readonly kind: CaseKind
  readonly rows: readonly Row<S, E>[]
  /** States in which no promise to the customer runs (design, convention 8): what the house owes its archive may. */
  readonly closed: readonly S[]
  /** States in which nothing runs at all: merged, destroyed. */
  readonly gone?: readonly S[]
}
