import type { Actor, Case, Instant } from './case'
import { type Money, sameMoney, sayMoney, sum } from './money'
import type { OrderFacts } from './order'
import type { TicketFacts } from './ticket'

/** What a guard looks at: the case as it stands (settled), who acts, and what they bring. */
export interface Attempt {
  readonly actor: Actor
  readonly at: Instant
  readonly facts: object
  readonly data: Readonly<Record<string, unknown>>
}

/** Returns why the row is closed, as the end of a sentence that begins with the case's number; null when it is open. */
type Guard = (before: Case, attempt: Attempt) => string | null

const order = (before: Case) => before.facts as OrderFacts
const ticket = (before: Case) => before.facts as TicketFacts
const unless = (holds: boolean, why: string) => (holds ? null : why)
const says = (attempt: Attempt, name: string) => {
  const value = attempt.data[name]
  return typeof value === 'string' && value.trim() !== ''
}

const matchesTotal = (before: Case, amount: unknown, verb: string): string | null => {
  const { total } = order(before)
  const given = amount as Money | undefined
  if (given === undefined) return `needs the amount ${verb}, as { amount, currency }`
  return unless(
    sameMoney(given, total),
    `has a total of ${sayMoney(total, 'en')}, which differs from ${sayMoney(given, 'en')} ${verb}`,
  )
}

const lastMessage = (attempt: Attempt) => (attempt.facts as Partial<TicketFacts>).messages

/** The guards that the tables name. `data.received` (O5, O7) and `data.collected` (O21) are Money. */
const guardsByName = {
  adds_up: before => {
    const { lines, shipping, total } = order(before)
    return unless(
      lines.length > 0 && sum(lines, shipping) === total.amount,
      'has a total that its lines do not add up to',
    )
  },
  reason: (_, attempt) => unless(says(attempt, 'reason'), 'needs a reason'),
  prepaid: before => unless(order(before).paymentMethod === 'prepaid', 'was not paid at the storefront'),
  received_equals_total: (before, attempt) => matchesTotal(before, attempt.data.received, 'received'),
  contact_attempted: before =>
    unless(order(before).contactAttempts > 0, 'has no recorded attempt to reach the customer (R-ORD-14)'),
  contact_missing: before =>
    unless(
      order(before).contactAttempts === 0 && !order(before).contactWanted,
      'already has its contact attempt or call for one',
    ),
  payment_time_over: (before, attempt) => {
    const clock = before.clocks['SLA-37']
    return unless(
      clock !== undefined && !clock.stoppedAt && attempt.at > clock.dueAt,
      'is still within the time for payment (R-SLA-37)',
    )
  },
  shipment: (_, attempt) =>
    unless(says(attempt, 'courier') && says(attempt, 'trackingNumber'), 'needs the courier and the tracking number'),
  slip_number: (_, attempt) => unless(says(attempt, 'slipNumber'), "needs the number of the courier's receipt slip"),
  collected_equals_total: (before, attempt) =>
    order(before).paymentMethod === 'cash_on_delivery'
      ? matchesTotal(before, attempt.data.collected, 'collected')
      : null,
  cash_on_delivery: before => unless(order(before).paymentMethod === 'cash_on_delivery', 'is not paid on delivery'),
  classified: (_, attempt) =>
    unless((attempt.facts as Partial<TicketFacts>).classification !== undefined, 'needs a classification'),
  urgent_and_unanswered: (before, attempt) => {
    const waits = before.clocks['SLA-01'] !== undefined && before.clocks['SLA-01'].stoppedAt === undefined
    const urgent = (attempt.facts as Partial<TicketFacts>).classification?.urgent === true
    return unless(waits && urgent, 'is not urgent, or is answered')
  },
  by_assignee: (before, attempt) =>
    unless(
      attempt.actor.role === 'supervisor' || attempt.actor.id === ticket(before).assigneeId,
      'is in the hands of another agent',
    ),
  reply_written: (before, attempt) => {
    const messages = lastMessage(attempt) ?? []
    return unless(
      messages.length > ticket(before).messages.length && messages.at(-1)?.from === 'agent',
      'needs the words of the answer',
    )
  },
  result_written: (_, attempt) =>
    unless(lastMessage(attempt)?.at(-1)?.purpose === 'result', 'needs the result in words'),
  not_yet_answered: before =>
    unless(!ticket(before).messages.some(message => message.from === 'agent'), 'is answered already'),
} satisfies Record<string, Guard>

export type GuardName = keyof typeof guardsByName

export const guards: Readonly<Record<GuardName, Guard>> = guardsByName
