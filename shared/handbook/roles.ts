import type { Role } from '../domain/case'

/** 岗位 (R-ORG-09): each is a group of the user pool. The house and its customers do not sign in as staff. */
export const staffRoles = [
  ...(['agent', 'supervisor', 'team_lead', 'operations_manager', 'senior_management'] as const),
  ...(['finance', 'warehouse', 'courier', 'technical', 'process_optimisation', 'emergency'] as const),
] satisfies readonly Role[]
