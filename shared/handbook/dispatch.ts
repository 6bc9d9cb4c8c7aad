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

/** 待分派: where a ticket goes that fits no rule; its lead answers for it until somebody has it (R-DSP-06). */
export const defaultTeam: Team = 'triage'

/** What a work place may hold at most, however it is set. */
export const largestCapacity = 50
