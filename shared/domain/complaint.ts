import { priorityOfTopic } from '../handbook/classification-rules'
import { gradedAs } from './grade'
import type { Classification, ComplaintClass, Priority } from './ticket'

/** What is known of a case that its agent hears to be a complaint of this class: grade, priority and team follow (R-PRI-04, R-CMP-08). */
export function asComplaint(
  known: Classification | undefined,
  of: ComplaintClass,
  language: Classification['language'],
) {
  const { severity = 'general', because = [] } = known ?? {}
  const urgent = of === 'urgent' || (known?.urgent ?? false)
  const { grade, team } = gradedAs({ topic: 'complaint', severity, urgent })
  const priorities: Record<ComplaintClass, Priority> = {
    ordinary: known && known.priority < priorityOfTopic.complaint ? known.priority : priorityOfTopic.complaint,
    major: severity === 'especially_major' ? 'P1' : 'P2',
    urgent: 'P1',
  }
  const classification: Classification = {
    ...{ severity, language: known?.language ?? language, topic: 'complaint', grade, urgent, team },
    priority: priorities[of],
    because: [...because, `agent → complaint, ${of}`],
  }
  return { classification }
}
