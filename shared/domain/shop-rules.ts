import { teamOfTopic } from '../handbook/classification-rules'
import type { Instant } from './case'
import { gradedAs } from './grade'
import { normalised } from './language'
import { find } from './phrases'
import type { Classification, Severity, Topic } from './ticket'

/** 店内规则: a rule of the shop's supervisors, above the model and beside the rules of the handbook. */
export interface ShopRule {
  readonly id: string
  /** It speaks where one of these stands, and none of those; `…` is a few words. */
  readonly phrases: readonly string[]
  readonly unless?: readonly string[] | undefined
  readonly topic?: Topic | undefined
  /** Lifts, never lowers: what the handbook calls grave stays so. */
  readonly severity?: Exclude<Severity, 'general'> | undefined
  readonly urgent?: true | undefined
}

/** A version of them, as it was put into force. */
export interface ShopRules {
  readonly version: number
  readonly rules: readonly ShopRule[]
  readonly reason: string
  readonly by: string
  readonly at: Instant
  /** The trial that went before. */
  readonly trial: string
}

export const noShopRules = { version: 0, rules: [] } as const

const severities: readonly Severity[] = ['general', 'major', 'especially_major']
const graver = (a: Severity, b: Severity) => (severities.indexOf(a) < severities.indexOf(b) ? b : a)

/** A proposal as the rules of the shop have it. Of several the first says the topic; whoever is named says why (R-CLS-32). */
export function withShopRules(
  proposal: Classification,
  text: string,
  { version, rules }: Pick<ShopRules, 'version' | 'rules'>,
): Classification {
  const words = normalised(text)
  const spoken = rules.flatMap(rule => {
    const [found] = find(words, rule.phrases.map(normalised))
    return found && find(words, (rule.unless ?? []).map(normalised)).length === 0 ? [{ rule, found }] : []
  })
  if (spoken.length === 0) return proposal
  const { triage, category, because, ...before } = proposal
  const named = spoken.find(({ rule }) => rule.topic)?.rule.topic
  const topic = named ?? before.topic
  const severity = spoken.reduce((most, { rule }) => graver(most, rule.severity ?? 'general'), before.severity)
  const urgent = before.urgent || severity !== 'general' || spoken.some(({ rule }) => rule.urgent)
  const kept = topic === before.topic ? category : undefined
  const graded = gradedAs({ topic, severity, urgent, ...(kept && { category: kept }) })
  const unsure = triage && named === undefined
  return {
    ...before,
    ...{ topic, severity, urgent, ...graded },
    ...(topic === before.topic && before.priority < graded.priority && { priority: before.priority }),
    ...(unsure && { triage, ...(severity === 'general' && { team: teamOfTopic.other }) }),
    ...(kept && { category: kept }),
    because: [...spoken.map(({ rule, found }) => `shop rules ${version}, ${rule.id}: ${found.phrase}`), ...because],
  }
}

const compared = ['topic', 'severity', 'urgent', 'grade', 'priority', 'team'] as const

/** What of a proposal another set of rules would change; undefined: nothing. */
export function differs(was: Classification, would: Classification) {
  const changed = compared.filter(field => was[field] !== would[field])
  if (changed.length === 0) return undefined
  const only = (of: Classification) => Object.fromEntries(changed.map(field => [field, of[field]]))
  return { was: only(was), would: only(would) }
}
