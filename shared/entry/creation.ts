import type { Actor, Case, Change, Role } from '../domain/case'
import { type Action, actorFor, may, type Principal } from '../domain/may'
import { Refusal } from '../domain/refusal'
import type { CaseStore, CustomerWrite } from '../stores/ports'
import { keyUsed, notToAttach } from './act'
import type { Call } from './route'

/** What a creating use case proposes; proposed anew when the number is taken or another request opened the customer's file. */
export interface Proposal {
  readonly change: Change
  readonly customers: readonly CustomerWrite[]
}

const attempts = 8

/** Commits a new case once for its request: the request that comes again gets the case that it made the first time. */
export async function create(
  { cases }: { readonly cases: CaseStore },
  call: Call,
  action: Action,
  propose: (numbersTaken: number) => Promise<Proposal>,
): Promise<Case> {
  if (!may(call.principal, action)) throw new Refusal('forbidden', `${action} is not for this caller`)
  let numbersTaken = 0
  for (let attempt = 0; attempt < attempts; attempt++) {
    const { change, customers } = await propose(numbersTaken)
    const { id, number } = change.after
    const outcome = await cases.commit([change], {
      customers,
      claims: [{ what: 'number', number }],
      requestHash: call.requestHash,
    })
    if (outcome === 'committed') return change.after
    if (outcome === 'attachment') throw notToAttach()
    if (outcome === 'number') numbersTaken++
    if (outcome === 'version') {
      const found = await cases.opened(id)
      if (found && found.requestHash !== call.requestHash) throw keyUsed()
      if (found) return found.opened
    }
  }
  throw new Refusal('conflict', 'too many requests of this customer at the same moment: try again')
}

/** Who creates: a storefront does it in the name of the customer, whose file may be opened by the same request. */
export const creatorOf = (principal: Principal, asked: readonly Role[], customerId: string): Actor =>
  principal.kind === 'storefront' ? { role: 'customer', id: customerId } : actorFor(principal, asked)
