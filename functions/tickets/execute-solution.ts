import * as z from 'zod'
import { act } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { standing } from '../../shared/entry/shapes'
import { type Desk, type TicketCall, ticketParams } from './desk'

const body = z.strictObject({})

/** What was agreed is done (K11). */
export function executeSolution(desk: Pick<Desk, 'cases'>, call: TicketCall<z.output<typeof body>>) {
  return act(desk, call, {
    kind: 'complaint',
    id: call.params.ticketId,
    action: 'complaint.execute',
    event: 'execute',
  })
}

export const executeSolutionRoute = route({
  method: 'POST',
  path: '/v1/complaints/{ticketId}/execution',
  operationId: 'executeSolution',
  summary: { en: 'Record that the agreed solution is carried out', zh: '登记方案已执行' },
  audience: ['staff'],
  versioned: true,
  params: ticketParams,
  body,
  answer: standing,
  example: {},
  run: executeSolution,
})
