import type { Grading } from '../domain/grading'
import type { ClockId, Duty } from '../domain/table'
import type { Grade } from '../domain/ticket'

type Set = Readonly<Partial<Record<Duty, ClockId>>>

/** 分级时限: which clock keeps which duty (table 1.3c; C-02 to C-10). Before its classification a case has the clocks of §2.2. */
export const gradePolicy: Readonly<Record<Grade | 'ungraded', { readonly clocks: Set; readonly requirement: string }>> =
  {
    ungraded: { clocks: { response: 'SLA-01', resolution: 'SLA-03' }, requirement: 'R-SLA-01, R-SLA-03' },
    L1: {
      clocks: { response: 'SLA-06', resolution: 'SLA-07', closed_loop: 'SLA-08' },
      requirement: 'R-SLA-06, R-SLA-07, R-SLA-08, C-10',
    },
    L2: {
      clocks: { response: 'SLA-09', plan: 'SLA-10', resolution: 'SLA-11' },
      requirement: 'R-SLA-09, R-SLA-10, R-SLA-11, C-02, C-03',
    },
    L3: {
      clocks: { response: 'SLA-12', plan: 'SLA-13', resolution: 'SLA-14' },
      requirement: 'R-SLA-12, R-SLA-13, R-SLA-14, C-04',
    },
    L4: { clocks: { response: 'SLA-15', resolution: 'SLA-16' }, requirement: 'R-SLA-15, R-SLA-16, C-08' },
    L5: { clocks: { response: 'SLA-17', resolution: 'SLA-18' }, requirement: 'R-SLA-17, R-SLA-18, C-07' },
    L6: { clocks: { response: 'SLA-19', resolution: 'SLA-03' }, requirement: 'R-SLA-19, R-SLA-03, C-07' },
  }

/** What every grade has beside its own. */
export const everyGrade: Set = { alarm: 'SLA-42' }

/** What an urgent or a complex case has in the place of a longer, or equal, clock of the same duty (R-SLA-45, R-SLA-05). */
export const urgentClocks: Set = { response: 'SLA-02' }
export const complexClocks: Set = { resolution: 'SLA-05' }

/** 投诉类别: a complaint goes by the clocks of a grade, an urgent one by those of what is urgent too (C-15, K2). */
export const complaintGrades: Readonly<
  Record<NonNullable<Grading['complaintClass']>, { readonly grade: Grade; readonly urgent?: true }>
> = {
  ordinary: { grade: 'L5' },
  major: { grade: 'L2' },
  urgent: { grade: 'L5', urgent: true },
}

/** All of these, for one that another of them replaces. */
export const gradeClocks: readonly ClockId[] = [
  ...['SLA-01', 'SLA-02', 'SLA-03', 'SLA-05', 'SLA-06', 'SLA-07', 'SLA-08', 'SLA-09', 'SLA-10', 'SLA-11'],
  ...['SLA-12', 'SLA-13', 'SLA-14', 'SLA-15', 'SLA-16', 'SLA-17', 'SLA-18', 'SLA-19', 'SLA-42'],
] as readonly ClockId[]

/** What a second handling begins anew: nothing of the first is owed any longer (R-SLA-48). */
export const handlingDuties: readonly Duty[] = [
  ...['response', 'plan', 'resolution', 'closed_loop', 'record', 'alarm', 'progress'],
] as readonly Duty[]

/** States in which the case waits for someone else; how long is measured, whether clocks pause or not (R-SLA-46). */
export const waitingStates: Readonly<Record<string, 'customerSeconds' | 'departmentSeconds'>> = {
  waiting_customer: 'customerSeconds',
  waiting_department: 'departmentSeconds',
  coordinating: 'departmentSeconds',
}

/** From the result on: what is said then is no progress any longer (R-CLO-07). */
export const toldStates: readonly string[] = ['resolved', 'feedback_sent', 'result_fed_back', 'followed_up', 'closed']
