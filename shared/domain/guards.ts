import { chatChannels, houseChannel } from '../handbook/channels'
import { disputeDays, refundLimits } from '../handbook/refunds'
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

const list = (value: unknown): readonly string[] => (Array.isArray(value) ? value : [])

const over = (before: Case, id: string, at: Instant, why: string) => {
  const clock = before.clocks[id]
  return unless(clock !== undefined && !clock.stoppedAt && (clock.breachedAt !== undefined || at > clock.dueAt), why)
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
  by_phone: before => unless(order(before).placedVia === 'phone', 'was not placed by phone'),
  online: before =>
    unless(
      order(before).placedVia === 'online',
      'was placed by phone: an agent takes it, with its five fields read back (R-ORD-03, R-ORD-04)',
    ),
  read_back: before =>
    unless(
      order(before).readBack === true,
      'needs product numbers, prices, name, address and phone read back, and payment before delivery told (R-ORD-03, R-ORD-04)',
    ),
  lines_named: (before, { data }) => {
    const known = order(before).lines.map(line => line.productNumber)
    const named = list(data.productNumbers)
    return unless(named.length > 0 && named.every(each => known.includes(each)), 'has no line of such a product number')
  },
  stock_settled: (before, { data }) =>
    unless(
      !order(before).outOfStock?.length || data.customerWaits === true,
      'has lines without stock: ask whether the customer waits (R-ORD-05)',
    ),
  target: (_, attempt) => unless(says(attempt, 'targetId'), 'needs the order that it goes into'),
  sources: (_, { data }) => unless(list(data.sourceIds).length > 0, 'needs the orders that go into it'),
  prepaid: before => unless(order(before).paymentMethod === 'prepaid', 'was not paid at the storefront'),
  amount_received: (_, { data }) =>
    unless((data.received as Money | undefined) !== undefined, 'needs the amount received, as { amount, currency }'),
  received_differs: (before, { data }) =>
    unless(!sameMoney(data.received as Money, order(before).total), 'has its whole amount received'),
  finding: (_, attempt) => unless(says(attempt, 'finding'), 'needs what was found out (R-ABN-03)'),
  paid_before: before =>
    unless(
      order(before).paymentMethod !== 'cash_on_delivery',
      "is paid on delivery: the courier's slip says what was collected",
    ),
  dispatch_time_over: (before, { at }) =>
    over(before, 'DISPATCH', at, 'is still within the time for dispatch (R-ORD-21)'),
  receipt_time_over: (before, { at }) =>
    over(before, 'AUTO-RECEIPT', at, 'is still within the days for the customer to confirm'),
  not_delivered: before => unless(!order(before).deliveredAt, 'is delivered already: its days run from then'),
  not_yet_delayed: before => unless(!order(before).delayed, 'is known to be delayed'),
  exception_kind: (before, { data }) =>
    unless(
      (data.kind === 'delay' || data.kind === 'lost') && data.kind !== order(before).exception,
      'needs what went wrong, if it is news: delay or lost',
    ),
  parcel_late: before =>
    unless(order(before).exception === 'delay', 'has a parcel that is lost: an agent looks into it'),
  parcel_lost: before => unless(order(before).exception === 'lost', 'has a parcel that is late, not lost'),
  within_dispute_time: (before, { at }) =>
    unless(
      Date.parse(at) - Date.parse(before.enteredAt ?? before.changedAt) <= disputeDays * 86_400_000,
      `was completed more than ${disputeDays} days ago (C-20)`,
    ),
  not_yet_disputed: before => unless(!order(before).disputedAt, 'is in dispute already'),
  money_came_in: before =>
    unless(order(before).paymentMethod !== 'cash_on_delivery' || before.state === 'completed', 'has not been paid yet'),
  no_refund_under_way: before => unless(!order(before).refund, 'has a refund under way'),
  refund_within_payment: (before, { data }) => {
    const { total, refunded = 0, shipping } = order(before)
    const wanted = data.wanted as Money | undefined
    if (!wanted || wanted.currency !== total.currency) return 'needs the amount to pay back, in its own currency'
    const most = data.kind === 'shipping' ? shipping : total.amount - 1
    return unless(
      wanted.amount > 0 && wanted.amount <= Math.min(most, total.amount - refunded),
      `can pay back at most ${sayMoney({ ...total, amount: Math.min(most, total.amount - refunded) }, 'en')} in part`,
    )
  },
  refund_within_authority: (before, { actor, data }) => {
    const { currency } = order(before).total
    const most = refundLimits[currency][actor.role]
    return unless(
      most !== undefined && (data.wanted as Money).amount <= most,
      `has a refund beyond what a ${actor.role} may grant (G-20)`,
    )
  },
  refund_as_wanted: (before, { data }) => {
    const { refund, total } = order(before)
    if (!refund) return 'has no refund under way'
    const made = data.refunded as Money | undefined
    return unless(
      made !== undefined && sameMoney(made, { ...total, amount: refund.amount }),
      `has a refund of ${sayMoney({ ...total, amount: refund.amount }, 'en')} to be made`,
    )
  },
  no_invoice_yet: before => unless(!order(before).invoice, 'has its invoice asked for'),
  invoice_wanted: before => unless(order(before).invoice !== undefined, 'needs no invoice'),
  no_invoice_wanted: before => unless(order(before).invoice === undefined, 'needs an invoice'),
  invoice_needed: before => unless(order(before).invoice?.state === 'needed', 'has no invoice to be issued'),
  invoice_issued: before => unless(order(before).invoice?.state === 'issued', 'has no issued invoice to be posted'),
  post_number: (_, attempt) => unless(says(attempt, 'postNumber'), 'needs the number of the registered letter'),
  notice_named: (_, attempt) => unless(says(attempt, 'notice'), 'needs the notice that did not arrive'),
  call_was_wanted: (before, { data }) =>
    unless(
      ((before.facts as OrderFacts).callsWanted ?? []).includes(String(data.notice)),
      'waits for no call about this notice',
    ),
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
  not_in_chat: before => unless(!chatChannels.includes(ticket(before).channel), 'is a chat'),
  told_by_its_order: before =>
    unless(
      ticket(before).channel === houseChannel && ticket(before).direction === 'agent_initiated',
      'was asked for by its customer',
    ),
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
