import {
  categoryOfTopic,
  RULES_VERSION,
  stageOfTopic,
  topicOrder,
  topicPhrasesEn,
  topicPhrasesZh,
} from '../handbook/classification-rules'
import { complaintTypeRules } from '../handbook/complaint-rules'
import { defaultTeam } from '../handbook/dispatch'
import { gradedAs } from './grade'
import { type ClassificationContext, categoryOf, gravityOf, incidentLevelOf } from './gravity'
import { languageOf, normalised } from './language'
import { type Find, find } from './phrases'
import type { Classification, MessageKind, Topic } from './ticket'

/** A row of the topic phrases; each phrase found adds the weight to the topic. */
export interface PhraseRule {
  readonly id: string
  readonly topic: Topic
  readonly weight: number
  readonly phrases: readonly string[]
}

/** What a voice thinks a message is about. */
export interface TopicVoice {
  readonly topic: Topic
  readonly because: readonly string[]
  readonly second?: Topic
  readonly confidence?: number
  /** Not sure enough: a person decides between the topic and the second. */
  readonly triage?: boolean
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

/** Proposes what a message is about, how grave and urgent it is, and names what spoke (R-CLS-32). The topic comes from the voice that
 *  is asked, the phrase rules alone when none is. */
export function classify(
  text: string,
  context: ClassificationContext = {},
  topicBy: (text: string) => TopicVoice = read => topicOf(normalised(read), context),
): Classification {
  const read = beginningAndEnd(text)
  const words = normalised(read)
  const { topic, because, second, confidence, triage } = topicBy(read)
  const { severity, urgent: said, because: gravely } = gravityOf(words, topic, context)
  const rule = categoryOf(words)
  const category = rule?.category ?? categoryOfTopic[topic] ?? 'general'
  const incident = incidentLevelOf(words)
  const urgent = severity !== 'general' || said
  const graded = gradedAs({ topic, severity, urgent, category, incident })
  const stage = stageOf(topic, words)
  return {
    ...{ topic, severity, urgent },
    ...graded,
    ...(triage && severity === 'general' && { team: defaultTeam }),
    language: languageOf(read),
    ...(confidence !== undefined && { confidence }),
    ...(second && { second }),
    ...(triage && { triage }),
    kind: kindOf(topic, words),
    ...(stage && { stage }),
    category,
    ...(topic === 'complaint' && { complaint: complaintOf(words) }),
    because: [
      ...because.slice(0, REASONS),
      ...gravely,
      ...(rule ? [`${rule.id} → ${rule.category}`] : []),
      ...(urgent && incident !== 'IV' ? [`incident rules → level ${incident}`] : []),
      RULES_VERSION,
    ],
  }
}

/** 投诉问题分类、投诉原因 (R-CLS-04, R-CLS-18). */
const complaintOf = (words: string): NonNullable<Classification['complaint']> => {
  const rule = complaintTypeRules.find(({ pattern }) => pattern.test(words))
  return { type: rule?.type ?? 'other', ...(rule?.cause && { cause: rule.cause }) }
}

const NOT_BOUGHT_YET = /还?没买|买之前|想买|准备买|before i buy|not bought|thinking of buying/
const HAS_IT = /收到(?!.{0,4}(没|吗))|用了|穿了|拆开|退货|\b(received|arrived broken|unopened|sent it back)\b/

/** The topic says it mostly; what was bought or received already says it better (R-CLS-01). */
const stageOf = (topic: Topic, words: string) => {
  if (NOT_BOUGHT_YET.test(words)) return 'pre_sale' as const
  const usual = stageOfTopic[topic]
  return usual === 'in_sale' && HAS_IT.test(words) && !/没收到|not received|haven't received/.test(words)
    ? 'after_sale'
    : usual
}

const ASKING =
  /吗|么[?？]?$|[?？]|怎么(?!还|又|回事)|如何|多少|几[天个点]|哪|什么(?!情况)|能不能|可以|多久|^(how|what|when|where|which|who|can|could|do|does|is|are|will)\b|\?/
const WRONG =
  /不了|没|失败|错|坏|破|碎|丢|少了|少发|漏|异常|扣了|不对|不见|闪退|卡|崩|打不开|还没|怎么(还|又)|回事|\b(not|never|no|wrong|missing|lost|broken|fail\w*|error|late|stuck|crash\w*|damaged|declined|faulty|twice|unable)\b|n't\b/

const kindOfTopic: Partial<Record<Topic, MessageKind>> = {
  product: 'consultation',
  complaint: 'complaint',
  feedback: 'feedback',
  other: 'consultation',
}

const kindOf = (topic: Topic, words: string): MessageKind =>
  kindOfTopic[topic] ?? (!WRONG.test(words) && ASKING.test(words) ? 'consultation' : 'problem')

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

function topicOf(words: string, context: ClassificationContext): TopicVoice {
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

/** A phrase inside a longer one of the same topic is not said twice. Of two on the same spot the heavier one counts. */
const covers = (a: TopicFind, b: TopicFind) =>
  a.from <= b.from && b.to <= a.to && (a.to - a.from > b.to - b.from || a.rule.weight > b.rule.weight)
