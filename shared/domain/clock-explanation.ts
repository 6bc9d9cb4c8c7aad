import { limits } from '../handbook/limits'
import { calendarOf, type MarketCalendar } from './calendars'
import type { CaseEvent, Clock, Instant, Role } from './case'
import { countsWorkingTime, type StageName, secondsCounted } from './clocks'
import { countedTime, type Pause, type TimeInterval } from './counted-time'
import type { ClockId, Duty } from './table'

/** The line of the history that did something to a clock; who it was is told by role alone. */
export interface Mark {
  readonly seq: number
  readonly type: string
  readonly row?: string
  readonly at: Instant
  readonly by: Role
}

/** One round of one clock, told from the history (promise 6: every decision can be explained, to the second). */
export interface ExplainedClock {
  readonly id: string
  readonly zh: string
  readonly requirement: string
  readonly duty?: Duty
  readonly round: number
  readonly startedBy: Mark
  /** The instant from which it counts; `of` is the event that happened then, when it is another than the start. */
  readonly countsFrom: { readonly at: Instant; readonly of?: Mark }
  readonly counts: 'elapsed' | 'working'
  readonly zone: string
  readonly policyVersion: string
  readonly provisional?: true
  readonly warnAt?: Instant
  readonly dueAt: Instant
  readonly absoluteAt?: Instant
  /** From where it counts to its due instant; how much of that counts is the limit. */
  readonly intervals: readonly TimeInterval[]
  readonly limitSeconds: number
  readonly pauses: readonly (Pause & { readonly seconds?: number })[]
  readonly recomputed: readonly (Mark & { readonly was: Instant; readonly dueAt: Instant })[]
  readonly stages: readonly (Mark & { readonly stage: StageName; readonly tell?: string })[]
  /** Stopped, and by an answer taken back set going again. */
  readonly goneOn: readonly Mark[]
  readonly ended?: Mark & { readonly how: 'stopped' | 'superseded' | 'restarted'; readonly supersededBy?: string }
  /** What it had counted when it ended. */
  readonly usedSeconds?: number
  readonly outcome: 'running' | 'paused' | 'met' | 'missed' | 'ran_out' | 'superseded'
}

/** What is gathered of a round while the history is read. */
interface Round {
  readonly clock: Clock
  readonly startedBy: Mark
  readonly pauses: readonly Pause[]
  readonly recomputed: ExplainedClock['recomputed']
  readonly stages: ExplainedClock['stages']
  readonly goneOn: readonly Mark[]
  readonly ended?: ExplainedClock['ended']
}

/** Every clock that a case ever had, in the order in which they started, from its history alone. */
export function explainClocks(history: readonly CaseEvent[]): readonly ExplainedClock[] {
  const market = history[0]?.opened?.market
  if (market === undefined) return []
  const rounds: Round[] = []
  for (const event of history) {
    for (const [id, clock] of Object.entries(event.clocks ?? {})) {
      const place = rounds.findLastIndex(round => round.clock.id === id)
      const former = rounds[place]
      if (former && isSameRound(former.clock, clock)) {
        rounds[place] = gathered(former, clock, event)
        continue
      }
      if (former && !former.clock.stoppedAt)
        rounds[place] = { ...former, ended: { ...markOf(event), how: 'restarted' } }
      rounds.push({ ...{ clock, startedBy: markOf(event) }, pauses: [], recomputed: [], stages: [], goneOn: [] })
    }
  }
  return rounds.map(round => explained(round, history, calendarOf(market)))
}

const isSameRound = (was: Clock, is: Clock) => was.startedAt === is.startedAt && was.round === is.round

const markOf = ({ seq, type, row, at, actor }: CaseEvent): Mark => ({
  ...{ seq, type, at, by: actor.role },
  ...(row && { row }),
})

/** One more line of the history that touched the clock. */
function gathered(round: Round, clock: Clock, event: CaseEvent): Round {
  const was = round.clock
  const mark = markOf(event)
  const stage = stageOf(was, clock)
  const moved = clock.dueAt !== was.dueAt && !was.pausedAt
  const { ended, ...open } = round
  const going = was.stoppedAt && !clock.stoppedAt
  return {
    ...(going ? open : round),
    clock,
    ...(stage && {
      stages: [...round.stages, { ...mark, stage, ...(event.data.tell ? { tell: String(event.data.tell) } : {}) }],
    }),
    ...(moved && { recomputed: [...round.recomputed, { ...mark, was: was.dueAt, dueAt: clock.dueAt }] }),
    ...(going && { goneOn: [...round.goneOn, mark] }),
    ...pausesAfter(round, clock, event.at),
    ...(clock.stoppedAt && !was.stoppedAt && { ended: endOf(clock, mark) }),
  }
}

const stageOf = (was: Clock, is: Clock): StageName | undefined => {
  if (is.warnedAt && !was.warnedAt) return 'warning'
  if (is.breachedAt && !was.breachedAt) return 'breach'
  if (is.overrunAt && !was.overrunAt) return 'overrun'
  return (is.rungs ?? 0) > (was.rungs ?? 0) ? 'escalation' : undefined
}

function pausesAfter({ clock: was, pauses }: Round, { pausedAt }: Clock, at: Instant): Pick<Round, 'pauses'> {
  if (pausedAt && !was.pausedAt) return { pauses: [...pauses, { from: pausedAt }] }
  if (!was.pausedAt || pausedAt) return { pauses }
  return { pauses: pauses.map(pause => (pause.to ? pause : { ...pause, to: at })) }
}

const endOf = ({ supersededBy }: Clock, mark: Mark): ExplainedClock['ended'] => ({
  ...mark,
  how: supersededBy ? 'superseded' : 'stopped',
  ...(supersededBy && { supersededBy }),
})

function explained(round: Round, history: readonly CaseEvent[], calendar: MarketCalendar): ExplainedClock {
  const { clock, startedBy, pauses, ended, ...told } = round
  const { zh, requirement, duty } = limits[clock.id as ClockId]
  const { id, startedAt, dueAt, policyVersion, warnAt, absoluteAt, provisional } = clock
  const working = countsWorkingTime(clock)
  const counted = (from: Instant, to: Instant) =>
    countedTime(calendar, { from, to, working, pauses }).filter(interval => interval.counted)
  const intervals = countedTime(calendar, { from: startedAt, to: dueAt, working, pauses })
  const origin = startedAt === startedBy.at ? undefined : history.find(({ at }) => at === startedAt)
  return {
    ...{ id, zh, requirement, ...(duty && { duty }), round: clock.round ?? 1, startedBy },
    countsFrom: { at: startedAt, ...(origin && { of: markOf(origin) }) },
    ...{ counts: working ? 'working' : 'elapsed', zone: calendar.zone, policyVersion },
    ...(provisional && { provisional }),
    ...(warnAt && { warnAt }),
    dueAt,
    ...(absoluteAt && { absoluteAt }),
    ...{ intervals, limitSeconds: total(intervals.filter(interval => interval.counted)) },
    pauses: pauses.map(pause =>
      pause.to ? { ...pause, seconds: secondsCounted(clock, pause.from, pause.to, calendar) } : pause,
    ),
    ...told,
    ...(ended && { ended, usedSeconds: total(counted(startedAt, ended.at)) }),
    outcome: outcomeOf(clock, ended),
  }
}

const total = (intervals: readonly TimeInterval[]) =>
  Math.round(intervals.reduce((sum, { seconds }) => sum + seconds * 1000, 0)) / 1000

/** An alarm that runs out is no promise missed; a clock that made room is neither met nor missed, unless it was missed before. */
const outcomeOf = ({ id, breachedAt, pausedAt }: Clock, ended: ExplainedClock['ended']): ExplainedClock['outcome'] => {
  if (breachedAt) return limits[id as ClockId].alarm ? 'ran_out' : 'missed'
  if (!ended) return pausedAt ? 'paused' : 'running'
  return ended.how === 'superseded' ? 'superseded' : 'met'
}
