import type * as z from 'zod'
import { closingAnswer, objection, sayUnsolved } from '../../shared/entry/closing'
import { route } from '../../shared/entry/route'
import { type Desk, type TicketCall, ticketParams } from './desk'

/** Customers say that it is not solved (T16, T18): it is taken up again, at the second time before a supervisor. */
export const objectToTicket = (desk: Pick<Desk, 'cases'>, call: TicketCall<z.output<typeof objection>>) =>
  sayUnsolved(desk, call, call.params.ticketId, call.body.text)

export const objectToTicketRoute = route({
  method: 'POST',
  path: '/v1/tickets/{ticketId}/objection',
  operationId: 'objectToTicket',
  summary: { en: 'Say that it is not solved', zh: '提出异议，要求重新处理' },
  audience: ['staff', 'storefront'],
  versioned: true,
  params: ticketParams,
  body: objection,
  answer: closingAnswer,
  example: { text: '退款还没有到账，请再查一下。' },
  run: objectToTicket,
})
