import type * as z from 'zod'
import { act } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { standing } from '../../shared/entry/shapes'
import { type Desk, messageFrom, type TicketCall, ticketParams } from './desk'
import { inWords, saying } from './macro-words'

/** The problem is solved and the customer is told how (T12, N-05). */
export async function resolveTicket(
  desk: Pick<Desk, 'cases' | 'customers'>,
  call: TicketCall<z.output<typeof saying>>,
) {
  const { message, writeFor } = messageFrom(await inWords(desk, call, 'ticket.resolve'), 'result')
  return act(desk, call, {
    kind: 'ticket',
    id: call.params.ticketId,
    action: 'ticket.resolve',
    event: 'resolve',
    data: { message },
    also: ticket => ({ customers: [writeFor(ticket.customerId)] }),
  })
}

export const resolveTicketRoute = route({
  method: 'POST',
  path: '/v1/tickets/{ticketId}/resolution',
  operationId: 'resolveTicket',
  summary: { en: 'Resolve a ticket and tell the result', zh: '处理完成并反馈结果' },
  audience: ['staff'],
  versioned: true,
  params: ticketParams,
  body: saying,
  answer: standing,
  example: { text: '包裹已重新派送，预计明天送达。感谢您的耐心等待。' },
  run: resolveTicket,
})
