import * as z from 'zod'
import { act } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { amount, standing, words } from '../../shared/entry/shapes'
import { authorisationReasons } from '../../shared/handbook/escalation'
import { type Desk, deskKinds, noteFrom, type TicketCall, ticketParams } from './desk'

const body = z.strictObject({
  reason: z.enum(authorisationReasons),
  measure: words(5_000),
  /** In minor units of the market's currency. */
  amount: amount.optional(),
})

/** 授权申请: beyond what a supervisor may grant, senior management decides (K8, F-28, R-ESC-02). */
export function requestAuthorisation(desk: Pick<Desk, 'cases'>, call: TicketCall<z.output<typeof body>>) {
  const { reason, measure, amount } = call.body
  const { note, writeFor } = noteFrom(call, measure)
  return act(desk, call, {
    kind: deskKinds,
    id: call.params.ticketId,
    action: 'ticket.request_authorisation',
    event: 'request_authorisation',
    data: { reason, note, ...(amount !== undefined && { amount }) },
    also: ticket => ({ customers: [writeFor(ticket.customerId)] }),
  })
}

export const requestAuthorisationRoute = route({
  method: 'POST',
  path: '/v1/tickets/{ticketId}/authorisation',
  operationId: 'requestAuthorisation',
  summary: { en: 'Ask for authorisation', zh: '申请授权' },
  audience: ['staff'],
  versioned: true,
  params: ticketParams,
  body,
  answer: standing,
  example: { reason: 'major_interest', measure: '全额退款并补偿误工费。', amount: 50_000 },
  run: requestAuthorisation,
})
