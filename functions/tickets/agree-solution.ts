import * as z from 'zod'
import { act } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { standing, words } from '../../shared/entry/shapes'
import { type Desk, noteFrom, type TicketCall, ticketParams } from './desk'

const body = z.strictObject({ fault: z.enum(['ours', 'customer']), text: words(10_000) })

/** What was agreed with the customer, and whose fault it was (K10, R-CMP-10, R-CLS-20). */
export function agreeSolution(desk: Pick<Desk, 'cases'>, call: TicketCall<z.output<typeof body>>) {
  const { note, writeFor } = noteFrom(call, call.body.text)
  return act(desk, call, {
    kind: 'complaint',
    id: call.params.ticketId,
    action: 'complaint.agree',
    event: 'agree_solution',
    data: { note, complaint: { fault: call.body.fault, solutionId: note } },
    also: ({ customerId }) => ({ customers: [writeFor(customerId)] }),
  })
}

export const agreeSolutionRoute = route({
  method: 'POST',
  path: '/v1/complaints/{ticketId}/solution',
  operationId: 'agreeSolution',
  summary: { en: 'Record the agreed solution and the fault', zh: '登记责任与协商方案' },
  audience: ['staff'],
  versioned: true,
  params: ticketParams,
  body,
  answer: standing,
  example: { fault: 'ours', text: '免费补发，旧件不用寄回。' },
  run: agreeSolution,
})
