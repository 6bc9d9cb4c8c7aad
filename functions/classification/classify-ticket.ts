import type { Change } from '../../shared/domain/case'

import { decide } from '../../shared/domain/engine'
import type { Ticket } from '../../shared/domain/ticket'
import { houseAct } from '../../shared/entry/house-act'
import type { HistoryMessage } from '../../shared/entry/message'
import type { Delivery } from '../../shared/entry/queue'
import { graveGrades } from '../../shared/handbook/escalation'
import type { CaseStore, CustomerStore, PatternStore } from '../../shared/wiring'
import { findRepeat } from './find-repeat'
import { propose } from './propose'
import { watchPattern } from './watch-pattern'

const actor = { role: 'system', id: 'classification' } as const

interface Needs {
  readonly cases: CaseStore
  readonly customers: CustomerStore
  readonly patterns: PatternStore
}

/** Proposes topic, grade, priority and team by the rules and says which spoke (T2, R-CHN-03); a ticket is classified once. */
export async function classifyTicket(
  { cases, customers, patterns }: Needs,
  { message, now }: Delivery<Pick<HistoryMessage, 'caseId'>>,
) {
  const after = await houseAct({ cases }, message.caseId, async (before): Promise<Change | null> => {
    const ticket = before as Ticket
    const { classification: known, requestId, orderId } = ticket.facts
    if (known) return null
    const request = await customers.content(ticket.customerId, requestId ?? '')
    const classification = propose(request?.what === 'message' ? request.text : '', { orderId })
    const { topic, grade, priority, team } = classification
    const data = { topic, grade, priority, team, ...graveGrades[grade] }
    const facts = { classification, ...(await findRepeat({ cases }, ticket, topic, now)) }
    return decide(ticket, { event: 'classify', actor, at: now, facts, data })
  })
  await watchPattern({ cases, patterns }, after as Ticket, now)
  return { state: after.state, topic: (after as Ticket).facts.classification?.topic }
}
