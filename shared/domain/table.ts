import type { CaseKind, Role } from './case'
import type { EffectName } from './effects'
import type { GuardName } from './guards'
import type { Topic } from './ticket'

export type ClockId =
  | 'SLA-01'
  | 'SLA-02'
  | 'SLA-03'
  | 'SLA-34'
  | 'SLA-35'
  | 'SLA-36'
  | 'SLA-37'
  | 'SLA-38'
  | 'SLA-43'
  | 'DISPATCH'
  | 'AUTO-RECEIPT'

/** The notices of requirements §5; a suffix names the department that is told beside the customer. */
export type NoticeId =
  | 'N-01'
  | 'N-05'
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
  /** Facts that follow from the row itself, beside those that the use case hands in. */
  readonly sets?: readonly EffectName[]
  readonly starts?: readonly ClockId[]
  readonly stops?: readonly ClockId[]
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
  /** States without clocks (design, convention 8). */
  readonly closed: readonly S[]
}
