import type * as z from 'zod'
import { act } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { standing } from '../../shared/entry/shapes'
import { type Desk, deskKinds, messageFrom, type TicketCall, ticketParams } from './desk'
import { inWords, saying } from './macro-words'

/** The answer of a person: it stops the response clock (T5, T23, R-SLA-01). */
export async function replyToTicket(
  desk: Pick<Desk, 'cases' | 'customers'>,
  call: TicketCall<z.output<typeof saying>>,
) {
  const { message, writeFor } = messageFrom(await inWords(desk, call, 'ticket.reply'), 'reply')
  return act(desk, call, {
    kind: deskKinds,
    id: call.params.ticketId,
    action: 'ticket.reply',
    event: 'respond',
    data: { message },
    also: ticket => ({ customers: [writeFor(ticket.customerId)] }),
  })
}

export const replyToTicketRoute = route({
  method: 'POST',
  path: '/v1/tickets/{ticketId}/replies',
  operationId: 'replyToTicket',
  summary: { en: 'Reply to the customer', zh: '回复客户' },
  audience: ['staff'],
  versioned: true,
  params: ticketParams,
  body: saying,
  answer: standing,
  example: { text: '您好，我们已联系快递核实，今天内给您答复。' },
  run: replyToTicket,
})
