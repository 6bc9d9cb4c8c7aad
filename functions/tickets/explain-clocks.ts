import * as z from 'zod'
import { explainClocks } from '../../shared/domain/clock-explanation'
import { waitedUntil } from '../../shared/domain/waiting'
import { admitted } from '../../shared/entry/act'
import { asOwnerOf } from '../../shared/entry/person'
import { type Call, route } from '../../shared/entry/route'
import { caseId } from '../../shared/entry/shapes'
import { clockFor, clocksView } from './clock-view'
import type { Desk } from './desk'

const params = z.strictObject({ caseId })

/** Why each deadline of a case is when it is, and who kept or missed it (R-SLA-44 to R-SLA-48): of tickets, complaints and orders. */
export async function explainCaseClocks({ cases }: Pick<Desk, 'cases'>, call: Call<z.output<typeof params>>) {
  const known = await cases.get(call.params.caseId)
  const subject = admitted({ principal: await asOwnerOf(cases, call.principal, known) }, 'case.clocks', known)
  const clocks = explainClocks(await cases.history(subject.id))
  const { id, number, state } = subject
  return {
    status: 200,
    body: {
      ...{ id, number, state },
      clocks: clocks.map(clockFor(call.principal.kind === 'staff')),
      waited: waitedUntil(subject, call.now),
    },
  }
}

export const explainClocksRoute = route({
  method: 'GET',
  path: '/v1/cases/{caseId}/clocks',
  operationId: 'explainClocks',
  summary: { en: 'Explain the time limits of a case, to the second', zh: '说明时限计算（精确到秒）' },
  audience: ['staff', 'storefront'],
  params,
  answer: clocksView,
  run: explainCaseClocks,
})
