import * as z from 'zod'
import { act } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { standing } from '../../shared/entry/shapes'
import { type Desk, type TicketCall, ticketParams } from './desk'

const body = z.strictObject({})

/** Closed with the customer content, or after three attempts to call (K14, R-CMP-05). */
export function closeComplaint(desk: Pick<Desk, 'cases'>, call: TicketCall<z.output<typeof body>>) {
  return act(desk, call, {
    kind: 'complaint',
    id: call.params.ticketId,
    action: 'complaint.close',
    event: 'close',
  })
}

export const closeComplaintRoute = route({
  method: 'POST',
  path: '/v1/complaints/{ticketId}/closure',
  operationId: 'closeComplaint',
  summary: { en: 'Close a complaint', zh: '关闭投诉' },
  audience: ['staff'],
  versioned: true,
  params: ticketParams,
  body,
  answer: standing,
  example: {},
  run: closeComplaint,
})
