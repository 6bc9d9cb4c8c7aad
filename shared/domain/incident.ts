import { incidentTimes, levelOfGrade } from '../handbook/incidents'
import type { Case, Change, Instant } from './case'
import { decide, open } from './engine'
import type { IncidentLevel } from './gravity'
import type { Grade, TicketFacts, Topic } from './ticket'

export type IncidentState = 'reported' | 'graded' | 'responding' | 'resolved' | 'verified' | 'reviewed'

export type IncidentEvent = 'report' | 'grade' | 'respond' | 'regrade' | 'fix' | 'verify' | 'object' | 'dismiss'

export interface IncidentFacts {
  readonly topic: Topic
  readonly level: IncidentLevel
  /** The ticket that made it known; the others name it as theirs. */
  readonly ticketId: string
  readonly detectedAt: Instant
  /** 预案: which was started. */
  readonly plan?: string
}

/** 突发事件 (§4.5): of no customer, it bears its own id in their place. */
export type Incident = Case<IncidentState, IncidentFacts>

const actor = { role: 'system', id: 'emergency' } as const

/** Whether a ticket of this grade sets the emergency response going (R-ESC-05, C-06). */
export const isEmergency = (grade: Grade | undefined): boolean =>
  grade !== undefined && levelOfGrade[grade] !== undefined

/** Until when a level is answered and settled, from the report on (R-SLA-27). */
export function timesOf(level: IncidentLevel, reportedAt: Instant) {
  const { respond, resolve } = incidentTimes[level]
  const after = (hours: number) => new Date(Date.parse(reportedAt) + Math.round(hours * 3_600_000)).toISOString()
  return { level, respondBy: after(respond.hours), resolveBy: after(resolve.hours) }
}

/** The incident that a grave ticket makes known: reported and graded at once, since all of I1 to I3 has fifteen minutes. */
export function incidentOf(
  { id: ticketId, market, language, facts: known, createdAt, changedAt: at }: Case<string, TicketFacts>,
  named: { readonly id: string; readonly number: string },
): Change<Incident> {
  const { topic = 'other', grade = 'L2' } = known.classification ?? {}
  const level = levelOfGrade[grade] ?? 'II'
  const facts = { topic, level, ticketId, detectedAt: known.discoveredAt ?? createdAt }
  const seed = { ...named, customerId: named.id, market, language, facts, data: { ticketId } }
  const reported = open('incident', seed, 'report', actor, at)
  const graded = decide(reported.after, { event: 'grade', actor, at, data: timesOf(level, at) })
  return { before: null, after: graded.after, events: [...reported.events, ...graded.events] }
}
