interface Column {
  readonly zh: string
  readonly en: string
}

/** What the columns of an exported list are called, by the field that they show; amounts are whole minor units, instants UTC. */
export const columns: Readonly<Record<string, Column>> = {
  id: { zh: '编号', en: 'Id' },
  number: { zh: '单号', en: 'Number' },
  kind: { zh: '类型', en: 'Kind' },
  state: { zh: '状态', en: 'State' },
  version: { zh: '版本', en: 'Version' },
  customerId: { zh: '客户编号', en: 'Customer id' },
  caseId: { zh: '单据编号', en: 'Case id' },
  createdAt: { zh: '创建时间 (UTC)', en: 'Created (UTC)' },
  changedAt: { zh: '更新时间 (UTC)', en: 'Changed (UTC)' },
  dueAt: { zh: '截止时间 (UTC)', en: 'Due (UTC)' },
  at: { zh: '时间 (UTC)', en: 'At (UTC)' },
  'total.amount': { zh: '总额 (分)', en: 'Total (minor units)' },
  'total.currency': { zh: '币种', en: 'Currency' },
  outOfStock: { zh: '缺货', en: 'Out of stock' },
  delayed: { zh: '发货延迟', en: 'Delayed' },
  exception: { zh: '物流异常', en: 'Exception' },
  'refund.kind': { zh: '退款类型', en: 'Refund' },
  'refund.amount': { zh: '待退金额 (分)', en: 'Refund (minor units)' },
  invoice: { zh: '发票', en: 'Invoice' },
  paymentMethod: { zh: '付款方式', en: 'Payment method' },
  language: { zh: '语言', en: 'Language' },
  say: { zh: '须告知', en: 'To be said' },
  channel: { zh: '渠道', en: 'Channel' },
  topic: { zh: '主题', en: 'Topic' },
  grade: { zh: '等级', en: 'Grade' },
  priority: { zh: '优先级', en: 'Priority' },
  team: { zh: '团队', en: 'Team' },
  assigneeId: { zh: '处理人', en: 'Assignee' },
  by: { zh: '操作人', en: 'By' },
  roles: { zh: '角色', en: 'Roles' },
  operation: { zh: '操作', en: 'Operation' },
  what: { zh: '内容', en: 'What' },
}
