import type * as z from 'zod'
import { act } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { standing } from '../../shared/entry/shapes'
import { type Desk, deskKinds, noteFrom, noting, type TicketCall, ticketParams } from './desk'

/** The call that was promised, and what was said in it (R-ABN-07). */
export function keepCallBack(desk: Pick<Desk, 'cases'>, call: TicketCall<z.output<typeof noting>>) {
  const { note, writeFor } = noteFrom(call, call.body.text)
  return act(desk, call, {
    kind: deskKinds,
    id: call.params.ticketId,
    action: 'ticket.keep_call_back',
    event: 'keep_call_back',
    data: { note },
    also: ticket => ({ customers: [writeFor(ticket.customerId)] }),
  })
}

export const keepCallBackRoute = route({
  method: 'POST',
  path: '/v1/tickets/{ticketId}/promised-call/kept',
  operationId: 'keepCallBack',
  summary: { en: 'Record the call that was promised', zh: '登记已回电' },
  audience: ['staff'],
  versioned: true,
  params: ticketParams,
  body: noting,
  answer: standing,
  example: { text: '已回电，说明了检测结果，客户同意换货。' },
  run: keepCallBack,
})
