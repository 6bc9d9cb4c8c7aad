import { links } from '../handbook/links'
import { listReaders } from '../handbook/lists'
import { permissions } from '../handbook/permissions'
import { personalFields } from '../handbook/personal-fields'
import { staffRoles } from '../handbook/roles'
import type { Actor, Instant, Role } from './case'
import type { FileField } from './customer'
import type { LinkPurpose } from './link'
import type { SenderSettings } from './sender'

/** Who stands behind a request: a member of staff with the roles of their groups, the storefront for a customer, a sender of
 *  webhooks in the one role of its kind (a shop speaks for its customers, a carrier as courier), or who holds a link from a mail. */
export type Principal =
  | { readonly kind: 'staff'; readonly id: string; readonly roles: readonly Role[] }
  | { readonly kind: 'storefront'; readonly id: string; readonly customerId?: string }
  | ({ readonly kind: 'webhook'; readonly id: string; readonly roles: readonly Role[] } & SenderSettings)
  | LinkHolder

/** Whoever has the mail: may do what the link is for, with its one case, while it is good. Is shown nothing personal. */
export interface LinkHolder {
  readonly kind: 'link'
  readonly id: string
  readonly purpose: LinkPurpose
  readonly caseId: string
  readonly customerId: string
  readonly expiresAt: Instant
}

export type Action =
  | 'ticket.open'
  | 'ticket.report'
  | 'ticket.read'
  | 'ticket.read_original'
  | 'ticket.list'
  | 'ticket.take'
  | 'ticket.reply'
  | 'ticket.write'
  | 'ticket.ask'
  | 'ticket.take_back'
  | 'ticket.note'
  | 'ticket.tag'
  | 'ticket.promise_call_back'
  | 'ticket.keep_call_back'
  | 'ticket.dismiss'
  | 'ticket.regrade'
  | 'ticket.merge'
  | 'ticket.split'
  | 'ticket.be_present'
  | 'macro.list'
  | 'ticket.resolve'
  | 'ticket.record_call'
  | 'ticket.verify'
  | 'ticket.record'
  | 'ticket.read_record'
  | 'ticket.archive'
  | 'archive.list'
  | 'archive.correct'
  | 'archive.mark'
  | 'archive.hold'
  | 'archive.request_destruction'
  | 'archive.decide_destruction'
  | 'ticket.report_progress'
  | 'ticket.escalate'
  | 'ticket.take_over'
  | 'ticket.request_authorisation'
  | 'ticket.decide_authorisation'
  | 'ticket.urge'
  | 'ticket.record_complaint'
  | 'ticket.record_consultation'
  | 'ticket.log_issue'
  | 'question.register'
  | 'question.list'
  | 'ticket.settle_issue'
  | 'incident.read'
  | 'incident.handle'
  | 'complaint.assess'
  | 'complaint.acknowledge'
  | 'complaint.investigate'
  | 'complaint.coordinate'
  | 'complaint.agree'
  | 'complaint.execute'
  | 'complaint.feed_back'
  | 'complaint.call_back'
  | 'complaint.close'
  | 'complaint.withdraw'
  | 'ticket.reassign'
  | 'ticket.hand_over'
  | 'ticket.answer_handover'
  | 'ticket.read_handovers'
  | 'rules.read'
  | 'rules.try'
  | 'rules.adopt'
  | 'place.list'
  | 'place.furnish'
  | 'place.grant_leave'
  | 'place.retire'
  | 'place.set_presence'
  | 'ticket.rate'
  | 'ticket.object'
  | 'order.place'
  | 'order.read'
  | 'order.list'
  | 'order.approve'
  | 'order.warn_of_stock'
  | 'order.merge'
  | 'order.reject'
  | 'order.confirm_payment'
  | 'order.report_payment_problem'
  | 'order.clarify_paid'
  | 'order.clarify_unpaid'
  | 'order.not_arrived'
  | 'order.cancel_unpaid'
  | 'order.record_late_payment'
  | 'order.notify_warehouse'
  | 'order.pack'
  | 'order.ship'
  | 'order.scan'
  | 'order.confirm_receipt'
  | 'order.cancel'
  | 'order.want_refund'
  | 'order.record_refund'
  | 'order.record_contact_attempt'
  | 'order.delay'
  | 'order.deliver'
  | 'order.report_exception'
  | 'order.resolve_exception'
  | 'order.reship'
  | 'order.refund_lost'
  | 'order.dispute_receipt'
  | 'order.want_invoice'
  | 'order.read_invoice'
  | 'order.issue_invoice'
  | 'order.post_invoice'
  | 'order.read_dispatch_note'
  | 'order.record_call'
  | 'case.clocks'
  | 'customer.read'
  | 'customer.correct'
  | 'customer.unsubscribe'
  | 'customer.cases'
  | 'customer.claim_same'
  | 'customer.decide_same'
  | 'customer.accesses'
  | 'attachment.bring'
  | 'attachment.read'
  | 'look_up.order_number'
  | 'look_up.ticket_number'
  | 'look_up.tracking_number'
  | 'look_up.phone'
  | 'look_up.email'
  | 'figures.read'
  | 'sender.read'
  | 'sender.rotate_secret'

/** Default deny; a storefront acts only for the customer it names, and on that customer's cases alone (R-CUS-09, G-14). */
export function may(
  principal: Principal,
  action: Action,
  subject?: { readonly customerId: string; readonly id?: string },
): boolean {
  const { roles } = permissions[action]
  if (principal.kind === 'link')
    return subject?.id === principal.caseId && links[principal.purpose].actions.includes(action)
  if (principal.kind === 'staff') return principal.roles.some(role => isStaff(role) && roles.includes(role))
  if (principal.kind === 'webhook') return principal.roles.some(role => roles.includes(role))
  if (!roles.includes('customer')) return false
  return subject === undefined || subject.customerId === principal.customerId
}

/** A kind of personal data: of the customer's file, on a parcel, or what was said. */
export type PersonalField = FileField | 'consignee' | 'words'

/** Whether a field is shown to a caller at all; whose it is has been asked before. */
export const maySee = (principal: Principal, field: PersonalField): boolean =>
  rolesOf(principal).some(role => personalFields[field].readers.includes(role))

/** The part of a record that this caller may see: every view of personal data goes through here (R-CUS-09). */
export const shown = <T extends Partial<Record<PersonalField, unknown>>>(principal: Principal, record: T): Partial<T> =>
  Object.fromEntries(
    Object.entries(record).filter(([field]) => maySee(principal, field as PersonalField)),
  ) as unknown as Partial<T>

export const mayWrite = (principal: Principal, field: FileField): boolean =>
  rolesOf(principal).some(role => personalFields[field].writers?.includes(role))

function rolesOf(principal: Principal): readonly Role[] {
  if (principal.kind === 'link') return []
  return principal.kind === 'storefront' ? ['customer'] : principal.roles.filter(isStaff)
}

export const mayList = (principal: Principal, listKey: string): boolean => {
  if (principal.kind !== 'staff') return false
  const reader = listReaders.find(({ prefix }) => listKey.startsWith(prefix))
  if (reader === undefined || !principal.roles.some(role => isStaff(role) && reader.roles.includes(role))) return false
  return !reader.personal || listKey === `${reader.prefix}${principal.id}` || principal.roles.includes('supervisor')
}

/** As whom a principal acts where these roles are asked for: as supervisor, if that is one of them, for the larger limit
 *  counts (G-20). Without one of them it acts as what it is, and the table refuses. */
export function actorFor(principal: Principal, asked: readonly Role[]): Actor {
  if (principal.kind === 'storefront') return { role: 'customer', id: principal.customerId ?? principal.id }
  if (principal.kind === 'link') return { role: 'customer', id: principal.customerId }
  if (principal.kind === 'webhook') return { role: principal.roles[0] ?? 'customer', id: principal.id }
  const own = principal.roles.filter(isStaff)
  const fit = own.filter(role => asked.includes(role))
  return { role: fit.find(role => role === 'supervisor') ?? fit[0] ?? own[0] ?? 'customer', id: principal.id }
}

/** A group of that name gives nothing: the house and its customers do not sign in as staff. */
function isStaff(role: Role): boolean {
  return (staffRoles as readonly Role[]).includes(role)
}

/** The roles that these groups of the user pool give. */
export const rolesOfGroups = (groups: readonly string[]): readonly Role[] =>
  staffRoles.filter(role => groups.includes(role))
