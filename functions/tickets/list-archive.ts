import * as z from 'zod'
import type { Case } from '../../shared/domain/case'
import { filedIn } from '../../shared/domain/lists'
import { may, mayList } from '../../shared/domain/may'
import { Refusal } from '../../shared/domain/refusal'
import type { Ticket } from '../../shared/domain/ticket'
import { type Call, route } from '../../shared/entry/route'
import { caseId, cursor, instant, standing } from '../../shared/entry/shapes'
import { archiveLists } from '../../shared/handbook/lists'
import type { Desk } from './desk'

/** By time, by time and problem type, by customer (R-ARC-02, R-ARC-05); `to-check`, which is meant where
 *  nothing is asked for, waits for the lead, and `expired` may go. */
const query = z.strictObject({
  month: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'a month such as 2026-03')
    .optional(),
  topic: z
    .string()
    .regex(/^[a-z_]{1,32}$/)
    .optional(),
  customerId: caseId.optional(),
  list: z.enum(['to-check', 'expired']).optional(),
  cursor: cursor.optional(),
})

type Question = z.output<typeof query>

/** What lies in the archive, in the order of its numbers; nothing that was said. */
export async function listArchive({ cases }: Pick<Desk, 'cases'>, call: Call<unknown, Question>) {
  const { customerId, cursor } = call.query
  if (!may(call.principal, 'archive.list')) throw new Refusal('forbidden', 'the archive is not for this caller')
  const { items, ...rest } =
    customerId === undefined ? await cases.list(keyOf(call), cursor) : await cases.ofCustomer(customerId, cursor)
  const archived = customerId === undefined ? items : items.filter(({ state }) => state === 'archived')
  return { status: 200, body: { items: archived.map(lineOf), ...rest } }
}

function keyOf({ principal, query: { month, topic, list } }: Call<unknown, Question>): string {
  if (list && month) throw new Refusal('invalid', 'ask for a month or for a list, not for both')
  const key = month ? filedIn(month, topic) : archiveLists[list ?? 'to-check']
  if (!mayList(principal, key)) throw new Refusal('forbidden', 'the archive is not for this caller')
  return key
}

const line = () =>
  standing().extend({
    kind: z.string(),
    archiveNumber: z.string().optional(),
    topic: z.string().optional(),
    grade: z.string().optional(),
    customerId: caseId,
    receivedAt: instant,
    since: instant,
  })

function lineOf(subject: Case): z.input<ReturnType<typeof line>> {
  const { id, number, state, version, kind, customerId, createdAt, enteredAt, changedAt, facts } = subject as Ticket
  const { archiveNumber, classification } = facts
  return {
    ...{ id, number, state, version, kind, customerId, receivedAt: createdAt, since: enteredAt ?? changedAt },
    ...(archiveNumber && { archiveNumber }),
    ...(classification && { topic: classification.topic, grade: classification.grade }),
  }
}

export const listArchiveRoute = route({
  method: 'GET',
  path: '/v1/archive',
  operationId: 'listArchive',
  summary: { en: 'Search the archive', zh: '查询档案' },
  audience: ['staff'],
  query,
  line,
  run: listArchive,
})
