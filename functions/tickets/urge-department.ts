import * as z from 'zod'
import { act } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { standing, words } from '../../shared/entry/shapes'
import { departments } from '../../shared/handbook/desk-rows'
import { type Desk, deskKinds, noteFrom, type TicketCall, ticketParams } from './desk'

const body = z.strictObject({ department: z.enum(departments), words: words(2_000) })

/** A supervisor urges a department whose answer a case waits for; that is on record (R-ESC-03, R-SUP-01). */
export function urgeDepartment(desk: Pick<Desk, 'cases'>, call: TicketCall<z.output<typeof body>>) {
  const { department, words } = call.body
  const { note, writeFor } = noteFrom(call, words)
  return act(desk, call, {
    kind: deskKinds,
    id: call.params.ticketId,
    action: 'ticket.urge',
    event: 'urge',
    data: { department, note },
    also: ticket => ({ customers: [writeFor(ticket.customerId)] }),
  })
}

export const urgeDepartmentRoute = route({
  method: 'POST',
  path: '/v1/tickets/{ticketId}/urging',
  operationId: 'urgeDepartment',
  summary: { en: 'Urge a department to answer', zh: '催促部门答复' },
  audience: ['staff'],
  versioned: true,
  params: ticketParams,
  body,
  answer: standing,
  example: { department: 'warehouse', words: '客户已等两天，请今天内答复库存核查结果。' },
  run: urgeDepartment,
})
