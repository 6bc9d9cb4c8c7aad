/** Of what a value is made: measures of domain/figures.ts. */
export type Formula =
  /** A part of a whole, 0 to 1. */
  | { readonly kind: 'share'; readonly of: string; readonly per: string }
  /** Of the decisions on these clocks the part that was in time. */
  | { readonly kind: 'in time'; readonly clocks: readonly string[] }
  /** Seconds by cases; shown in hours. */
  | { readonly kind: 'mean'; readonly of: string; readonly per: string }
  /** Hours within which 95 of 100 are: the upper end of their class. */
  | { readonly kind: 'percentile'; readonly of: string; readonly per: string; readonly classes: string }
  /** Clocks that were missed, of all that were decided. */
  | { readonly kind: 'missed' }

export interface Kpi {
  readonly zh: string
  readonly en: string
  readonly formula: Formula
  readonly target?: { readonly is: '>=' | '<=' | '<'; readonly value: number }
  readonly requirement: string
}

/** 指标: requirements §6. A † says how we read a row; what clocks decide is counted once it is decided. */
export const kpis: Readonly<Record<string, Kpi>> = {
  'K-01': {
    zh: '24 小时响应及时率',
    en: 'First response within 24 h',
    formula: { kind: 'share', of: 'answeredIn24h', per: 'awaited' },
    target: { is: '>=', value: 1 },
    requirement: 'K-01, R-SLA-01; † of tickets that wait for an answer: not those that staff began (convention 6)',
  },
  'K-02': {
    zh: '紧急问题 2 小时响应率',
    en: 'Urgent: first response within 2 h',
    formula: { kind: 'share', of: 'urgentAnsweredIn2h', per: 'urgent' },
    target: { is: '>=', value: 1 },
    requirement: 'K-02, R-SLA-02',
  },
  'K-03': {
    zh: '平均响应时间',
    en: 'Mean time to first response',
    formula: { kind: 'mean', of: 'answerSeconds', per: 'answered' },
    target: { is: '<=', value: 24 },
    requirement: 'K-03',
  },
  'K-04': {
    zh: '工单平均处理时长',
    en: 'Mean handling time',
    formula: { kind: 'mean', of: 'resolvedSeconds', per: 'resolved' },
    target: { is: '<', value: 24 },
    requirement: 'K-04, R-SLA-04; † to the first solution, what comes after a reopening is kept apart (convention 7)',
  },
  'K-05': {
    zh: '复杂问题处理时长（95%）',
    en: 'Complex problems: handling time of 95 in 100',
    formula: { kind: 'percentile', of: 'complexIn48h', per: 'complex', classes: 'complexHours' },
    target: { is: '<=', value: 48 },
    requirement: 'K-05, R-SLA-05; † complex: grade L2 or L3, or major',
  },
  'K-06': {
    zh: '48 小时处理完成率',
    en: 'Handled within 48 h',
    formula: { kind: 'share', of: 'resolvedIn48h', per: 'resolved' },
    target: { is: '>=', value: 1 },
    requirement: 'K-06, R-SLA-03',
  },
  'K-07': {
    zh: '二级问题 1 小时启动率',
    en: 'L2: emergency response started within 1 h',
    formula: { kind: 'in time', clocks: ['SLA-09'] },
    target: { is: '>=', value: 1 },
    requirement: 'K-07, R-SLA-09',
  },
  'K-08': {
    zh: '方案按时提出率（二级 24 小时、三级 48 小时）',
    en: 'Plan in time: L2 within 24 h, L3 within 48 h',
    formula: { kind: 'in time', clocks: ['SLA-10', 'SLA-13'] },
    target: { is: '>=', value: 1 },
    requirement: 'K-08, R-SLA-10, R-SLA-13',
  },
  'K-09': {
    zh: '重大问题 48 小时响应率（考核）',
    en: 'Major problems: response within 48 h (appraisal)',
    formula: { kind: 'share', of: 'majorAnsweredIn48h', per: 'major' },
    target: { is: '>=', value: 1 },
    requirement: 'K-09, R-SLA-24, C-02',
  },
  'K-10': {
    zh: '24 小时闭环反馈率',
    en: 'Loop closed within 24 h after handling',
    formula: { kind: 'in time', clocks: ['SLA-21'] },
    target: { is: '>=', value: 1 },
    requirement: 'K-10, R-SLA-21',
  },
  'K-11': {
    zh: '24 小时记录完整率',
    en: 'Record complete within 24 h',
    formula: { kind: 'in time', clocks: ['SLA-22'] },
    target: { is: '>=', value: 1 },
    requirement: 'K-11, R-SLA-22',
  },
  'K-12': {
    zh: '客户满意度',
    en: 'Customer satisfaction',
    formula: { kind: 'share', of: 'satisfied', per: 'rated' },
    target: { is: '>=', value: 0.9 },
    requirement: 'K-12, R-SUR-10',
  },
  'K-14': {
    zh: '投诉 24 小时收到确认率',
    en: 'Complaint acknowledged within 24 h',
    formula: { kind: 'share', of: 'acknowledgedIn24h', per: 'toAcknowledge' },
    target: { is: '>=', value: 1 },
    requirement: 'K-14, R-SLA-17',
  },
  'K-15': {
    zh: '投诉 48 小时处理率',
    en: 'Complaint handled within 48 h',
    formula: { kind: 'share', of: 'remediedIn48h', per: 'toRemedy' },
    target: { is: '>=', value: 1 },
    requirement: 'K-15, R-SLA-18',
  },
  'K-16': {
    zh: '投诉率',
    en: 'Complaints per order',
    formula: { kind: 'share', of: 'complained', per: 'placed' },
    requirement: 'K-16, R-MON-07',
  },
  'K-17': {
    zh: '重复问题率',
    en: 'Repeated problems',
    formula: { kind: 'share', of: 'repeated', per: 'received' },
    requirement: 'K-17, R-TKT-10',
  },
  'K-18': {
    zh: '二次处理率',
    en: 'Reopened',
    formula: { kind: 'share', of: 'reopened', per: 'resolved' },
    requirement: 'K-18',
  },
  'K-19': {
    zh: '服务响应率',
    en: 'Answered at all',
    formula: { kind: 'share', of: 'answered', per: 'awaited' },
    target: { is: '>=', value: 1 },
    requirement: 'K-19',
  },
  'K-25': {
    zh: '订单 2 小时通知各部门',
    en: 'Departments told of an order within 2 h',
    formula: { kind: 'in time', clocks: ['SLA-34'] },
    target: { is: '>=', value: 1 },
    requirement: 'K-25, R-SLA-34',
  },
  'K-26': {
    zh: '当日交仓率',
    en: 'Handed over on the same day',
    formula: { kind: 'in time', clocks: ['SLA-35'] },
    target: { is: '>=', value: 1 },
    requirement: 'K-26, R-SLA-35, C-01',
  },
  'K-28': {
    zh: '发票 1 个月内寄出率',
    en: 'Invoice posted within a month',
    formula: { kind: 'in time', clocks: ['SLA-38'] },
    target: { is: '>=', value: 1 },
    requirement: 'K-28, R-SLA-38',
  },
  'K-29': {
    zh: '回电承诺兑现率',
    en: 'Promised calls kept',
    formula: { kind: 'in time', clocks: ['SLA-39'] },
    target: { is: '>=', value: 1 },
    requirement: 'K-29, R-SLA-39',
  },
  'K-42': {
    zh: '超时次数',
    en: 'Broken promises of time',
    formula: { kind: 'missed' },
    target: { is: '<=', value: 0 },
    requirement: 'K-42 (†); by clock and owner: GET /v1/figures?by=clock',
  },
}
