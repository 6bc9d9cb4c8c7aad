import * as z from 'zod'
import { act } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { standing, words } from '../../shared/entry/shapes'
import { type Desk, messageFrom, type TicketCall, ticketParams } from './desk'

const body = z.strictObject({ text: words(10_000) })

/** The customer is told the result, with apology and thanks (K12, R-CMP-13, C-42). */
export function reportComplaintResult(desk: Pick<Desk, 'cases'>, call: TicketCall<z.output<typeof body>>) {
  const { message, writeFor } = messageFrom(call, 'result')
  return act(desk, call, {
    kind: 'complaint',
    id: call.params.ticketId,
    action: 'complaint.feed_back',
    event: 'feed_back',
    data: { message },
    also: ({ customerId }) => ({ customers: [writeFor(customerId)] }),
  })
}

export const reportComplaintResultRoute = route({
  method: 'POST',
  path: '/v1/complaints/{ticketId}/result',
  operationId: 'reportComplaintResult',
  summary: { en: 'Tell the customer the result of a complaint', zh: '反馈投诉处理结果' },
  audience: ['staff'],
  versioned: true,
  params: ticketParams,
  body,
  answer: standing,
  example: { text: '补发的商品已寄出，再次向您致歉，感谢您的监督。' },
  run: reportComplaintResult,
})
