import * as z from 'zod'
import { Refusal } from '../../shared/domain/refusal'
import { act, found } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { agentId, standing, words } from '../../shared/entry/shapes'
import { type Desk, deskKinds, noteFrom, type TicketCall, ticketParams } from './desk'

const body = z.strictObject({ assigneeId: agentId, reason: words(500) })

/** A supervisor gives a ticket to another agent, whose place counts it; the first responder stays who they were (T22, R-DSP-02). */
export async function reassignTicket(desk: Pick<Desk, 'cases' | 'places'>, call: TicketCall<z.output<typeof body>>) {
  const { assigneeId, reason: said } = call.body
  await found(desk.cases, call, 'ticket.reassign', deskKinds, call.params.ticketId)
  const place = await desk.places.get(assigneeId)
  if (!place || place.leftAt) throw new Refusal('unprocessable', 'the new assignee has no work place')
  const { note: reason, writeFor } = noteFrom(call, said)
  return act(desk, call, {
    ...{ kind: deskKinds, id: call.params.ticketId, action: 'ticket.reassign', event: 'reassign' },
    data: { assigneeId, reason },
    also: ticket => ({ customers: [writeFor(ticket.customerId)] }),
  })
}

export const reassignTicketRoute = route({
  method: 'POST',
  path: '/v1/tickets/{ticketId}/reassignment',
  operationId: 'reassignTicket',
  summary: { en: 'Give a ticket to another agent', zh: '改派工单' },
  audience: ['staff'],
  versioned: true,
  params: ticketParams,
  body,
  answer: standing,
  example: { assigneeId: 'agent-2', reason: '客户要求由熟悉此事的同事处理。' },
  run: reassignTicket,
})
