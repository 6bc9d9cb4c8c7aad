import {
  gradeOfCategory,
  gradeOfSeverity,
  gradeOfTopic,
  priorityOfTopic,
  teamOfGrade,
  teamOfTopic,
} from '../handbook/classification-rules'
import type { IncidentLevel } from './gravity'
import type { Classification, Grade, Priority, Topic } from './ticket'

/** R-PRI-04, from the top: gravest, widest and urgent complaints, then grave or urgent, then the topic. Grade and priority are two
 *  things (C-25). */
export function priorityOf(topic: Topic, grade: Grade, urgent: boolean, incident: IncidentLevel = 'IV'): Priority {
  if (grade === 'L3' || incident === 'I' || incident === 'II' || (urgent && topic === 'complaint')) return 'P1'
  if (grade === 'L2' || urgent) return 'P2'
  return priorityOfTopic[topic]
}

type Understood = Pick<Classification, 'topic' | 'severity' | 'urgent' | 'category'> & {
  readonly incident?: IncidentLevel
}

/** Grade, priority and team as they follow from what a case is about and how grave it is (R-DSP-04); a category that the words name
 *  goes before that of the topic (C-05). */
export function gradedAs({ topic, severity, urgent, category, incident }: Understood) {
  const plain = category ? gradeOfCategory[category] : gradeOfTopic[topic]
  const grade = severity === 'general' ? plain : gradeOfSeverity[severity]
  return {
    grade,
    priority: priorityOf(topic, grade, urgent, incident),
    team: teamOfGrade[grade] ?? teamOfTopic[topic],
  }
}
