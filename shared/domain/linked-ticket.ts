import { houseChannel } from '../handbook/channels'
import {
  gradeOfTopic,
  priorityOfTopic,
  RULES_VERSION,
  teamOfGrade,
  teamOfTopic,
} from '../handbook/classification-rules'
import type { Case, CaseEvent, Change } from './case'
import { decide, open } from './engine'
import type { Order } from './order'
import type { Classification, Message, Ticket, TicketFacts, Topic } from './ticket'

const actor = { role: 'system', id: 'order-desk' } as const

/** The ticket that an event of another case brings into being (Row.opens): received and classified at once, so that it stands
 *  with its team as soon as an order says that something is wrong (O8c, O9, O17, O21b), a rating is low (R-SUR-08), or what was
 *  closed long ago was not solved (T18). What is new in its customer's words is read like any first message (T7d). */
export function ticketOf(
  source: Case,
  { opens: topic = 'order', row, type, at, actor: { role }, data: { contentId, says, message: said } }: CaseEvent,
  named: { readonly id: string; readonly number: string },
): Change<Ticket> {
  const { customerId, market, language } = source
  const direction = role === 'customer' ? 'customer_initiated' : 'agent_initiated'
  const { mail } = (said ?? {}) as Partial<Message>
  const message = { contentId: String(contentId), from: 'customer', purpose: 'request', ...(mail && { mail }) } as const
  const data = { row, ...(contentId !== undefined && { message }) }
  const facts = { channel: houseChannel, direction, ...comesOf(source) } as const
  const received = open('ticket', { ...named, customerId, market, language, facts, data }, 'receive', actor, at)
  if (says === 'other') return received
  const classification = knownFrom(source, topic, `${row} ${type}`)
  const { grade, priority, team } = classification
  const classified = decide(received.after, {
    ...{ event: 'classify', actor, at, facts: { classification } },
    data: { topic: classification.topic, grade, priority, team },
  })
  return { before: null, after: classified.after, events: [...received.events, ...classified.events] }
}

const isOrder = (source: Case): source is Order => source.kind === 'order'

/** A ticket that goes on from another is about the same order. */
function comesOf(source: Case): Pick<TicketFacts, 'orderId' | 'followsUp' | 'tier'> {
  if (isOrder(source)) return { orderId: source.id }
  const { orderId, tier } = source.facts as TicketFacts
  return { followsUp: source.id, ...(orderId && { orderId }), ...(tier && { tier }) }
}

/** Nothing was said that could be read: the topic is known, and all else follows from it (R-DSP-04, R-PRI-04); what goes on from
 *  another ticket is what that one was. */
function knownFrom(source: Case, named: Topic, why: string): Classification {
  const earlier = isOrder(source) ? undefined : (source.facts as TicketFacts).classification
  const because = `${why} → ${earlier?.topic ?? named}`
  if (earlier) return { ...earlier, because: [because, RULES_VERSION] }
  const [topic, { language }] = [named, source]
  const grade = gradeOfTopic[topic]
  return {
    ...{ topic, severity: 'general', urgent: false, grade, language },
    priority: priorityOfTopic[topic],
    team: teamOfGrade[grade] ?? teamOfTopic[topic],
    because: [because, RULES_VERSION],
  }
}
