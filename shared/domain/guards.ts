import { chatChannels, houseChannel } from '../handbook/channels'
import { toldStates } from '../handbook/grade-policy'
import { emergencyPlans, incidentLevels } from '../handbook/incidents'
import { disputeDays, refundLimits } from '../handbook/refunds'
import { addWorkingSeconds } from './calendar'
import { calendarOf } from './calendars'
import type { Actor, Case, Instant } from './case'
import { takeBackSeconds } from './conversation'
import { WORKING_DAY_SECONDS } from './deadlines'
import { type Money, sameMoney, sayMoney, sum } from './money'
import type { OrderFacts } from './order'
import { missingFrom } from './record'
import type { Classification, Message, Task, TicketFacts } from './ticket'

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

const messageOf = ({ data }: Attempt) => data.message as Message | undefined
const isGrave = (said: Classification | undefined) => said?.grade === 'L2' || said?.grade === 'L3'
const proposed = ({ facts }: Attempt): Classification | undefined => (facts as Partial<TicketFacts>).classification
const openTasks = (before: Case): readonly Task[] => (ticket(before).tasks ?? []).filter(task => !task.answeredAt)
const within = (before: Instant | undefined, at: Instant, milliseconds: number) =>
  before !== undefined && Date.parse(at) - Date.parse(before) <= milliseconds
const DAY = 86_400_000

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
  target: (_, attempt) => unless(says(attempt, 'targetId'), 'needs the case that it goes into'),
  sources: (_, { data }) => unless(list(data.sourceIds).length > 0, 'needs the cases that go into it'),
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
  unread: before => unless(ticket(before).classification?.unread === true, 'was read before'),
  not_in_chat: before => unless(!chatChannels.includes(ticket(before).channel), 'is a chat'),
  from_system: before => unless(ticket(before).source === 'system', 'was asked for by someone'),
  told_by_its_order: before =>
    unless(
      ticket(before).channel === houseChannel && ticket(before).direction === 'agent_initiated',
      'was asked for by its customer',
    ),
  by_assignee: (before, attempt) =>
    unless(
      attempt.actor.role === 'supervisor' || attempt.actor.id === ticket(before).assigneeId,
      'is in the hands of another agent',
    ),
  reply_written: (_, attempt) => unless(messageOf(attempt)?.from === 'agent', 'needs the words of the answer'),
  result_written: (_, attempt) => unless(messageOf(attempt)?.purpose === 'result', 'needs the result in words'),
  customer_wrote: (_, attempt) => unless(messageOf(attempt)?.from === 'customer', "needs the customer's words"),
  not_yet_answered: before => unless(!ticket(before).answeredAt, 'is answered already'),
  grave: (_, attempt) => unless(isGrave(proposed(attempt)), 'is not grave'),
  newly_grave: (before, attempt) =>
    unless(
      isGrave(proposed(attempt)) && proposed(attempt)?.grade !== ticket(before).classification?.grade,
      'is not grave, or was known to be',
    ),
  about_feedback: before => unless(ticket(before).classification?.topic === 'feedback', 'is no feedback'),
  to_technical: (_, { data }) =>
    unless((data.task as Task | undefined)?.department === 'technical', 'is not for the technical department'),
  date_promised: (_, { at, data }) =>
    unless(typeof data.doneBy === 'string' && data.doneBy > at, 'needs a date that lies ahead'),
  no_date_promised: (_, { data }) => unless(data.doneBy === undefined, 'promises a date that has passed'),
  pressing: (_, attempt) => {
    const form = attempt.data.complaint as { class?: string } | undefined
    return unless(form ? form.class !== 'ordinary' : proposed(attempt)?.urgent === true, 'is no pressing complaint')
  },
  is_complaint: (_, attempt) => unless(proposed(attempt)?.topic === 'complaint', 'is no complaint'),
  in_nobodys_hands: before => unless(!ticket(before).assigneeId, 'is in the hands of another agent'),
  assignee_named: (_, attempt) => unless(says(attempt, 'assigneeId'), 'needs the agent who gets it'),
  note_written: (_, attempt) => unless(says(attempt, 'note'), 'needs words: what was found, done or decided'),
  mail_kept: (_, attempt) => unless(says(attempt, 'note') || says(attempt, 'ticketId'), 'keeps no mail'),
  own_recent_message: (before, { actor, at, data }) => {
    const last = ticket(before).lastMessage
    if (!last || last.contentId !== data.takenBack)
      return 'has gone on since: only the newest message can be taken back'
    return unless(
      last.by === actor.id && within(last.at, at, takeBackSeconds * 1000),
      'keeps it: only its author may, within ten seconds',
    )
  },
  promise_within_limit: (before, { at, data }) => {
    const by = data.dueAt
    if (typeof by !== 'string' || by <= at) return 'needs a time in the future'
    const latest = addWorkingSeconds(calendarOf(before.market), at, WORKING_DAY_SECONDS).at
    return unless(by <= latest, `may promise a call until ${latest} at the latest: one working day (R-ABN-07)`)
  },
  result_told: before => unless(toldStates.includes(before.state), 'has no result told yet'),
  no_call_back_promised: before =>
    unless(ticket(before).callBackBy === undefined, 'has a call promised already: keep that first'),
  call_back_promised: before => unless(ticket(before).callBackBy !== undefined, 'has no call promised'),
  tags_named: (_, { data }) => unless(Array.isArray(data.tags) && data.tags.length <= 20, 'needs its tags, at most 20'),
  split_named: (_, attempt) => unless(says(attempt, 'splitInto'), 'needs the ticket that takes the other problem'),
  department_named: (_, { at, data }) => {
    const task = data.task as Partial<Task> | undefined
    if (!task?.department || !task.contentId) return 'needs the department and the task in words (F-22)'
    return unless(
      task.dueAt !== undefined && task.dueAt > at,
      'needs a time in the future until when the department answers',
    )
  },
  department_asked: (before, { data }) =>
    unless(
      openTasks(before).some(task => task.department === data.department),
      'has no open task with this department',
    ),
  asked_of_role: (before, { actor, data }) =>
    unless(
      openTasks(before).some(task => task.department === data.department) &&
        (actor.role === data.department || actor.role === 'supervisor'),
      'has no open task with your department',
    ),
  last_task: (before, { data }) =>
    unless(
      openTasks(before).every(task => task.department === data.department),
      'waits for other departments too',
    ),
  coordinated_from_supervisor: before =>
    unless(ticket(before).complaint?.coordinatedFrom === 'supervisor_handling', 'was not with a supervisor'),
  still_broken: (_, { data }) => unless(data.stillBroken === true, 'is not said to be unsolved'),
  not_said_broken: (_, { data }) => unless(data.stillBroken !== true, 'is said to be unsolved'),
  only_thanks: (_, { data }) => unless(data.says === 'thanks', 'is not only thanked for'),
  objected_before: before => unless((ticket(before).reopenCount ?? 0) >= 1, 'is objected to for the first time'),
  within_reopen_time: (before, { at }) =>
    unless(within(before.enteredAt, at, 7 * DAY), 'was closed more than 7 days ago: a new ticket goes on from it'),
  silence_over: (before, { at }) => over(before, 'SILENCE', at, 'still waits for the customer (R-CLO-06)'),
  another_verifies: (before, { actor, data }) => {
    const { assigneeId, firstResponderId } = ticket(before)
    const alone = actor.id === assigneeId && (firstResponderId ?? actor.id) === actor.id
    return unless(
      !alone || data.alone === true,
      'was handled by you alone: a colleague verifies it, where one is there',
    )
  },
  record_whole: (before, { data }) => {
    const missing = missingFrom(ticket(before), list(data.given))
    return unless(missing.length === 0, `has a record without ${missing.join(', ')} (R-TKT-02)`)
  },
  result_fault: (_, { data }) =>
    unless(data.fault === 'wrong' || data.fault === 'incomplete', 'needs what is amiss: wrong or incomplete'),
  legal_hold: before => unless(ticket(before).legalHold !== undefined, 'is under no legal hold'),
  no_legal_hold: before => unless(ticket(before).legalHold === undefined, 'is under a legal hold'),
  erasure_method: (_, { data }) =>
    unless(
      data.method === 'destroyed' || data.method === 'anonymised',
      'needs what is to be done: destroyed or anonymised',
    ),
  destruction_asked: before =>
    unless(ticket(before).destruction !== undefined, 'has nobody who asked for its destruction'),
  no_destruction_asked: before =>
    unless(ticket(before).destruction === undefined, 'has its destruction asked for already'),
  verified: (_, attempt) => unless(says(attempt, 'note'), 'needs what was verified (R-CLO-05)'),
  rating_given: (_, { data }) =>
    unless(Number.isInteger(data.rating) && Number(data.rating) >= 1 && Number(data.rating) <= 5, 'needs 1 to 5'),
  not_yet_rated: before => unless(ticket(before).rating === undefined, 'is rated already'),
  low_rating: (_, { data }) => unless(Number(data.rating) <= 2, 'is not rated low (R-SUR-08)'),
  no_record_yet: before => unless(!ticket(before).recordedAt, 'has its record complete'),
  record_written: (_, attempt) => unless(says(attempt, 'note'), 'needs the review note and immediate measures (C-43)'),
  record_complete: before => unless(ticket(before).recordedAt !== undefined, 'needs its record complete (R-ARC-03)'),
  archive_number: (_, attempt) => unless(says(attempt, 'archiveNumber'), 'needs an archive number (R-ARC-06)'),
  retention_over: (before, { at }) => {
    const clock = before.clocks['SLA-23']
    return unless(clock !== undefined && at > clock.dueAt, 'is kept for at least three years (R-ARC-04)')
  },
  approved_by_other: (before, { actor }) =>
    unless(ticket(before).destruction?.requestedBy !== actor.id, 'needs the approval of another than who asked (F-34)'),
  dismissal: (_, { data }) =>
    unless(data.reason === 'duplicate' || data.reason === 'spam', 'needs a reason: duplicate or spam'),
  assessed: (_, { data }) => {
    const form = data.complaint as { class?: string; type?: string; cause?: string } | undefined
    return unless(!!form?.class && !!form.type && !!form.cause, 'needs class, type and cause (K2)')
  },
  fault_and_solution: (_, { data }) => {
    const form = data.complaint as { fault?: string; solutionId?: string } | undefined
    return unless(!!form?.fault && !!form.solutionId, 'needs the fault and the agreed solution (R-CMP-10)')
  },
  authorisation_asked: (_, attempt) =>
    unless(says(attempt, 'note'), 'needs the reason and the measure asked for (F-28)'),
  authorisation_pending: before => {
    const { authorisation } = ticket(before)
    return unless(authorisation !== undefined && !authorisation.decision, 'has no authorisation to be decided')
  },
  no_authorisation_pending: before => {
    const { authorisation } = ticket(before)
    return unless(!authorisation || authorisation.decision !== undefined, 'waits for an authorisation already')
  },
  decider_is_another: (before, { actor }) =>
    unless(ticket(before).authorisation?.requestedBy !== actor.id, 'is decided by someone other than who asked (K9)'),
  consultation_written: (_, attempt) =>
    unless(says(attempt, 'note') && attempt.data.consultation !== undefined, 'needs stage, outcome, need and proposal'),
  no_issue_open: before => unless(ticket(before).issue !== 'open', 'stands in the issue log already'),
  issue_open: before => unless(ticket(before).issue === 'open', 'has no open entry in the issue log'),
  other_file_named: (before, { data }) =>
    unless(
      typeof data.otherId === 'string' && data.otherId !== before.customerId,
      'needs the other file of its customer',
    ),
  no_same_person_claimed: before => unless(!ticket(before).samePerson, 'has a claim about its customer that waits'),
  same_person_claimed: before => unless(ticket(before).samePerson !== undefined, 'has no claim about its customer'),
  another_decides: (before, { actor }) =>
    unless(ticket(before).samePerson?.claimedBy !== actor.id, 'is decided by someone other than who said so'),
  level_named: (_, { data }) =>
    unless(
      (incidentLevels as readonly unknown[]).includes(data.level) && typeof data.resolveBy === 'string',
      'needs its level, I to IV, with its times',
    ),
  plan_chosen: (_, { data }) =>
    unless((emergencyPlans as readonly unknown[]).includes(data.plan), 'needs the plan that is started (R-SLA-26)'),
  tickets_answered: (_, { data }) =>
    unless(data.unanswered === 0, `has ${String(data.unanswered)} tickets whose customers have no result yet (I7)`),
  decided: (_, { data }) =>
    unless(data.decision === 'granted' || data.decision === 'refused', 'needs a decision: granted or refused'),
  satisfied_or_given_up: before => {
    const { satisfied, callBacks = 0 } = ticket(before).complaint ?? {}
    return unless(satisfied === true || callBacks >= 3, 'needs a satisfied customer or three attempts to call (K14)')
  },
} satisfies Record<string, Guard>

export type GuardName = keyof typeof guardsByName

export const guards: Readonly<Record<GuardName, Guard>> = guardsByName
