import * as z from 'zod'
import type { Attachment } from '../../shared/domain/attachment'
import { calendarOf } from '../../shared/domain/calendars'
import type { CaseEvent, Instant } from '../../shared/domain/case'
import { messagesOf, notesOf } from '../../shared/domain/conversation'
import { isUnmatched, ownerOf } from '../../shared/domain/dispatch'
import { allowed } from '../../shared/domain/engine'
import type { MailRecord } from '../../shared/domain/mail-record'
import type { Principal } from '../../shared/domain/may'
import { keptMeasured } from '../../shared/domain/measured'
import type { Complaint, ComplaintForm, Consultation, Ticket, TicketFacts } from '../../shared/domain/ticket'
import { attachmentView, attachmentViewOf } from '../../shared/entry/attachment-view'
import { caseRecord, historyOf, standingOf } from '../../shared/entry/case-record'
import { caseId, instant, standing } from '../../shared/entry/shapes'
import type { Content, NoticeRecord } from '../../shared/wiring'

/** One line of a list: what is needed to choose the next ticket, nothing personal. */
export const ticketLine = () =>
  standing().extend({
    /** `ticket`, or `complaint` for one that became a complaint. */
    kind: z.string(),
    changedAt: instant,
    channel: z.string(),
    topic: z.string().optional(),
    grade: z.string().optional(),
    priority: z.string().optional(),
    team: z.string().optional(),
    assigneeId: z.string().optional(),
    /** The assignee of an open case, else `team_lead`, the lead of its team (R-DSP-06). */
    owner: z.string().optional(),
    /** No rule says whose it is: it waits with the default team. */
    unmatched: z.literal(true).optional(),
    /** The customer asked something after the result, and nobody has answered yet. */
    asks: z.literal(true).optional(),
    /** The case that its mail named, though nothing shows that the sender is one of its correspondents. */
    claimsToBelongTo: caseId.optional(),
    suspectedSpam: z.literal(true).optional(),
    dueAt: instant.optional(),
  })

/** The tickets beside it, and what the team has called it. */
const linked = () => ({
  mergedInto: caseId.optional(),
  mergedFrom: z.array(caseId).optional(),
  splitFrom: caseId.optional(),
  splitInto: z.array(caseId).optional(),
  followsUp: caseId.optional(),
  /** For staff: probably the same as this one (R-TKT-10), or said there already. */
  repeatOf: caseId.optional(),
  duplicateOf: caseId.optional(),
  /** For staff: the emergency that it belongs to (R-ESC-05). */
  incidentId: caseId.optional(),
  /** For staff: tickets of others who hold our mail about it. */
  claimedBy: z.array(caseId).optional(),
  tags: z.array(z.string()).optional(),
  callBackBy: instant.optional(),
})

function linksOf(facts: TicketFacts, forStaff: boolean): z.input<z.ZodObject<ReturnType<typeof linked>>> {
  const { mergedInto, mergedFrom, splitFrom, splitInto, followsUp, repeatOf, duplicateOf, tags, callBackBy } = facts
  return {
    ...(mergedInto && { mergedInto }),
    ...(mergedFrom && { mergedFrom: [...mergedFrom] }),
    ...(splitFrom && { splitFrom }),
    ...(splitInto && { splitInto: [...splitInto] }),
    ...(followsUp && { followsUp }),
    ...(callBackBy && { callBackBy }),
    ...(forStaff && repeatOf && { repeatOf }),
    ...(forStaff && duplicateOf && { duplicateOf }),
    ...(forStaff && facts.incidentId && { incidentId: facts.incidentId }),
    ...(forStaff && facts.claimedBy && { claimedBy: [...facts.claimedBy] }),
    ...(forStaff && tags && { tags: [...tags] }),
  }
}

export const ticketView = () =>
  ticketLine().extend({
    customerId: caseId,
    receivedAt: instant,
    language: z.string(),
    orderId: caseId.optional(),
    because: z.array(z.string()).optional(),
    /** For staff: when the house found it, and whether it was entered within 24 hours (R-SLA-20). */
    discovered: z.object({ at: instant, enteredInTime: z.boolean() }).optional(),
    ...linked(),
    messages: z.array(
      z.object({
        ...{ id: caseId, at: instant, from: z.string(), purpose: z.string(), text: z.string() },
        attachments: z.array(attachmentView()).optional(),
        mail: mailView().optional(),
      }),
    ),
    /** 内部备注: for staff alone. */
    notes: z
      .array(
        z.object({
          ...{ id: caseId, at: instant, type: z.string(), by: z.string(), text: z.string() },
          mail: mailView().optional(),
        }),
      )
      .optional(),
    /** 客户投诉受理表 (F-06): for staff. */
    complaint: z
      .object({
        class: z.string(),
        type: z.string().optional(),
        cause: z.string().optional(),
        fault: z.string().optional(),
        callBacks: z.int().optional(),
        satisfied: z.boolean().optional(),
      })
      .optional(),
    /** 客户咨询登记表 (F-01): for staff; need and proposal stand among the notes. */
    consultation: z
      .object({
        stage: z.string(),
        steps: z.array(z.string()).optional(),
        objection: z.string().optional(),
        outcome: z.string(),
        orderId: caseId.optional(),
      })
      .optional(),
    ...caseRecord(),
    next: z.array(z.object({ row: z.string(), event: z.string() })),
  })

export function lineOf(ticket: Ticket | Complaint): z.input<ReturnType<typeof ticketLine>> {
  const { id, kind, number, state, version, changedAt, facts, clocks } = ticket
  const running = Object.values(clocks).filter(clock => !clock.stoppedAt)
  const dueAt = running.map(clock => clock.dueAt).sort()[0]
  const { channel, assigneeId, classification: understood } = facts
  return {
    ...{ id, kind, number, state, version, changedAt, channel },
    ...(understood && {
      ...{ topic: understood.topic, grade: understood.grade },
      ...{ priority: understood.priority, team: understood.team },
    }),
    ...(assigneeId && { assigneeId }),
    ...forDesk(ticket),
    ...(dueAt && { dueAt }),
  }
}

function forDesk(ticket: Ticket | Complaint) {
  const owner = ownerOf(ticket)
  return {
    ...(owner && { owner }),
    ...(isUnmatched(ticket) && { unmatched: true as const }),
    ...(ticket.facts.asks && { asks: true as const }),
    ...(ticket.facts.claimsToBelongTo && { claimsToBelongTo: ticket.facts.claimsToBelongTo }),
    ...(ticket.facts.suspectedSpam && { suspectedSpam: true as const }),
  }
}

/** For staff: what a mail says beside what is new in it, and how far its sender may be believed. */
const mailView = () =>
  z.object({
    from: z.object({ name: z.string(), address: z.string() }),
    subject: z.string(),
    messageId: z.string().optional(),
    verdicts: z.record(z.string(), z.string()),
    folded: z.array(z.object({ kind: z.string(), text: z.string() })).optional(),
    html: z.string().optional(),
    notTaken: z.array(z.object({ name: z.string(), bytes: z.int(), because: z.string() })).optional(),
    isCut: z.literal(true).optional(),
    isUnreadable: z.literal(true).optional(),
  })

function mailViewOf({ original, folded, notTaken, ...mail }: MailRecord): z.input<ReturnType<typeof mailView>> {
  return {
    ...mail,
    verdicts: { ...mail.verdicts },
    ...(folded && { folded: [...folded] }),
    ...(notTaken && { notTaken: [...notTaken] }),
  }
}

/** What of a conversation this caller is shown. */
export interface Shown {
  readonly words: ReadonlyMap<string, Content>
  readonly files: ReadonlyMap<string, Attachment>
}

const consultationOf = ({ steps, ...consultation }: Consultation) => ({
  ...consultation,
  ...(steps && { steps: [...steps] }),
})
const formOf = ({ demandId, solutionId, coordinatedFrom, ...form }: ComplaintForm) => form

const discovery = ({ createdAt, market }: Ticket | Complaint, at: Instant) => ({
  ...{ at, enteredInTime: keptMeasured('SLA-20', at, createdAt, calendarOf(market)) },
})

/** The customer sees the state, the conversation and the history (R-TKT-08); why it was classified so is for staff. */
export function viewOf(
  ticket: Ticket | Complaint,
  history: readonly CaseEvent[],
  notices: readonly NoticeRecord[] | null,
  { words, files }: Shown,
  principal: Principal,
): z.input<ReturnType<typeof ticketView>> {
  const { customerId, createdAt: receivedAt, language, facts } = ticket
  const forStaff = principal.kind === 'staff'
  const said = (contentId: string) => {
    const content = words.get(contentId)
    if (content?.what !== 'message') return { text: '' }
    const { text, mail } = content
    return { text, ...(forStaff && mail && { mail: mailViewOf(mail) }) }
  }
  const { assigneeId, owner, unmatched, asks, claimsToBelongTo, suspectedSpam, ...line } = lineOf(ticket)
  return {
    ...line,
    ...(forStaff && { ...(assigneeId && { assigneeId }), ...forDesk(ticket) }),
    ...(forStaff && facts.classification && { because: [...facts.classification.because] }),
    ...{ customerId, receivedAt, language },
    ...(forStaff && facts.discoveredAt && { discovered: discovery(ticket, facts.discoveredAt) }),
    ...(facts.orderId && { orderId: facts.orderId }),
    ...(forStaff && facts.consultation && { consultation: consultationOf(facts.consultation) }),
    ...linksOf(facts, forStaff),
    ...(forStaff && facts.complaint && { complaint: formOf(facts.complaint) }),
    messages: messagesOf(history).map(({ at, from, purpose, contentId, attachments = [] }) => {
      const brought = attachments.flatMap(id => files.get(id) ?? [])
      return {
        ...{ id: contentId, at, from, purpose, ...said(contentId) },
        ...(brought.length > 0 && { attachments: brought.map(attachmentViewOf) }),
      }
    }),
    ...(forStaff && {
      notes: notesOf(history).map(({ at, type, role, contentId }) => ({
        ...{ id: contentId, at, type, by: role, ...said(contentId) },
      })),
    }),
    history: historyOf(history),
    ...(notices && standingOf(ticket, notices)),
    next: [...allowed(ticket, forStaff ? principal.roles : ['customer'])],
  }
}
