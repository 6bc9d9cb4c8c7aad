import * as z from 'zod'
import { type Correction, corrected, proposalIn } from '../../shared/domain/regrade'
import type { Complaint, Ticket } from '../../shared/domain/ticket'
import { actOnMany, asSeen, decideFor, found } from '../../shared/entry/act'
import { emergencyOf } from '../../shared/entry/incident'
import { route } from '../../shared/entry/route'
import { standing, words } from '../../shared/entry/shapes'
import { gradeOfTopic, teamOfGrade, teamOfTopic } from '../../shared/handbook/classification-rules'
import { regradeReasons } from '../../shared/handbook/desk-reasons'
import { graveGrades } from '../../shared/handbook/escalation'
import { type Desk, deskKinds, noteFrom, type TicketCall, ticketParams } from './desk'

const topics = Object.keys(gradeOfTopic) as (keyof typeof gradeOfTopic)[]
const teams = [...new Set([...Object.values(teamOfTopic), ...Object.values(teamOfGrade)])]

const body = z
  .strictObject({
    reason: z.enum(regradeReasons),
    /** Why, in words for colleagues. */
    explanation: words(2_000).optional(),
    topic: z.enum(topics).optional(),
    severity: z.enum(['general', 'major', 'especially_major']).optional(),
    urgent: z.boolean().optional(),
    complex: z.boolean().optional(),
    grade: z.enum(['L1', 'L2', 'L3', 'L4', 'L5', 'L6']).optional(),
    priority: z.enum(['P1', 'P2', 'P3', 'P4']).optional(),
    team: z.enum(teams).optional(),
  })
  .refine(({ reason, explanation, ...correction }) => Object.keys(correction).length > 0, 'corrects nothing')

/** Staff know better than the rules (R-CLS-32, R-PRI-07): both words are kept, the clocks are counted anew from where they began. */
export function regradeTicket({ cases }: Pick<Desk, 'cases'>, call: TicketCall<z.output<typeof body>>) {
  const { reason, explanation, ...correction } = call.body
  const said = explanation ? noteFrom(call, explanation) : undefined
  return actOnMany({ cases }, call, async () => {
    const before: Ticket | Complaint = asSeen(
      call,
      await found(cases, call, 'ticket.regrade', deskKinds, call.params.ticketId),
    )
    const { data, facts } = wordsOfStaff(before, correction, reason)
    const emergency = facts.classification && (await emergencyOf({ cases }, before, facts.classification))
    const change = decideFor<Ticket>(
      call,
      before as Ticket,
      'regrade',
      { ...data, ...(said && { note: said.note }) },
      { ...facts, ...emergency },
    )
    return { changes: [change], also: { customers: said ? [said.writeFor(before.customerId)] : [] } }
  })
}

/** Proposal and truth stand in one line of the history, for whoever teaches the rules. */
function wordsOfStaff({ facts: { classification } }: Ticket | Complaint, correction: Correction, reason: string) {
  if (!classification) return { data: { reason }, facts: {} as Pick<Ticket['facts'], 'classification'> }
  const truth = corrected(classification, correction, reason)
  const { topic, grade, priority, team } = truth
  const data = {
    ...{ reason, topic, grade, priority, team, was: proposalIn(classification), proposed: truth.proposed },
    ...(graveGrades[grade] && { tell: graveGrades[grade].tell }),
  }
  return { data, facts: { classification: truth } }
}

export const regradeTicketRoute = route({
  method: 'POST',
  path: '/v1/tickets/{ticketId}/grading',
  operationId: 'regradeTicket',
  summary: { en: 'Correct topic, grade, priority or team', zh: '调整分类、分级、优先级' },
  audience: ['staff'],
  versioned: true,
  params: ticketParams,
  body,
  answer: standing,
  example: { reason: 'wrong_topic', topic: 'payment' },
  run: regradeTicket,
})
