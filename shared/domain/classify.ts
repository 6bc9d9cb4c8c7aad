import {
  gravityRules,
  RULES_VERSION,
  topicOrder,
  topicPhrasesEn,
  topicPhrasesZh,
} from '../handbook/classification-rules'
import { gradedAs } from './grade'
import { languageOf, normalised } from './language'
import { type Find, find } from './phrases'
import type { Classification, Severity, Topic } from './ticket'

/** A row of the topic phrases; each phrase found adds the weight to the topic. */
export interface PhraseRule {
  readonly id: string
  readonly topic: Topic
  readonly weight: number
  readonly phrases: readonly string[]
}

/** A row that lifts severity or marks urgency, whatever the topic. */
export interface GravityRule {
  readonly id: string
  readonly severity?: Exclude<Severity, 'general'>
  readonly urgent?: true
  readonly phrases: readonly string[]
  readonly requirement: string
}

/** What is known beside the words. */
export interface ClassificationContext {
  readonly orderId?: string | undefined
}

interface TopicFind extends Find {
  readonly rule: PhraseRule
}

/** Enough to see why; a case's head is to stay small. */
const REASONS = 6

/** A message may be as long as a mail; what it is about stands at its beginning or its end. */
const READ = 2000

const beginningAndEnd = (text: string) =>
  text.length > 2 * READ ? `${text.slice(0, READ)}\n${text.slice(-READ)}` : text

/** Proposes by rules what a message is about and how grave it is, and names the phrases that spoke (R-CLS-32). */
export function classify(text: string, context: ClassificationContext = {}): Classification {
  const read = beginningAndEnd(text)
  const words = normalised(read)
  const { topic, because } = topicOf(words, context)
  const gravity = gravityRules
    .map(rule => ({ rule, found: find(words, rule.phrases) }))
    .filter(({ found }) => found.length > 0)
  const severity = gravest(gravity.map(({ rule }) => rule.severity ?? 'general'))
  const urgent = severity !== 'general' || gravity.some(({ rule }) => rule.urgent)
  return {
    ...{ topic, severity, urgent },
    ...gradedAs({ topic, severity, urgent }),
    language: languageOf(read),
    because: [
      ...because.slice(0, REASONS),
      ...gravity.flatMap(({ rule, found }) =>
        found.map(({ phrase }) => `${rule.id}: ${phrase} → ${rule.severity ?? 'urgent'}`),
      ),
      RULES_VERSION,
    ],
  }
}

/** What the phrase rules give each topic, and the phrases that spoke. */
function said(words: string) {
  const scores = [...topicPhrasesZh, ...topicPhrasesEn].map(rule => ({
    rule,
    found: find(words, rule.phrases),
  }))
  return topicOrder.map(topic => {
    const finds = scores
      .filter(({ rule }) => rule.topic === topic)
      .flatMap(({ rule, found }) => found.map(one => ({ ...one, rule })))
    const own = finds.filter(one => !finds.some(other => other !== one && covers(other, one)))
    return { topic, own, score: own.reduce((total, { rule }) => total + rule.weight, 0) }
  })
}

/** The phrase rules as one voice among several. */
export const topicScores = (text: string): readonly { readonly topic: Topic; readonly score: number }[] =>
  said(normalised(beginningAndEnd(text))).filter(({ score }) => score > 0)

function topicOf(words: string, context: ClassificationContext): { topic: Topic; because: readonly string[] } {
  const all = said(words)
  const best = all.reduce((a, b) => (b.score > a.score ? b : a))
  if (best.score === 0) {
    return context.orderId
      ? { topic: 'order', because: ['context: about an order'] }
      : { topic: 'other', because: ['no rule speaks'] }
  }
  const because = all
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .flatMap(({ topic, own }) => own.map(({ rule, phrase }) => `${rule.id}: ${phrase} → ${topic} +${rule.weight}`))
  return { topic: best.topic, because }
}

const severities: readonly Severity[] = ['general', 'major', 'especially_major']
const gravest = (all: readonly Severity[]): Severity =>
  severities[Math.max(0, ...all.map(one => severities.indexOf(one)))] ?? 'general'

/** A phrase inside a longer one of the same topic is not said twice. Of two on the same spot the heavier one counts. */
const covers = (a: TopicFind, b: TopicFind) =>
  a.from <= b.from && b.to <= a.to && (a.to - a.from > b.to - b.from || a.rule.weight > b.rule.weight)
