import * as z from 'zod'
import { callsWanted } from '../../shared/domain/lists'
import { mayList } from '../../shared/domain/may'
import { Refusal } from '../../shared/domain/refusal'
import { type Call, route } from '../../shared/entry/route'
import { caseId, cursor, standing } from '../../shared/entry/shapes'
import { callList } from '../../shared/handbook/lists'
import { notices } from '../../shared/handbook/notices'
import type { Desk } from './desk'

const query = z.strictObject({ cursor: cursor.optional() })

/** 待致电: tickets and orders whose customer no mail reaches, and what must be said (R-NTF-03, R-NTF-04). */
export async function listCalls(
  { cases }: Pick<Desk, 'cases'>,
  { principal, query: { cursor } }: Call<unknown, z.output<typeof query>>,
) {
  if (!mayList(principal, callList)) throw new Refusal('forbidden', 'calls are not for this caller')
  const { items, ...rest } = await cases.list(callList, cursor)
  const lines = items.map(subject => {
    const { id, number, state, version, kind, customerId, language } = subject
    const say = callsWanted(subject).map(notice => ({ notice, zh: notices[notice].zh }))
    return { id, number, state, version, kind, customerId, language, say }
  })
  return { status: 200, body: { items: lines, ...rest } }
}

const line = () =>
  standing().extend({
    kind: z.string(),
    customerId: caseId,
    language: z.string(),
    say: z.array(z.object({ notice: z.string(), zh: z.string() })),
  })

export const listCallsRoute = route({
  method: 'GET',
  path: '/v1/calls',
  operationId: 'listCalls',
  summary: { en: 'List the customers to be called', zh: '查看待致电客户' },
  audience: ['staff'],
  query,
  line,
  run: listCalls,
})
