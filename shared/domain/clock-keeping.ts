import { gradeClocks, handlingDuties } from '../handbook/grade-policy'
import { limits } from '../handbook/limits'
import { calendarOf, type MarketCalendar } from './calendars'
import type { Case, Clock, Instant } from './case'
import { type GivenByAct, isRunning, paused, resumed, type Start, startClock } from './clocks'
import { clocksOfGrading, gradingOf, isRaised } from './grading'
import { type Attempt, guards } from './guards'
import type { ClockId, Duty, Row, StartName } from './table'
import type { Task } from './ticket'

/** The step that a row takes: the case before and after it, and what its new state ends. */
export interface Step {
  readonly before: Case
  readonly moved: Case
  readonly row: Row
  readonly attempt: Attempt
  readonly ends: 'nothing' | 'promises' | 'everything'
}

/** The clocks on the way from one to the other, each change laid over the last. */
interface Keeping extends Step {
  readonly at: Instant
  readonly calendar: MarketCalendar
  readonly clocks: Record<string, Clock>
}

/** The clocks of a case after a row: what goes on, what stops, what starts, what stands still. */
export function clocksAfter(step: Step): Case['clocks'] {
  const { before, moved, row, attempt, ends } = step
  const keeping: Keeping = {
    ...step,
    ...{ at: attempt.at, calendar: calendarOf(moved.market), clocks: { ...before.clocks } },
  }
  for (const duty of row.resumes ?? []) takeBack(keeping, duty)
  for (const name of row.stops ?? []) stopNamed(keeping, name)
  for (const clock of running(keeping))
    if (ends === 'everything' || (ends === 'promises' && !limits[clock.id as ClockId].outlivesClosing))
      stop(keeping, clock)
  for (const name of row.starts ?? []) startNamed(keeping, name)
  for (const clock of running(keeping)) standOrGoOn(keeping, clock)
  return keeping.clocks
}

const dutyOf = (id: string): Duty | undefined => limits[id as ClockId].duty
const all = ({ clocks }: Keeping) => Object.values(clocks)
const running = (keeping: Keeping) => all(keeping).filter(isRunning)

/** Of this duty, or ending with it. */
const hangsOn = ({ moved }: Keeping, { id }: Clock, duty: Duty | undefined) =>
  duty !== undefined && (dutyOf(id) === duty || limits[id as ClockId].endsWith?.[moved.kind] === duty)

function stop({ clocks, at, calendar }: Keeping, clock: Clock, more: Partial<Clock> = {}) {
  clocks[clock.id] = { ...resumed(clock, at, calendar), stoppedAt: at, ...more }
}

/** A clock by its id, or all that keep a duty; with either what ends with that duty. */
function stopNamed(keeping: Keeping, name: ClockId | Duty) {
  const duty = name in limits ? undefined : (name as Duty)
  for (const clock of running(keeping)) {
    if (clock.id === name || hangsOn(keeping, clock, duty ?? dutyOf(name))) stop(keeping, clock)
  }
}

/** A message that is taken back has stopped nothing. */
function takeBack(keeping: Keeping, duty: Duty) {
  const message = (keeping.before.facts as { readonly lastMessage?: { readonly at: Instant } }).lastMessage
  for (const { stoppedAt, ...clock } of all(keeping)) {
    if (stoppedAt && stoppedAt === message?.at && !clock.supersededBy && hangsOn(keeping, clock, duty))
      keeping.clocks[clock.id] = clock
  }
}

function standOrGoOn({ clocks, moved, at, calendar }: Keeping, clock: Clock) {
  const stands = clock.pausesWhile?.includes(moved.state)
  clocks[clock.id] = stands ? paused(clock, at) : resumed(clock, at, calendar)
}

function startNamed(keeping: Keeping, name: StartName) {
  if (name === 'BY-GRADE') return startByGrade(keeping)
  if (name === 'SECOND-HANDLING') return startSecondHandling(keeping)
  const { moved, attempt, clocks, at } = keeping
  const { limit, unless, countsFrom, supersedes, off, once } = limits[name]
  const former = clocks[name]
  const runs = former && isRunning(former)
  const { from, given } = 'givenBy' in limit ? spanGiven(keeping, limit.givenBy) : {}
  const same = runs && (once || (given !== undefined && former.dueAt === given))
  if (off || same || (unless && guards[unless](moved, attempt) === null)) return
  const longer = supersedes && clocks[supersedes]
  if (longer && isRunning(longer)) stop(keeping, longer, { supersededBy: name })
  const origins = { receipt: moved.createdAt, entry: moved.enteredAt }
  start(keeping, name, from ?? (countsFrom && origins[countsFrom]) ?? at, { given })
}

/** The instant that an act names; of several tasks of departments that which is due first, since it was asked. */
function spanGiven({ moved, attempt }: Keeping, by: GivenByAct['givenBy']): { from?: Instant; given?: Instant } {
  if (by !== 'tasks') {
    const given = attempt.data[by]
    return typeof given === 'string' ? { given } : {}
  }
  const { tasks = [] } = moved.facts as { readonly tasks?: readonly Task[] }
  const open = tasks.filter(task => !task.answeredAt).sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1))
  return open[0] ? { from: open[0].askedAt, given: open[0].dueAt } : {}
}

function start({ clocks, calendar }: Keeping, id: ClockId, from: Instant, more: Omit<Start, 'before'> = {}) {
  clocks[id] = startClock(id, from, calendar, { before: clocks[id], ...more })
}

/** The clocks of the case's grade since its handling began (R-PRI-07): what runs for a duty that another clock now keeps makes
 *  room, unless that would give more time to a case that has become more pressing. What is done is not asked for again, and of
 *  a case that is handled nothing. */
function startByGrade(keeping: Keeping) {
  const { before, moved, clocks, calendar } = keeping
  const handling = handlingOf(keeping)
  const { since, round } = handling
  if (keptBy(keeping, 'resolution', since).some(clock => !isRunning(clock))) return
  const wanted = wantedSince(keeping, handling)
  const raised = isRaised(gradingOf(before), gradingOf(moved))
  for (const clock of running(keeping).filter(({ id }) => gradeClocks.includes(id as ClockId))) {
    const duty = dutyOf(clock.id) as Duty
    const rival = wanted.get(duty)
    if (rival === clock.id && clock.startedAt >= since) continue
    if (raised && (!rival || clock.dueAt <= startClock(rival, since, calendar).dueAt)) wanted.delete(duty)
    else stop(keeping, clock, { supersededBy: rival ?? 'BY-GRADE' })
  }
  for (const [duty, id] of wanted) {
    if (keptBy(keeping, duty, since).length > 0) continue
    const { stoppedAt, supersededBy, ...former } = clocks[id] ?? startClock(id, since, calendar)
    if (supersededBy && former.startedAt === since) clocks[id] = former
    else start(keeping, id, since, { round })
  }
}

/** The clocks that keep a duty, or kept it, since the handling began: not those that made room. */
const keptBy = (keeping: Keeping, duty: Duty, since: Instant) =>
  all(keeping).filter(clock => dutyOf(clock.id) === duty && clock.startedAt >= since && !clock.supersededBy)

/** Everything once more, from now (R-SLA-48); what the first handling still owed is neither met nor missed. */
function startSecondHandling(keeping: Keeping) {
  const { round } = handlingOf(keeping)
  for (const clock of running(keeping)) {
    const duty = dutyOf(clock.id)
    if (duty && handlingDuties.includes(duty)) stop(keeping, clock, { supersededBy: 'SECOND-HANDLING' })
  }
  for (const id of clocksOfGrading(gradingOf(keeping.moved)).values())
    start(keeping, id, keeping.at, { round: round + 1 })
}

/** Since when, and the how-manieth time, the case is handled: as its newest response or resolution clock says. A ticket that turns out to be
 *  a complaint after it was answered is handled from now on; one that nobody has answered was a complaint all along. */
function handlingOf(keeping: Keeping): { readonly since: Instant; readonly round: number; readonly turned: boolean } {
  const { before, moved, at } = keeping
  const newest = all(keeping)
    .filter(clock => ['response', 'resolution'].includes(dutyOf(clock.id) ?? ''))
    .sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1))[0]
  const waits = running(keeping).some(clock => dutyOf(clock.id) === 'response')
  const turned = before.version > 0 && moved.kind !== before.kind && !waits
  return { since: turned ? at : (newest?.startedAt ?? moved.createdAt), round: newest?.round ?? 1, turned }
}

/** What staff create has no response clock (convention 6), and none appears later: a response is owed from the first instant on,
 *  or when what was answered turns out to be a complaint, which must be acknowledged. */
function wantedSince(keeping: Keeping, { since, turned }: ReturnType<typeof handlingOf>): Map<Duty, ClockId> {
  const { before, moved, attempt } = keeping
  const wanted = new Map(clocksOfGrading(gradingOf(moved)))
  const owed =
    turned ||
    (before.version === 0
      ? ['customer', 'system'].includes(attempt.actor.role)
      : all(keeping).some(clock => dutyOf(clock.id) === 'response' && clock.startedAt >= since))
  if (owed) return wanted
  for (const [duty, id] of wanted) {
    if (duty === 'response' || limits[id].endsWith?.[moved.kind] === 'response') wanted.delete(duty)
  }
  return wanted
}
