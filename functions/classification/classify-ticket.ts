import type { Change } from '../../shared/domain/case'
import { decide } from '../../shared/domain/engine'
import type { ClassificationContext } from '../../shared/domain/gravity'
import type { MailRecord } from '../../shared/domain/mail-record'
import { type ShopRules, withShopRules } from '../../shared/domain/shop-rules'
import type { Classification, Ticket } from '../../shared/domain/ticket'
import { sentToTriage } from '../../shared/domain/unread'
import { houseAct } from '../../shared/entry/house-act'
import { emergencyOf } from '../../shared/entry/incident'
import type { HistoryMessage } from '../../shared/entry/message'
import type { Delivery } from '../../shared/entry/queue'
import { count, logger } from '../../shared/entry/telemetry'
import { graveGrades, pressingComplaint } from '../../shared/handbook/escalation'
import type { CaseStore, CustomerStore, PatternStore, RuleStore } from '../../shared/wiring'
import { findRepeat } from './find-repeat'
import { lookAround } from './look-around'
import { propose } from './propose'
import { watchPattern } from './watch-pattern'

const actor = { role: 'system', id: 'classification' } as const

interface Needs {
  readonly cases: CaseStore
  readonly customers: CustomerStore
  readonly patterns: PatternStore
  readonly rules: Pick<RuleStore, 'inForce'>
}

/** Proposes topic, grade, priority and team by the rules and says which spoke (T2, R-CHN-03); a ticket is classified once. */
export async function classifyTicket(
  { cases, customers, patterns, rules }: Needs,
  { message, now }: Delivery<Pick<HistoryMessage, 'caseId'>>,
) {
  const after = await houseAct({ cases }, message.caseId, async (before): Promise<Change | null> => {
    const ticket = before as Ticket
    const { classification: known, requestId } = ticket.facts
    if (known && !known.unread) return null
    const request = await customers.content(ticket.customerId, requestId ?? '')
    const text = request?.what === 'message' ? toRead(request) : ''
    const { context, newest } = await lookAround({ cases }, ticket)
    const classification = proposalFor(text, context, await rules.inForce(now))
    // A complaint without one stands before triage as it is.
    if (!classification)
      return known || before.kind === 'complaint' ? null : sentToTriage(ticket, now, 'the classification failed')
    const { topic, grade, priority, team } = classification
    const isPressing = classification.urgent && (topic === 'complaint' || before.kind === 'complaint')
    const data = { topic, grade, priority, team, ...(graveGrades[grade] ?? (isPressing && pressingComplaint)) }
    const emergency = await emergencyOf({ cases }, ticket, classification)
    const facts = { classification, ...findRepeat(ticket, topic, newest, now), ...emergency }
    return decide(ticket, { event: 'classify', actor, at: now, facts, data })
  })
  await watchPattern({ cases, patterns }, after as Ticket, now)
  return { state: after.state, topic: (after as Ticket).facts.classification?.topic }
}

/** Of a mail the subject too: some say there what it is about. */
const toRead = ({ text, mail }: { readonly text: string; readonly mail?: MailRecord }) =>
  mail && mail.subject.trim() !== text ? `${mail.subject}\n${text}` : text

/** What no rule or model can read is for people: to try it again would change nothing (R-DSP-06). */
function proposalFor(
  text: string,
  context: ClassificationContext,
  rules: Pick<ShopRules, 'version' | 'rules'>,
): Classification | undefined {
  try {
    return withShopRules(propose(text, context), text, rules)
  } catch (error) {
    logger.error('a message cannot be classified', { error: error as Error })
    count('UnreadableMessages')
    return undefined
  }
}
