import * as z from 'zod'
import { act } from '../../shared/entry/act'
import { refersTo } from '../../shared/entry/reference'
import { route } from '../../shared/entry/route'
import { caseId, standing, words } from '../../shared/entry/shapes'
import {
  consultationOutcomes,
  consultationSteps,
  objections,
  salesStages,
} from '../../shared/handbook/consultation-form'
import { type Desk, deskKinds, noteFrom, type TicketCall, ticketParams } from './desk'

const body = z
  .strictObject({
    stage: z.enum(salesStages),
    steps: z.array(z.enum(consultationSteps)).max(5).optional(),
    /** What the customer really needs, and what was proposed. */
    need: words(5_000),
    proposal: words(5_000),
    objection: z.enum(objections).optional(),
    outcome: z.enum(consultationOutcomes),
    orderId: caseId.optional(),
  })
  .refine(({ outcome, orderId }) => outcome === 'ordered' || !orderId, {
    path: ['orderId'],
    message: 'goes with the outcome `ordered`',
  })

/** 咨询登记 (F-01): what was asked for, proposed and came of it; the order that follows makes its success measurable (R-CSL-12). */
export async function recordConsultation(desk: Pick<Desk, 'cases'>, call: TicketCall<z.output<typeof body>>) {
  const { need, proposal, orderId, ...codes } = call.body
  const { note, writeFor } = noteFrom(call, `${need}\n\n${proposal}`)
  const subject = orderId ? await desk.cases.get(call.params.ticketId) : null
  if (orderId && subject) await refersTo(desk.cases, 'order', orderId, subject.customerId, 'orderId')
  return act(desk, call, {
    kind: deskKinds,
    id: call.params.ticketId,
    action: 'ticket.record_consultation',
    event: 'record_consultation',
    data: { note, consultation: { ...codes, ...(orderId && { orderId }) } },
    also: ({ customerId }) => ({ customers: [writeFor(customerId)] }),
  })
}

export const recordConsultationRoute = route({
  method: 'POST',
  path: '/v1/tickets/{ticketId}/consultation',
  operationId: 'recordConsultation',
  summary: { en: 'Enter a consultation in the register', zh: '登记客户咨询' },
  audience: ['staff'],
  versioned: true,
  params: ticketParams,
  body,
  answer: standing,
  example: {
    stage: 'pre_sale',
    steps: ['accept', 'probe', 'valueAgreement'],
    need: '送妈妈的生日礼物，敏感肌可用。',
    proposal: '推荐舒缓套装，并说明过敏可退。',
    objection: 'price',
    outcome: 'call_back',
  },
  run: recordConsultation,
})
