import { waitingStates } from '../handbook/grade-policy'
import type { Case, Instant } from './case'

/** How long a case waited for others, in seconds day and night (R-SLA-46): reported beside its clocks, whether they paused or not. */
export interface Waited {
  readonly customerSeconds?: number
  readonly departmentSeconds?: number
}

/** The fact that a case has when it leaves a state of waiting. */
export function waitedAfter(before: Case, state: string, at: Instant): { readonly waited?: Waited } {
  return state === before.state || !waitingStates[before.state] ? {} : { waited: waitedUntil(before, at) }
}

/** What was waited until now, the wait that still goes on included. */
export function waitedUntil({ state, enteredAt, facts }: Case, at: Instant): Waited {
  const { waited = {} } = facts as { readonly waited?: Waited }
  const whom = waitingStates[state]
  if (!whom || !enteredAt) return waited
  const seconds = (waited[whom] ?? 0) + (Date.parse(at) - Date.parse(enteredAt)) / 1000
  return { ...waited, [whom]: Math.round(seconds * 1000) / 1000 }
}
