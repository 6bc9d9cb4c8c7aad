import type * as z from 'zod'
import { act } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { standing } from '../../shared/entry/shapes'
import { type Desk, deskKinds, noteFrom, noting, type TicketCall, ticketParams } from './desk'

/** What colleagues must know and customers never see (R-TKT-04): no message, so that no conversation can show it. */
export function writeNote(desk: Pick<Desk, 'cases'>, call: TicketCall<z.output<typeof noting>>) {
  const { note, writeFor } = noteFrom(call, call.body.text)
  return act(desk, call, {
    kind: deskKinds,
    id: call.params.ticketId,
    action: 'ticket.note',
    event: 'note',
    data: { note },
    also: ticket => ({ customers: [writeFor(ticket.customerId)] }),
  })
}

export const writeNoteRoute = route({
  method: 'POST',
  path: '/v1/tickets/{ticketId}/notes',
  operationId: 'writeNote',
  summary: { en: 'Write an internal note', zh: '内部备注' },
  audience: ['staff'],
  versioned: true,
  params: ticketParams,
  body: noting,
  answer: standing,
  example: { text: '已电话核实，客户周三之后才在家。' },
  run: writeNote,
})
