import type { Case, CaseKind } from './case'

/** A complaint is a ticket that became one: both are closed with the customer's word. */
export const deskKinds = ['ticket', 'complaint'] as const satisfies readonly CaseKind[]

/** The result is told, and whether it holds is not known yet. */
const told: readonly string[] = ['resolved', 'feedback_sent', 'result_fed_back', 'followed_up']

/** What the customer's "it is not solved" is in the state that the case has: an objection, a case opened again, or one more
 *  message while it is in hand (T16, T18, T7). The table says what becomes of it. */
export function objectionTo({ kind, state }: Case): 'object' | 'reopen' | 'customer_writes' {
  if (told.includes(state)) return 'object'
  if (state === 'closed' || state === 'archived') return kind === 'complaint' ? 'object' : 'reopen'
  return 'customer_writes'
}
