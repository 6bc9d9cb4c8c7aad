import { teamOfGrade, teamOfTopic } from '../handbook/classification-rules'
import { gradedAs, priorityOf } from './grade'
import type { Classification, Grade, Priority, Severity, Topic } from './ticket'

/** What staff say in the place of the rules, as far as they say it. */
export interface Correction {
  readonly topic?: Topic | undefined
  readonly severity?: Severity | undefined
  readonly urgent?: boolean | undefined
  readonly complex?: boolean | undefined
  readonly grade?: Grade | undefined
  readonly priority?: Priority | undefined
  readonly team?: string | undefined
}

/** A classification as staff correct it: what is not said follows from what is, or stays; the proposal of the rules is kept
 *  beside it (R-CLS-32, R-PRI-07). Whoever says the topic, be it the same, takes it out of triage. */
export function corrected(known: Classification, correction: Correction, reason: string): Classification {
  const { triage, unread, category, ...before } = known
  const { topic = before.topic, severity = before.severity, complex = before.complex } = correction
  const urgent = correction.urgent ?? (severity !== 'general' || before.urgent)
  const moved = triage || topic !== before.topic || severity !== before.severity || urgent !== before.urgent
  const follows = moved ? gradedAs({ topic, severity, urgent }) : known
  const grade = correction.grade ?? follows.grade
  const regraded = grade !== follows.grade
  const { priority, team } = regraded
    ? { priority: priorityOf(topic, grade, urgent), team: teamOfGrade[grade] ?? teamOfTopic[topic] }
    : follows
  return {
    ...before,
    ...{ topic, severity, urgent, grade },
    ...(!moved && category && { category }),
    ...(complex !== undefined && { complex }),
    priority: correction.priority ?? priority,
    team: correction.team ?? team,
    because: [`staff: ${reason}`, ...before.because.filter(why => !why.startsWith('staff: '))],
    ...(!unread && { proposed: before.proposed ?? proposalIn(known) }),
  }
}

/** What of a classification a correction is held against. */
export const proposalIn = ({ topic, severity, urgent, grade, priority, team }: Classification) => ({
  ...{ topic, severity, urgent, grade, priority, team },
})
