import { Refusal } from '../../shared/domain/refusal'
import type { CaseStore, CustomerStore, Registry } from '../../shared/wiring'

export { allowed, customerParams, noSuchCustomer } from '../../shared/entry/customer'

/** What the use cases of this folder need between them. */
export interface Desk {
  readonly cases: CaseStore
  readonly customers: CustomerStore
  readonly registry: Registry
}

export const noSuchCase = () => new Refusal('not_found', 'this customer has no such case')
