import { firstDay, type Visit } from './customers'
import { drawFor } from './draw'

const HOUR = 3_600_000
const DAY = 24 * HOUR

export interface Span {
  readonly from: number
  readonly until: number
}

export interface Agent {
  readonly id: string
  readonly team: string
  readonly languages: readonly ('zh' | 'en')[]
  readonly capacity: number
  /** How long they take for what others do in one. */
  readonly pace: number
  readonly shifts: readonly Span[]
  readonly leave: readonly Span[]
}

/** Where someone is on call day and night. */
const onCall: readonly string[] = ['emergency_team', 'senior_management']
const deskShifts = [
  [8.5, 17.5],
  [13, 22],
] as const
const callShifts = [
  [8, 20],
  [20, 32],
] as const
/** Agents for a ticket a day: its work, days off and leave, and one fifth to spare. */
const perDailyTicket = 0.11

export const teamsOf = (visits: readonly Visit[]): readonly string[] =>
  [...new Set(visits.map(({ team }) => team))].sort()

/** As many as these customers need, and two in each team. */
export const staffFor = (visits: readonly Visit[], days: number): number =>
  Math.max(2 * teamsOf(visits).length, Math.ceil((visits.length / days) * perDailyTicket))

/** Shares agents out to the teams that customers write to: one each, then wherever most tickets wait for one. The n-th agent
 *  of a team is the same person however many there are. Throws when a team would have nobody. */
export function staffOf(seed: string, visits: readonly Visit[], days: number, agents: number): readonly Agent[] {
  const teams = teamsOf(visits)
  if (agents < teams.length) throw new Error(`--agents ${agents}: these customers write to ${teams.length} teams`)
  const work = new Map(teams.map(team => [team, visits.filter(visit => visit.team === team).length]))
  const places = new Map(teams.map(team => [team, 1]))
  const burden = (team: string) => work.get(team)! / places.get(team)!
  for (let left = agents - teams.length; left > 0; left--) {
    const next = teams.reduce((most, team) => (burden(team) > burden(most) ? team : most))
    places.set(next, places.get(next)! + 1)
  }
  return teams.flatMap(team => Array.from({ length: places.get(team)! }, (_, n) => agentOf(seed, team, n, days)))
}

function agentOf(seed: string, team: string, n: number, days: number): Agent {
  const draw = drawFor(seed, 'agent', team, n)
  const languages = draw.chance(0.5) || n % 2 === 0 ? (['zh', 'en'] as const) : (['zh'] as const)
  const capacity = Math.round(draw.between(10, 18))
  const pace = draw.between(0.7, 1.5)
  const [from, until] = (onCall.includes(team) ? callShifts : deskShifts)[n % 2]!
  const vacation = Math.floor(draw.between(0, Math.max(1, days)))
  const vacationDays = draw.chance(days / 120) ? Math.round(draw.between(2, 6)) : 0
  const isOff = (day: number) =>
    (!onCall.includes(team) && (day + 2 * n) % 7 >= 5) || (day >= vacation && day < vacation + vacationDays)
  const calendar = Array.from({ length: days }, (_, day) => day)
  const shiftOn = (day: number): Span => ({
    from: firstDay + day * DAY + from * HOUR,
    until: firstDay + day * DAY + until * HOUR,
  })
  return {
    ...{ id: `${team.replaceAll('_', '-')}-${n + 1}`, team, languages, capacity, pace },
    shifts: calendar.filter(day => !isOff(day)).map(shiftOn),
    leave: spansOf(calendar.filter(isOff)).map(({ first, last }) => ({
      from: firstDay + first * DAY,
      until: firstDay + (last + 1) * DAY,
    })),
  }
}

/** Days that follow each other as one span. */
function spansOf(days: readonly number[]): readonly { readonly first: number; readonly last: number }[] {
  const spans: { first: number; last: number }[] = []
  for (const day of days) {
    const span = spans.at(-1)
    if (span && span.last === day - 1) span.last = day
    else spans.push({ first: day, last: day })
  }
  return spans
}

/** Teams with all their customers, the busiest first, each to the world that has least to do. */
export function shared(visits: readonly Visit[], worlds: number): readonly (readonly Visit[])[] {
  const teams = teamsOf(visits).map(team => visits.filter(visit => visit.team === team))
  const parts: Visit[][] = Array.from({ length: Math.min(worlds, teams.length) }, () => [])
  for (const team of teams.sort((a, b) => b.length - a.length))
    parts.reduce((least, part) => (part.length < least.length ? part : least)).push(...team)
  return parts.map(part => part.sort((a, b) => a.at - b.at))
}
