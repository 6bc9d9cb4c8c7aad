import { categoryRules, contextRules, gravityRules, incidentRules } from '../handbook/gravity-rules'
import type { CustomerTier, IssueCategory, Severity, Topic } from './ticket'

/** A row that lifts severity or marks urgency, whatever the topic. */
export interface GravityRule {
  readonly id: string
  readonly severity?: Exclude<Severity, 'general'>
  readonly urgent?: true
  readonly patterns: readonly RegExp[]
  /** It is silent where this matches. */
  readonly unless?: RegExp
  /** It also speaks where so many people are named and this matches. */
  readonly affected?: { readonly atLeast: number; readonly and: RegExp }
  readonly requirement: string
}

/** A row that looks at what lies outside the words; each condition that it names must hold. */
export interface ContextRule {
  readonly id: string
  readonly severity?: Exclude<Severity, 'general'>
  readonly urgent?: true
  readonly tier?: CustomerTier
  readonly orderValueMinor?: number
  readonly earlierComplaints?: number
  readonly topics?: readonly Topic[]
  readonly requirement: string
}

export interface CategoryRule {
  readonly id: string
  readonly category: IssueCategory
  readonly patterns: readonly RegExp[]
  readonly unless?: RegExp
  readonly requirement: string
}

export interface IncidentRules {
  readonly wide: RegExp
  readonly fairlyWide: RegExp
  readonly some: RegExp
  readonly modules: readonly RegExp[]
}

/** What is known beside the words. */
export interface ClassificationContext {
  readonly orderId?: string | undefined
  readonly tier?: CustomerTier | undefined
  /** In minor units of the order's currency. */
  readonly orderValueMinor?: number | undefined
  /** How many complaints this customer has made before. */
  readonly earlierComplaints?: number | undefined
}

export interface Gravity {
  readonly severity: Severity
  readonly urgent: boolean
  readonly because: readonly string[]
}

const severities: readonly Severity[] = ['general', 'major', 'especially_major']

interface Said {
  readonly severity: Severity
  readonly because: string
}

/** How grave and how urgent, and which rules said so; the highest that matches wins (C-24). `words` are normalised. */
export function gravityOf(words: string, topic: Topic, context: ClassificationContext = {}): Gravity {
  const said = [
    ...gravityRules.flatMap(rule => spoken(rule, words)),
    ...contextRules.filter(rule => holds(rule, topic, context)).map(rule => sayingOf(rule, 'context')),
  ]
  const severity = severities[Math.max(0, ...said.map(one => severities.indexOf(one.severity)))] ?? 'general'
  return { severity, urgent: said.length > 0, because: said.map(one => one.because) }
}

const sayingOf = (rule: GravityRule | ContextRule, phrase: string): Said => ({
  severity: rule.severity ?? 'general',
  because: `${rule.id}: ${phrase} → ${rule.severity ?? 'urgent'}`,
})

/** A phrase is quoted, but not a whole letter. */
const QUOTED = 24

function spoken(rule: GravityRule, words: string): Said[] {
  if (rule.unless?.test(words)) return []
  const found = rule.patterns.map(pattern => pattern.exec(words)?.[0]).find(phrase => phrase !== undefined)
  if (found !== undefined) return [sayingOf(rule, found.slice(0, QUOTED))]
  const many = rule.affected && affectedIn(words) >= rule.affected.atLeast && rule.affected.and.test(words)
  return many ? [sayingOf(rule, `${affectedIn(words)} people`)] : []
}

const holds = (
  rule: ContextRule,
  topic: Topic,
  { tier, orderValueMinor = 0, earlierComplaints = 0 }: ClassificationContext,
) =>
  (!rule.tier || rule.tier === tier) &&
  orderValueMinor >= (rule.orderValueMinor ?? 0) &&
  earlierComplaints >= (rule.earlierComplaints ?? 0) &&
  (!rule.topics || rule.topics.includes(topic))

const unitsOf: readonly (readonly [RegExp, number])[] = [
  [/[上成]?千(个|名|位|人)|thousands of/, 1000],
  [/[几上数]百(个|名|位|多|人)?|hundreds of/, 100],
  [/[几上数]十(个|名|位|多|人)|dozens of/, 10],
]

/** How many people a message says are hit. */
export function affectedIn(words: string): number {
  const counted = /(\d{1,7})\s?(?:多?个?(?:人|客户|用户|买家|家长|业主)|(?:people|customers|users|buyers)\b)/.exec(
    words,
  )
  const vague = unitsOf.find(([pattern]) => pattern.test(words))?.[1] ?? 0
  return Math.max(Number(counted?.[1] ?? 0), vague)
}

/** 服务问题分类 (R-CLS-06) by the words, where a rule knows it. */
export const categoryOf = (words: string): CategoryRule | undefined =>
  categoryRules.find(({ patterns, unless }) => !unless?.test(words) && patterns.some(pattern => pattern.test(words)))

export type IncidentLevel = 'I' | 'II' | 'III' | 'IV'

/** 突发事件分级 (R-CLS-15): by how many are hit and how many modules. */
export function incidentLevelOf(words: string): IncidentLevel {
  const modules = incidentRules.modules.filter(pattern => pattern.test(words)).length
  const several = modules >= 2
  const people = affectedIn(words)
  if (several && incidentRules.wide.test(words) && !/fairly wide/.test(words)) return 'I'
  if (several && (incidentRules.fairlyWide.test(words) || people >= 100)) return 'II'
  if (incidentRules.wide.test(words) || incidentRules.fairlyWide.test(words)) return several ? 'II' : 'III'
  return incidentRules.some.test(words) || people >= 3 ? 'III' : 'IV'
}
