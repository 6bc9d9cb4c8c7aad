import type { Role } from '../domain/case'
import type { Action } from '../domain/may'

interface Permission {
  readonly roles: readonly Role[]
  readonly requirement: string
}

/** 访问权限 (R-CUS-09, R-ORG-09, G-14): what is not listed is denied. The transition tables still decide each act. */
export const permissions: Readonly<Record<Action, Permission>> = {
  'ticket.open': { roles: ['customer', 'agent', 'supervisor'], requirement: 'R-CHN-02, R-CHN-05' },
  'ticket.read': { roles: ['customer', 'agent', 'supervisor'], requirement: 'R-TKT-08' },
  'ticket.list': { roles: ['agent', 'supervisor'], requirement: 'R-PRI-04' },
  'ticket.take': { roles: ['agent', 'supervisor'], requirement: 'T4' },
  'ticket.reply': { roles: ['agent', 'supervisor'], requirement: 'T5, T23' },
  'ticket.resolve': { roles: ['agent', 'supervisor'], requirement: 'T12' },
  'ticket.record_call': { roles: ['agent', 'supervisor'], requirement: 'T0b, R-NTF-03' },
  'order.place': { roles: ['customer', 'agent'], requirement: 'O1' },
  'order.read': {
    roles: ['customer', 'agent', 'supervisor', 'finance', 'warehouse'],
    requirement: 'R-ORD-22, R-ORD-26',
  },
  'order.list': { roles: ['agent', 'supervisor', 'finance', 'warehouse'], requirement: 'R-ORD-22' },
  'order.approve': { roles: ['agent'], requirement: 'O4' },
  'order.reject': { roles: ['agent'], requirement: 'O3' },
  'order.confirm_payment': { roles: ['finance'], requirement: 'O5, O7' },
  'order.not_arrived': { roles: ['finance'], requirement: 'O6' },
  'order.cancel_unpaid': { roles: ['agent'], requirement: 'O8' },
  'order.notify_warehouse': { roles: ['finance'], requirement: 'O12' },
  'order.pack': { roles: ['warehouse'], requirement: 'O13' },
  'order.ship': { roles: ['warehouse'], requirement: 'O14' },
  'order.scan': { roles: ['courier'], requirement: 'O16' },
  'order.confirm_receipt': { roles: ['customer', 'courier'], requirement: 'O21, C-20' },
  'order.cancel': { roles: ['customer', 'agent'], requirement: 'O22' },
  'order.record_contact_attempt': { roles: ['agent'], requirement: 'R-ORD-14' },
  'order.read_dispatch_note': { roles: ['agent', 'supervisor', 'finance', 'warehouse'], requirement: 'R-ORD-27' },
  'order.delay': { roles: ['agent'], requirement: 'O15' },
  'order.deliver': { roles: ['courier'], requirement: 'O16b' },
  'order.report_exception': { roles: ['customer', 'agent', 'courier'], requirement: 'O17' },
  'order.resolve_exception': { roles: ['agent'], requirement: 'O18' },
  'order.reship': { roles: ['supervisor'], requirement: 'O19' },
  'order.refund_lost': { roles: ['supervisor'], requirement: 'O20' },
  'order.dispute_receipt': { roles: ['customer', 'agent'], requirement: 'O21b, C-20' },
  'order.want_invoice': { roles: ['customer', 'agent'], requirement: 'R-INV-02' },
  'order.read_invoice': { roles: ['agent', 'finance'], requirement: 'R-INV-02, R-CUS-09' },
  'order.issue_invoice': { roles: ['finance'], requirement: 'R-INV-01' },
  'order.post_invoice': { roles: ['agent'], requirement: 'R-INV-03' },
  'order.record_call': { roles: ['agent'], requirement: 'O0b, R-NTF-03' },
  'customer.read': { roles: ['customer', 'agent', 'supervisor'], requirement: 'R-CUS-09, R-PRV-05' },
  'customer.correct': { roles: ['customer', 'agent', 'supervisor'], requirement: 'R-CUS-13, R-PRV-05' },
  'sender.read': { roles: ['supervisor'], requirement: 'R-INT-01, R-INT-02' },
  'sender.rotate_secret': { roles: ['supervisor'], requirement: 'R-INT-01, R-INT-02' },
  'customer.cases': { roles: ['customer', 'agent', 'supervisor'], requirement: 'R-TKT-08, R-CUS-09' },
  'customer.accesses': { roles: ['supervisor'], requirement: 'R-CUS-09, R-PRV-03' },
  'look_up.order_number': {
    roles: ['customer', 'agent', 'supervisor', 'finance', 'warehouse'],
    requirement: 'R-ORD-22, R-TKT-08',
  },
  'look_up.ticket_number': { roles: ['customer', 'agent', 'supervisor'], requirement: 'R-TKT-08' },
  'look_up.tracking_number': { roles: ['customer', 'agent', 'supervisor', 'warehouse'], requirement: 'R-TRK-05' },
  'look_up.phone': { roles: ['customer', 'agent', 'supervisor'], requirement: 'R-CUS-01, R-CUS-09' },
  'look_up.email': { roles: ['customer', 'agent', 'supervisor'], requirement: 'R-CUS-01, R-CUS-09' },
}
