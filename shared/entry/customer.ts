import * as z from 'zod'
import { type Action, may, type Principal } from '../domain/may'
import { Refusal } from '../domain/refusal'
import { caseId } from './shapes'

export const customerParams = z.strictObject({ customerId: caseId })

export const noSuchCustomer = () => new Refusal('not_found', 'there is no such customer for this caller')

/** Throws unless this caller may do this with this customer; another customer does not exist for a storefront. */
export function allowed(principal: Principal, action: Action, customerId: string): void {
  if (may(principal, action, { customerId })) return
  throw principal.kind === 'storefront'
    ? noSuchCustomer()
    : new Refusal('forbidden', `${action} is not for this caller`)
}
