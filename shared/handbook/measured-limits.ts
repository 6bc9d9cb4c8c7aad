import type { Span } from '../domain/deadlines'

/** 考核指标中的时限: numbers of §1.6 that no clock of a case keeps, since they are of many cases, or over before the case exists. */
export const measuredLimits: Readonly<
  Record<
    'SLA-04' | 'SLA-20' | 'SLA-24' | 'SLA-25',
    { zh: string; limit: Span; of: string; owner: string; requirement: string }
  >
> = {
  'SLA-04': {
    zh: '平均处理时间',
    limit: { hours: 24 },
    of: 'the average from receipt to the result, over the tickets of a span',
    owner: 'team lead',
    requirement: 'R-SLA-04, C-11',
  },
  'SLA-20': {
    zh: '问题上报录入',
    limit: { hours: 24 },
    of: 'each ticket: from when its problem was discovered to when it was entered',
    owner: 'discoverer',
    requirement: 'R-SLA-20',
  },
  'SLA-24': {
    zh: '重大问题响应（考核）',
    limit: { hours: 48 },
    of: 'the response to each major problem, in the appraisal; its clock is SLA-09 (C-02)',
    owner: 'operations manager',
    requirement: 'R-SLA-24, C-02',
  },
  'SLA-25': {
    zh: '突发事件上报',
    limit: { hours: 5 / 60 },
    of: 'each emergency: from when it was discovered, or its ticket came in, to its report (†: at once is within five minutes)',
    owner: 'discoverer',
    requirement: 'R-SLA-25',
  },
}
