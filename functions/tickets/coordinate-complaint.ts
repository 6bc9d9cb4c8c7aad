import * as z from 'zod'
import type { Department, TicketFacts } from '../../shared/domain/ticket'
import { act } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { instant, standing, words } from '../../shared/entry/shapes'
import { departmentOfComplaint } from '../../shared/handbook/complaint-form'
import { departments } from '../../shared/handbook/desk-rows'
import { type Desk, noteFrom, type TicketCall, ticketParams } from './desk'

const body = z.strictObject({
  /** The one that its type concerns, unless another is named (R-DSP-07). */
  department: z.enum(departments).optional(),
  text: words(10_000),
  dueAt: instant,
})

/** A supervisor asks a department, by a slip with its own time (K5, R-ESC-03, F-22). */
export function coordinateComplaint(desk: Pick<Desk, 'cases'>, call: TicketCall<z.output<typeof body>>) {
  const { department, text, dueAt } = call.body
  const { note, writeFor } = noteFrom(call, text)
  return act(desk, call, {
    kind: 'complaint',
    id: call.params.ticketId,
    action: 'complaint.coordinate',
    event: 'coordinate',
    data: ({ facts }) => ({ note, task: { department: department ?? concerned(facts), contentId: note, dueAt } }),
    also: ({ customerId }) => ({ customers: [writeFor(customerId)] }),
  })
}

/** By what an agent says of it, else by what the rules heard. */
export function concerned({ complaint, classification }: TicketFacts): Department | undefined {
  const type = (complaint?.type ?? classification?.complaint?.type) as keyof typeof departmentOfComplaint | undefined
  return type && departmentOfComplaint[type]
}

export const coordinateComplaintRoute = route({
  method: 'POST',
  path: '/v1/complaints/{ticketId}/coordination',
  operationId: 'coordinateComplaint',
  summary: { en: 'Ask a department about a complaint', zh: '协调部门处理投诉' },
  audience: ['staff'],
  versioned: true,
  params: ticketParams,
  body,
  answer: standing,
  example: { department: 'warehouse', text: '请核对出库照片，确认是否发错货。', dueAt: '2026-03-10T09:00:00Z' },
  run: coordinateComplaint,
})
