import * as z from 'zod'
import type { CaseEvent } from '../../shared/domain/case'
import { deskKinds } from '../../shared/domain/closing'
import { messagesOf } from '../../shared/domain/conversation'
import { missingFrom } from '../../shared/domain/record'
import { recordAccess } from '../../shared/entry/access'
import { found } from '../../shared/entry/act'
import { historyOf } from '../../shared/entry/case-record'
import { route } from '../../shared/entry/route'
import { caseId, instant } from '../../shared/entry/shapes'
import type { Content } from '../../shared/wiring'
import { type Desk, type TicketCall, ticketParams } from './desk'

const remark = () => z.object({ at: instant, by: z.string(), fault: z.string().optional(), text: z.string() })

/** 问题记录 with all fields of R-TKT-02: what people wrote, and what the history knows. */
const recordView = () =>
  z.object({
    number: z.string(),
    archiveNumber: z.string().optional(),
    state: z.string(),
    complete: z.boolean(),
    /** What is to be written yet. */
    missing: z.array(z.string()),
    occurredAt: instant,
    receivedAt: instant,
    place: z.string().optional(),
    customerId: caseId,
    description: z.string(),
    topic: z.string().optional(),
    grade: z.string().optional(),
    process: z.array(z.object({ at: instant, type: z.string(), to: z.string(), by: z.string() })),
    result: z.string(),
    review: z.string().optional(),
    measures: z.array(z.string()),
    noMeasures: z.string().optional(),
    handlerId: z.string().optional(),
    handledAt: instant.optional(),
    handlingSeconds: z.int().optional(),
    /** Appended after it was archived (R-ARC-08), and what was found amiss (R-ARC-05). */
    corrections: z.array(remark()),
    marks: z.array(remark()),
    /** 客户信息销毁记录 (F-34). */
    certificate: z.record(z.string(), z.unknown()).optional(),
  })

const solved = ['TicketResolved', 'ResultFedBack']

/** The record of a problem, assembled; that its words were read is recorded (R-CUS-09). */
export async function readRecord({ cases, customers }: Pick<Desk, 'cases' | 'customers'>, call: TicketCall) {
  const ticket = await found(cases, call, 'ticket.read_record', deskKinds, call.params.ticketId)
  const { id, customerId, createdAt, facts, number, state, version } = ticket
  const { classification, occurredAt, archiveNumber, recordedAt, recordId, requestId, assigneeId } = facts
  const history = await cases.history(id)
  const result = messagesOf(history).findLast(({ purpose }) => purpose === 'result')?.contentId
  const remarks = history.filter(({ type }) => type === 'ArchiveCorrected' || type === 'ResultMarked')
  const wanted = [recordId, requestId, result, ...remarks.map(({ data }) => data.note)]
  const words = await customers.contents(
    customerId,
    wanted.filter(contentId => typeof contentId === 'string'),
  )
  if (words.size > 0) await recordAccess({ customers }, call, { customerId, what: 'words', caseId: id })
  const record = recordId === undefined ? undefined : words.get(recordId)
  const written = record?.what === 'record' ? record : undefined
  const handledAt = history.findLast(({ type }) => solved.includes(type))?.at
  const body: z.input<ReturnType<typeof recordView>> = {
    ...{ number, state, customerId, complete: recordedAt !== undefined, receivedAt: createdAt },
    ...{ missing: recordedAt ? [] : [...missingFrom(facts, [])], occurredAt: occurredAt ?? createdAt },
    ...(archiveNumber && { archiveNumber }),
    ...(written && { place: written.place, review: written.review, noMeasures: written.noMeasures }),
    ...(classification && { topic: classification.topic, grade: classification.grade }),
    description: written?.description ?? textIn(words, requestId),
    process: historyOf(history),
    result: textIn(words, result),
    measures: [...(written?.measures ?? [])],
    ...(assigneeId && { handlerId: assigneeId }),
    ...(handledAt && { handledAt, handlingSeconds: seconds(createdAt, handledAt) }),
    corrections: remarksOf(remarks, 'ArchiveCorrected', words),
    marks: remarksOf(remarks, 'ResultMarked', words),
    ...certificateIn(history),
  }
  return { status: 200, version, body }
}

const seconds = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / 1000)

function textIn(words: ReadonlyMap<string, Content>, contentId: unknown): string {
  const content = words.get(String(contentId))
  return content?.what === 'message' ? content.text : ''
}

const remarksOf = (events: readonly CaseEvent[], type: string, words: ReadonlyMap<string, Content>) =>
  events
    .filter(event => event.type === type)
    .map(({ at, actor, data }) => ({
      ...{ at, by: actor.id, text: textIn(words, data.note) },
      ...(typeof data.fault === 'string' && { fault: data.fault }),
    }))

function certificateIn(history: readonly CaseEvent[]) {
  const certificate = history.findLast(({ type }) => type === 'TicketDestroyed')?.data.certificate
  return certificate ? { certificate: certificate as Record<string, unknown> } : {}
}

export const readRecordRoute = route({
  method: 'GET',
  path: '/v1/tickets/{ticketId}/record',
  operationId: 'readRecord',
  summary: { en: 'Read the problem record', zh: '查看问题记录' },
  audience: ['staff'],
  versioned: true,
  params: ticketParams,
  answer: recordView,
  run: readRecord,
})
