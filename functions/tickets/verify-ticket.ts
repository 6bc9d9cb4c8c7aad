import * as z from 'zod'
import { act } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { standing, words } from '../../shared/entry/shapes'
import { type Desk, noteFrom, type TicketCall, ticketParams } from './desk'

/** 验证: by whom and when is in the history; `alone` says that no colleague was there to do it (R-CLO-05). */
const verification = z
  .strictObject({
    result: z.enum(['passed', 'failed']),
    text: words(2_000),
    reason: z.enum(['not_solved', 'partly_solved', 'wrong_result']).optional(),
    alone: z.literal(true).optional(),
  })
  .superRefine(({ result, reason }, context) => {
    if ((result === 'failed') === (reason !== undefined)) return
    context.addIssue({ code: 'custom', path: ['reason'], message: 'belongs to a verification that failed' })
  })

/** Whether the problem is thoroughly solved (T13): then the customer is asked; if not, it is handled a second time (T14). */
export function verifyTicket(desk: Pick<Desk, 'cases'>, call: TicketCall<z.output<typeof verification>>) {
  const { result, text, reason, alone } = call.body
  const { note, writeFor } = noteFrom(call, text)
  return act(desk, call, {
    kind: 'ticket',
    id: call.params.ticketId,
    action: 'ticket.verify',
    event: result === 'passed' ? 'pass_verification' : 'fail_verification',
    data: { note, result, ...(reason && { reason }), ...(alone && { alone }) },
    also: ticket => ({ customers: [writeFor(ticket.customerId)] }),
  })
}

export const verifyTicketRoute = route({
  method: 'POST',
  path: '/v1/tickets/{ticketId}/verification',
  operationId: 'verifyTicket',
  summary: { en: 'Verify that the problem is solved', zh: '验证问题是否解决' },
  audience: ['staff'],
  versioned: true,
  params: ticketParams,
  body: verification,
  answer: standing,
  example: { result: 'passed', text: '已核对物流轨迹，包裹今日派送。' },
  run: verifyTicket,
})
