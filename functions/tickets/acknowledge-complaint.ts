import * as z from 'zod'
import { act } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { standing, words } from '../../shared/entry/shapes'
import { type Desk, messageFrom, type TicketCall, ticketParams } from './desk'

const body = z.strictObject({ text: words(10_000) })

/** The first words of a person: an apology where we were wrong, the number, and by when it is settled (K3, R-SLA-17). */
export function acknowledgeComplaint(desk: Pick<Desk, 'cases'>, call: TicketCall<z.output<typeof body>>) {
  const { message, writeFor } = messageFrom(call, 'apology')
  return act(desk, call, {
    kind: 'complaint',
    id: call.params.ticketId,
    action: 'complaint.acknowledge',
    event: 'acknowledge',
    data: { message },
    also: ({ customerId }) => ({ customers: [writeFor(customerId)] }),
  })
}

export const acknowledgeComplaintRoute = route({
  method: 'POST',
  path: '/v1/complaints/{ticketId}/acknowledgement',
  operationId: 'acknowledgeComplaint',
  summary: { en: 'Acknowledge a complaint to its customer', zh: '确认收到投诉' },
  audience: ['staff'],
  versioned: true,
  params: ticketParams,
  body,
  answer: standing,
  example: { text: '非常抱歉给您带来不便，您的投诉由我负责，48小时内给您处理结果。' },
  run: acknowledgeComplaint,
})
