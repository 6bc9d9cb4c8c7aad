import * as z from 'zod'
import { type Action, may, type Principal } from '../../shared/domain/may'
import { Refusal } from '../../shared/domain/refusal'
import { caseId } from '../../shared/entry/shapes'
import type { CaseStore, CustomerStore, Registry } from '../../shared/wiring'

/** What the use cases of this folder need between them. */
export interface Desk {
  readonly cases: CaseStore
  readonly customers: CustomerStore
  readonly registry: Registry
}

export const customerParams = z.strictObject({ customerId: caseId })

export const noSuchCustomer = () => new Refusal('not_found', 'there is no such customer for this caller')

export const noSuchCase = () => new Refusal('not_found', 'this customer has no such case')

/** Throws unless this caller may do this with this customer; another customer does not exist for a storefront. */
export function allowed(principal: Principal, action: Action, customerId: string): void {
  if (may(principal, action, { customerId })) return
  throw principal.kind === 'storefront'
    ? noSuchCustomer()
    : new Refusal('forbidden', `${action} is not for this caller`)
}
