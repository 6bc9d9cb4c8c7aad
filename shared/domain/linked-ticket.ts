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
  const message = { contentId: String(contentId), from: 'customer', purpose: 'request' } as const
  const data = { row, ...(contentId !== undefined && { message }) }
  const facts = { channel: houseChannel, direction, orderId: order.id } as const
  const received = open('ticket', { ...named, customerId, market, language, facts, data }, 'receive', actor, at)
  const classification = knownFrom(topic, language, `${row} ${type} → ${topic}`)
  const { grade, priority, team } = classification
  const classified = decide(received.after, {
    ...{ event: 'classify', actor, at, facts: { classification } },
    data: { topic, grade, priority, team },
  })
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
