import {
  archiveLists,
  callList,
  incidentLists,
  orderRankClocks,
  orderStages,
  orderTasks,
  supervisedLists,
  ticketLists,
  ticketTasks,
  tierRanks,
  watchList,
} from '../handbook/lists'
import type { Case } from './case'
import { dueOf, governing, isRunning } from './clocks'
import { isIn } from './desk-tables'
import type { Incident } from './incident'
import type { Order } from './order'
import type { NoticeId } from './table'
import type { Complaint, Ticket } from './ticket'

/** Where a case stands before all: the list of its stage, its team, its agent or the archive. At most one at a time. */
export const mainSlot = 'main'

/** A case's place in one work list. `slot` says which of its places this is, so that a move is one write. */
export interface ListEntry {
  readonly slot: string
  readonly listKey: string
  /** Sorts as text: the first is the next to be done. */
  readonly rank: string
}

/** After every instant: what has no deadline stands behind what has one. */
const NO_DEADLINE = '9999'

/** Every list that a case is in. A rank changes only with what it is made of, so that most events write no entry. */
export const listsOf = (subject: Case): readonly ListEntry[] => [
  ...(subject.kind === 'order'
    ? listsOfOrder(subject as Order)
    : subject.kind === 'incident'
      ? listsOfIncident(subject as Incident)
      : [...listsOfTicket(subject as Ticket), ...listsOfArchive(subject as Ticket)]),
  ...calls(subject),
]

/** Notices of any kind of case that must be said by phone (R-NTF-03). */
export const callsWanted = ({ facts }: Case): readonly NoticeId[] =>
  (facts as { readonly callsWanted?: readonly NoticeId[] }).callsWanted ?? []

const calls = (subject: Case): readonly ListEntry[] =>
  callsWanted(subject).length > 0 ? [{ slot: 'call', listKey: callList, rank: subject.number }] : []

function listsOfOrder(order: Order): readonly ListEntry[] {
  const rank = `${governing(order.clocks, orderRankClocks)?.dueAt ?? order.enteredAt ?? order.changedAt}#${order.number}`
  const stage = orderStages.find(candidate => candidate.states.includes(order.state))
  return [
    ...(stage ? [{ slot: mainSlot, listKey: stage.list, rank }] : []),
    ...orderTasks
      .filter(({ states, fact }) => (!states || states.includes(order.state)) && (!fact || stillAsks(order, fact)))
      .map(({ slot, list: listKey }) => ({ slot, listKey, rank })),
  ]
}

const stillAsks = ({ facts }: Order, fact: 'delayed' | 'refund' | 'invoice') =>
  fact === 'invoice' ? facts.invoice !== undefined && facts.invoice.state !== 'posted' : facts[fact] !== undefined

/** The archive of a month, of all problem types or of one (R-ARC-02). */
export const filedIn = (month: string, topic = 'all'): string => `${archiveLists.filed}:${topic}:${month}`

/** What the lead checks, what is filed by month and by month and type, and what may go (R-ARC-02, R-ARC-03, R-ARC-04). */
function listsOfArchive({ state, clocks, facts, number }: Ticket): readonly ListEntry[] {
  if (state === 'closed' && facts.recordedAt)
    return [
      {
        slot: mainSlot,
        listKey: archiveLists['to-check'],
        rank: `${clocks['ARCHIVE-CHECK']?.dueAt ?? NO_DEADLINE}#${number}`,
      },
    ]
  const { archiveNumber, classification } = facts
  if (state !== 'archived' || !archiveNumber) return []
  const [, year, month] = /-(\d{4})(\d{2})\d{2}-/.exec(archiveNumber) ?? []
  const filed = (topic?: string) => filedIn(`${year}-${month}`, topic)
  const rank = `${archiveNumber.slice(3)}#${archiveNumber}`
  return [
    { slot: mainSlot, listKey: filed(), rank },
    { slot: 'archive-type', listKey: filed(classification?.topic ?? 'other'), rank },
    ...(clocks['SLA-23']?.breachedAt ? [{ slot: 'expired', listKey: archiveLists.expired, rank }] : []),
  ]
}

/** Whatever is not settled yet, and by topic, so that the next grave ticket finds it. */
export const openIncidents = (market: string, topic: string): string => `${incidentLists.open}:${market}:${topic}`

function listsOfIncident({ state, market, clocks, facts, number }: Incident): readonly ListEntry[] {
  if (state === 'verified' || state === 'reviewed') return []
  const rank = `${facts.level}#${governing(clocks)?.dueAt ?? NO_DEADLINE}#${number}`
  return [
    { slot: mainSlot, listKey: incidentLists.open, rank },
    { slot: 'incident-topic', listKey: openIncidents(market, facts.topic), rank: number },
  ]
}

/** What departments still owe an answer to (F-22): of each the one that is due first. */
function openTasks(ticket: Ticket | Complaint) {
  const open = isIn(ticket, 'open') ? (ticket.facts.tasks ?? []).filter(({ answeredAt }) => !answeredAt) : []
  const lastFirst = [...open].sort((a, b) => (a.dueAt < b.dueAt ? 1 : -1))
  return [...new Map(lastFirst.map(task => [task.department, task])).values()]
}

/** Priority, then the customer's tier, then the deadline (R-PRI-04). */
function listsOfTicket(ticket: Ticket | Complaint): readonly ListEntry[] {
  const { state, clocks, facts } = ticket
  const { assigneeId, classification, firstResponderId, tier } = facts
  const rankBy = (due = NO_DEADLINE) =>
    `${classification?.priority ?? ticketLists.unclassifiedPriority}#${tierRanks[tier ?? 'general']}#${due}#${ticket.number}`
  const rank = rankBy(governing(clocks)?.dueAt)
  const team = classification?.team ?? ticketLists.unclassifiedTeam
  const open = isIn(ticket, 'open')
  const owed = open || isIn(ticket, 'told')
  const handedOn = open && assigneeId !== undefined && firstResponderId !== undefined && firstResponderId !== assigneeId
  return [
    // What nobody has and was answered all the same stands before its team until its loop is closed.
    ...(owed
      ? [{ slot: mainSlot, listKey: assigneeId ? `tickets:agent:${assigneeId}` : `tickets:team:${team}`, rank }]
      : []),
    ...openTasks(ticket).map(({ department, dueAt }) => ({
      ...{ slot: `department-${department}`, listKey: `departments:${department}` },
      rank: `${dueAt}#${ticket.number}`,
    })),
    ...(handedOn ? [{ slot: 'first-contact', listKey: `tickets:first-contact:${firstResponderId}`, rank }] : []),
    ...(open && isWatched(ticket) ? [{ slot: 'watch', listKey: watchList, rank }] : []),
    ...(facts.incidentId && !isIn(ticket, 'gone')
      ? [{ slot: 'incident', listKey: `${incidentLists.tickets}:${facts.incidentId}`, rank: ticket.number }]
      : []),
    ...(ticket.kind === 'complaint' && (open || isIn(ticket, 'told'))
      ? [{ slot: 'complaint', listKey: supervisedLists.complaints, rank: ticket.number }]
      : []),
    ...(open && facts.callBackBy
      ? [{ slot: 'promise', listKey: supervisedLists.callBacks, rank: rankBy(facts.callBackBy) }]
      : []),
    ...(open && facts.authorisation && !facts.authorisation.decision
      ? [{ slot: 'authorisation', listKey: supervisedLists.authorisations, rank }]
      : []),
    ...(facts.samePerson && !isIn(ticket, 'gone')
      ? [{ slot: 'same-person', listKey: supervisedLists.samePersons, rank: ticket.number }]
      : []),
    ...ticketTasks
      .filter(({ states }) => !states || states.includes(state))
      .filter(({ issue, asks }) => (!issue || facts.issue === issue) && (!asks || facts.asks === true))
      .map(({ list: listKey, slot, duty }) => ({ slot, listKey, rank: rankBy(duty && dueOf(clocks, duty)) })),
  ]
}

/** What a supervisor looks at beside the lists of teams and agents (R-PRI-05, R-ESC-01, R-ESC-06, R-ESC-07). */
const isWatched = (subject: Ticket | Complaint): boolean =>
  subject.facts.tier === 'special' ||
  subject.facts.massPattern === true ||
  watchedFor.escalated(subject) ||
  watchedFor.breached(subject)

/** Why a case may be watched, as the dashboard counts it (R-SUP-05). */
export const watchedFor: Readonly<Record<'breached' | 'escalated', (subject: Case) => boolean>> = {
  breached: ({ clocks }) => Object.values(clocks).some(clock => isRunning(clock) && clock.breachedAt !== undefined),
  escalated: ({ state }) => ticketLists.escalated.includes(state),
}
