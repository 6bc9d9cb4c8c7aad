import * as z from 'zod'
import type { Ticket } from '../../shared/domain/ticket'
import { act, found } from '../../shared/entry/act'
import { refersTo } from '../../shared/entry/reference'
import { route } from '../../shared/entry/route'
import { caseId, standing } from '../../shared/entry/shapes'
import { dismissalReasons } from '../../shared/handbook/desk-reasons'
import { type Desk, deskKinds, type TicketCall, ticketParams } from './desk'

const body = z
  .strictObject({
    reason: z.enum(dismissalReasons),
    /** The ticket that says the same already. */
    originalId: caseId.optional(),
  })
  .refine(({ reason, originalId }) => (reason === 'duplicate') === (originalId !== undefined), {
    path: ['originalId'],
    message: 'of a duplicate, and of nothing else',
  })

/** Said already, or nothing to us (T20): closed, with a link to the original. */
export async function dismissTicket({ cases }: Pick<Desk, 'cases'>, call: TicketCall<z.output<typeof body>>) {
  const { reason, originalId } = call.body
  const id = call.params.ticketId
  if (originalId) {
    const { customerId }: Ticket = await found(cases, call, 'ticket.dismiss', 'ticket', id)
    await refersTo(cases, deskKinds, originalId, customerId, 'originalId', id)
  }
  return act({ cases }, call, {
    ...{ kind: 'ticket', id, action: 'ticket.dismiss', event: 'dismiss' },
    data: { reason, ...(originalId && { originalId }) },
  })
}

export const dismissTicketRoute = route({
  method: 'POST',
  path: '/v1/tickets/{ticketId}/dismissal',
  operationId: 'dismissTicket',
  summary: { en: 'Dismiss a duplicate or spam', zh: '关闭重复或垃圾工单' },
  audience: ['staff'],
  versioned: true,
  params: ticketParams,
  body,
  answer: standing,
  example: { reason: 'spam' },
  run: dismissTicket,
})
