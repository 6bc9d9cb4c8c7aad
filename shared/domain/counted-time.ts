import type { MarketCalendar } from './calendars'
import type { Instant } from './case'
import { dateOf, dayOf, type Opening, openingsFrom, planOf } from './openings'
import { instantOf } from './zone'

/** Why time counts, or does not: 做满的时间 day and night, 上班, 调休上班; 非工作时段, 周末, 放假, 暂停. */
export type TimeReason = 'elapsed' | 'working_hours' | 'make_up_day' | 'closed_hours' | 'weekend' | 'holiday' | 'paused'

export interface TimeInterval {
  readonly from: Instant
  readonly to: Instant
  readonly counted: boolean
  readonly because: TimeReason
  readonly seconds: number
}

export interface Pause {
  readonly from: Instant
  /** Absent while it goes on. */
  readonly to?: Instant
}

interface Piece extends Opening {
  readonly because: TimeReason
}

const DAY = 86_400_000
const counts: readonly TimeReason[] = ['elapsed', 'working_hours', 'make_up_day']

/** The time from one instant to another without gap or overlap, each piece with its reason. */
export function countedTime(
  calendar: MarketCalendar,
  { from, to, working, pauses }: { from: Instant; to: Instant; working: boolean; pauses: readonly Pause[] },
): readonly TimeInterval[] {
  const [start, end] = [Date.parse(from), Date.parse(to)]
  const plain: readonly Piece[] = working
    ? byCalendar(calendar, start, end)
    : [{ from: start, to: end, because: 'elapsed' }]
  return joined(pauses.reduce(without, plain))
    .filter(piece => piece.from < piece.to)
    .map(({ because, ...piece }) => ({
      from: new Date(piece.from).toISOString(),
      to: new Date(piece.to).toISOString(),
      counted: counts.includes(because),
      because,
      seconds: (piece.to - piece.from) / 1000,
    }))
}

/** Openings and what lies between them, cut at midnight where the reason may change. */
function byCalendar(calendar: MarketCalendar, start: number, end: number): readonly Piece[] {
  const plan = planOf(calendar)
  const dayIs = (instant: number) => calendar.days[dateOf(dayOf(plan, instant))]
  const closed = (instant: number): TimeReason => {
    const named = dayIs(instant)
    if (named !== undefined) return named === 'off' || named.length === 0 ? 'holiday' : 'closed_hours'
    return calendar.hours[(((dayOf(plan, instant) + 3) % 7) + 7) % 7]?.length ? 'closed_hours' : 'weekend'
  }
  const gap = (from: number, to: number): Piece[] => {
    const pieces: Piece[] = []
    for (let at = from; at < to; ) {
      const midnight = instantOf(calendar.zone, (dayOf(plan, at) + 1) * DAY)
      const next = Math.min(to, midnight > at ? midnight : to)
      pieces.push({ from: at, to: next, because: closed(at) })
      at = next
    }
    return pieces
  }
  const pieces: Piece[] = []
  let at = start
  for (const opening of openingsFrom(plan, start)) {
    if (opening.from >= end) break
    const [opens, closes] = [Math.max(opening.from, start), Math.min(opening.to, end)]
    pieces.push(...gap(at, opens))
    pieces.push({ from: opens, to: closes, because: dayIs(opening.from) === 'work' ? 'make_up_day' : 'working_hours' })
    at = closes
  }
  return [...pieces, ...gap(at, end)]
}

/** What falls into a pause does not count, whatever it was. */
function without(pieces: readonly Piece[], pause: Pause): readonly Piece[] {
  const [from, to] = [Date.parse(pause.from), pause.to ? Date.parse(pause.to) : Number.POSITIVE_INFINITY]
  return pieces.flatMap(piece => {
    const [cut, end] = [Math.max(piece.from, from), Math.min(piece.to, to)]
    if (cut >= end) return [piece]
    return [
      { ...piece, to: cut },
      { from: cut, to: end, because: 'paused' as const },
      { ...piece, from: end },
    ].filter(part => part.from < part.to)
  })
}

function joined(pieces: readonly Piece[]): readonly Piece[] {
  const done: Piece[] = []
  for (const piece of pieces) {
    const last = done.at(-1)
    if (last && last.because === piece.because && last.to === piece.from)
      done[done.length - 1] = { ...last, to: piece.to }
    else done.push(piece)
  }
  return done
}
