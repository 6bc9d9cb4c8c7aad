import * as z from 'zod'
import { deskKinds } from '../../shared/domain/closing'
import { Refusal } from '../../shared/domain/refusal'
import { act } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { instant, standing, words } from '../../shared/entry/shapes'
import { type Desk, type TicketCall, ticketParams } from './desk'

/** What the history cannot know of a problem (R-TKT-02); measures may be none, with the reason (C-43). */
const record = z.strictObject({
  occurredAt: instant.optional(),
  place: words(200).optional(),
  description: words(2_000).optional(),
  review: words(2_000).optional(),
  measures: z.array(words(500)).min(1).max(20).optional(),
  noMeasures: words(500).optional(),
})

/** The record is complete within 24 h of the handling (T21, K18, R-ARC-01); what it lacks is refused by name. */
export function completeRecord(desk: Pick<Desk, 'cases'>, call: TicketCall<z.output<typeof record>>) {
  const { occurredAt, place = '', description, review = '', measures = [], noMeasures } = call.body
  if (occurredAt && occurredAt > call.now) throw new Refusal('invalid', 'no problem has occurred in the future')
  const note = call.ids('record')
  const content = { what: 'record', place, review, measures, noMeasures, description } as const
  const given = { place, review, description, measures: noMeasures ?? measures[0] }
  return act(desk, call, {
    kind: deskKinds,
    id: call.params.ticketId,
    action: 'ticket.record',
    event: 'complete_record',
    data: {
      note,
      given: Object.entries(given).flatMap(([field, value]) => (value ? [field] : [])),
      ...(occurredAt && { occurredAt: new Date(occurredAt).toISOString() }),
    },
    also: ({ customerId }) => ({ customers: [{ what: 'content', customerId, contentId: note, content }] }),
  })
}

export const completeRecordRoute = route({
  method: 'POST',
  path: '/v1/tickets/{ticketId}/record',
  operationId: 'completeRecord',
  summary: { en: 'Complete the problem record', zh: '完成问题记录' },
  audience: ['staff'],
  versioned: true,
  params: ticketParams,
  body: record,
  answer: standing,
  example: { place: '线上商城', review: '承运商网点漏扫，导致轨迹三天未更新。', measures: ['提醒承运商核查网点扫描'] },
  run: completeRecord,
})
