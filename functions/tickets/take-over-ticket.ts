import * as z from 'zod'
import { act } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { standing } from '../../shared/entry/shapes'
import { type Desk, type TicketCall, ticketParams } from './desk'

/** Whoever it was escalated to has it from now on, and speaks with the customer (T11, R-ESC-01). */
export function takeOverTicket(desk: Pick<Desk, 'cases'>, call: TicketCall) {
  return act(desk, call, {
    ...{ kind: 'ticket', id: call.params.ticketId, action: 'ticket.take_over', event: 'take_over' },
  })
}

export const takeOverTicketRoute = route({
  method: 'POST',
  path: '/v1/tickets/{ticketId}/takeover',
  operationId: 'takeOverTicket',
  summary: { en: 'Take over an escalated ticket', zh: '接手升级的工单' },
  audience: ['staff'],
  versioned: true,
  params: ticketParams,
  body: z.strictObject({}),
  answer: standing,
  example: {},
  run: takeOverTicket,
})
