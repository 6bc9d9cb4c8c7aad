import * as z from 'zod'
import { asComplaint } from '../../shared/domain/complaint'
import { act } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { standing } from '../../shared/entry/shapes'
import { complaintCauses, complaintClasses, complaintTypes } from '../../shared/handbook/complaint-form'
import { pressingComplaint } from '../../shared/handbook/escalation'
import { type Desk, type TicketCall, ticketParams } from './desk'

const body = z.strictObject({
  class: z.enum(complaintClasses),
  type: z.enum(complaintTypes),
  cause: z.enum(complaintCauses),
})

/** A ticket turns out to be a complaint: the agent who hears it says of which class, type and cause (T24, K1, K2). */
export function recordComplaint(desk: Pick<Desk, 'cases'>, call: TicketCall<z.output<typeof body>>) {
  return act(desk, call, {
    kind: 'ticket',
    id: call.params.ticketId,
    action: 'ticket.record_complaint',
    event: 'record_complaint',
    data: { complaint: call.body, ...(call.body.class !== 'ordinary' && pressingComplaint) },
    facts: ({ facts, language }) => asComplaint(facts.classification, call.body.class, language),
  })
}

export const recordComplaintRoute = route({
  method: 'POST',
  path: '/v1/tickets/{ticketId}/complaint',
  operationId: 'recordComplaint',
  summary: { en: 'Turn a ticket into a complaint', zh: '转为投诉' },
  audience: ['staff'],
  versioned: true,
  params: ticketParams,
  body,
  answer: standing,
  example: { class: 'ordinary', type: 'service_dissatisfaction', cause: 'failed_in_duty' },
  run: recordComplaint,
})
