import type * as z from 'zod'
import { closingAnswer } from '../../shared/entry/closing'
import { customerSays } from '../../shared/entry/customer-words'
import { route } from '../../shared/entry/route'
import { type Desk, messageFrom, type TicketCall, ticketParams, writing } from './desk'

type WriteCall = TicketCall<z.output<typeof writing>>

/** A customer writes, or an agent enters what they said (T7). */
export const writeMessage = ({ cases }: Pick<Desk, 'cases'>, call: WriteCall) =>
  customerSays({ cases }, call, call.params.ticketId, {
    text: call.body.text,
    ...messageFrom(call, 'reply', 'customer'),
  })

export const writeMessageRoute = route({
  method: 'POST',
  path: '/v1/tickets/{ticketId}/messages',
  operationId: 'writeMessage',
  summary: { en: 'Write to us about a ticket', zh: '客户留言' },
  audience: ['storefront', 'staff'],
  versioned: true,
  params: ticketParams,
  body: writing,
  answer: closingAnswer,
  example: { text: '我收到包裹了，但是还缺一件。' },
  run: writeMessage,
})
