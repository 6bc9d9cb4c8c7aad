import * as z from 'zod'
import { act } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { amount, standing, words } from '../../shared/entry/shapes'
import { type Desk, deskKinds, noteFrom, type TicketCall, ticketParams } from './desk'

const body = z.strictObject({
  decision: z.enum(['granted', 'refused']),
  /** Up to what: in minor units of the market's currency. */
  limit: amount.optional(),
  explanation: words(5_000),
})

/** Someone other than who asked grants it up to a limit, or refuses it (K9, R-ESC-02). */
export function decideAuthorisation(desk: Pick<Desk, 'cases'>, call: TicketCall<z.output<typeof body>>) {
  const { decision, limit, explanation } = call.body
  const { note, writeFor } = noteFrom(call, explanation)
  return act(desk, call, {
    kind: deskKinds,
    id: call.params.ticketId,
    action: 'ticket.decide_authorisation',
    event: 'decide_authorisation',
    data: { decision, note, ...(limit !== undefined && { limit }) },
    also: ticket => ({ customers: [writeFor(ticket.customerId)] }),
  })
}

export const decideAuthorisationRoute = route({
  method: 'POST',
  path: '/v1/tickets/{ticketId}/authorisation/decision',
  operationId: 'decideAuthorisation',
  summary: { en: 'Grant or refuse authorisation', zh: '批准或拒绝授权' },
  audience: ['staff'],
  versioned: true,
  params: ticketParams,
  body,
  answer: standing,
  example: { decision: 'granted', limit: 30_000, explanation: '可退全款，另行补偿不超过三百元。' },
  run: decideAuthorisation,
})
