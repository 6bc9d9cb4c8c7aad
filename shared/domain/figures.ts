import { incidentTransitions } from '../handbook/incident-transitions'
import { limits } from '../handbook/limits'
import { markets } from '../handbook/markets'
import { orderTransitions } from '../handbook/order-transitions'
import { calendarOf } from './calendars'
import type { Case, CaseEvent, Clock, Instant, Role } from './case'
import { complaintTransitions, ticketTransitions } from './desk-tables'
import type { Market } from './market'
import { keptMeasured } from './measured'
import type { Order } from './order'
import type { ClockId, Duty } from './table'
import type { TicketFacts, Topic } from './ticket'
import { localDate } from './zone'

/** What a line of history says of its case, so that it is counted from the stream alone: nobody reads the case again. */
export interface About {
  readonly market: Market
  /** Since the case came in. */
  readonly ageSeconds: number
  readonly happened?: readonly Happening[]
  readonly is?: readonly Trait[]
  readonly topic?: Topic
  readonly team?: string
  /** Whose case it is, where nobody of the staff acted. */
  readonly agentId?: string
  /** Of a complaint, as it becomes one: since when its running promises are owed. */
  readonly owedSince?: Readonly<Partial<Record<Duty, Instant>>>
  /** How old the case was at the answer that was taken back. */
  readonly undoneSeconds?: number
}

export type Happening = keyof typeof happenings
export type Trait = keyof typeof traits

/** 统计维度: by what a figure is kept. What a clock counts stands in each of them. */
export const dimensions = ['day', 'team', 'agent', 'topic'] as const
export type Dimension = (typeof dimensions)[number]

/** One addition to one figure. */
export interface Contribution {
  /** The local date of the market. */
  readonly day: string
  readonly by: Dimension
  /** The team, the agent, the topic; of the whole house `all`. */
  readonly key: string
  readonly measure: string
  readonly amount: number
}

const hour = 3_600
/** 复杂问题 (K-05): upper ends, in hours, of the classes by which their handling times are kept; the last one has no end. */
export const handlingClasses: readonly number[] = [1, 2, 4, 8, 12, 16, 20, 24, 30, 36, 42, 48, 60, 72, 96, 168]

const factsOf = (head: Head): Partial<TicketFacts> => (head?.facts ?? {}) as Partial<TicketFacts>

const isOrder = (head: Head): head is Order => head?.kind === 'order'
const isMajor = (head: Head) => (factsOf(head).classification?.severity ?? 'general') !== 'general'
const isComplex = (head: Head) => ['L2', 'L3'].includes(factsOf(head).classification?.grade ?? '') || isMajor(head)
const isAnswered = (head: Head) => factsOf(head).answeredAt !== undefined
const isUrgent = (head: Head) => factsOf(head).classification?.urgent === true
const isRated = (head: Head) => factsOf(head).rating !== undefined || factsOf(head).complaint?.satisfied !== undefined
const isAgain = (head: Head) => (factsOf(head).reopenCount ?? 0) > 0
const dutyOf = ({ id }: Pick<Clock, 'id'>) => limits[id as ClockId]?.duty
type Head = Case | null
/** Not so any more when the case was closed first: an answer that follows is no one's share (K-01). */
const owesAnswer = (head: Head) => {
  const { answeredAt } = factsOf(head)
  const owed = ({ startedAt, stoppedAt, supersededBy }: Clock) =>
    startedAt === head?.createdAt && !supersededBy && [undefined, stoppedAt].includes(answeredAt)
  return Object.values(head?.clocks ?? {}).some(clock => dutyOf(clock) === 'response' && owed(clock))
}

/** Begins to be so with this line. */
const begins = (holds: (head: Head) => boolean) => (before: Head, after: Case) => holds(after) && !holds(before)
const enters = (kind: 'order' | 'desk', ...states: readonly string[]) =>
  begins(head => head !== null && isOrder(head) === (kind === 'order') && states.includes(head.state))
const firstly = (holds: (head: Head) => boolean) => (before: Head, after: Case) =>
  begins(holds)(before, after) && !isAnswered(after) && !isAgain(after)

const isSolved = enters('desk', 'resolved', 'result_fed_back')
const isFirstSolution = (before: Head, after: Case) => isSolved(before, after) && !isAgain(after)
const topicOf = (head: Head) => factsOf(head).classification?.topic
/** What the model proposed; of what no model has read there is none. */
const proposedTopic = (head: Head): Topic | undefined => {
  const { confidence, proposed } = factsOf(head).classification ?? {}
  return confidence === undefined ? undefined : (proposed?.topic ?? topicOf(head))
}

/** What can happen to a case that someone counts. */
const happenings = {
  received: (before: Head, after: Case) => before === null && !isOrder(after),
  classified: begins(head => factsOf(head).classification !== undefined),
  urgent: firstly(isUrgent),
  major: firstly(isMajor),
  answered: (before: Head, after: Case) => begins(isAnswered)(before, after) && !isAgain(after),
  /** An answer that was taken back was none. */
  unanswered: (before: Head, after: Case) =>
    isAnswered(before) && owesAnswer(before) && !isAnswered(after) && !isAgain(after),
  escalated: begins(head => factsOf(head).escalatedBecause !== undefined),
  resolved: isSolved,
  /** The topic that was proposed is still the topic when the first solution is found, or people knew better (R-CLS-32). */
  agreed: (before: Head, after: Case) => isFirstSolution(before, after) && proposedTopic(after) === topicOf(after),
  overruled: (before: Head, after: Case) =>
    isFirstSolution(before, after) && ![undefined, topicOf(after)].includes(proposedTopic(after)),
  reopened: (before: Head, after: Case) => (factsOf(after).reopenCount ?? 0) > (factsOf(before).reopenCount ?? 0),
  closed: enters('desk', 'closed'),
  repeated: begins(head => factsOf(head).repeatOf !== undefined),
  rated: begins(isRated),
  complained: begins(head => head?.kind === 'complaint'),
  placed: (before: Head, after: Case) => before === null && isOrder(after),
  completed: enters('order', 'completed'),
  cancelled: enters('order', 'cancelled'),
}

/** What a case is while something happens to it. */
const traits = {
  /** Someone has waited for a first answer since the case came in: not so when staff spoke first (convention 6). */
  awaited: owesAnswer,
  answered: isAnswered,
  urgent: isUrgent,
  major: isMajor,
  complex: isComplex,
  again: isAgain,
  /** Found by staff or a system, and entered in the time of R-SLA-20. */
  discovered: (head: Case) => factsOf(head).discoveredAt !== undefined,
  enteredInTime: (head: Case) => {
    const { discoveredAt } = factsOf(head)
    return discoveredAt !== undefined && keptMeasured('SLA-20', discoveredAt, head.createdAt, calendarOf(head.market))
  },
  satisfied: (head: Case) => (factsOf(head).rating ?? 0) >= 4 || factsOf(head).complaint?.satisfied === true,
}

/** The line with what its count needs; a line that nobody counts stays as it is. */
export function counted(before: Head, after: Case, event: CaseEvent): CaseEvent {
  const happened = after.kind === 'incident' ? [] : names(happenings).filter(name => happenings[name](before, after))
  if (happened.length === 0 && outcomes(event, happened).length === 0) return event
  const is = names(traits).filter(name => traits[name](after))
  const { classification, assigneeId, firstResponderId } = factsOf(after)
  const agentId = assigneeId ?? firstResponderId
  const { answeredAt } = factsOf(before)
  const about: About = {
    market: after.market,
    ageSeconds: secondsBetween(after.createdAt, event.at),
    ...(happened.length > 0 && { happened }),
    ...(is.length > 0 && { is }),
    ...(classification && { topic: classification.topic, team: classification.team }),
    ...(agentId && !isStaff(event.actor.role) && { agentId }),
    ...(happened.includes('complained') && { owedSince: runningSince(after) }),
    ...(happened.includes('unanswered') &&
      answeredAt && { undoneSeconds: secondsBetween(after.createdAt, answeredAt) }),
  }
  return { ...event, about }
}

const runningSince = ({ clocks }: Case): NonNullable<About['owedSince']> =>
  Object.fromEntries(
    Object.values(clocks)
      .filter(clock => !clock.stoppedAt && ['response', 'resolution'].includes(dutyOf(clock) ?? ''))
      .map(clock => [dutyOf(clock), clock.startedAt]),
  )

const names = <T extends object>(of: T) => Object.keys(of) as (keyof T)[]
const isStaff = (role: Role) => role !== 'customer' && role !== 'system'
const secondsBetween = (from: Instant, to: Instant) =>
  Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1000))

/** What became of a clock: `void` when the case was closed over it, `late` when it stopped after its breach, `undone` when what
 *  stopped it was taken back. */
type Outcome = 'met' | 'missed' | 'late' | 'void' | 'undone'

/** Of the promises that a line decides; what another clock took the place of is not decided (R-SLA-45), nor is what a second
 *  handling leaves behind (R-SLA-48). */
function outcomes(
  line: CaseEvent,
  happened: readonly Happening[],
): readonly (readonly [outcome: Outcome, clock: Clock])[] {
  if (happened.includes('reopened')) return []
  return Object.values(line.clocks ?? {})
    .filter(({ id }) => !limits[id as ClockId]?.alarm)
    .flatMap(clock => {
      const outcome = outcomeOf(clock, line)
      return outcome ? [[outcome, clock] as const] : []
    })
}

function outcomeOf(clock: Clock, { at, type, kind, from, to }: CaseEvent): Outcome | undefined {
  const { stoppedAt, breachedAt, supersededBy } = clock
  if (type === 'ClockBreached') return breachedAt === at ? 'missed' : undefined
  if (type === 'MessageTakenBack') return stoppedAt || breachedAt ? undefined : 'undone'
  if (stoppedAt !== at || supersededBy) return undefined
  const closed = closedStates[kind]
  if (closed.includes(to) && !closed.includes(from ?? '')) return 'void'
  return breachedAt ? 'late' : 'met'
}

const closedStates: Readonly<Record<CaseEvent['kind'], readonly string[]>> = {
  ticket: ticketTransitions.closed,
  complaint: complaintTransitions.closed,
  order: orderTransitions.closed,
  incident: incidentTransitions.closed,
}

/** What is added, and to which day when not to that of the line: a share of what came in is booked on the day of receipt, so that
 *  it is never more than all. */
interface Entry {
  readonly measure: string
  readonly amount?: number
  readonly on?: Instant
}

/** What a line of history adds to which figures: the same from the stream and from the history (R-TKT-09). */
export function contributions(line: CaseEvent): readonly Contribution[] {
  const { about, actor, at } = line
  if (!about) return []
  const { market, happened = [], team, topic } = about
  const agentId = isStaff(actor.role) ? actor.id : about.agentId
  const places = [
    { by: 'day', key: 'all' } as const,
    ...(team ? [{ by: 'team', key: team } as const] : []),
    ...(topic ? [{ by: 'topic', key: topic } as const] : []),
    ...(agentId ? [{ by: 'agent', key: agentId } as const] : []),
  ]
  const entries = [...happened.flatMap(one => entriesOf(one, line, about)), ...promises(line, about)]
  const understood = happened.includes('classified') ? receipt(line, about) : []
  const { zone } = markets[market]
  return places.flatMap(place =>
    [...(place.by === 'team' || place.by === 'topic' ? understood : []), ...entries]
      .filter(({ measure }) => place.by !== 'agent' || !nobodys.includes(measure))
      .map(({ measure, amount = 1, on = at }) => ({
        ...{ day: localDate(zone, Date.parse(on)), ...place },
        ...{ measure, amount },
      })),
  )
}

/** What waits for whoever comes first is no agent's. */
const nobodys: readonly string[] = ['awaited', 'urgent', 'major']

const receivedAt = ({ at }: CaseEvent, { ageSeconds }: About): Instant =>
  new Date(Date.parse(at) - ageSeconds * 1000).toISOString()

/** Of a team or a topic a ticket is received when it is classified: before, nobody knows whose it is. */
const receipt = (line: CaseEvent, about: About): readonly Entry[] =>
  ['received', ...(about.is?.includes('awaited') ? ['awaited'] : [])].map(measure => ({
    measure,
    on: receivedAt(line, about),
  }))

function entriesOf(happened: Happening, line: CaseEvent, about: About): readonly Entry[] {
  const { ageSeconds, undoneSeconds = 0, is = [] } = about
  switch (happened) {
    case 'received':
      return [
        ...receipt(line, about),
        ...measures(is.includes('discovered') && 'discovered', is.includes('enteredInTime') && 'enteredInTime'),
      ]
    case 'classified':
      return []
    case 'urgent':
    case 'major':
      return is.includes('awaited') ? [{ measure: happened, on: receivedAt(line, about) }] : []
    case 'answered':
      return answer(line, about, ageSeconds, 1)
    case 'unanswered':
      return answer(line, about, undoneSeconds, -1)
    case 'resolved':
      return is.includes('again')
        ? [{ measure: 'resolvedAgain' }, { measure: 'resolvedAgainSeconds', amount: ageSeconds }]
        : result(about)
    case 'rated':
      return measures('rated', is.includes('satisfied') && 'satisfied')
    case 'agreed':
      return measures('judged', 'agreed')
    case 'overruled':
      return measures('judged')
    case 'complained':
      return complaint(line, about)
    default:
      return measures(happened)
  }
}

const measures = (...given: readonly (string | false)[]): readonly Entry[] =>
  given.flatMap(measure => (measure === false ? [] : [{ measure }]))

const isWithin = (hours: number, seconds: number) => seconds <= hours * hour

function answer(line: CaseEvent, about: About, seconds: number, amount: 1 | -1): readonly Entry[] {
  const { is = [] } = about
  if (!is.includes('awaited')) return []
  const on = receivedAt(line, about)
  const counts = measures(
    'answered',
    isWithin(24, seconds) && 'answeredIn24h',
    is.includes('urgent') && isWithin(2, seconds) && 'urgentAnsweredIn2h',
    is.includes('major') && isWithin(48, seconds) && 'majorAnsweredIn48h',
  )
  return [
    ...counts.map(count => ({ ...count, amount, on })),
    { measure: 'answerSeconds', amount: amount * seconds, on },
  ]
}

function result({ is = [], ageSeconds }: About): readonly Entry[] {
  const inTime = isWithin(48, ageSeconds)
  const shared = [
    ...measures('resolved', inTime && 'resolvedIn48h'),
    { measure: 'resolvedSeconds', amount: ageSeconds },
  ]
  if (!is.includes('complex')) return shared
  const end = handlingClasses.find(hours => isWithin(hours, ageSeconds))
  return [...shared, ...measures('complex', inTime && 'complexIn48h', `complexHours:${end ?? 'more'}`)]
}

/** Owed from the start of its clocks. Who complains to a member of staff is heard already (convention 6). */
function complaint({ at }: CaseEvent, { owedSince = {} }: About): readonly Entry[] {
  const { response, resolution = at } = owedSince
  return [
    ...measures('complained'),
    { measure: 'toRemedy', on: resolution },
    { measure: 'toAcknowledge', on: response ?? at },
    ...(response ? [] : measures('acknowledgedIn24h')),
  ]
}

/** What the clocks of a line say: each by its id, and those of complaints and of first answers by their duty, since these have
 *  limits of their own whatever clock keeps them (K-14, K-15). */
function promises(line: CaseEvent, about: About): readonly Entry[] {
  const { happened = [], is = [] } = about
  return outcomes(line, happened).flatMap(([outcome, clock]) => [
    ...(outcome === 'met' || outcome === 'missed' ? [{ measure: `${outcome}:${clock.id}` }] : []),
    ...(outcome === 'undone' ? [{ measure: `met:${clock.id}`, amount: -1 }] : []),
    ...(outcome === 'void' && dutyOf(clock) === 'response' ? unasked(line, about) : []),
    ...(line.kind === 'complaint' && !is.includes('again') ? ofComplaint(outcome, clock, line) : []),
  ])
}

/** Who is not answered because the case was closed, merged or withdrawn waits no more. */
function unasked(line: CaseEvent, about: About): readonly Entry[] {
  const { is = [] } = about
  if (!is.includes('awaited') || is.includes('answered') || is.includes('again')) return []
  const owed = (['awaited', 'urgent', 'major'] as const).filter(trait => is.includes(trait))
  return owed.map(measure => ({ measure, amount: -1, on: receivedAt(line, about) }))
}

const complaintDuties: Readonly<
  Record<string, { readonly owed: string; readonly done: string; readonly hours: number }>
> = {
  response: { owed: 'toAcknowledge', done: 'acknowledgedIn24h', hours: 24 },
  resolution: { owed: 'toRemedy', done: 'remediedIn48h', hours: 48 },
}

/** Booked on the day of the complaint, which is the start of its clocks. */
function ofComplaint(outcome: Outcome, clock: Clock, { at }: CaseEvent): readonly Entry[] {
  const duty = complaintDuties[dutyOf(clock) ?? '']
  if (!duty || outcome === 'missed') return []
  const on = clock.startedAt
  if (outcome === 'void') return [{ measure: duty.owed, amount: -1, on }]
  const inTime = isWithin(duty.hours, secondsBetween(clock.startedAt, at))
  return inTime ? [{ measure: duty.done, amount: outcome === 'undone' ? -1 : 1, on }] : []
}

/** Figures, each by the place where it is kept. */
export type Figures = ReadonlyMap<string, FigureItem>
export interface FigureItem extends Pick<Contribution, 'day' | 'by' | 'key'> {
  readonly amounts: Readonly<Record<string, number>>
}

export const placeOf = ({ day, by, key }: Pick<Contribution, 'day' | 'by' | 'key'>) => `${day} ${by} ${key}`

/** Adds contributions up, to one item for each day and key. */
export function summed(added: readonly Contribution[]): Figures {
  const items = new Map<string, { item: FigureItem; amounts: Record<string, number> }>()
  for (const { measure, amount, ...place } of added) {
    const known = items.get(placeOf(place))
    const amounts = known?.amounts ?? {}
    amounts[measure] = (amounts[measure] ?? 0) + amount
    if (!known) items.set(placeOf(place), { amounts, item: { day: place.day, by: place.by, key: place.key, amounts } })
  }
  return new Map([...items].map(([name, { item }]) => [name, item]))
}

/** All figures of these lines, each line counted once however often it is there. */
export function recount(lines: Iterable<CaseEvent>): Figures {
  const once = new Map<string, CaseEvent>()
  for (const line of lines) once.set(`${line.caseId} ${line.seq}`, line)
  return summed([...once.values()].flatMap(contributions))
}
