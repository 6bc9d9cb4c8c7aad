import { incidentTransitions } from '../handbook/incident-transitions'
import { limits } from '../handbook/limits'
import { notices } from '../handbook/notices'
import { orderTransitions } from '../handbook/order-transitions'
import { calendarOf } from './calendars'
import type { Actor, Case, CaseEvent, CaseKind, Change, Clock, Instant, Role } from './case'
import { clocksAfter, type Step } from './clock-keeping'
import { marked, nextStage, onHead, recomputed, recordOf, type Stage } from './clocks'
import { complaintTransitions, ticketTransitions } from './desk-tables'
import { dispatchMark } from './dispatch'
import { effects } from './effects'
import { counted } from './figures'
import { type Attempt, guards } from './guards'
import type { Incident, IncidentEvent } from './incident'
import type { Order, OrderEvent } from './order'
import { changesOf } from './rebuild'
import { Refusal } from './refusal'
import type { ClockId, Row, Table } from './table'
import type { Complaint, ComplaintEvent, Ticket, TicketEvent, TicketFacts } from './ticket'
import { waitedAfter } from './waiting'

export interface CaseOf {
  ticket: Ticket
  complaint: Complaint
  order: Order
  incident: Incident
}
export interface EventOf {
  ticket: TicketEvent
  complaint: ComplaintEvent
  order: OrderEvent
  incident: IncidentEvent
}

/** What a case is created from. */
export interface Seed<C extends Case = Case> {
  readonly id: string
  readonly number: string
  readonly customerId: string
  readonly market: C['market']
  readonly language: C['language']
  readonly facts: C['facts']
  readonly data?: object
}

type EventsOf<C extends Case> = C extends Order
  ? OrderEvent
  : C extends Incident
    ? IncidentEvent
    : C extends Ticket
      ? TicketEvent
      : C extends Complaint
        ? ComplaintEvent
        : string

/** What someone wants to do. `facts` are laid over the case's facts; guards read `data`, which goes into the history. */
export interface Act<C extends Case = Case> {
  readonly event: EventsOf<C>
  readonly actor: Actor
  readonly at: Instant
  readonly facts?: Partial<C['facts']>
  readonly data?: object
}

export interface Allowed {
  readonly row: string
  readonly event: string
}

const tables: Readonly<Record<CaseKind, Table>> = {
  order: orderTransitions,
  ticket: ticketTransitions,
  complaint: complaintTransitions,
  incident: incidentTransitions,
}
const house: Actor = { role: 'system', id: 'clock' }

interface Draft {
  readonly after: Case
  readonly events: readonly CaseEvent[]
}

/** Creates a case by the table's creating rows. */
export function open<K extends CaseKind>(
  kind: K,
  seed: Seed<CaseOf[K]>,
  event: EventOf[K],
  actor: Actor,
  at: Instant,
): Change<CaseOf[K]> {
  const { data = {}, ...head } = seed
  const blank: Case = { ...head, kind, state: '', version: 0, createdAt: at, changedAt: at, clocks: {} }
  const attempt = attemptOf({ actor, at, data })
  const row = choose(blank, event, attempt, true)
  const draft = settled(carriedOut({ after: blank, events: [] }, row, attempt, true), at)
  return { before: null, ...draft } as Change<CaseOf[K]>
}

/** Settles the case's clocks up to `at`, then does the act; throws a Refusal that says what would be allowed, to whom. */
export function decide<C extends Case>(before: C, act: Act<C>): Change<C> {
  const at = later(act.at, before.changedAt) // the clocks of two machines differ; a history does not run back
  const draft = settled({ after: before, events: [] }, at)
  const attempt = attemptOf({ ...act, at })
  const row = choose(draft.after, act.event, attempt, false)
  return { before, ...settled(carriedOut(draft, row, attempt, false), at) } as Change<C>
}

/** Records every warning and breach up to `at`, each at its own instant (design, SLA timing); null when there is none. */
export function settle<C extends Case>(before: C, at: Instant): Change<C> | null {
  const draft = settled({ after: before, events: [] }, at)
  return draft.events.length === 0 ? null : ({ before, ...draft } as Change<C>)
}

/** When the sweep must look at the case again. */
export const nextInstant = (subject: Case): Instant | undefined =>
  nextStage(subject.clocks, calendarOf(subject.market))?.from

/** What these roles could do now, as far as the table alone says. */
export const allowed = (subject: Case, roles: readonly Role[]): readonly Allowed[] =>
  rowsFrom(subject)
    .filter(row => row.actors.some(role => roles.includes(role)))
    .map(row => ({ row: row.id, event: row.event }))
    .filter((entry, index, all) => all.findIndex(other => other.row === entry.row) === index)

/** Who may ever do this, in any state: for choosing the role in which a principal acts. */
export const actorsOf = (kind: CaseKind, event: string): readonly Role[] => [
  ...new Set(tables[kind].rows.filter(row => row.event === event).flatMap(row => row.actors)),
]

const attemptOf = (act: { actor: Actor; at: Instant; facts?: object; data?: object }): Attempt => ({
  actor: act.actor,
  at: act.at,
  facts: act.facts ?? {},
  data: { ...act.data },
})

const rowsFrom = (subject: Case): readonly Row[] =>
  tables[subject.kind].rows.filter(row => row.from?.includes(subject.state))

const objection = (row: Row, subject: Case, attempt: Attempt): string | null => {
  for (const name of row.guards ?? []) {
    const why = guards[name](subject, attempt)
    if (why !== null) return why
  }
  return null
}

function choose(subject: Case, event: string, attempt: Attempt, creating: boolean): Row {
  const rows = creating ? tables[subject.kind].rows.filter(row => row.from === null) : rowsFrom(subject)
  const named = rows.filter(row => row.event === event)
  const mine = named.filter(row => row.actors.includes(attempt.actor.role))
  const objections = mine.map(row => objection(row, subject, attempt))
  const row = mine[objections.indexOf(null)]
  if (row) return row

  const who = `${subject.kind} ${subject.number}`
  const details = { state: subject.state, event, allowed: openTo(rows) }
  if (named.length === 0)
    throw new Refusal('conflict', `${who} is ${subject.state}: ${event} is not possible now`, details)
  if (mine.length === 0) throw new Refusal('forbidden', `${event} is not for the role ${attempt.actor.role}`, details)
  throw new Refusal('conflict', `${who} ${objections.at(-1)}`, details)
}

/** The ways out of a state that are open to people; what only the house does is no one's choice. */
const openTo = (rows: readonly Row[]): readonly { event: string; by: readonly Role[] }[] =>
  [...new Set(rows.map(row => row.event))]
    .map(event => ({ event, by: [...new Set(rows.filter(row => row.event === event).flatMap(row => row.actors))] }))
    .filter(({ by }) => by.some(role => role !== 'system'))

function carriedOut(draft: Draft, row: Row, attempt: Attempt, creating: boolean): Draft {
  const before = draft.after
  const state = row.to ?? before.state
  const set = (row.sets ?? []).map(name => effects[name](before, attempt))
  const facts = withoutAbsent(
    Object.assign({}, before.facts, attempt.facts, ...set, waitedAfter(before, state, attempt.at)),
  )
  const moved: Case = {
    ...before,
    kind: row.becomes ?? before.kind,
    state,
    facts,
    version: before.version + 1,
    changedAt: later(before.changedAt, attempt.at),
    ...(state === before.state ? {} : { enteredAt: attempt.at }),
  }
  const after = { ...moved, clocks: clocksAfter({ before, moved, row, attempt, ends: ended(before, moved) }) }
  const mark = dispatchMark(before, after)
  const event: CaseEvent = {
    ...headOf(after),
    type: row.type,
    row: row.id,
    from: creating ? null : before.state,
    to: state,
    at: attempt.at,
    actor: attempt.actor,
    data: attempt.data,
    ...noticesOf(row, after),
    ...(row.opens ? { opens: row.opens } : {}),
    ...(mark ? { dispatch: mark } : {}),
    ...(creating ? { opened: openedOf(after) } : {}),
    ...changesOf(creating ? nothing : before, after),
  }
  return {
    after: { ...after, clocks: onHead(after.clocks) },
    events: [...draft.events, counted(creating ? null : before, after, event)],
  }
}

/** What is said in a conversation goes by mail to who writes by mail (R-CHN-07). */
function noticesOf({ notices: named = [] }: Row, { facts }: Case): Pick<CaseEvent, 'notices'> {
  const writesMails = (facts as Partial<TicketFacts>).lastMailId !== undefined
  const told = named.filter(id => writesMails || !notices[id].conversation)
  return told.length > 0 ? { notices: told } : {}
}

/** What a new state ends: promises to the customer when the case is closed, everything when it is merged or destroyed. */
function ended(before: Case, moved: Case): Step['ends'] {
  const { closed, gone = [] } = tables[moved.kind]
  if (moved.state === before.state) return 'nothing'
  return gone.includes(moved.state) ? 'everything' : closed.includes(moved.state) ? 'promises' : 'nothing'
}

function settled(draft: Draft, at: Instant): Draft {
  return stepped(
    Object.values(draft.after.clocks).reduce((so, clock) => recalculated(so, clock, at), draft),
    at,
  )
}

/** A deadline that was provisional, as the calendar knows it now (design, Calendar). */
function recalculated(draft: Draft, clock: Clock, at: Instant): Draft {
  const now = recomputed(clock, calendarOf(draft.after.market))
  if (now === null) return draft
  return noted(draft, now, at, { type: 'ClockRecomputed', data: { clock: now.id, dueAt: now.dueAt, was: clock.dueAt } })
}

function stepped(draft: Draft, at: Instant): Draft {
  const stage = nextStage(draft.after.clocks, calendarOf(draft.after.market))
  if (stage === undefined || stage.from > at) return draft
  return stepped(followed(noted(draft, marked(stage), stage.at, recordOf(stage)), stage), at)
}

/** A clock as it is now, and the line of history that says so. */
function noted(draft: Draft, clock: Clock, at: Instant, line: Pick<CaseEvent, 'type' | 'data' | 'notices'>): Draft {
  const before = draft.after
  const after: Case = {
    ...before,
    version: before.version + 1,
    changedAt: later(before.changedAt, at),
    clocks: { ...before.clocks, [clock.id]: clock },
  }
  const stays = { from: before.state, to: before.state, at, actor: house }
  const event: CaseEvent = { ...headOf(after), ...stays, ...line, ...changesOf(before, after) }
  return { after, events: [...draft.events, counted(before, after, event)] }
}

/** A breach may move the case, at the due instant too (SLA-36 → O6). */
function followed(draft: Draft, { clock, stage, at }: Stage): Draft {
  const event = stage === 'breach' ? limits[clock.id as ClockId].onBreach : undefined
  if (event === undefined) return draft
  const attempt = attemptOf({ actor: house, at, data: { clock: clock.id } })
  const row = rowsFrom(draft.after).find(
    candidate =>
      candidate.event === event &&
      candidate.actors.includes('system') &&
      objection(candidate, draft.after, attempt) === null,
  )
  return row ? carriedOut(draft, row, attempt, false) : draft
}

const nothing = { facts: {}, clocks: {} }
const openedOf = ({ number, customerId, market, language }: Case) => ({ number, customerId, market, language })
const headOf = (after: Case) => ({ caseId: after.id, kind: after.kind, seq: after.version })
const later = (a: Instant, b: Instant): Instant => (a > b ? a : b)
const withoutAbsent = (facts: object): object =>
  Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined))
