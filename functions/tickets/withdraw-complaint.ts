import * as z from 'zod'
import { act } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { standing, words } from '../../shared/entry/shapes'
import { type Desk, noteFrom, type TicketCall, ticketParams } from './desk'

const body = z.strictObject({ text: words(10_000) })

/** The customer withdraws it, in words that are kept (K17). */
export function withdrawComplaint(desk: Pick<Desk, 'cases'>, call: TicketCall<z.output<typeof body>>) {
  const { note, writeFor } = noteFrom(call, call.body.text)
  return act(desk, call, {
    kind: 'complaint',
    id: call.params.ticketId,
    action: 'complaint.withdraw',
    event: 'withdraw',
    data: { note },
    also: ({ customerId }) => ({ customers: [writeFor(customerId)] }),
  })
}

export const withdrawComplaintRoute = route({
  method: 'POST',
  path: '/v1/complaints/{ticketId}/withdrawal',
  operationId: 'withdrawComplaint',
  summary: { en: 'Withdraw a complaint', zh: '撤回投诉' },
  audience: ['staff', 'storefront'],
  versioned: true,
  params: ticketParams,
  body,
  answer: standing,
  example: { text: '问题已经解决了，撤诉吧。' },
  run: withdrawComplaint,
})
