import { defaultTeam } from '../handbook/dispatch'
import type { Case, Instant } from './case'
import { isIn } from './desk-tables'
import type { CustomerTier, Ticket, TicketFacts, Topic } from './ticket'

export type Presence = 'available' | 'away' | 'offline'

/** What an agent can write; simplified and traditional characters are one language here. */
export type Spoken = 'zh' | 'en'

/** 请假: from its first instant to before its last. */
export interface Leave {
  readonly from: Instant
  readonly until: Instant
}

/** 坐席: where an agent works, for which team, and what is in their hands (R-DSP-05). Ids and codes alone. */
export interface WorkPlace {
  readonly agentId: string
  readonly team: string
  /** 技能; none named: whatever the team has. */
  readonly topics: readonly Topic[]
  readonly languages: readonly Spoken[]
  /** How many open cases at once. */
  readonly capacity: number
  readonly presence: Presence
  readonly leave: readonly Leave[]
  /** 专属服务 (R-PRI-06): customers by id, or all of a tier. */
  readonly dedicated: { readonly customers: readonly string[]; readonly tiers: readonly CustomerTier[] }
  /** The agent has left the team (R-NFR-03). */
  readonly leftAt?: Instant
  /** The ids of the cases in their hands. */
  readonly open: readonly string[]
  /** Grows with each assignment in the team: whoever's is the smallest is next. */
  readonly turn: number
  readonly version: number
}

/** What dispatch looks at in a ticket. */
export interface Wanted {
  readonly topic: Topic
  readonly language: Spoken
  readonly customerId: string
  readonly tier: CustomerTier
  readonly firstResponderId?: string | undefined
}

const isOnLeave = ({ leave }: WorkPlace, now: Instant) => leave.some(({ from, until }) => from <= now && now < until)

/** Not to be expected back at the end of a break or in the morning: what they have is given on (R-NFR-03). */
export const isGone = (place: WorkPlace, now: Instant): boolean => place.leftAt !== undefined || isOnLeave(place, now)

export const isThere = (place: WorkPlace, now: Instant): boolean =>
  place.presence === 'available' && !isGone(place, now)

export const hasRoom = ({ open, capacity }: WorkPlace): boolean => open.length < capacity

const speaks = ({ languages }: WorkPlace, { language }: Wanted) => languages.includes(language)
const knows = ({ topics }: WorkPlace, { topic }: Wanted) => topics.length === 0 || topics.includes(topic)

/** The customer's language counts for more than the topic: who cannot be understood helps nobody. */
const fitness = (place: WorkPlace, wanted: Wanted) => (speaks(place, wanted) ? 2 : 0) + (knows(place, wanted) ? 1 : 0)

/**
 * Who gets a ticket, if anyone can now: the customer's own agent, then the first responder, then of those who are there and fit
 * best (dedicated to the customer's tier first) whoever's last assignment is the longest ago. So equals take turns, and who comes
 * back from absence gets one and then waits for their turn like the others. While those who fit best are full, the ticket waits.
 */
export function choose(places: readonly WorkPlace[], wanted: Wanted, now: Instant): WorkPlace | undefined {
  const there = places.filter(place => isThere(place, now))
  const own = there.filter(({ dedicated }) => dedicated.customers.includes(wanted.customerId))
  const first = there.filter(({ agentId }) => agentId === wanted.firstResponderId)
  const best = Math.max(...there.map(place => fitness(place, wanted)))
  const fitting = there.filter(place => fitness(place, wanted) === best)
  const ofTier = fitting.filter(({ dedicated }) => dedicated.tiers.includes(wanted.tier))
  for (const group of [own, first, ofTier, fitting]) {
    const next = group.filter(hasRoom).sort(byTurn)[0]
    if (next) return next
  }
  return undefined
}

const byTurn = (a: WorkPlace, b: WorkPlace) => a.turn - b.turn || (a.agentId < b.agentId ? -1 : 1)

/** The place after it was given a case. */
export const withCase = (place: WorkPlace, caseId: string, among: readonly WorkPlace[]): WorkPlace => ({
  ...place,
  open: [...place.open.filter(id => id !== caseId), caseId],
  turn: nextTurn(among),
  version: place.version + 1,
})

export const nextTurn = (places: readonly WorkPlace[]): number => Math.max(0, ...places.map(({ turn }) => turn)) + 1

/** When a leave begins or ends next: somebody must look then. */
export const nextBoundary = ({ leave, leftAt }: WorkPlace, now: Instant): Instant | undefined =>
  leftAt === undefined
    ? leave
        .flatMap(({ from, until }) => [from, until])
        .filter(at => at > now)
        .sort()[0]
    : undefined

export function wantedBy({ customerId, language, facts }: Ticket): Wanted {
  const { classification, tier = 'general', firstResponderId } = facts
  const written = classification?.language ?? language
  return {
    topic: classification?.topic ?? 'other',
    language: (written === 'other' ? language : written).startsWith('zh') ? 'zh' : 'en',
    ...{ customerId, tier, firstResponderId },
  }
}

/** Counted against the capacity of a place, or waiting for one; verification and records afterwards are not. */
const isOpen = (subject: Case) => subject.kind !== 'order' && isIn(subject as Ticket, 'open')
const isTold = (subject: Case) => subject.kind !== 'order' && isIn(subject as Ticket, 'told')
const factsOf = ({ facts }: Case) => facts as TicketFacts

export const teamOf = (subject: Case): string | undefined => factsOf(subject).classification?.team

/** Whose open work a case is. */
export const holderOf = (subject: Case): string | undefined =>
  isOpen(subject) ? factsOf(subject).assigneeId : undefined

/** Classified, open, and in nobody's hands: it stands in its team's list, which the team's lead answers for (R-DSP-06). */
export const waitsForAgent = (subject: Case): boolean =>
  isOpen(subject) && teamOf(subject) !== undefined && factsOf(subject).assigneeId === undefined

/** No rule of the handbook says whose it is (R-DSP-06). */
export const isUnmatched = (subject: Case): boolean => isOpen(subject) && teamOf(subject) === defaultTeam

/** Who answers for a case until its loop is closed: whoever has it, else the lead of its team, so that none is without an owner
 *  (R-DSP-06, R-CLO-01). */
export const ownerOf = (subject: Case): string | undefined =>
  isOpen(subject) || isTold(subject) ? (factsOf(subject).assigneeId ?? 'team_lead') : undefined

/** What an event sets going at the dispatcher, in which team; `freed` has one case less. */
export interface DispatchMark {
  readonly team: string
  readonly freed?: string
  /** It is in the hands again in which it was before; they may be absent. */
  readonly back?: true
}

/** Dispatch has work when a case comes to wait for an agent, leaves its agent's hands, or comes back to hands that may be absent. */
export function dispatchMark(before: Case, after: Case): DispatchMark | undefined {
  const team = teamOf(after) ?? teamOf(before)
  if (after.kind === 'order' || team === undefined) return undefined
  const [was, is] = [holderOf(before), holderOf(after)]
  const comesToWait = waitsForAgent(after) && !(waitsForAgent(before) && teamOf(before) === team)
  const comesBack = was === undefined && is !== undefined && factsOf(before).assigneeId === is
  const freed = was !== undefined && was !== is ? was : undefined
  if (!comesToWait && !comesBack && freed === undefined) return undefined
  return { team, ...(freed !== undefined && { freed }), ...(comesBack && { back: true }) }
}
