import { limits, POLICY_VERSION } from '../handbook/limits'
import { addWorkingSeconds, subtractWorkingSeconds, workingSecondsBetween } from './calendar'
import type { MarketCalendar } from './calendars'
import type { CaseEvent, CaseKind, Clock, Instant } from './case'
import { endOf, isWorkingTime, type Span, WORKING_DAY_SECONDS } from './deadlines'
import type { GuardName } from './guards'
import type { ClockId, Duty, NoticeId } from './table'

/** How long, and when to warn: after a share of the limit, or so many working days before its end, or never. */
export interface Terms {
  readonly limit: Span
  readonly warnAtShare?: number
  readonly warnWorkingDaysBefore?: number
  /** What may never be passed (C-36). */
  readonly absolute?: Span
}

export interface Limit extends Omit<Terms, 'limit'> {
  readonly zh: string
  /** A complaint is a ticket that became one. */
  readonly kind: CaseKind
  readonly limit: Span | { readonly ofMarket: 'handover' | 'autoReceipt' } | GivenByAct
  readonly duty?: Duty
  /** Stops with this duty of that kind of case, whatever stops it. */
  readonly endsWith?: Readonly<Partial<Record<string, Duty>>>
  /** What the house aims at; for the figures (C-36). */
  readonly target?: Span
  /** The event that a breach triggers, at the due instant. */
  readonly onBreach?: string
  /** An alarm clock of ours, no promise: that it runs out is no breach in the figures. */
  readonly alarm?: true
  /** Counts from the creation of the case, or since it is in its state, whenever the clock starts. */
  readonly countsFrom?: 'receipt' | 'entry'
  /** The longer clock whose place this one takes (R-SLA-45). */
  readonly supersedes?: ClockId
  /** Does not start when this guard holds. */
  readonly unless?: GuardName
  /** Does not start again while it runs. */
  readonly once?: true
  /** Never starts: a limit that a shop may switch on. */
  readonly off?: true
  /** Stands still while the case is in one of these states; off by default, since no text lets a clock pause (R-SLA-46). */
  readonly pausesWhile?: readonly string[]
  /** What the house owes its archive goes on when the case is closed. */
  readonly outlivesClosing?: true
  /** The longest that an act may give. */
  readonly longest?: Span
  /** Whom a breach tells, then half of the limit later, then the whole of it (R-ESC-06). */
  readonly ladder?: readonly string[]
  readonly owner: string
  /** Whom a stage concerns beside the owner (C-36), and the notices that it sends. */
  readonly tells?: Partial<Record<StageName, string>>
  readonly notices?: Partial<Record<StageName, readonly NoticeId[]>>
  readonly requirement: string
}

/** Where the end of a clock is named: by the data of the act, or by the tasks that departments have not answered yet. */
export interface GivenByAct {
  readonly givenBy: 'dueAt' | 'respondBy' | 'resolveBy' | 'tasks'
}

/** What a clock takes over: one of its kind that ran earlier, the round of its set, the end that is given. */
export interface Start {
  readonly before?: Clock | undefined
  readonly round?: number
  readonly given?: Instant | undefined
}

/** A clock as it is kept: computed once, by the policy of the day (R-SLA-47). */
export const startClock = (
  id: ClockId,
  at: Instant,
  calendar: MarketCalendar,
  { before, round = 1, given }: Start = {},
): Clock => {
  const { limit, warnAtShare, warnWorkingDaysBefore, absolute, pausesWhile } = limits[id]
  const terms: Terms = {
    limit: spanOf(limit, id, calendar, given),
    ...(warnAtShare === undefined ? {} : { warnAtShare }),
    ...(warnWorkingDaysBefore === undefined ? {} : { warnWorkingDaysBefore }),
    ...(absolute === undefined ? {} : { absolute }),
  }
  return {
    ...{ id, startedAt: at, ...instantsOf(terms, at, calendar), policyVersion: POLICY_VERSION },
    ...after(before, round),
    ...(pausesWhile && { pausesWhile }),
  }
}

function spanOf(limit: Limit['limit'], id: ClockId, calendar: MarketCalendar, given?: Instant): Span {
  if ('ofMarket' in limit) return calendar[limit.ofMarket]
  if (!('givenBy' in limit)) return limit
  if (!given) throw new Error(`${id} starts with an act that names no instant`)
  return { until: given }
}

/** The same clock from its own start and terms, when its calendar has come to know more; null when nothing moves. */
export const recomputed = (clock: Clock, calendar: MarketCalendar): Clock | null => {
  const { provisional, terms, warnAt, ...kept } = clock
  if (!provisional || !terms || !isRunning(clock) || clock.breachedAt || clock.pausedAt) return null
  const fresh = instantsOf(terms, clock.startedAt, calendar)
  const instants = clock.pausedSeconds ? { ...fresh, ...movedBy(clock.pausedSeconds, fresh, clock, calendar) } : fresh
  const same = instants.provisional && instants.dueAt === clock.dueAt && instants.warnAt === warnAt
  return same ? null : { ...kept, ...instants }
}

type Instants = Pick<Clock, 'warnAt' | 'dueAt' | 'absoluteAt' | 'provisional' | 'terms'>

function instantsOf(terms: Terms, at: Instant, calendar: MarketCalendar): Instants {
  const due = endOf(terms.limit, at, calendar)
  const warn = warningOf(terms, at, due.at, calendar)
  const absolute = terms.absolute && endOf(terms.absolute, at, calendar)
  return {
    ...(warn ? { warnAt: warn.at } : {}),
    dueAt: due.at,
    ...(absolute ? { absoluteAt: absolute.at } : {}),
    ...([due, warn, absolute].some(end => end?.provisional) ? { provisional: true as const, terms } : {}),
  }
}

function warningOf(
  { limit, warnAtShare, warnWorkingDaysBefore }: Terms,
  at: Instant,
  due: Instant,
  calendar: MarketCalendar,
) {
  if (warnWorkingDaysBefore !== undefined) {
    const warn = subtractWorkingSeconds(calendar, due, warnWorkingDaysBefore * WORKING_DAY_SECONDS)
    return warn.at > at ? warn : { ...warn, at }
  }
  if (warnAtShare === undefined) return undefined
  if (isWorkingTime(limit))
    return addWorkingSeconds(calendar, at, workingSecondsBetween(calendar, at, due) * warnAtShare)
  const [start, end] = [Date.parse(at), Date.parse(due)]
  return { at: new Date(start + Math.round((end - start) * warnAtShare)).toISOString(), provisional: false }
}

const after = (before: Clock | undefined, ofSet: number): Pick<Clock, 'round' | 'earlierBreachAt'> => {
  const round = Math.max(ofSet, before ? (before.round ?? 1) + 1 : 1)
  const breach = before?.earlierBreachAt ?? before?.breachedAt
  return { ...(round > 1 && { round }), ...(breach && { earlierBreachAt: breach }) }
}

export const isRunning = (clock: Clock): boolean => clock.stoppedAt === undefined

/** The clocks that a head keeps: one that made room before anything was recorded of it stands in the history alone. */
export const onHead = (clocks: Readonly<Record<string, Clock>>): Readonly<Record<string, Clock>> =>
  Object.fromEntries(
    Object.entries(clocks).filter(
      ([, { supersededBy, warnedAt, breachedAt, earlierBreachAt }]) =>
        !supersededBy || warnedAt || breachedAt || earlierBreachAt,
    ),
  )

/** The running clock that falls due first: the one that governs (R-SLA-45); of these ids only, when they are named. */
export const governing = (
  clocks: Readonly<Record<string, Clock>>,
  ids: readonly string[] = Object.keys(clocks),
): Clock | undefined =>
  Object.values(clocks)
    .filter(clock => isRunning(clock) && ids.includes(clock.id))
    .sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1))[0]

/** Stands still from here on; what is broken stays broken. */
export const paused = (clock: Clock, at: Instant): Clock =>
  isRunning(clock) && !clock.pausedAt && !clock.breachedAt ? { ...clock, pausedAt: at } : clock

/** Goes on: every instant that lies ahead moves by as much time as the pause took, of the kind that the limit counts. */
export function resumed(still: Clock, at: Instant, calendar: MarketCalendar): Clock {
  const { pausedAt, ...clock } = still
  if (!pausedAt) return still
  const seconds = secondsCounted(clock, pausedAt, at, calendar)
  if (seconds === 0) return clock
  return {
    ...clock,
    ...movedBy(seconds, clock, clock, calendar),
    pausedSeconds: (clock.pausedSeconds ?? 0) + seconds,
  }
}

/** Seconds from one instant to another as the limit of a clock counts them: working time, or all. */
export const secondsCounted = (clock: Clock, from: Instant, to: Instant, calendar: MarketCalendar): number =>
  countsWorkingTime(clock) ? workingSecondsBetween(calendar, from, to) : (Date.parse(to) - Date.parse(from)) / 1000

export const countsWorkingTime = ({ id, terms }: Clock): boolean =>
  isWorkingTime(terms?.limit ?? limits[id as ClockId]?.limit ?? {})

const countedOn = (clock: Clock, at: Instant, seconds: number, calendar: MarketCalendar): Instant =>
  countsWorkingTime(clock)
    ? addWorkingSeconds(calendar, at, seconds).at
    : new Date(Date.parse(at) + Math.round(seconds * 1000)).toISOString()

function movedBy(
  seconds: number,
  { warnAt, dueAt, absoluteAt }: Pick<Clock, 'warnAt' | 'dueAt' | 'absoluteAt'>,
  clock: Clock,
  calendar: MarketCalendar,
): Pick<Clock, 'warnAt' | 'dueAt' | 'absoluteAt'> {
  const move = (at: Instant) => countedOn(clock, at, seconds, calendar)
  return {
    ...(warnAt && { warnAt: clock.warnedAt ? warnAt : move(warnAt) }),
    dueAt: move(dueAt),
    ...(absoluteAt && { absoluteAt: move(absoluteAt) }),
  }
}

/** When a duty is due, by the clock that governs it; undefined when none runs. */
export const dueOf = (clocks: Readonly<Record<string, Clock>>, duty: Duty): Instant | undefined =>
  governing(
    clocks,
    Object.keys(clocks).filter(id => limits[id as ClockId].duty === duty),
  )?.dueAt

export type StageName = 'warning' | 'breach' | 'overrun' | 'escalation'

export interface Stage {
  readonly clock: Clock
  readonly stage: StageName
  /** When it is recorded. */
  readonly at: Instant
  /** The first instant at which it is true: a breach begins a millisecond after the due instant (convention 1). */
  readonly from: Instant
}

const justAfter = (at: Instant): Instant => new Date(Date.parse(at) + 1).toISOString()

/** What a clock still has to record, if anything. */
const ahead = (clock: Clock, calendar: MarketCalendar): Stage | undefined => {
  const { warnAt, dueAt, absoluteAt } = clock
  if (!isRunning(clock) || clock.pausedAt) return undefined
  if (clock.breachedAt) {
    if (absoluteAt && !clock.overrunAt) return { clock, stage: 'overrun', at: absoluteAt, from: justAfter(absoluteAt) }
    const at = nextRung(clock, calendar)
    return at === undefined ? undefined : { clock, stage: 'escalation', at, from: justAfter(at) }
  }
  if (warnAt && !clock.warnedAt) return { clock, stage: 'warning', at: warnAt, from: warnAt }
  return { clock, stage: 'breach', at: dueAt, from: justAfter(dueAt) }
}

/** When the next step of the ladder is told: half of the limit after the breach, then the whole of it (R-ESC-06). */
function nextRung(clock: Clock, calendar: MarketCalendar): Instant | undefined {
  const rung = (clock.rungs ?? 0) + 1
  if (rung >= (limits[clock.id as ClockId].ladder?.length ?? 0)) return undefined
  const limit = secondsCounted(clock, clock.startedAt, clock.dueAt, calendar) - (clock.pausedSeconds ?? 0)
  return countedOn(clock, clock.dueAt, (limit * rung) / 2, calendar)
}

/** The next stage over all clocks of a case; of two at one instant, by the clock's id. */
export const nextStage = (clocks: Readonly<Record<string, Clock>>, calendar: MarketCalendar): Stage | undefined =>
  Object.values(clocks)
    .map(clock => ahead(clock, calendar))
    .filter(stage => stage !== undefined)
    .sort((a, b) => (a.from < b.from || (a.from === b.from && a.clock.id < b.clock.id) ? -1 : 1))[0]

/** The clock with a stage on record. */
export const marked = ({ clock, stage, at }: Stage): Clock =>
  ({
    warning: { ...clock, warnedAt: at },
    breach: { ...clock, breachedAt: at },
    overrun: { ...clock, overrunAt: at },
    escalation: { ...clock, rungs: (clock.rungs ?? 0) + 1 },
  })[stage]

/** How the history tells of a stage, and whom (R-SLA-44, R-ESC-06, C-36). */
export const recordOf = ({ clock, stage }: Stage): Pick<CaseEvent, 'type' | 'data' | 'notices'> => {
  const { alarm, tells, ladder, notices } = limits[clock.id as ClockId]
  const { dueAt, absoluteAt, rungs = 0 } = clock
  const types = {
    warning: 'ClockWarned',
    breach: alarm ? 'ClockRanOut' : 'ClockBreached',
    overrun: 'ClockOverrun',
    escalation: 'ClockEscalated',
  }
  const tell =
    tells?.[stage] ?? (stage === 'breach' ? ladder?.[0] : stage === 'escalation' ? ladder?.[rungs + 1] : undefined)
  return {
    type: types[stage],
    data: {
      clock: clock.id,
      dueAt: stage === 'overrun' ? absoluteAt : dueAt,
      ...(stage === 'escalation' && { rung: rungs + 1 }),
      ...(tell && { tell }),
    },
    ...(notices?.[stage] && { notices: notices[stage] }),
  }
}
