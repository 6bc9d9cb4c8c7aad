import type { Span } from '../domain/deadlines'
import type { IncidentLevel } from '../domain/gravity'
import type { Grade } from '../domain/ticket'

/** C-06: grades and levels are two scales; what a ticket makes known begins here, and its scope then says more. */
export const levelOfGrade: Partial<Readonly<Record<Grade, IncidentLevel>>> = { L2: 'II', L3: 'I' }

/** 响应与处理时限 by level, from the report on (R-SLA-27; the numbers are ours †). */
export const incidentTimes: Readonly<
  Record<IncidentLevel, Readonly<Record<'respond' | 'resolve', Extract<Span, { hours: number }>>>>
> = {
  I: { respond: { hours: 5 / 60 }, resolve: { hours: 24 } },
  II: { respond: { hours: 10 / 60 }, resolve: { hours: 48 } },
  III: { respond: { hours: 0.25 }, resolve: { hours: 48 } },
  IV: { respond: { hours: 0.25 }, resolve: { hours: 48 } },
}

export const incidentLevels = ['I', 'II', 'III', 'IV'] as const satisfies readonly IncidentLevel[]

/** 预案 (R-SLA-26): which may be started; the library itself is not kept here. */
export const emergencyPlans = ['customer_complaints', 'system_fault', 'logistics_delay', 'payment_security'] as const
