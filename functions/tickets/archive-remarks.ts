import * as z from 'zod'
import { deskKinds } from '../../shared/domain/closing'
import { act } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { standing, words } from '../../shared/entry/shapes'
import { type Desk, noteFrom, type TicketCall, ticketParams } from './desk'

const correction = z.strictObject({ text: words(2_000) })
const mark = z.strictObject({ fault: z.enum(['wrong', 'incomplete']), text: words(2_000) })

/** What was archived stays as it is; what is true beside it is appended (R-ARC-08). */
export function correctArchive(desk: Pick<Desk, 'cases'>, call: TicketCall<z.output<typeof correction>>) {
  const { note, writeFor } = noteFrom(call, call.body.text)
  return act(desk, call, {
    ...{
      kind: deskKinds,
      id: call.params.ticketId,
      action: 'archive.correct',
      event: 'correct_archive',
      data: { note },
    },
    also: ({ customerId }) => ({ customers: [writeFor(customerId)] }),
  })
}

/** Whoever finds an archived result may say that it is wrong, or not the whole of it (R-ARC-05). */
export function markResult(desk: Pick<Desk, 'cases'>, call: TicketCall<z.output<typeof mark>>) {
  const { fault, text } = call.body
  const { note, writeFor } = noteFrom(call, text)
  return act(desk, call, {
    ...{ kind: deskKinds, id: call.params.ticketId, action: 'archive.mark', event: 'mark_result' },
    data: { note, fault },
    also: ({ customerId }) => ({ customers: [writeFor(customerId)] }),
  })
}

const common = { method: 'POST', audience: ['staff'], versioned: true, params: ticketParams, answer: standing } as const

export const correctArchiveRoute = route({
  ...common,
  path: '/v1/tickets/{ticketId}/corrections',
  operationId: 'correctArchive',
  summary: { en: 'Append a correction to an archived record', zh: '为档案追加更正' },
  body: correction,
  example: { text: '补充：承运商已书面确认漏扫。' },
  run: correctArchive,
})

export const markResultRoute = route({
  ...common,
  path: '/v1/tickets/{ticketId}/result-marks',
  operationId: 'markResult',
  summary: { en: 'Mark an archived result as wrong or incomplete', zh: '标记档案结果有误或不完整' },
  body: mark,
  example: { fault: 'incomplete', text: '没有写明退款金额。' },
  run: markResult,
})
