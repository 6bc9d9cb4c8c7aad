import type { Actor, Change, Instant, Role } from '../../shared/domain/case'
import { type Act, decide, open } from '../../shared/domain/engine'
import { caseNumber } from '../../shared/domain/number'
import type { Order, OrderEvent, OrderFacts } from '../../shared/domain/order'
import type {
  Classification,
  Complaint,
  ComplaintEvent,
  Message,
  Ticket,
  TicketEvent,
  TicketFacts,
} from '../../shared/domain/ticket'

/** Monday 09:00 in Shanghai, in a week without holidays. */
export const monday: Instant = '2026-03-09T01:00:00.000Z'

const customerId = 'c0000000-0000-4000-8000-000000000001'

export const by = (role: Role, id: string = role): Actor => ({ role, id: role === 'customer' ? customerId : id })

/** `later(monday, { hours: 3 })` */
export const later = (at: Instant, span: { days?: number; hours?: number; minutes?: number; ms?: number }): Instant =>
  new Date(
    Date.parse(at) + (((span.days ?? 0) * 24 + (span.hours ?? 0)) * 60 + (span.minutes ?? 0)) * 60_000 + (span.ms ?? 0),
  ).toISOString()

export const orderFacts = (facts: Partial<OrderFacts> = {}): OrderFacts => ({
  placedVia: 'online',
  paymentMethod: 'transfer',
  lines: [{ productNumber: 'P-1001', quantity: 2, unitPrice: 9900 }],
  shipping: 1200,
  total: { amount: 21000, currency: 'CNY' },
  deliveryContentId: 'd0000000-0000-4000-8000-000000000001',
  contactAttempts: 0,
  ...facts,
})

export const ticketFacts = (facts: Partial<TicketFacts> = {}): TicketFacts => ({
  channel: 'website',
  direction: 'customer_initiated',
  ...facts,
})

export const aClassification = (said: Partial<Classification> = {}): Classification => ({
  topic: 'logistics',
  severity: 'general',
  urgent: false,
  grade: 'L1',
  priority: 'P3',
  team: 'logistics',
  language: 'zh-Hans',
  because: [],
  ...said,
})

export const aMessage = (said: Partial<Message> = {}): Message => ({
  contentId: 'e0000000-0000-4000-8000-000000000002',
  from: 'agent',
  purpose: 'reply',
  ...said,
})

export const theRequest = aMessage({
  contentId: 'e0000000-0000-4000-8000-000000000001',
  from: 'customer',
  purpose: 'request',
})

const seed = { customerId, market: 'CN', language: 'zh-Hans' } as const

/** An order just placed, pending review. */
export const placeOrder = (facts: Partial<OrderFacts> = {}, head: Partial<Order> = {}): Change<Order> => {
  const id = head.id ?? '0a000000-0000-4000-8000-0000000000a1'
  const named = { ...seed, id, number: caseNumber('order', id), ...pick(head) }
  return open('order', { ...named, facts: orderFacts(facts) }, 'place', by('customer'), head.createdAt ?? monday)
}

/** A message just received by the storefront. */
export const receiveTicket = (
  facts: Partial<TicketFacts> = {},
  head: Partial<Ticket> = {},
  actor: Actor = by('customer'),
): Change<Ticket> => {
  const id = head.id ?? '0b000000-0000-4000-8000-0000000000b1'
  const named = { ...seed, id, number: caseNumber('ticket', id), ...pick(head) }
  const seeded = { ...named, facts: ticketFacts(facts), data: { message: theRequest } }
  return open('ticket', seeded, 'receive', actor, head.createdAt ?? monday)
}

export const recordComplaint = (actor: Actor = by('customer')): Change<Complaint> => {
  const id = '0b000000-0000-4000-8000-0000000000b2'
  const named = { ...seed, id, number: caseNumber('ticket', id), facts: ticketFacts({}) }
  return open('complaint', { ...named, data: { message: theRequest } }, 'record', actor, monday)
}

const pick = ({ number, customerId, market, language }: Partial<Order> | Partial<Ticket>) => ({
  ...(number === undefined ? {} : { number }),
  ...(customerId === undefined ? {} : { customerId }),
  ...(market === undefined ? {} : { market }),
  ...(language === undefined ? {} : { language }),
})

type Step<E> = { event: E; role: Role; data?: (order: Order) => object }

const received = (order: Order) => ({ received: order.facts.total })
const roads: Readonly<Record<string, readonly Step<OrderEvent>[]>> = {
  pending_review: [],
  pending_payment: [{ event: 'approve', role: 'agent' }],
  payment_overdue: [
    { event: 'approve', role: 'agent' },
    { event: 'not_arrived', role: 'finance' },
  ],
  payment_problem: [
    { event: 'approve', role: 'agent' },
    { event: 'report_payment_problem', role: 'agent' },
  ],
  cancelled: [{ event: 'cancel', role: 'customer', data: () => ({ reason: 'changed_mind' }) }],
  merged: [{ event: 'merge_into', role: 'agent', data: () => ({ targetId: 'another order' }) }],
}
const toException: Step<OrderEvent> = { event: 'report_exception', role: 'courier', data: () => ({ kind: 'lost' }) }
const main: readonly Step<OrderEvent>[] = [
  { event: 'approve', role: 'agent' },
  { event: 'confirm_payment', role: 'finance', data: received },
  { event: 'notify_warehouse', role: 'finance' },
  { event: 'pack', role: 'warehouse' },
  { event: 'ship', role: 'warehouse', data: () => ({ courier: 'SF', trackingNumber: 'SF1234567890' }) },
  { event: 'scan', role: 'courier' },
  {
    event: 'confirm_receipt',
    role: 'courier',
    data: order => ({ slipNumber: 'R-77', collected: order.facts.total }),
  },
]
const mainStates = ['pending_payment', 'paid', 'ready_to_ship', 'packed', 'shipped', 'in_transit', 'completed']

/** A valid order in any state, brought there by the table, a minute a step from `createdAt`. */
export const anOrder = (
  state: Order['state'] = 'pending_review',
  facts: Partial<OrderFacts> = {},
  head: Partial<Order> = {},
): Order => {
  const prepaidCancel = state === 'refund_pending'
  const placed = placeOrder(prepaidCancel ? { ...facts, paymentMethod: 'prepaid' } : facts, head).after
  const road =
    state === 'logistics_exception'
      ? [...main.slice(0, mainStates.indexOf('in_transit') + 1), toException]
      : (roads[prepaidCancel ? 'cancelled' : state] ?? main.slice(0, mainStates.indexOf(state) + 1))
  return road.reduce<Order>((order, { event, role, data }, index) => {
    const at = later(placed.createdAt, { minutes: index + 1 })
    return decide(order, { event, actor: by(role), at, ...(data ? { data: data(order) } : {}) }).after
  }, placed)
}

interface DeskStep<E> {
  readonly event: E
  readonly role: Role
  readonly data?: object
  readonly facts?: Partial<TicketFacts>
  /** Later than a minute after the step before. */
  readonly after?: Parameters<typeof later>[1]
}

const along = <C extends Ticket | Complaint, E>(from: Ticket, steps: readonly DeskStep<E>[]): C =>
  steps.reduce<{ subject: Ticket | Complaint; at: Instant }>(
    ({ subject, at }, { role, after = { minutes: 1 }, ...act }) => {
      const now = later(at, after)
      return { at: now, subject: decide(subject, { ...act, actor: by(role), at: now } as Act<Ticket>).after }
    },
    { subject: from, at: from.createdAt },
  ).subject as C

/** A task for a department (F-22), due a day after `monday`. */
export const aTask = { department: 'warehouse', contentId: 'e0000000-0000-4000-8000-000000000003' } as const
const note = 'e0000000-0000-4000-8000-000000000004'
/** What a person writes into the record of a problem (R-TKT-02). */
export const aRecord = { note, given: ['place', 'review', 'measures'] } as const

const ticketRoads = (
  facts: Partial<TicketFacts>,
): Readonly<Record<Ticket['state'], readonly DeskStep<TicketEvent>[]>> => {
  const classification = facts.classification ?? aClassification()
  const classified = [{ event: 'classify', role: 'system', facts: { classification } }] as const
  const assigned = [...classified, { event: 'take', role: 'agent' }] as const
  const in_progress = [...assigned, { event: 'respond', role: 'agent', data: { message: aMessage() } }] as const
  const question = aMessage({ purpose: 'question' })
  const task = { ...aTask, dueAt: later(monday, { days: 1 }) }
  const resolved = [
    ...in_progress,
    { event: 'resolve', role: 'agent', data: { message: aMessage({ purpose: 'result' }) } },
  ] as const
  const feedback_sent = [...resolved, { event: 'pass_verification', role: 'supervisor', data: { note } }] as const
  const closed = [...feedback_sent, { event: 'confirm_solved', role: 'customer' }] as const
  const archived = [
    ...closed,
    { event: 'complete_record', role: 'agent', data: aRecord },
    { event: 'archive', role: 'team_lead', data: { archiveNumber: 'SI-20260309-000001' } },
  ] as const
  return {
    received: [],
    ...{ classified, assigned, in_progress, resolved, feedback_sent, closed, archived },
    waiting_customer: [...in_progress, { event: 'ask_customer', role: 'agent', data: { message: question } }],
    waiting_department: [...in_progress, { event: 'hand_over', role: 'agent', data: { task } }],
    escalated: [...in_progress, { event: 'escalate', role: 'agent', data: { reason: 'difficult_case' } }],
    destroyed: [
      ...archived,
      {
        event: 'request_destruction',
        role: 'team_lead',
        data: { method: 'destroyed' },
        after: { days: 1100 },
      },
      { event: 'destroy', role: 'operations_manager' },
    ],
    merged: [...classified, { event: 'merge_into', role: 'agent', data: { targetId: 'another ticket' } }],
  }
}

/** A valid ticket in any state, brought there by the table, a minute a step; the agent's id is `agent`. */
export const aTicket = (
  state: Ticket['state'] = 'received',
  facts: Partial<TicketFacts> = {},
  head: Partial<Ticket> = {},
): Ticket => {
  const { classification, ...known } = facts
  return along(receiveTicket(known, head).after, ticketRoads(facts)[state])
}

/** 客户投诉受理表, as an agent fills it in (K2). */
export const aForm = { class: 'ordinary', type: 'product_quality', cause: 'defective' } as const

const complaintRoads = (
  facts: Partial<TicketFacts>,
): Readonly<Record<Complaint['state'], readonly DeskStep<ComplaintEvent | 'classify'>[]>> => {
  const classification = facts.classification ?? aClassification({ topic: 'complaint', grade: 'L5' })
  const recorded = [{ event: 'classify', role: 'system', facts: { classification } }] as const
  const assigned = [...recorded, { event: 'assess', role: 'agent', data: { complaint: aForm } }] as const
  const apology = aMessage({ purpose: 'apology' })
  const acknowledged = [...assigned, { event: 'acknowledge', role: 'agent', data: { message: apology } }] as const
  const investigating = [...acknowledged, { event: 'investigate', role: 'agent' }] as const
  const task = { ...aTask, dueAt: later(monday, { days: 1 }) }
  const supervisor_handling = [
    ...investigating,
    { event: 'escalate', role: 'agent', data: { reason: 'difficult_case' } },
  ] as const
  const agreed = { complaint: { fault: 'ours', solutionId: note } }
  const solution_agreed = [...investigating, { event: 'agree_solution', role: 'agent', data: agreed }] as const
  const handled = [...solution_agreed, { event: 'execute', role: 'agent' }] as const
  const result = aMessage({ purpose: 'result' })
  const result_fed_back = [...handled, { event: 'feed_back', role: 'agent', data: { message: result } }] as const
  const followed_up = [
    ...result_fed_back,
    { event: 'call_back', role: 'supervisor', data: { note, satisfied: true } },
  ] as const
  const closed = [...followed_up, { event: 'close', role: 'supervisor' }] as const
  const archived = [
    ...closed,
    { event: 'complete_record', role: 'agent', data: aRecord },
    { event: 'archive', role: 'team_lead', data: { archiveNumber: 'CP-20260309-000001' } },
  ] as const
  return {
    ...{ recorded, assigned, acknowledged, investigating, supervisor_handling, solution_agreed, handled },
    ...{ result_fed_back, followed_up, closed, archived },
    coordinating: [...investigating, { event: 'coordinate', role: 'supervisor', data: { task } }],
    awaiting_authorisation: [
      ...supervisor_handling,
      { event: 'request_authorisation', role: 'supervisor', data: { note } },
    ],
    destroyed: [
      ...archived,
      {
        event: 'request_destruction',
        role: 'team_lead',
        data: { method: 'destroyed' },
        after: { days: 1100 },
      },
      { event: 'destroy', role: 'operations_manager' },
    ],
    merged: [...recorded, { event: 'merge_into', role: 'agent', data: { targetId: 'another ticket' } }],
  }
}

/** A valid complaint in any state, brought there by the tables from a message of its customer, a minute a step. */
export const aComplaint = (
  state: Complaint['state'] = 'recorded',
  facts: Partial<TicketFacts> = {},
  head: Partial<Ticket> = {},
): Complaint => {
  const { classification, ...known } = facts
  return along(receiveTicket(known, head).after, complaintRoads(facts)[state])
}
