import { limits, POLICY_VERSION } from '../handbook/limits'
import { addWorkingSeconds, subtractWorkingSeconds, workingSecondsBetween } from './calendar'
import type { MarketCalendar } from './calendars'
import type { CaseEvent, CaseKind, Clock, Instant } from './case'
import { endOf, isWorkingTime, type Span, WORKING_DAY_SECONDS } from './deadlines'
import type { GuardName } from './guards'
import type { ClockId, NoticeId } from './table'

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
  readonly kind: CaseKind
  readonly limit: Span | { readonly ofMarket: 'handover' | 'autoReceipt' }
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
  readonly owner: string
  /** Whom a stage concerns beside the owner (C-36), and the notices that it sends. */
  readonly tells?: Partial<Record<StageName, string>>
  readonly notices?: Partial<Record<StageName, readonly NoticeId[]>>
  readonly requirement: string
}

/** A clock as it is kept: computed once, by the policy of the day (R-SLA-47); `before` is one of its kind that ran earlier. */
export const startClock = (id: ClockId, at: Instant, calendar: MarketCalendar, before?: Clock): Clock => {
  const { limit, warnAtShare, warnWorkingDaysBefore, absolute } = limits[id]
  const terms: Terms = {
    limit: 'ofMarket' in limit ? calendar[limit.ofMarket] : limit,
    ...(warnAtShare === undefined ? {} : { warnAtShare }),
    ...(warnWorkingDaysBefore === undefined ? {} : { warnWorkingDaysBefore }),
    ...(absolute === undefined ? {} : { absolute }),
  }
  return { id, startedAt: at, ...instantsOf(terms, at, calendar), policyVersion: POLICY_VERSION, ...after(before) }
}

/** The same clock from its own start and terms, when its calendar has come to know more; null when nothing moves. */
export const recomputed = (clock: Clock, calendar: MarketCalendar): Clock | null => {
  const { provisional, terms, warnAt, ...kept } = clock
  if (!provisional || !terms || !isRunning(clock) || clock.breachedAt) return null
  const instants = instantsOf(terms, clock.startedAt, calendar)
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

const after = (before: Clock | undefined): Pick<Clock, 'round' | 'earlierBreachAt'> => {
  if (!before) return {}
  const breach = before.earlierBreachAt ?? before.breachedAt
  return { round: (before.round ?? 1) + 1, ...(breach ? { earlierBreachAt: breach } : {}) }
}

export const isRunning = (clock: Clock): boolean => clock.stoppedAt === undefined

/** The running clock that falls due first: the one that governs (R-SLA-45); of these ids only, when they are named. */
export const governing = (
  clocks: Readonly<Record<string, Clock>>,
  ids: readonly string[] = Object.keys(clocks),
): Clock | undefined =>
  Object.values(clocks)
    .filter(clock => isRunning(clock) && ids.includes(clock.id))
    .sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1))[0]

export type StageName = 'warning' | 'breach' | 'overrun'

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
const ahead = (clock: Clock): Stage | undefined => {
  const { warnAt, dueAt, absoluteAt } = clock
  if (!isRunning(clock)) return undefined
  if (clock.breachedAt) {
    if (!absoluteAt || clock.overrunAt) return undefined
    return { clock, stage: 'overrun', at: absoluteAt, from: justAfter(absoluteAt) }
  }
  if (warnAt && !clock.warnedAt) return { clock, stage: 'warning', at: warnAt, from: warnAt }
  return { clock, stage: 'breach', at: dueAt, from: justAfter(dueAt) }
}

/** The next stage over all clocks of a case; of two at one instant, by the clock's id. */
export const nextStage = (clocks: Readonly<Record<string, Clock>>): Stage | undefined =>
  Object.values(clocks)
    .map(ahead)
    .filter(stage => stage !== undefined)
    .sort((a, b) => (a.from < b.from || (a.from === b.from && a.clock.id < b.clock.id) ? -1 : 1))[0]

/** The clock with a stage on record. */
export const marked = ({ clock, stage, at }: Stage): Clock =>
  ({
    warning: { ...clock, warnedAt: at },
    breach: { ...clock, breachedAt: at },
    overrun: { ...clock, overrunAt: at },
  })[stage]

/** How the history tells of a stage, and whom (R-SLA-44, C-36). */
export const recordOf = ({ clock, stage }: Stage): Pick<CaseEvent, 'type' | 'data' | 'notices'> => {
  const { alarm, tells, notices } = limits[clock.id as ClockId]
  const types = { warning: 'ClockWarned', breach: alarm ? 'ClockRanOut' : 'ClockBreached', overrun: 'ClockOverrun' }
  const { dueAt, absoluteAt } = clock
  return {
    type: types[stage],
    data: {
      clock: clock.id,
      dueAt: stage === 'overrun' ? absoluteAt : dueAt,
      ...(tells?.[stage] && { tell: tells[stage] }),
    },
    ...(notices?.[stage] && { notices: notices[stage] }),
  }
}
