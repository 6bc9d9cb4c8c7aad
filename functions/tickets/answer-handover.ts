import * as z from 'zod'
import { act } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { standing, words } from '../../shared/entry/shapes'
import { departments } from '../../shared/handbook/desk-rows'
import { type Desk, deskKinds, noteFrom, type TicketCall, ticketParams } from './desk'

const params = ticketParams.extend({ department: z.enum(departments) })
const body = z.strictObject({ result: words(5_000) })

/** The department says what it found or did; the ticket goes back to its agent (T9, K6). */
export function answerHandover(
  desk: Pick<Desk, 'cases'>,
  call: TicketCall<z.output<typeof body>> & { readonly params: z.output<typeof params> },
) {
  const { note, writeFor } = noteFrom(call, call.body.result)
  return act(desk, call, {
    ...{ kind: deskKinds, id: call.params.ticketId, action: 'ticket.answer_handover', event: 'answer_handover' },
    data: { department: call.params.department, note },
    also: ticket => ({ customers: [writeFor(ticket.customerId)] }),
  })
}

export const answerHandoverRoute = route({
  method: 'POST',
  path: '/v1/tickets/{ticketId}/handovers/{department}/answer',
  operationId: 'answerHandover',
  summary: { en: 'Answer an internal slip, as the department', zh: '部门答复交接单' },
  audience: ['staff'],
  versioned: true,
  params,
  body,
  answer: standing,
  example: { result: '实际发出 1 件，缺 1 件，今日补发。' },
  run: answerHandover,
})
