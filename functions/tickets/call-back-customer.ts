import * as z from 'zod'
import { act } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { standing, words } from '../../shared/entry/shapes'
import { type Desk, noteFrom, type TicketCall, ticketParams } from './desk'

const body = z.strictObject({
  way: z.enum(['phone', 'email']),
  /** Absent: nobody was reached. */
  satisfied: z.boolean().optional(),
  text: words(10_000),
})

/** 电话回访: whether the customer is content with the result and the service; an attempt that reached nobody counts (K13, F-26, G-23). */
export function callBackCustomer(desk: Pick<Desk, 'cases'>, call: TicketCall<z.output<typeof body>>) {
  const { text, ...said } = call.body
  const { note, writeFor } = noteFrom(call, text)
  return act(desk, call, {
    kind: 'complaint',
    id: call.params.ticketId,
    action: 'complaint.call_back',
    event: 'call_back',
    data: { ...said, note },
    also: ({ customerId }) => ({ customers: [writeFor(customerId)] }),
  })
}

export const callBackCustomerRoute = route({
  method: 'POST',
  path: '/v1/complaints/{ticketId}/call-backs',
  operationId: 'callBackCustomer',
  summary: { en: 'Record a call-back after a complaint', zh: '登记投诉回访' },
  audience: ['staff'],
  versioned: true,
  params: ticketParams,
  body,
  answer: standing,
  example: { way: 'phone', satisfied: true, text: '客户对补发满意，建议加强包装。' },
  run: callBackCustomer,
})
