import * as z from 'zod'
import { isIn } from '../../shared/domain/desk-tables'
import type { Ticket } from '../../shared/domain/ticket'
import { route } from '../../shared/entry/route'
import { standing } from '../../shared/entry/shapes'
import type { Desk } from './desk'
import { account, actOnIncident, gradedAnew, type IncidentCall, incidentParams, ticketsOf } from './incident-desk'

const body = account.extend({ result: z.enum(['passed', 'failed']) })

/** An emergency is over when the customer of each of its tickets has a result (I7); what is not goes on (I8). */
export async function verifyIncident(desk: Pick<Desk, 'cases'>, call: IncidentCall<z.output<typeof body>>) {
  if (call.body.result === 'failed') return actOnIncident(desk, call, 'object', before => gradedAnew(before))
  const tickets = await ticketsOf(desk, call.params.incidentId)
  const unanswered = tickets.filter(ticket => isIn(ticket as Ticket, 'open')).length
  return actOnIncident(desk, call, 'verify', () => ({ unanswered }))
}

export const verifyIncidentRoute = route({
  method: 'POST',
  path: '/v1/incidents/{incidentId}/verification',
  operationId: 'verifyIncident',
  summary: { en: 'Verify that an emergency is over', zh: '验证突发事件处理结果' },
  audience: ['staff'],
  versioned: true,
  params: incidentParams,
  body,
  answer: standing,
  example: { result: 'passed', text: '受影响的顾客均已答复。' },
  run: verifyIncident,
})
