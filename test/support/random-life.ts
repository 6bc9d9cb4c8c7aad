import fc from 'fast-check'
import type { Case, CaseEvent, Change, Instant, Role } from '../../shared/domain/case'
import { complaintTransitions, ticketTransitions } from '../../shared/domain/desk-tables'
import { type Act, decide, nextInstant, settle } from '../../shared/domain/engine'
import type { Order, OrderEvent } from '../../shared/domain/order'
import { Refusal } from '../../shared/domain/refusal'
import type { Complaint, Grade, Ticket } from '../../shared/domain/ticket'
import { orderTransitions } from '../../shared/handbook/order-transitions'
import {
  aClassification,
  aForm,
  aMessage,
  aTask,
  by,
  later,
  placeOrder,
  receiveTicket,
  recordComplaint,
} from './builders'

/** Someone tries something after a while; `dice` chooses what, and what is said. */
interface Try {
  readonly dice: number
  readonly minutes: number
}

export interface Life<C extends Case = Case> {
  readonly head: C
  readonly history: readonly CaseEvent[]
}

const MINUTE = 60_000

/** The sweeps of that many minutes' rate that find the case due, until an instant. */
function* sweeps(head: () => Case, every: number, until: Instant): Generator<Instant> {
  for (let due = nextInstant(head()); due !== undefined; due = nextInstant(head())) {
    const at = new Date(Math.ceil(Date.parse(due) / (every * MINUTE)) * every * MINUTE).toISOString()
    if (at > until) return
    yield at
  }
}

/** Lives on from a change: each try at its time, refused or not, and at the end so many days in which only the clocks run. With
 *  `every` a sweep of so many minutes looks at the case between. */
export function lived<C extends Case>(
  begun: Change<C>,
  tries: readonly Try[],
  wish: (head: C, dice: number, at: Instant) => { readonly role: Role } & Omit<Act, 'actor' | 'at'>,
  every?: number,
): Life<C> {
  let head: C = begun.after
  const history = [...begun.events]
  const then = (change: Change | null) => {
    head = (change?.after as C | undefined) ?? head
    history.push(...(change?.events ?? []))
  }
  const sweepUntil = (until: Instant) => {
    if (every) for (const at of sweeps(() => head, every, until)) then(settle<Case>(head, at))
  }
  let at = head.createdAt
  for (const { dice, minutes } of tries) {
    at = later(at, { minutes })
    sweepUntil(at)
    const { role, ...act } = wish((settle(head, at)?.after as C | undefined) ?? head, dice, at)
    try {
      then(decide<Case>(head, { ...act, actor: by(role), at }))
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
    }
  }
  sweepUntil(later(at, { days: 40 }))
  then(settle<Case>(head, later(at, { days: 40 })))
  return { head, history }
}

const tries = (minLength: number, maxLength: number, minutes: fc.Arbitrary<number>) =>
  fc.array(fc.record({ dice: fc.nat(1_000_000), minutes }), { minLength, maxLength })
const oneOf = <T>(of: readonly T[], dice: number): T => of[dice % of.length] as T

const orderEvents = [...new Set(orderTransitions.rows.map(row => row.event))]
const orderRoles = ['customer', 'agent', 'supervisor', 'finance', 'warehouse', 'courier', 'system'] as const

const orderData = (order: Order, event: OrderEvent) => ({
  reason: 'duplicate',
  received: order.facts.total,
  courier: 'SF',
  trackingNumber: 'SF1',
  slipNumber: 'R-1',
  productNumbers: ['P-1001'],
  finding: 'failed',
  kind: event === 'want_refund' ? 'part' : 'lost',
  wanted: { amount: 500, currency: 'CNY' },
  refunded: { amount: order.facts.refund?.amount ?? 0, currency: 'CNY' },
  notice: 'N-13',
  targetId: 'another',
  sourceIds: ['another'],
})

/** To its delivery, when nothing goes wrong. */
const wayOfAnOrder: readonly OrderEvent[] = [
  ...(['approve', 'confirm_payment', 'notify_warehouse', 'pack', 'ship', 'scan', 'confirm_receipt'] as const),
]

/** What people try on an order: mostly steps that move it on. */
export const orderTries = (): fc.Arbitrary<readonly Try[]> =>
  tries(12, 30, fc.oneof({ weight: 4, arbitrary: fc.nat({ max: 240 }) }, fc.nat({ max: 3 * 24 * 60 })))

export const orderLife = (all: readonly Try[], every?: number): Life<Order> =>
  lived(
    placeOrder(),
    all,
    (order, dice) => {
      const known = orderTransitions.rows.filter(row => (row.from as readonly string[] | null)?.includes(order.state))
      const onward = known.filter(({ event }) => wayOfAnOrder.includes(event))
      const likely = dice % 3 > 0 && onward.length > 0 ? onward : known
      const row = dice % 4 > 0 && likely.length > 0 ? oneOf(likely, dice >> 2) : undefined
      const event = row?.event ?? oneOf(orderEvents, dice)
      const role = row ? oneOf(row.actors, dice >> 6) : oneOf(orderRoles, Math.floor(dice / orderEvents.length))
      return { event, role, data: orderData(order, event) }
    },
    every,
  )

/** Any legal life of an order, with every clock that runs out in it. */
export const anOrderLife = (): fc.Arbitrary<Life<Order>> => orderTries().map(all => orderLife(all))

/** Ways out that would end most lives too early. */
const ends = ['merge_into', 'dismiss', 'withdraw', 'record_complaint']

const grades: readonly Grade[] = ['L1', 'L2', 'L3', 'L4', 'L5', 'L6']
const priorities = ['P1', 'P2', 'P3', 'P4'] as const

const deskData = ({ facts }: Ticket | Complaint, event: string, dice: number, at: Instant) => ({
  message: aMessage({
    contentId: `m-${dice}`,
    from: event === 'customer_writes' ? 'customer' : 'agent',
    purpose: event === 'resolve' || event === 'feed_back' ? 'result' : 'reply',
  }),
  ...{ note: 'n-1', reason: 'duplicate', assigneeId: 'agent', targetId: 'another', sourceIds: ['another'] },
  ...{ dueAt: later(at, { minutes: 90 }), tags: ['vip'], splitInto: 'another', notice: 'N-05' },
  task: { ...aTask, dueAt: later(at, { hours: 1 + (dice % 30) }) },
  department: facts.tasks?.find(task => !task.answeredAt)?.department,
  takenBack: facts.lastMessage?.contentId,
  ...{ rating: 1 + (dice % 5), stillBroken: dice % 2 === 0, archiveNumber: 'SI-1', requestedBy: 'another' },
  complaint: { ...aForm, class: oneOf(['ordinary', 'major', 'urgent'], dice), fault: 'ours', solutionId: 's-1' },
  ...{ decision: 'granted', satisfied: dice % 2 === 0 },
})

export interface DeskTries {
  /** A complaint may be one from the start (K1). */
  readonly begins?: 'ticket' | 'complaint'
  readonly opener: Role
  readonly all: readonly Try[]
}

/** What people try on a ticket, after seconds or days. */
export const deskTries = (steps = 30): fc.Arbitrary<DeskTries> => {
  const stay = fc.oneof(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 3 * 24 * 60 }), fc.constant(0.1))
  const begins = fc.constantFrom('ticket', 'ticket', 'complaint')
  return fc.record({
    begins,
    opener: fc.constantFrom('customer', 'agent'),
    all: tries(Math.floor(steps / 2), steps, stay),
  })
}

/** The life of a ticket, which may turn out to be a complaint: mostly steps that move it on. */
export const deskLife = ({ begins = 'ticket', opener, all }: DeskTries, every?: number): Life<Ticket | Complaint> =>
  lived<Ticket | Complaint>(
    begins === 'ticket' ? receiveTicket({}, {}, by(opener)) : recordComplaint(by(opener)),
    all,
    (head, dice, at) => {
      const rows = [...(head.kind === 'ticket' ? ticketTransitions : complaintTransitions).rows]
      const known = rows.filter(row => (row.from as readonly string[] | null)?.includes(head.state))
      const moving = known.filter(row => row.to && !ends.includes(row.event))
      const row = oneOf(dice % 4 > 0 && moving.length > 0 ? moving : known.length > 0 ? known : rows, dice >> 2)
      const graded = { grade: oneOf(grades, dice), priority: oneOf(priorities, dice >> 3), urgent: dice % 5 === 0 }
      const unread = row.event === 'send_to_triage' && ({ team: 'triage', unread: true } as const)
      const classifies = unread || ['classify', 'regrade', 'record_complaint'].includes(row.event)
      return {
        ...{ event: row.event, role: oneOf(row.actors, dice >> 5), data: deskData(head, row.event, dice, at) },
        ...(classifies && { facts: { classification: aClassification({ ...graded, ...unread }) } }),
      }
    },
    every,
  )

/** Any legal life of a ticket or complaint, with every clock that runs out in it. */
export const aDeskLife = (): fc.Arbitrary<Life<Ticket | Complaint>> => deskTries().map(all => deskLife(all))
