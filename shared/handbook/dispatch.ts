/** 服务团队 (R-DSP-04, R-ORG-01): where tickets go, and who waits there for them. */
export const teams = {
  service_team: '客户服务团队',
  pre_sale: '售前咨询',
  order: '订单组',
  logistics: '物流组',
  payment: '支付组',
  after_sales: '售后组',
  emergency_team: '应急小组',
  senior_management: '高层与职能部门',
  process_optimisation: '服务流程优化小组',
  triage: '分诊组',
} as const

export type Team = keyof typeof teams

export const teamNames = Object.keys(teams) as readonly Team[]

/** In these states a case is work in the hands of its agent and counts against the capacity of their place (R-DSP-05): what waits
 *  for the customer or a department is still theirs. Verification and records afterwards are not counted. */
export const workload: readonly string[] = [
  ...['assigned', 'in_progress', 'waiting_customer', 'waiting_department', 'escalated'],
  ...['acknowledged', 'investigating', 'coordinating', 'supervisor_handling', 'awaiting_authorisation'],
  ...['solution_agreed', 'handled'],
]

/** In these states a case that is classified and that nobody has is given to an agent (T3). */
export const waitingForAgent: readonly string[] = ['classified', 'recorded']

/** What a work place may hold at most, however it is set. */
export const largestCapacity = 50
