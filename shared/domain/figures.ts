import { limits } from '../handbook/limits'
import { markets } from '../handbook/markets'
import { orderTransitions } from '../handbook/order-transitions'
import type { Case, CaseEvent, Clock, Role } from './case'
import { complaintTransitions, ticketTransitions } from './desk-tables'
import type { Market } from './market'
import type { Order } from './order'
import type { ClockId } from './table'
import type { Ticket, Topic } from './ticket'
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

type Facts = Partial<Ticket['facts']> & {
  readonly answeredAt?: string
  readonly repeatOf?: string
  readonly reopenCount?: number
  readonly rating?: number
}
const factsOf = (head: Case | null): Facts => (head?.facts ?? {}) as Facts

const isOrder = (head: Case | null): head is Order => head?.kind === 'order'
const isResolved = (head: Case | null) => head?.state === 'resolved' || head?.state === 'result_fed_back'
const isMajor = (head: Case | null) => (factsOf(head).classification?.severity ?? 'general') !== 'general'
const isComplex = (head: Case | null) =>
  ['L2', 'L3'].includes(factsOf(head).classification?.grade ?? '') || isMajor(head)
const isAnswered = (head: Case | null) => factsOf(head).answeredAt !== undefined
const isUrgent = (head: Case | null) => factsOf(head).classification?.urgent === true
const owesAnswer = (head: Case) => Object.keys(head.clocks).some(id => limits[id as ClockId]?.duty === 'response')

type Head = Case | null
/** Begins to be so with this line. */
const begins = (holds: (head: Head) => boolean) => (before: Head, after: Case) => holds(after) && !holds(before)
const enters = (kind: 'order' | 'desk', ...states: readonly string[]) =>
  begins(head => head !== null && isOrder(head) === (kind === 'order') && states.includes(head.state))

/** What can happen to a case that someone counts. */
const happenings = {
  received: (before: Head, after: Case) => before === null && !isOrder(after),
  classified: begins(head => factsOf(head).classification !== undefined),
  urgent: (before: Head, after: Case) => begins(isUrgent)(before, after) && !isAnswered(after),
  major: (before: Head, after: Case) => begins(isMajor)(before, after) && !isAnswered(after),
  answered: begins(isAnswered),
  escalated: enters('desk', 'escalated', 'supervisor_handling'),
  resolved: (before: Head, after: Case) => isResolved(after) && !isResolved(before),
  reopened: (before: Head, after: Case) => (factsOf(after).reopenCount ?? 0) > (factsOf(before).reopenCount ?? 0),
  closed: enters('desk', 'closed'),
  repeated: begins(head => factsOf(head).repeatOf !== undefined),
  rated: begins(head => factsOf(head).rating !== undefined),
  complained: begins(head => head?.kind === ('complaint' as string)),
  placed: (before: Head, after: Case) => before === null && isOrder(after),
  completed: enters('order', 'completed'),
  cancelled: enters('order', 'cancelled'),
}

/** What a case is while something happens to it. */
const traits = {
  /** Someone waits for a first answer: not so when staff spoke first (convention 6). */
  awaited: owesAnswer,
  urgent: isUrgent,
  major: isMajor,
  complex: isComplex,
  again: (head: Case) => (factsOf(head).reopenCount ?? 0) > 0,
  satisfied: (head: Case) => (factsOf(head).rating ?? 0) >= 4,
}

/** The line with what its count needs; a line that nobody counts stays as it is. */
export function counted(before: Head, after: Case, event: CaseEvent): CaseEvent {
  const happened = names(happenings).filter(name => happenings[name](before, after))
  if (happened.length === 0 && outcomes(event).length === 0) return event
  const is = names(traits).filter(name => traits[name](after))
  const { classification, assigneeId, firstResponderId } = factsOf(after)
  const agentId = assigneeId ?? firstResponderId
  const about: About = {
    market: after.market,
    ageSeconds: Math.max(0, Math.round((Date.parse(event.at) - Date.parse(after.createdAt)) / 1000)),
    ...(happened.length > 0 && { happened }),
    ...(is.length > 0 && { is }),
    ...(classification && { topic: classification.topic, team: classification.team }),
    ...(agentId && !isStaff(event.actor.role) && { agentId }),
  }
  return { ...event, about }
}

const names = <T extends object>(of: T) => Object.keys(of) as (keyof T)[]
const isStaff = (role: Role) => role !== 'customer' && role !== 'system'

/** Of the clocks that a line decides: met, or missed. Neither is what another clock took the place of (R-SLA-45), nor what ran
 *  when the case was closed over it. */
function outcomes(line: CaseEvent): readonly (readonly [outcome: 'met' | 'missed', id: string])[] {
  return Object.values(line.clocks ?? {})
    .filter(({ id }) => !limits[id as ClockId]?.alarm)
    .flatMap(clock => {
      const outcome = outcomeOf(clock, line)
      return outcome ? [[outcome, clock.id] as const] : []
    })
}

function outcomeOf({ stoppedAt, breachedAt, supersededBy }: Clock, { at, type, kind, from, to }: CaseEvent) {
  if (type === 'ClockBreached') return breachedAt === at ? 'missed' : undefined
  const closes = from !== to && closedStates[kind].includes(to)
  return stoppedAt === at && !breachedAt && !supersededBy && !closes ? 'met' : undefined
}

const closedStates: Readonly<Record<CaseEvent['kind'], readonly string[]>> = {
  ticket: ticketTransitions.closed,
  complaint: complaintTransitions.closed,
  order: orderTransitions.closed,
}

/** Measures that are booked on the day on which the case came in, so that a share of what came in is never more than all. */
type Booked = 'now' | 'on receipt'
type Entry = readonly [measure: string, amount?: number, booked?: Booked]

/** What a line of history adds to which figures: the same from the stream and from the history (R-TKT-09). */
export function contributions(event: CaseEvent): readonly Contribution[] {
  const { about, actor, at } = event
  if (!about) return []
  const { market, ageSeconds, happened = [], team, topic } = about
  const agentId = isStaff(actor.role) ? actor.id : about.agentId
  const { zone } = markets[market]
  const days = {
    now: localDate(zone, Date.parse(at)),
    'on receipt': localDate(zone, Date.parse(at) - ageSeconds * 1000),
  }
  const places = [
    { by: 'day', key: 'all' } as const,
    ...(team ? [{ by: 'team', key: team } as const] : []),
    ...(topic ? [{ by: 'topic', key: topic } as const] : []),
    ...(agentId ? [{ by: 'agent', key: agentId } as const] : []),
  ]
  const everywhere = [
    ...happened.flatMap(one => entriesOf(one, about)),
    ...outcomes(event).map(([outcome, id]): Entry => [`${outcome}:${id}`]),
  ]
  const understood = happened.includes('classified') ? receipt(about) : []
  return places.flatMap(place => {
    const entries = place.by === 'team' || place.by === 'topic' ? [...understood, ...everywhere] : everywhere
    return entries.map(([measure, amount = 1, booked = 'now']) => ({ day: days[booked], ...place, measure, amount }))
  })
}

/** Of a team or a topic a ticket is received when it is classified: before, nobody knows whose it is. */
const receipt = ({ is = [] }: About): readonly Entry[] => [
  ['received', 1, 'on receipt'],
  ...(is.includes('awaited') ? [['awaited', 1, 'on receipt'] as Entry] : []),
]

function entriesOf(happened: Happening, about: About): readonly Entry[] {
  const { ageSeconds, is = [] } = about
  const within = (hours: number) => ageSeconds <= hours * hour
  switch (happened) {
    case 'received':
      return receipt(about)
    case 'classified':
      return []
    case 'urgent':
    case 'major':
      return is.includes('awaited') ? [[happened, 1, 'on receipt']] : []
    case 'answered':
      return is.includes('awaited') ? answer(is, ageSeconds, within) : []
    case 'resolved':
      return is.includes('again') ? [['resolvedAgain'], ['resolvedAgainSeconds', ageSeconds]] : result(about, within)
    case 'rated':
      return [['rated'], ...(is.includes('satisfied') ? [['satisfied'] as Entry] : [])]
    default:
      return [[happened]]
  }
}

const answer = (is: readonly Trait[], seconds: number, within: (hours: number) => boolean): readonly Entry[] =>
  (
    [
      ['answered', true],
      ['answeredIn24h', within(24)],
      ['urgentAnsweredIn2h', is.includes('urgent') && within(2)],
      ['majorAnsweredIn48h', is.includes('major') && within(48)],
    ] as const
  )
    .flatMap(([measure, holds]): Entry[] => (holds ? [[measure, 1, 'on receipt']] : []))
    .concat([['answerSeconds', seconds, 'on receipt']])

function result({ is = [], ageSeconds }: About, within: (hours: number) => boolean): readonly Entry[] {
  const shared: readonly Entry[] = [
    ['resolved'],
    ['resolvedSeconds', ageSeconds],
    ...(within(48) ? [['resolvedIn48h'] as Entry] : []),
  ]
  if (!is.includes('complex')) return shared
  const end = handlingClasses.find(within)
  return [...shared, ['complex'], ...(within(48) ? [['complexIn48h'] as Entry] : []), [`complexHours:${end ?? 'more'}`]]
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
