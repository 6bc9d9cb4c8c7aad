import type { Gate } from '../domain/gates'

/** 流程关口: where an order waits for people, in order (R-ORD-01: none may be skipped). */
export const gates: readonly Gate[] = [
  {
    gate: 'review',
    zh: '订单审查',
    kind: 'order',
    states: ['pending_review'],
    patienceDays: 30,
    requirement: 'R-ORD-06',
  },
  {
    gate: 'finance',
    zh: '财务跟进',
    kind: 'order',
    states: ['pending_payment', 'payment_overdue', 'payment_problem'],
    clock: 'SLA-37',
    patienceDays: 30,
    onTimeout: 'cancel_unpaid',
    orElse: 'want_contact',
    askAgain: { workingDays: 1 },
    requirement: 'R-ORD-11, R-ORD-14',
  },
  {
    gate: 'warehouse',
    zh: '配送跟进',
    kind: 'order',
    states: ['paid', 'ready_to_ship', 'packed'],
    patienceDays: 30,
    requirement: 'R-ORD-17, R-ORD-19',
  },
  {
    gate: 'delivery',
    zh: '确认收货',
    kind: 'order',
    states: ['shipped', 'in_transit', 'logistics_exception'],
    patienceDays: 30,
    requirement: 'R-ORD-23',
  },
]
