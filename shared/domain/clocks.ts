import { limits, POLICY_VERSION } from '../handbook/limits'
import { addWorkingSeconds, type Calendar } from './calendar'
import type { CaseKind, Clock, Instant } from './case'
import type { GuardName } from './guards'
import type { ClockId, NoticeId } from './table'

export type Span = { readonly hours: number } | { readonly workingDays: number }

export interface Limit {
  readonly zh: string
  readonly kind: CaseKind
  readonly limit: Span
  /** What the house aims at, and what may never be passed; for the figures (C-36). */
  readonly target?: Span
  readonly absolute?: Span
  readonly warnAtShare: number
  /** The event that a breach triggers, at the due instant. */
  readonly onBreach?: string
  /** What the warning tells people. */
  readonly warningNotices?: readonly NoticeId[]
  /** 'receipt': counts from the creation of the case, whenever the clock starts. */
  readonly countsFrom?: 'receipt'
  /** The longer clock whose place this one takes (R-SLA-45). */
  readonly supersedes?: ClockId
  /** Does not start when this guard holds. */
  readonly unless?: GuardName
  readonly owner: string
  readonly requirement: string
}

/** 一个工作日 is eight hours of working time, however the day is cut (requirements §0). */
export const WORKING_DAY_SECONDS = 8 * 60 * 60

/** The end of a span that begins at `at`; hours are elapsed time, working days working time. */
export const endOf = (span: Span, at: Instant, calendar: Calendar, share = 1): { at: Instant; provisional: boolean } =>
  'hours' in span
    ? { at: new Date(Date.parse(at) + span.hours * share * 3_600_000).toISOString(), provisional: false }
    : addWorkingSeconds(calendar, at, span.workingDays * WORKING_DAY_SECONDS * share)

/** A clock as it is kept: computed once, by the policy of the day (R-SLA-47). */
export const startClock = (id: ClockId, at: Instant, calendar: Calendar): Clock => {
  const { limit, warnAtShare } = limits[id]
  const due = endOf(limit, at, calendar)
  const clock = { id, startedAt: at, warnAt: endOf(limit, at, calendar, warnAtShare).at, dueAt: due.at }
  return { ...clock, policyVersion: POLICY_VERSION, ...(due.provisional ? { provisional: true as const } : {}) }
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

export interface Stage {
  readonly clock: Clock
  readonly stage: 'warning' | 'breach'
  /** When it is recorded. */
  readonly at: Instant
  /** The first instant at which it is true: a breach begins a millisecond after the due instant (convention 1). */
  readonly from: Instant
}

/** What a clock still has to record, if anything. */
const ahead = (clock: Clock): Stage | undefined => {
  if (!isRunning(clock) || clock.breachedAt) return undefined
  if (!clock.warnedAt) return { clock, stage: 'warning', at: clock.warnAt, from: clock.warnAt }
  return { clock, stage: 'breach', at: clock.dueAt, from: new Date(Date.parse(clock.dueAt) + 1).toISOString() }
}

/** The next stage over all clocks of a case; of two at one instant, by the clock's id. */
export const nextStage = (clocks: Readonly<Record<string, Clock>>): Stage | undefined =>
  Object.values(clocks)
    .map(ahead)
    .filter(stage => stage !== undefined)
    .sort((a, b) => (a.from < b.from || (a.from === b.from && a.clock.id < b.clock.id) ? -1 : 1))[0]
