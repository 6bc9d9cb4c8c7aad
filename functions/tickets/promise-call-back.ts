import * as z from 'zod'
import { act } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { instant, standing } from '../../shared/entry/shapes'
import { type Desk, deskKinds, type TicketCall, ticketParams } from './desk'

const body = z.strictObject({ dueAt: instant })

/** A concrete time until which we call: half a working day as a rule, never beyond one (R-ABN-07, R-CSL-13, R-SLA-39). */
export function promiseCallBack(desk: Pick<Desk, 'cases'>, call: TicketCall<z.output<typeof body>>) {
  return act(desk, call, {
    kind: deskKinds,
    id: call.params.ticketId,
    action: 'ticket.promise_call_back',
    event: 'promise_call_back',
    data: { dueAt: new Date(call.body.dueAt).toISOString() },
  })
}

export const promiseCallBackRoute = route({
  method: 'POST',
  path: '/v1/tickets/{ticketId}/promised-call',
  operationId: 'promiseCallBack',
  summary: { en: 'Promise to call the customer back', zh: '承诺回电' },
  audience: ['staff'],
  versioned: true,
  params: ticketParams,
  body,
  answer: standing,
  example: { dueAt: '2026-03-09T05:00:00Z' },
  run: promiseCallBack,
})
