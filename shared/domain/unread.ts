import { RULES_VERSION, teamOfTopic } from '../handbook/classification-rules'
import { secondsToClassify } from '../handbook/follow-ups'
import type { Case, Change, Instant } from './case'
import { decide, settle } from './engine'
import { gradedAs } from './grade'
import type { Classification, Ticket } from './ticket'

export { secondsToClassify }

const actor = { role: 'system', id: 'clock' } as const

/** When a ticket that came in at this instant must be classified. */
export const classifiedBy = (receivedAt: Instant): Instant =>
  new Date(Date.parse(receivedAt) + secondsToClassify * 1000).toISOString()

/** The case as the clock finds it: a ticket that nobody has classified in time goes to triage, whatever keeps the classification. */
export const lookedAt = (before: Case, at: Instant): Change | null =>
  before.kind === 'ticket' && before.state === 'received' && at >= classifiedBy(before.createdAt)
    ? sentToTriage(before as Ticket, at, 'not classified in time')
    : settle(before, at)

/** 转分诊: to people who read it themselves, before what is known to be ordinary, since it may be grave (R-DSP-06). */
export const sentToTriage = (ticket: Ticket, at: Instant, why: string): Change<Ticket> => {
  const classification: Classification = {
    ...{ topic: 'other', severity: 'general', urgent: false },
    ...gradedAs({ topic: 'other', severity: 'general', urgent: false }),
    ...{ priority: 'P2', team: teamOfTopic.other, language: ticket.language },
    ...{ triage: true, unread: true },
    because: [why, RULES_VERSION],
  }
  const { topic, grade, priority, team } = classification
  const data = { topic, grade, priority, team, reason: 'unread' }
  return decide(ticket, { event: 'send_to_triage', actor, at, facts: { classification }, data })
}
