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

/** The word of an agent on what the rules proposed: class, type and cause decide its clocks and its way (K2, R-CMP-03, R-CMP-08). */
export function assessComplaint(desk: Pick<Desk, 'cases'>, call: TicketCall<z.output<typeof body>>) {
  return act(desk, call, {
    kind: 'complaint',
    id: call.params.ticketId,
    action: 'complaint.assess',
    event: 'assess',
    data: { complaint: call.body, ...(call.body.class !== 'ordinary' && pressingComplaint) },
    facts: ({ facts, language }) => asComplaint(facts.classification, call.body.class, language),
  })
}

export const assessComplaintRoute = route({
  method: 'POST',
  path: '/v1/complaints/{ticketId}/assessment',
  operationId: 'assessComplaint',
  summary: { en: 'Assess a complaint: class, type, cause', zh: '投诉分类与分配' },
  audience: ['staff'],
  versioned: true,
  params: ticketParams,
  body,
  answer: standing,
  example: { class: 'ordinary', type: 'product_quality', cause: 'defective' },
  run: assessComplaint,
})
