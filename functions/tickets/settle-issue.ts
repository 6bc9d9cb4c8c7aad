import * as z from 'zod'
import { act } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { standing, words } from '../../shared/entry/shapes'
import { type Desk, deskKinds, noteFrom, type TicketCall, ticketParams } from './desk'

const body = z.strictObject({ text: words(10_000) })

/** What came of it; the entry leaves the list (F-02). */
export function settleIssue(desk: Pick<Desk, 'cases'>, call: TicketCall<z.output<typeof body>>) {
  const { note, writeFor } = noteFrom(call, call.body.text)
  return act(desk, call, {
    kind: deskKinds,
    id: call.params.ticketId,
    action: 'ticket.settle_issue',
    event: 'settle_issue',
    data: { note },
    also: ({ customerId }) => ({ customers: [writeFor(customerId)] }),
  })
}

export const settleIssueRoute = route({
  method: 'POST',
  path: '/v1/tickets/{ticketId}/issue/settlement',
  operationId: 'settleIssue',
  summary: { en: 'Settle an entry of the issue log', zh: '疑难问题改进完成' },
  audience: ['staff'],
  versioned: true,
  params: ticketParams,
  body,
  answer: standing,
  example: { text: '发票入口已移到订单详情页。' },
  run: settleIssue,
})
