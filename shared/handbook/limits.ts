import type { Limit } from '../domain/clocks'
import type { ClockId } from '../domain/table'

/** Kept on every clock, so that a later change of a row does not move what is running (R-SLA-47). */
export const POLICY_VERSION = '2026-01'

/** 服务时限: requirements §1.6. `hours` run day and night, `workingDays` have eight working hours each (§0). */
export const limits: Readonly<Record<ClockId, Limit>> = {
  'SLA-01': {
    zh: '初步响应',
    kind: 'ticket',
    limit: { hours: 24 },
    warnAtShare: 0.75,
    owner: 'first responder',
    requirement: 'R-SLA-01',
  },
  'SLA-02': {
    zh: '紧急问题响应',
    kind: 'ticket',
    limit: { hours: 2 },
    warnAtShare: 0.75,
    countsFrom: 'receipt',
    supersedes: 'SLA-01',
    owner: 'first responder',
    requirement: 'R-SLA-02, R-SLA-45',
  },
  'SLA-03': {
    zh: '问题处理',
    kind: 'ticket',
    limit: { hours: 48 },
    warnAtShare: 0.75,
    owner: 'assignee',
    requirement: 'R-SLA-03',
  },
  'SLA-34': {
    zh: '通知各部门',
    kind: 'order',
    limit: { hours: 2 },
    target: { hours: 1 },
    absolute: { hours: 24 },
    warnAtShare: 0.75,
    owner: 'agent',
    requirement: 'R-SLA-34, C-36',
  },
  'SLA-36': {
    zh: '规定的到账时间',
    kind: 'order',
    limit: { workingDays: 1 },
    warnAtShare: 0.75,
    onBreach: 'not_arrived',
    unless: 'cash_on_delivery',
    owner: 'finance',
    requirement: 'R-SLA-36, G-02',
  },
  'SLA-37': {
    zh: '未付款取消',
    kind: 'order',
    limit: { workingDays: 5 },
    warnAtShare: 0.75,
    unless: 'cash_on_delivery',
    owner: 'agent',
    requirement: 'R-SLA-37, C-41',
  },
}
