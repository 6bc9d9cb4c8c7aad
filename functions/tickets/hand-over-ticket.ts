import * as z from 'zod'
import type { Task } from '../../shared/domain/ticket'
import { act } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { instant, standing, words } from '../../shared/entry/shapes'
import { departments } from '../../shared/handbook/desk-rows'
import { type Desk, deskKinds, noteFrom, type TicketCall, ticketParams } from './desk'

const slip = z.strictObject({ department: z.enum(departments), task: words(2_000), dueAt: instant })

/** Asks a department by an internal slip with a time of its own (T8, R-TKT-11, F-22); of a complaint a supervisor asks, and
 *  several at once if need be (K5, R-ESC-03). */
export async function handOverTicket(desk: Pick<Desk, 'cases'>, call: TicketCall<z.output<typeof slip>>) {
  const { department, task: said, dueAt } = call.body
  const { note: contentId, writeFor } = noteFrom(call, said)
  const task: Omit<Task, 'askedAt'> = { department, contentId, dueAt }
  const kind = (await desk.cases.get(call.params.ticketId))?.kind
  return act(desk, call, {
    ...{ kind: deskKinds, id: call.params.ticketId, action: 'ticket.hand_over' },
    event: kind === 'complaint' ? 'coordinate' : 'hand_over',
    data: { task, department },
    also: ticket => ({ customers: [writeFor(ticket.customerId)] }),
  })
}

export const handOverTicketRoute = route({
  method: 'POST',
  path: '/v1/tickets/{ticketId}/handovers',
  operationId: 'handOverTicket',
  summary: { en: 'Ask a department by an internal slip', zh: '内部交接' },
  audience: ['staff'],
  versioned: true,
  params: ticketParams,
  body: slip,
  answer: standing,
  example: { department: 'warehouse', task: '请核对该订单实际发出的数量。', dueAt: '2026-12-31T09:00:00.000Z' },
  run: handOverTicket,
})
