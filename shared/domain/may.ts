import { listReaders } from '../handbook/lists'
import { permissions } from '../handbook/permissions'
import type { Actor, Role } from './case'

/** Who stands behind a request: a member of staff with the roles of their groups, or the storefront for a customer. */
export type Principal =
  | { readonly kind: 'staff'; readonly id: string; readonly roles: readonly Role[] }
  | { readonly kind: 'storefront'; readonly id: string; readonly customerId?: string }

export type Action =
  | 'ticket.open'
  | 'ticket.read'
  | 'ticket.list'
  | 'ticket.take'
  | 'ticket.reply'
  | 'ticket.resolve'
  | 'order.place'
  | 'order.read'
  | 'order.list'
  | 'order.approve'
  | 'order.reject'
  | 'order.confirm_payment'
  | 'order.not_arrived'
  | 'order.cancel_unpaid'
  | 'order.notify_warehouse'
  | 'order.pack'
  | 'order.ship'
  | 'order.scan'
  | 'order.confirm_receipt'
  | 'order.cancel'
  | 'order.record_contact_attempt'
  | 'customer.read'
  | 'customer.cases'

/** Default deny; a storefront acts only for the customer it names, and on that customer's cases alone (R-CUS-09, G-14). */
export function may(principal: Principal, action: Action, subject?: { readonly customerId: string }): boolean {
  const { roles } = permissions[action]
  if (principal.kind === 'staff') return principal.roles.some(role => isStaff(role) && roles.includes(role))
  if (!roles.includes('customer')) return false
  return subject === undefined || subject.customerId === principal.customerId
}

export const mayList = (principal: Principal, listKey: string): boolean => {
  if (principal.kind !== 'staff') return false
  const reader = listReaders.find(({ prefix }) => listKey.startsWith(prefix))
  if (reader === undefined || !principal.roles.some(role => isStaff(role) && reader.roles.includes(role))) return false
  return !reader.personal || listKey === `${reader.prefix}${principal.id}` || principal.roles.includes('supervisor')
}

/** As whom a principal acts where these roles are asked for. Without one of them it acts as what it is, and the table refuses. */
export function actorFor(principal: Principal, asked: readonly Role[]): Actor {
  if (principal.kind === 'storefront') return { role: 'customer', id: principal.customerId ?? principal.id }
  const own = principal.roles.filter(isStaff)
  return { role: own.find(role => asked.includes(role)) ?? own[0] ?? 'customer', id: principal.id }
}

/** A group of that name gives nothing: the house and its customers do not sign in as staff. */
const isStaff = (role: Role): boolean => role !== 'customer' && role !== 'system'
