import {
  gradeOfSeverity,
  gradeOfTopic,
  priorityOfTopic,
  teamOfGrade,
  teamOfTopic,
} from '../handbook/classification-rules'
import type { Classification, ComplaintClass, Priority } from './ticket'

/** What is known of a case that its agent hears to be a complaint of this class: grade, priority and team follow (R-PRI-04, R-CMP-08). */
export function asComplaint(
  known: Classification | undefined,
  of: ComplaintClass,
  language: Classification['language'],
) {
  const { severity = 'general', because = [] } = known ?? {}
  const grade = severity === 'general' ? gradeOfTopic.complaint : gradeOfSeverity[severity]
  const priorities: Record<ComplaintClass, Priority> = {
    ordinary: known && known.priority < priorityOfTopic.complaint ? known.priority : priorityOfTopic.complaint,
    major: severity === 'especially_major' ? 'P1' : 'P2',
    urgent: 'P1',
  }
  const classification: Classification = {
    ...{ severity, language: known?.language ?? language, topic: 'complaint', grade },
    urgent: of === 'urgent' || (known?.urgent ?? false),
    priority: priorities[of],
    team: teamOfGrade[grade] ?? teamOfTopic.complaint,
    because: [...because, `agent → complaint, ${of}`],
  }
  return { classification }
}
