import { ticketLists } from '../handbook/lists'
import type { Case } from './case'
import type { Attempt } from './guards'
import type { Money } from './money'
import type { OrderFacts } from './order'
import type { ComplaintForm, Message, Task, TicketFacts } from './ticket'

/** A head has a kilobyte. */
const mostClaims = 5
/** More nobody takes back while the mail of the first still waits. */
const mostTakenBack = 5

/** Facts that follow from a row itself, so that no use case can forget them. */
type Effect = (before: Case, attempt: Attempt) => object

const order = (before: Case) => before.facts as OrderFacts
const ticket = (before: Case) => before.facts as TicketFacts
const callsWanted = (before: Case) => (before.facts as { callsWanted?: readonly string[] }).callsWanted ?? []

const form = (before: Case): ComplaintForm => ticket(before).complaint ?? { class: 'ordinary' }

function afterMessage(before: Case, { actor, at, data }: Attempt) {
  const { contentId, from, mail } = data.message as Message
  const { messageCount = 0, answeredAt } = ticket(before)
  return {
    messageCount: messageCount + 1,
    lastMessage: { contentId, from, by: actor.id, at },
    ...(from === 'customer' && mail && { lastMailId: contentId }),
    ...(from === 'agent' && { ...(!answeredAt && { answeredAt: at }), asks: undefined }),
  }
}

const effectsByName = {
  assignee: (_, { actor }) => ({ assigneeId: actor.id }),
  /** Once, and never again (R-DSP-02). */
  first_responder: (before, { actor }) => ({ firstResponderId: ticket(before).firstResponderId ?? actor.id }),
  in_nobodys_hands: () => ({ assigneeId: undefined }),
  /** Into the list of the team that it is now for; what stands before those who decide stays there. */
  for_its_team: (before, { facts }) => {
    const team = (facts as Partial<TicketFacts>).classification?.team
    const moves = team !== ticket(before).classification?.team && !ticketLists.escalated.includes(before.state)
    return moves ? { assigneeId: undefined } : {}
  },
  assignee_named: (_, { data }) => ({ assigneeId: data.assigneeId }),
  first_responder_named: (before, { data }) => ({
    firstResponderId: ticket(before).firstResponderId ?? data.assigneeId,
  }),
  /** The first words of a customer, if there were any. */
  request: (before, attempt) =>
    attempt.data.message
      ? { requestId: (attempt.data.message as Message).contentId, ...afterMessage(before, attempt) }
      : {},
  message: (before, attempt) => afterMessage(before, attempt),
  /** What is asked after the result wants an answer; thanks do not. */
  asks: (_, { data }) => (data.says === 'thanks' ? {} : { asks: true }),
  /** Words that may come with an act, or not. */
  said: (before, attempt) => (attempt.data.message ? afterMessage(before, attempt) : {}),
  claimed_by: (before, { data: { ticketId } }) =>
    typeof ticketId === 'string'
      ? { claimedBy: [...(ticket(before).claimedBy ?? []), ticketId].slice(-mostClaims) }
      : {},
  message_taken_back: before => {
    const { messageCount = 1, answeredAt, lastMessage, takenBack = [] } = ticket(before)
    const wasTheAnswer = answeredAt !== undefined && answeredAt === lastMessage?.at
    return {
      ...{ messageCount: messageCount - 1, lastMessage: undefined },
      takenBack: [...takenBack, lastMessage!.contentId].slice(-mostTakenBack),
      ...(wasTheAnswer && { answeredAt: undefined }),
    }
  },
  task: (before, { at, data }) => ({
    tasks: [...(ticket(before).tasks ?? []), { ...(data.task as Task), askedAt: at }],
  }),
  task_answered: (before, { at, data }) => ({
    tasks: (ticket(before).tasks ?? []).map(task =>
      task.department === data.department && !task.answeredAt ? { ...task, answeredAt: at } : task,
    ),
  }),
  escalated: (_, { data }) => ({ escalatedBecause: data.reason ?? 'objected_twice' }),
  taken_over: (_, { actor }) => ({ assigneeId: actor.id, escalatedBecause: undefined }),
  reopened: before => ({
    reopenCount: (ticket(before).reopenCount ?? 0) + 1,
    ...{ rating: undefined, verifiedBy: undefined, recordedAt: undefined, recordId: undefined, answeredAt: undefined },
    asks: undefined,
  }),
  /** What many have is a matter of the process, too (R-CLO-09). */
  pattern_spotted: () => ({ massPattern: true, issue: 'open' }),
  verified: (_, { actor }) => ({ verifiedBy: actor.id }),
  rated: (_, { data }) => ({ rating: data.rating }),
  recorded: (_, { at, data }) => ({
    ...{ recordedAt: at, recordId: data.note },
    ...(data.occurredAt !== undefined && { occurredAt: data.occurredAt }),
  }),
  result_marked: before => ({ resultMarks: (ticket(before).resultMarks ?? 0) + 1 }),
  legal_hold: (_, { actor, at, data }) => ({ legalHold: { by: actor.id, at, reason: data.reason } }),
  no_legal_hold: () => ({ legalHold: undefined }),
  destruction_requested: (_, { actor, at, data }) => ({
    destruction: { requestedBy: actor.id, at, method: data.method },
  }),
  no_destruction: () => ({ destruction: undefined }),
  destroyed: before => ({ erased: ticket(before).destruction?.method, lastMessage: undefined }),
  archived: (_, { data }) => ({ archiveNumber: data.archiveNumber }),
  call_back_promised: (_, { data }) => ({ callBackBy: data.dueAt }),
  call_back_kept: () => ({ callBackBy: undefined }),
  tags: (_, { data }) => ({ tags: (data.tags as readonly string[]).length > 0 ? data.tags : undefined }),
  merged_from: (before, { data }) => ({
    mergedFrom: [...(ticket(before).mergedFrom ?? []), ...(data.sourceIds as readonly string[])],
  }),
  split_into: (before, { data }) => ({
    splitInto: [...(ticket(before).splitInto ?? []), data.splitInto as string],
  }),
  duplicate_of: (_, { data }) => ({ duplicateOf: data.originalId }),
  /** Who complains is tracked with priority (R-CMP-15, R-PRI-05). */
  plain_complaint: before => ({ tier: 'special', complaint: form(before) }),
  complaint_form: (before, { data }) => ({
    tier: 'special',
    complaint: { ...form(before), ...(data.complaint as ComplaintForm) },
  }),
  coordinated: before => ({ complaint: { ...form(before), coordinatedFrom: before.state } }),
  coordinated_no_more: before => {
    const { coordinatedFrom, ...rest } = form(before)
    return { complaint: rest }
  },
  called_back: (before, { data }) => ({
    complaint: {
      ...form(before),
      callBacks: (form(before).callBacks ?? 0) + 1,
      ...(typeof data.satisfied === 'boolean' && { satisfied: data.satisfied }),
    },
  }),
  called_back_anew: before => {
    const { satisfied, callBacks, ...rest } = form(before)
    return { complaint: rest }
  },
  consultation: (_, { data }) => ({ consultation: data.consultation }),
  same_person_claimed: (_, { actor, data }) => ({
    samePerson: { otherId: data.otherId, contentId: data.note, claimedBy: actor.id },
  }),
  same_person_decided: () => ({ samePerson: undefined }),
  issue_logged: () => ({ issue: 'open' }),
  issue_settled: () => ({ issue: 'settled' }),
  authorisation_requested: (_, { actor, data }) => ({
    authorisation: {
      ...{ contentId: data.note, requestedBy: actor.id },
      ...(data.amount === undefined ? {} : { amount: data.amount }),
    },
  }),
  authorisation_decided: (before, { actor, data }) => ({
    authorisation: {
      ...ticket(before).authorisation,
      ...{ decision: data.decision, decidedBy: actor.id },
      ...(data.limit === undefined ? {} : { limit: data.limit }),
    },
  }),
  incident_level: (_, { data }) => ({ level: data.level }),
  incident_plan: (_, { data }) => ({ plan: data.plan }),
  shipment: (_, { data }) => ({ courier: data.courier, trackingNumber: data.trackingNumber, delayed: undefined }),
  contact_attempt: before => ({ contactAttempts: order(before).contactAttempts + 1, contactWanted: undefined }),
  contact_wanted: () => ({ contactWanted: true }),
  out_of_stock: (_, { data }) => ({ outOfStock: data.productNumbers }),
  merged_into: (_, { data }) => ({ mergedInto: data.targetId }),
  ships_from: (_, { data }) => ({ shipsFrom: data.shipsFrom ?? 'warehouse' }),
  delayed: () => ({ delayed: true }),
  delivered: (_, { data, at }) => ({ deliveredAt: data.happenedAt ?? at }),
  exception: (_, { data }) => ({ exception: data.kind, deliveredAt: undefined }),
  no_exception: () => ({ exception: undefined }),
  sent_again: before => ({
    ...{ courier: undefined, trackingNumber: undefined, exception: undefined, deliveredAt: undefined },
    reshipments: (order(before).reshipments ?? 0) + 1,
  }),
  disputed: (_, { at }) => ({ disputedAt: at }),
  /** What has gone back already does not go back again. */
  whole_refund: before => ({
    refund: { kind: 'whole', amount: order(before).total.amount - (order(before).refunded ?? 0) },
  }),
  refund_wanted: (_, { data }) => ({ refund: { kind: data.kind, amount: (data.wanted as Money).amount } }),
  refunded: before => ({
    refund: undefined,
    refunded: (order(before).refunded ?? 0) + (order(before).refund?.amount ?? 0),
  }),
  invoice_issued: before => ({ invoice: { ...order(before).invoice, state: 'issued' } }),
  invoice_posted: (before, { data, at }) => ({
    invoice: {
      ...order(before).invoice,
      ...{ state: 'posted', postNumber: data.postNumber, postedAt: data.postedAt ?? at },
    },
  }),
  call_wanted: (before, { data }) => ({ callsWanted: [...new Set([...callsWanted(before), data.notice])] }),
  call_made: (before, { data }) => {
    const left = callsWanted(before).filter(notice => notice !== data.notice)
    return { callsWanted: left.length > 0 ? left : undefined }
  },
} satisfies Record<string, Effect>

export type EffectName = keyof typeof effectsByName

export const effects: Readonly<Record<EffectName, Effect>> = effectsByName
