import * as z from 'zod'
import { deskKinds } from '../../shared/domain/closing'
import { act } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { standing } from '../../shared/entry/shapes'
import { type Desk, type TicketCall, ticketParams } from './desk'

const request = z.strictObject({ method: z.enum(['destroyed', 'anonymised']) })

/** Asks that what was said be destroyed, once its three years are over (R-SLA-23, R-ARC-04): another must approve (F-34). */
export function requestDestruction(desk: Pick<Desk, 'cases'>, call: TicketCall<z.output<typeof request>>) {
  return act(desk, call, {
    ...{ kind: deskKinds, id: call.params.ticketId, action: 'archive.request_destruction' },
    event: 'request_destruction',
    data: call.body,
  })
}

export const requestDestructionRoute = route({
  method: 'POST',
  path: '/v1/tickets/{ticketId}/destruction-request',
  operationId: 'requestDestruction',
  summary: { en: 'Ask that an archived case be destroyed or anonymised', zh: '申请销毁或匿名化档案' },
  audience: ['staff'],
  versioned: true,
  params: ticketParams,
  body: request,
  answer: standing,
  example: { method: 'anonymised' },
  run: requestDestruction,
})
