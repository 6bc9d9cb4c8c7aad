import * as z from 'zod'
import { act } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { standing } from '../../shared/entry/shapes'
import { type Desk, type TicketCall, ticketParams } from './desk'

const body = z.strictObject({})

/** The investigation begins (K4). */
export function investigateComplaint(desk: Pick<Desk, 'cases'>, call: TicketCall<z.output<typeof body>>) {
  return act(desk, call, {
    kind: 'complaint',
    id: call.params.ticketId,
    action: 'complaint.investigate',
    event: 'investigate',
  })
}

export const investigateComplaintRoute = route({
  method: 'POST',
  path: '/v1/complaints/{ticketId}/investigation',
  operationId: 'investigateComplaint',
  summary: { en: 'Begin to investigate a complaint', zh: '开始调查投诉' },
  audience: ['staff'],
  versioned: true,
  params: ticketParams,
  body,
  answer: standing,
  example: {},
  run: investigateComplaint,
})
