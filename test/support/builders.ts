import type { Actor, Change, Instant, Role } from '../../shared/domain/case'
import { type Act, decide, open } from '../../shared/domain/engine'
import { caseNumber } from '../../shared/domain/number'
import type { Order, OrderEvent, OrderFacts } from '../../shared/domain/order'
import type { Classification, Ticket, TicketEvent, TicketFacts, TicketMessage } from '../../shared/domain/ticket'

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
  messages: [{ contentId: 'e0000000-0000-4000-8000-000000000001', from: 'customer', at: monday, purpose: 'request' }],
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

export const aMessage = (said: Partial<TicketMessage> = {}): TicketMessage => ({
  contentId: 'e0000000-0000-4000-8000-000000000002',
  from: 'agent',
  at: monday,
  purpose: 'reply',
  ...said,
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
  return open('ticket', { ...named, facts: ticketFacts(facts) }, 'receive', actor, head.createdAt ?? monday)
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

/** A valid ticket in any state that the table reaches, a minute a step; the agent's id is `agent`. */
export const aTicket = (
  state: Ticket['state'] = 'received',
  facts: Partial<TicketFacts> = {},
  head: Partial<Ticket> = {},
): Ticket => {
  const states: readonly Ticket['state'][] = ['received', 'classified', 'assigned', 'in_progress', 'resolved']
  const received = receiveTicket(facts, head).after
  const steps: ((ticket: Ticket) => { event: TicketEvent; role: Role; facts?: Partial<TicketFacts> })[] = [
    () => ({ event: 'classify', role: 'system', facts: { classification: facts.classification ?? aClassification() } }),
    () => ({ event: 'take', role: 'agent' }),
    ticket => ({ event: 'respond', role: 'agent', facts: { messages: [...ticket.facts.messages, aMessage()] } }),
    ticket => ({
      event: 'resolve',
      role: 'agent',
      facts: { messages: [...ticket.facts.messages, aMessage({ purpose: 'result' })] },
    }),
  ]
  return steps.slice(0, states.indexOf(state)).reduce<Ticket>((ticket, step, index) => {
    const { role, ...act } = step(ticket)
    const said: Act<Ticket> = { ...act, actor: by(role), at: later(received.createdAt, { minutes: index + 1 }) }
    return decide(ticket, said).after
  }, received)
}
