import { classify, type TopicVoice } from '../../shared/domain/classify'
import type { ClassificationContext } from '../../shared/domain/gravity'
import type { Classification } from '../../shared/domain/ticket'
import { spoken } from './explain'
import { type Model, opened, opinionOf, type PackedModel, ranked } from './model'
import kept from './model.json'

let loaded: Model | undefined

/** The model of this release, unpacked when it is first asked. */
export function model(): Model {
  loaded ??= opened(kept as PackedModel)
  return loaded
}

/** The whole proposal: the model says the topic, the rules how grave and urgent, and both say why (R-CLS-32). */
export const propose = (text: string, context: ClassificationContext = {}): Classification =>
  classify(text, context, read => aboutItsOrder(topicVoice(model(), read), context))

/** A message that says nothing of its own is about the order that it names. */
const aboutItsOrder = (voice: TopicVoice, { orderId }: ClassificationContext): TopicVoice =>
  voice.topic === 'other' && orderId
    ? { ...voice, topic: 'order', because: ['context: about an order', ...voice.because] }
    : voice

/** What the model thinks, how sure it is, and the phrases that made it so. */
export function topicVoice(model: Model, text: string): TopicVoice {
  const opinion = opinionOf(model, text)
  const [first, second] = ranked(model, opinion)
  if (!first || !second) throw new Error('a model has at least two topics')
  const said = spoken(model, text, first.topic)
  return {
    topic: first.topic,
    second: second.topic,
    confidence: Math.round(first.likely * 100) / 100,
    triage: first.likely < model.scripts[opinion.script].triage,
    because: [
      ...said.map(({ phrase, effect, otherwise }) =>
        [
          `model: ${phrase} → ${first.topic} ${effect > 0 ? '+' : ''}${effect}`,
          ...(otherwise ? [`without it ${otherwise}`] : []),
        ].join(', '),
      ),
      `${model.version}: ${first.topic} ${percent(first.likely)}, then ${second.topic} ${percent(second.likely)}`,
    ],
  }
}

const percent = (likely: number) => `${Math.round(likely * 100)} %`
