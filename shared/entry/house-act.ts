import type { Case, Change } from '../domain/case'
import type { CaseStore } from '../stores/ports'
import { commitWithTickets } from './linked-ticket'

const attempts = 5

/** The house itself changes a case: read (or `known` from just now), decided and committed anew as often as another is quicker.
 *  `null`: nothing to do. */
export async function houseAct(
  { cases }: { readonly cases: CaseStore },
  id: string,
  decision: (before: Case) => Promise<Change | null> | Change | null,
  known?: Case,
): Promise<Case> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const before = attempt === 0 && known ? known : await cases.get(id)
    if (!before) throw new Error(`there is no case ${id}`)
    const change = await decision(before)
    if (!change) return before
    if ((await commitWithTickets(cases, [change])) === 'committed') return change.after
  }
  throw new Error(`others kept changing case ${id}: the message comes again`)
}
