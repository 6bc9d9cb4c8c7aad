import * as z from 'zod'
import { act } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { standing } from '../../shared/entry/shapes'
import { type Desk, deskKinds, type TicketCall, ticketParams } from './desk'

/** An agent takes a waiting ticket (T4) and becomes its first responder, once and for good (R-DSP-02). */
export function takeTicket(desk: Pick<Desk, 'cases'>, call: TicketCall) {
  return act(desk, call, { kind: deskKinds, id: call.params.ticketId, action: 'ticket.take', event: 'take' })
}

export const takeTicketRoute = route({
  method: 'POST',
  path: '/v1/tickets/{ticketId}/take',
  operationId: 'takeTicket',
  summary: { en: 'Take a ticket', zh: '领取工单' },
  audience: ['staff'],
  versioned: true,
  params: ticketParams,
  body: z.strictObject({}),
  answer: standing,
  example: {},
  run: takeTicket,
})
