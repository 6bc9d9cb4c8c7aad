import type { Instant } from '../../shared/domain/case'
import { decide } from '../../shared/domain/engine'
import type { Ticket } from '../../shared/domain/ticket'
import { houseAct } from '../../shared/entry/house-act'
import { massPattern } from '../../shared/handbook/escalation'
import type { CaseStore, PatternStore } from '../../shared/wiring'

const actor = { role: 'system', id: 'classification' } as const

/** 群体性问题: when many tickets of one category come within an hour, the one that makes the number full is put before a supervisor,
 *  who may make an incident of it (R-ESC-07). */
export async function watchPattern(
  { cases, patterns }: { readonly cases: CaseStore; readonly patterns: PatternStore },
  ticket: Ticket,
  now: Instant,
): Promise<void> {
  const topic = ticket.facts.classification?.topic
  if (!topic || !(await patterns.see(topic, { id: ticket.id, at: ticket.createdAt }))) return
  const data = { reason: 'mass_pattern', tell: 'supervisor', topic, tickets: massPattern.tickets }
  await houseAct({ cases }, ticket.id, before =>
    (before as Ticket).facts.massPattern
      ? null
      : decide(before as Ticket, { event: 'see_pattern', actor, at: now, data }),
  )
}
