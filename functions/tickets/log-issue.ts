import * as z from 'zod'
import { act } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { standing, words } from '../../shared/entry/shapes'
import { type Desk, deskKinds, noteFrom, type TicketCall, ticketParams } from './desk'

const body = z.strictObject({ text: words(10_000) })

/** A difficult question is put down for later improvement: what it is, its cause, what would help (F-02, R-CSL-08). */
export function logIssue(desk: Pick<Desk, 'cases'>, call: TicketCall<z.output<typeof body>>) {
  const { note, writeFor } = noteFrom(call, call.body.text)
  return act(desk, call, {
    kind: deskKinds,
    id: call.params.ticketId,
    action: 'ticket.log_issue',
    event: 'log_issue',
    data: { note },
    also: ({ customerId }) => ({ customers: [writeFor(customerId)] }),
  })
}

export const logIssueRoute = route({
  method: 'POST',
  path: '/v1/tickets/{ticketId}/issue',
  operationId: 'logIssue',
  summary: { en: 'Put a difficult question into the issue log', zh: '登记疑难问题' },
  audience: ['staff'],
  versioned: true,
  params: ticketParams,
  body,
  answer: standing,
  example: { text: '三位顾客都找不到发票入口，建议移到订单详情页。' },
  run: logIssue,
})
