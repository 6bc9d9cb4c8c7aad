import { complaintGrades, complexClocks, everyGrade, gradePolicy, urgentClocks } from '../handbook/grade-policy'
import { limits } from '../handbook/limits'
import type { Case } from './case'
import type { ClockId, Duty } from './table'
import type { Grade, Priority } from './ticket'

/** What decides which clocks a ticket or complaint has (table 1.3c). */
export interface Grading {
  readonly grade?: Grade
  readonly priority?: Priority
  readonly urgent?: boolean
  readonly complex?: boolean
  readonly complaintClass?: 'ordinary' | 'major' | 'urgent'
}

type Graded = {
  readonly classification?: Pick<Grading, 'grade' | 'priority' | 'urgent' | 'complex'>
  readonly complaint?: { readonly class: Grading['complaintClass'] }
}

const isComplaint = ({ kind }: { readonly kind: string }) => kind === 'complaint'

export const gradingOf = (subject: Pick<Case, 'kind' | 'facts'>): Grading => {
  const { classification, complaint } = subject.facts as Graded
  const complaintClass = isComplaint(subject) ? (complaint?.class ?? 'ordinary') : undefined
  return { ...classification, ...(complaintClass && { complaintClass }) }
}

/** The clocks of a grading, one a duty; of two that apply the shorter (R-SLA-45), of two that are equal the special one. A
 *  complaint about what is major or worse has the grade of that (C-05). */
export function clocksOfGrading({ grade, urgent, complex, complaintClass }: Grading): ReadonlyMap<Duty, ClockId> {
  const complaint = complaintClass && complaintGrades[complaintClass]
  const grave = grade === 'L2' || grade === 'L3'
  const sets = [
    gradePolicy[(!grave && complaint?.grade) || grade || 'ungraded'].clocks,
    ...(complex ? [complexClocks] : []),
    ...(urgent || complaint?.urgent ? [urgentClocks] : []),
    everyGrade,
  ]
  const chosen = new Map<Duty, ClockId>()
  for (const [duty, id] of sets.flatMap(set => Object.entries(set) as [Duty, ClockId][])) {
    const rival = chosen.get(duty)
    if (!rival || lengthOf(id) <= lengthOf(rival)) chosen.set(duty, id)
  }
  return chosen
}

/** Whether what comes after is more pressing: then no deadline moves later (R-PRI-07). */
export const isRaised = (before: Grading, after: Grading): boolean =>
  before.priority !== undefined && after.priority !== undefined && after.priority < before.priority

const lengthOf = (id: ClockId): number => {
  const { limit } = limits[id]
  return 'hours' in limit ? limit.hours : Number.POSITIVE_INFINITY
}
