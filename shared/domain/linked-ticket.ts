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
import type { Classification, Ticket, Topic } from './ticket'

const actor = { role: 'system', id: 'order-desk' } as const

/** The ticket that an event of an order brings into being (Row.opens): received and classified at once, so that it stands
 *  with its team as soon as the order says that something is wrong (O8c, O9, O17, O21b). */
export function ticketOf(
  order: Case,
  { opens: topic = 'order', row, type, at, actor: { role }, data: { contentId } }: CaseEvent,
  named: { readonly id: string; readonly number: string },
): Change<Ticket> {
  const { customerId, market, language } = order
  const direction = role === 'customer' ? 'customer_initiated' : 'agent_initiated'
  const said = { contentId: String(contentId), from: 'customer', at, purpose: 'request' } as const
  const messages = contentId === undefined ? [] : [said]
  const facts = { channel: houseChannel, direction, orderId: order.id, messages } as const
  const received = open(
    'ticket',
    { ...named, customerId, market, language, facts, data: { row } },
    'receive',
    actor,
    at,
  )
  const classification = knownFrom(topic, language, `${row} ${type} → ${topic}`)
  const { grade, priority, team } = classification
  const data = { topic, grade, priority, team }
  const classified = decide(received.after, { event: 'classify', actor, at, facts: { classification }, data })
  return { before: null, after: classified.after, events: [...received.events, ...classified.events] }
}

/** Nothing was said that could be read: the topic is known, and all else follows from it (R-DSP-04, R-PRI-04). */
function knownFrom(topic: Topic, language: Classification['language'], because: string): Classification {
  const grade = gradeOfTopic[topic]
  return {
    ...{ topic, severity: 'general', urgent: false, grade, language },
    priority: priorityOfTopic[topic],
    team: teamOfGrade[grade] ?? teamOfTopic[topic],
    because: [because, RULES_VERSION],
  }
}
