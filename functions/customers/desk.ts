import type { Action, Principal } from '../../shared/domain/may'
import { Refusal } from '../../shared/domain/refusal'
import { allowed } from '../../shared/entry/customer'
import { asOwnerOf } from '../../shared/entry/person'
import type { CaseStore, CustomerStore, Registry } from '../../shared/wiring'

export { customerParams, noSuchCustomer } from '../../shared/entry/customer'

/** What the use cases of this folder need between them. */
export interface Desk {
  readonly cases: CaseStore
  readonly customers: CustomerStore
  readonly registry: Registry
}

export const noSuchCase = () => new Refusal('not_found', 'this customer has no such case')

/** Throws unless this caller may do this with this customer; who had two files may by either id (R-CUS-05). */
export async function allowedTo(
  { cases }: Pick<Desk, 'cases'>,
  principal: Principal,
  action: Action,
  customerId: string,
): Promise<void> {
  allowed(await asOwnerOf(cases, principal, { customerId }), action, customerId)
}
