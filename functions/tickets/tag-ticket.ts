import * as z from 'zod'
import { act } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { standing } from '../../shared/entry/shapes'
import { type Desk, deskKinds, type TicketCall, ticketParams } from './desk'

/** A word of the team: no sentence, no number by which someone could be known (R-PRV). */
const tag = z
  .string()
  .trim()
  .regex(/^[\p{L}\p{N}_-]{1,32}$/u, 'letters, digits, - and _, at most 32')
  .regex(/^(?!.*\d{5})/, 'no number of five digits or more')

const body = z.strictObject({ tags: z.array(tag).max(20) })

/** All tags that the case has from now on, so that sending them twice changes nothing. */
export function tagTicket(desk: Pick<Desk, 'cases'>, call: TicketCall<z.output<typeof body>>) {
  return act(desk, call, {
    kind: deskKinds,
    id: call.params.ticketId,
    action: 'ticket.tag',
    event: 'tag',
    data: { tags: [...new Set(call.body.tags)].sort() },
  })
}

export const tagTicketRoute = route({
  method: 'POST',
  path: '/v1/tickets/{ticketId}/tags',
  operationId: 'tagTicket',
  summary: { en: 'Set the tags of a ticket', zh: '设置标签' },
  audience: ['staff'],
  versioned: true,
  params: ticketParams,
  body,
  answer: standing,
  example: { tags: ['双十一', 'fragile'] },
  run: tagTicket,
})
