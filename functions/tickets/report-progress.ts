import * as z from 'zod'
import { act } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { instant, standing, words } from '../../shared/entry/shapes'
import { type Desk, deskKinds, messageFrom, type TicketCall, ticketParams } from './desk'

const body = z.strictObject({
  situation: words(5_000),
  /** What we propose; the customer may want something else. */
  proposal: words(5_000),
  /** By when it is done, if that is known: a promise (R-ABN-05). */
  doneBy: instant.optional(),
})

/** While it is not solved, the customer hears how it stands and what we propose: by a person, never by itself (R-CLO-07, N-03). */
export function reportProgress(desk: Pick<Desk, 'cases'>, call: TicketCall<z.output<typeof body>>) {
  const { situation, proposal, doneBy } = call.body
  const { message, writeFor } = messageFrom({ ...call, body: { text: `${situation}\n\n${proposal}` } }, 'progress')
  return act(desk, call, {
    kind: deskKinds,
    id: call.params.ticketId,
    action: 'ticket.report_progress',
    event: 'report_progress',
    data: { message, ...(doneBy && { doneBy: new Date(doneBy).toISOString() }) },
    also: ticket => ({ customers: [writeFor(ticket.customerId)] }),
  })
}

export const reportProgressRoute = route({
  method: 'POST',
  path: '/v1/tickets/{ticketId}/progress',
  operationId: 'reportProgress',
  summary: { en: 'Tell the customer how it stands', zh: '向客户通报进展' },
  audience: ['staff'],
  versioned: true,
  params: ticketParams,
  body,
  answer: standing,
  example: { situation: '快递公司正在查找您的包裹。', proposal: '如果明天仍无消息，我们为您补发。' },
  run: reportProgress,
})
