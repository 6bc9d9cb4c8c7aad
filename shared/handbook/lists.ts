import type { Role } from '../domain/case'
import type { OrderState } from '../domain/order'
import type { ClockId, Duty } from '../domain/table'
import type { ComplaintState, CustomerTier, Priority, TicketState } from '../domain/ticket'

/** Of an order's clocks these say how soon people must act; SLA-34 is met by a mail. */
export const orderRankClocks: readonly ClockId[] = ['SLA-43', 'SLA-36', 'SLA-37', 'SLA-35', 'DISPATCH', 'SLA-38']

/** 订单列表: one list for each stage (R-ORD-22: 发货中 is the warehouse's, 配送途中 the transit list). */
export const orderStages: readonly { list: string; zh: string; states: readonly OrderState[]; requirement: string }[] =
  [
    { list: 'orders:review', zh: '待审查', states: ['pending_review'], requirement: 'R-ORD-06' },
    {
      list: 'orders:finance',
      zh: '财务跟进',
      states: ['pending_payment', 'payment_overdue', 'payment_problem', 'paid', 'refund_pending'],
      requirement: 'R-ORD-11, R-ORD-17, G-33',
    },
    { list: 'orders:warehouse', zh: '发货中', states: ['ready_to_ship', 'packed'], requirement: 'R-ORD-19, R-ORD-22' },
    { list: 'orders:transit', zh: '配送途中', states: ['shipped', 'in_transit'], requirement: 'R-ORD-22' },
    { list: 'orders:exception', zh: '物流异常', states: ['logistics_exception'], requirement: 'R-TRK-03' },
  ]

/** 订单待办: what someone must do beside an order's stage. */
export const orderTasks: readonly {
  list: string
  slot: string
  zh: string
  /** In these states, or in any. */
  states?: readonly OrderState[]
  /** While this is known of it. */
  fact?: 'delayed' | 'refund' | 'invoice'
  requirement: string
}[] = [
  {
    list: 'orders:contact',
    slot: 'contact',
    zh: '联系付款',
    states: ['payment_overdue', 'payment_problem'],
    requirement: 'R-ORD-13, R-ORD-14, R-ABN-03',
  },
  {
    list: 'orders:delayed',
    slot: 'delayed',
    zh: '催促发货',
    states: ['paid', 'ready_to_ship', 'packed'],
    fact: 'delayed',
    requirement: 'R-ORD-21, O15',
  },
  { list: 'orders:refunds', slot: 'refund', zh: '待退款', fact: 'refund', requirement: 'O23, O24, G-07' },
  {
    list: 'orders:invoices',
    slot: 'invoice',
    zh: '待开票寄送',
    states: ['completed'],
    fact: 'invoice',
    requirement: 'R-INV-01',
  },
]

/** 待致电: of every kind of case (R-NTF-03). */
export const callList = 'calls'

/** 工单列表: an open ticket or complaint stands with its team until someone has it, then with its agent, who keeps it until its
 *  effect is known (T13, T21). R-DSP-03 adds the first responder's list, R-PRI-05 that of the supervisors. */
export const ticketLists: {
  /** Before those who are asked to decide. */
  readonly escalated: readonly string[]
  /** Before its classification a ticket stands where everyone looks (R-DSP-06). */
  readonly unclassifiedTeam: string
  readonly unclassifiedPriority: Priority
} = {
  escalated: ['escalated', 'supervisor_handling', 'awaiting_authorisation'],
  unclassifiedTeam: 'triage',
  unclassifiedPriority: 'P3',
}

/** 档案: what waits for the lead's check, what may be destroyed, and what was filed: by month, of all types or of one. */
export const archiveLists = {
  'to-check': 'archive:to-check',
  expired: 'archive:expired',
  filed: 'archive:filed',
} as const
/** 主管关注列表 (R-PRI-05): special customers, what is escalated, what is late, what many have. */
export const watchList = 'tickets:watch'
/** 投诉、回电、授权: what supervisors count on their dashboard beside it (R-SUP-05). */
export const supervisedLists = {
  complaints: 'tickets:complaints',
  callBacks: 'tickets:call-backs',
  authorisations: 'tickets:authorisations',
  samePersons: 'tickets:same-person',
} as const
/** 主管看板 (R-SUP-05): how many of each there are; `of` the watch list those that are late, or escalated. */
export const dashboardCounts: readonly {
  key: string
  zh: string
  en: string
  list: string
  of?: 'breached' | 'escalated'
}[] = [
  { key: 'complaints', zh: '未结投诉', en: 'Open complaints', list: supervisedLists.complaints },
  { key: 'breaches', zh: '超时工单', en: 'Past a limit', list: watchList, of: 'breached' },
  { key: 'escalations', zh: '升级工单', en: 'Escalated', list: watchList, of: 'escalated' },
  { key: 'call-backs', zh: '待回访与回电', en: 'Calls owed to customers', list: supervisedLists.callBacks },
  { key: 'authorisations', zh: '待授权', en: 'Authorisations waiting', list: supervisedLists.authorisations },
]
/** 突发事件: those that are not settled, and the tickets of one. */
export const incidentLists = { open: 'incidents:open', tickets: 'incidents:tickets' } as const
/** 工单待办: what someone beside its agent must do. */
export const ticketTasks: readonly {
  list: string
  slot: string
  zh: string
  /** In these states, or in any. */
  states?: readonly (TicketState | ComplaintState)[]
  /** While its customer waits for an answer to what they asked after the result. */
  asks?: true
  /** While its entry in the issue log is open. */
  issue?: 'open'
  /** Whose due instant is its rank. */
  duty?: Duty
  requirement: string
}[] = [
  {
    list: 'tickets:call-backs',
    slot: 'call-back',
    zh: '待回访',
    states: ['result_fed_back', 'followed_up'],
    duty: 'closed_loop',
    requirement: 'K13, R-SUP-02',
  },
  {
    list: 'tickets:unanswered',
    slot: 'unanswered',
    zh: '客户追问',
    states: ['resolved', 'feedback_sent', 'result_fed_back', 'followed_up'],
    asks: true,
    duty: 'closed_loop',
    requirement: 'T7b, K19c, R-CHN-06',
  },
  { list: 'tickets:issues', slot: 'issue', zh: '客户问题记录', issue: 'open', requirement: 'F-02, R-CSL-08' },
]

/** R-PRI-04: key and special customers first. */
export const tierRanks: Readonly<Record<CustomerTier, number>> = { special: 1, key: 1, general: 2 }

/** Who may open a list, by the beginning of its key; a personal list is open to its person and to supervisors. */
export const listReaders: readonly { prefix: string; roles: readonly Role[]; personal?: true }[] = [
  { prefix: 'orders:review', roles: ['agent', 'supervisor'] },
  { prefix: 'orders:contact', roles: ['agent', 'supervisor'] },
  { prefix: 'orders:finance', roles: ['finance', 'agent', 'supervisor'] },
  { prefix: 'orders:exception', roles: ['agent', 'supervisor'] },
  { prefix: 'orders:delayed', roles: ['warehouse', 'agent', 'supervisor'] },
  { prefix: 'orders:refunds', roles: ['finance', 'agent', 'supervisor'] },
  { prefix: 'orders:invoices', roles: ['finance', 'agent', 'supervisor'] },
  { prefix: 'calls', roles: ['agent', 'supervisor'] },
  { prefix: 'orders:warehouse', roles: ['warehouse', 'agent', 'supervisor'] },
  { prefix: 'orders:transit', roles: ['warehouse', 'agent', 'supervisor'] },
  { prefix: 'archive:', roles: ['agent', 'supervisor', 'team_lead', 'operations_manager'] },
  { prefix: 'tickets:team:', roles: ['agent', 'supervisor', 'team_lead'] },
  { prefix: 'tickets:watch', roles: ['supervisor', 'operations_manager', 'senior_management'] },
  { prefix: 'tickets:call-backs', roles: ['supervisor'] },
  { prefix: 'tickets:unanswered', roles: ['agent', 'supervisor', 'team_lead'] },
  { prefix: 'tickets:issues', roles: ['agent', 'supervisor', 'team_lead', 'process_optimisation'] },
  { prefix: 'departments:finance', roles: ['finance', 'supervisor'] },
  { prefix: 'departments:warehouse', roles: ['warehouse', 'supervisor'] },
  { prefix: 'departments:technical', roles: ['technical', 'supervisor'] },
  { prefix: 'departments:process_optimisation', roles: ['process_optimisation', 'supervisor'] },
  { prefix: 'departments:emergency', roles: ['emergency', 'supervisor'] },
  { prefix: 'departments:senior_management', roles: ['senior_management', 'supervisor'] },
  { prefix: 'tickets:complaints', roles: ['supervisor', 'team_lead', 'operations_manager'] },
  { prefix: 'tickets:same-person', roles: ['supervisor'] },
  { prefix: 'tickets:authorisations', roles: ['supervisor', 'operations_manager', 'senior_management'] },
  {
    prefix: 'incidents:',
    roles: ['agent', 'supervisor', 'technical', 'emergency', 'operations_manager', 'senior_management'],
  },
  { prefix: 'tickets:agent:', roles: ['agent', 'supervisor'], personal: true },
  { prefix: 'tickets:first-contact:', roles: ['agent', 'supervisor'], personal: true },
]
