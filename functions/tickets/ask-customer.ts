import type * as z from 'zod'
import { act } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { standing } from '../../shared/entry/shapes'
import { type Desk, messageFrom, type TicketCall, ticketParams } from './desk'
import { inWords, saying } from './macro-words'

/** What we must know from the customer before it goes on (T6): the clocks run on meanwhile, and how long is measured (R-SLA-46). */
export async function askCustomer(desk: Pick<Desk, 'cases' | 'customers'>, call: TicketCall<z.output<typeof saying>>) {
  const { message, writeFor } = messageFrom(await inWords(desk, call, 'ticket.ask'), 'question')
  return act(desk, call, {
    kind: 'ticket',
    id: call.params.ticketId,
    action: 'ticket.ask',
    event: 'ask_customer',
    data: { message },
    also: ticket => ({ customers: [writeFor(ticket.customerId)] }),
  })
}

export const askCustomerRoute = route({
  method: 'POST',
  path: '/v1/tickets/{ticketId}/questions',
  operationId: 'askCustomer',
  summary: { en: 'Ask the customer', zh: '询问客户' },
  audience: ['staff'],
  versioned: true,
  params: ticketParams,
  body: saying,
  answer: standing,
  example: { text: '请问外包装有破损吗？方便的话请发一张照片。' },
  run: askCustomer,
})
