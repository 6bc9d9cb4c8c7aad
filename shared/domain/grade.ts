import {
  gradeOfSeverity,
  gradeOfTopic,
  priorityOfTopic,
  teamOfGrade,
  teamOfTopic,
} from '../handbook/classification-rules'
import type { Classification, Grade, Priority, Topic } from './ticket'

/** R-PRI-04, from the top: gravest and urgent complaints, then grave or urgent, then the topic. Grade and priority are two things (C-25). */
export function priorityOf(topic: Topic, grade: Grade, urgent: boolean): Priority {
  if (grade === 'L3' || (urgent && topic === 'complaint')) return 'P1'
  if (grade === 'L2' || urgent) return 'P2'
  return priorityOfTopic[topic]
}

/** Grade, priority and team as they follow from what a case is about and how grave it is (R-DSP-04). */
export function gradedAs({ topic, severity, urgent }: Pick<Classification, 'topic' | 'severity' | 'urgent'>) {
  const grade = severity === 'general' ? gradeOfTopic[topic] : gradeOfSeverity[severity]
  return { grade, priority: priorityOf(topic, grade, urgent), team: teamOfGrade[grade] ?? teamOfTopic[topic] }
}
