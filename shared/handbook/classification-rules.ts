import type { Grade, IssueCategory, Priority, SalesStage, Severity, Topic } from '../domain/ticket'

export { topicPhrasesEn } from './topic-phrases-en'
export { topicPhrasesZh } from './topic-phrases-zh'

/** Kept with each proposal, so that it can be explained after the rules have changed (R-CLS-32). */
export const RULES_VERSION = 'rules-2026-01'

/** Of two topics with equal weight the one that stands first: the more particular one. */
export const topicOrder: readonly Topic[] = [
  'invoice',
  'after_sales',
  'payment',
  'logistics',
  'technical',
  'complaint',
  'account',
  'order',
  'product',
  'feedback',
  'other',
]

/** 分级 (C-05): topics that are categories of their own keep L4 to L6, unless the severity lifts them to L2 or L3. */
export const gradeOfTopic: Readonly<Record<Topic, Grade>> = {
  product: 'L1',
  order: 'L1',
  payment: 'L1',
  logistics: 'L1',
  after_sales: 'L1',
  invoice: 'L1',
  account: 'L1',
  technical: 'L4',
  complaint: 'L5',
  feedback: 'L6',
  other: 'L1',
}

export const gradeOfSeverity: Readonly<Record<Exclude<Severity, 'general'>, Grade>> = {
  major: 'L2',
  especially_major: 'L3',
}

/** 服务问题分类 (R-CLS-06) of a topic of which no rule says otherwise. */
export const categoryOfTopic: Partial<Readonly<Record<Topic, IssueCategory>>> = {
  technical: 'service_process',
  complaint: 'customer_complaint',
  feedback: 'service_feedback',
}

export const gradeOfCategory: Readonly<Record<IssueCategory, Grade>> = {
  general: 'L1',
  service_process: 'L4',
  customer_complaint: 'L5',
  service_feedback: 'L6',
}

/** 售前、售中、售后 (R-CLS-01): where a topic mostly belongs; account, technical and other belong nowhere. */
export const stageOfTopic: Partial<Readonly<Record<Topic, SalesStage>>> = {
  product: 'pre_sale',
  order: 'in_sale',
  payment: 'in_sale',
  logistics: 'in_sale',
  after_sales: 'after_sale',
  invoice: 'after_sale',
  complaint: 'after_sale',
  feedback: 'after_sale',
}

/** R-PRI-04: what is neither grave nor urgent, by topic. The text names five for P3 and two for P4; the rest is ours (†). */
export const priorityOfTopic: Readonly<Record<Topic, Priority>> = {
  logistics: 'P3',
  payment: 'P3',
  order: 'P3',
  complaint: 'P3',
  after_sales: 'P3',
  account: 'P3',
  technical: 'P3',
  invoice: 'P4',
  product: 'P4',
  feedback: 'P4',
  other: 'P4',
}

/** R-DSP-04: a grade that has its own team, else the team of the topic; R-DSP-06: what fits nowhere goes to triage. */
export const teamOfGrade: Partial<Readonly<Record<Grade, string>>> = {
  L2: 'emergency_team',
  L3: 'senior_management',
  L4: 'process_optimisation',
  L5: 'service_team',
  L6: 'process_optimisation',
}

export const teamOfTopic: Readonly<Record<Topic, string>> = {
  order: 'order',
  logistics: 'logistics',
  payment: 'payment',
  after_sales: 'after_sales',
  product: 'pre_sale',
  invoice: 'service_team',
  account: 'service_team',
  technical: 'process_optimisation',
  complaint: 'service_team',
  feedback: 'process_optimisation',
  other: 'triage',
}
