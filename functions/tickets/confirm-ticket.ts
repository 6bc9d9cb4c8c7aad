import type * as z from 'zod'
import { closingAnswer, giveVerdict, verdict } from '../../shared/entry/closing'
import { route } from '../../shared/entry/route'
import { type Desk, type TicketCall, ticketParams } from './desk'

/** Customers say in the storefront, or to an agent on the phone, how it was (T15, R-SUR-05). */
export const confirmTicket = (desk: Pick<Desk, 'cases'>, call: TicketCall<z.output<typeof verdict>>) =>
  giveVerdict(desk, call, call.params.ticketId, call.body)

export const confirmTicketRoute = route({
  method: 'POST',
  path: '/v1/tickets/{ticketId}/confirmation',
  operationId: 'confirmTicket',
  summary: { en: 'Say whether it is solved, and how it was', zh: '确认是否解决并评价' },
  audience: ['staff', 'storefront'],
  versioned: true,
  params: ticketParams,
  body: verdict,
  answer: closingAnswer,
  example: { solved: 'yes', rating: 5, efficiency: 4 },
  run: confirmTicket,
})
