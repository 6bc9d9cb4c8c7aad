import type * as z from 'zod'
import { act } from '../../shared/entry/act'
import { calling, callingExample } from '../../shared/entry/calling'
import { route } from '../../shared/entry/route'
import { standing } from '../../shared/entry/shapes'
import { type Desk, deskKinds, type TicketCall, ticketParams } from './desk'

/** An agent said by phone what no mail could: the ticket leaves the list of calls when none is left (T0b, R-NTF-03). */
export function recordCall(desk: Pick<Desk, 'cases'>, call: TicketCall<z.output<typeof calling>>) {
  return act(desk, call, {
    kind: deskKinds,
    id: call.params.ticketId,
    action: 'ticket.record_call',
    event: 'record_call',
    data: call.body,
  })
}

export const recordCallRoute = route({
  method: 'POST',
  path: '/v1/tickets/{ticketId}/calls',
  operationId: 'recordCallOfTicket',
  summary: { en: 'Record that the customer was called, about this ticket', zh: '登记已致电客户（工单）' },
  audience: ['staff'],
  versioned: true,
  params: ticketParams,
  body: calling,
  answer: standing,
  example: callingExample,
  run: recordCall,
})
