import type { Role } from '../domain/case'
import type { Grade } from '../domain/ticket'

/** 升级路线 (R-ESC-06): each tells the next. */
export const escalationLine = [
  'agent',
  'supervisor',
  'operations_manager',
  'senior_management',
] as const satisfies readonly Role[]

/** 升级原因 (R-ESC-01, R-ABN-06). Said in words in notices/, one file a language. */
export const escalationReasons = [
  'difficult_customer',
  'difficult_case',
  'top_management_demanded',
  'major_interest',
  'department_silent',
  'no_agreement',
] as const

/** 申请授权的原因 (R-ESC-02, F-28). */
export const authorisationReasons = ['top_management_demanded', 'major_interest'] as const

/** 重大、特别重大: whom their tickets are made known to (R-ESC-04, R-ESC-05). */
export const graveGrades: Partial<Record<Grade, { readonly tell: Role; readonly reason: string }>> = {
  L2: { tell: 'emergency', reason: 'grave' },
  L3: { tell: 'senior_management', reason: 'very_grave' },
}

/** 紧急、重大投诉: the supervisor is informed at once (R-CMP-08). */
export const pressingComplaint = { tell: 'supervisor', reason: 'pressing_complaint' } as const

/** 群体性问题 (R-ESC-07): so many tickets of one category within so long are one matter for a supervisor. */
export const massPattern = { tickets: 10, within: { hours: 1 } } as const
