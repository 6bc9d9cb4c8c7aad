import * as z from 'zod'
import { actorsOf } from '../../shared/domain/engine'
import { nextLevel } from '../../shared/domain/escalation'
import { actorFor } from '../../shared/domain/may'
import { act } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { standing, words } from '../../shared/entry/shapes'
import { escalationReasons } from '../../shared/handbook/escalation'
import { type Desk, deskKinds, noteFrom, type TicketCall, ticketParams } from './desk'

const body = z.strictObject({ reason: z.enum(escalationReasons), tried: words(5_000) })

/** What is too hard for one goes to the next one up, with what was tried (T10, K7, N-31, R-ESC-01). */
export function escalateTicket(desk: Pick<Desk, 'cases'>, call: TicketCall<z.output<typeof body>>) {
  const { reason, tried } = call.body
  const { note, writeFor } = noteFrom(call, tried)
  const { role } = actorFor(call.principal, actorsOf('ticket', 'escalate'))
  return act(desk, call, {
    kind: deskKinds,
    id: call.params.ticketId,
    action: 'ticket.escalate',
    event: 'escalate',
    data: { reason, note, tell: nextLevel(role) },
    also: ticket => ({ customers: [writeFor(ticket.customerId)] }),
  })
}

export const escalateTicketRoute = route({
  method: 'POST',
  path: '/v1/tickets/{ticketId}/escalation',
  operationId: 'escalateTicket',
  summary: { en: 'Escalate to the next level', zh: '升级工单' },
  audience: ['staff'],
  versioned: true,
  params: ticketParams,
  body,
  answer: standing,
  example: { reason: 'difficult_customer', tried: '已两次致电解释退换货政策，客户坚持全额赔偿。' },
  run: escalateTicket,
})
