import * as z from 'zod'
import { recordAccess } from '../../shared/entry/access'
import { caseRecord, historyOf, standingOf } from '../../shared/entry/case-record'
import { isOnePerson } from '../../shared/entry/person'
import { type Call, route } from '../../shared/entry/route'
import { caseId, cursor, page } from '../../shared/entry/shapes'
import { caseLine, lineOf } from './case-line'
import { allowedTo, customerParams, type Desk, noSuchCase } from './desk'

const query = z.strictObject({ cursor: cursor.optional(), open: caseId.optional() })

const { history, clocks } = caseRecord()
const answer = () => page(caseLine()).extend({ opened: caseLine().extend({ history, clocks }).optional() })

/** Every contact of a customer in one line of time (R-CUS-01, R-TKT-08): heads first, newest first, and of the one that is opened
 *  its history. What a page costs depends on the page alone. */
export async function readTimeline(
  { cases, customers }: Omit<Desk, 'registry'>,
  call: Call<z.output<typeof customerParams>, z.output<typeof query>>,
) {
  const { customerId } = call.params
  const { cursor, open } = call.query
  await allowedTo({ cases }, call.principal, 'customer.cases', customerId)
  const [{ items, ...rest }, opened, history] = await Promise.all([
    cases.ofCustomer(customerId, cursor),
    open ? cases.get(open) : null,
    open ? cases.history(open) : [],
  ])
  if (open && !(opened && (await isOnePerson(cases, customerId, opened.customerId)))) throw noSuchCase()
  if (items.length > 0) await recordAccess({ customers }, call, { customerId, what: 'timeline' })
  const clocks = opened && call.principal.kind === 'staff' ? standingOf(opened, []).clocks : undefined
  return {
    status: 200,
    body: {
      items: items.map(lineOf),
      ...rest,
      ...(opened && { opened: { ...lineOf(opened), history: historyOf(history), ...(clocks && { clocks }) } }),
    },
  }
}

export const readTimelineRoute = route({
  method: 'GET',
  path: '/v1/customers/{customerId}/timeline',
  operationId: 'readTimeline',
  summary: { en: "Read a customer's timeline", zh: '查看客户时间线' },
  audience: ['staff', 'storefront'],
  params: customerParams,
  query,
  answer,
  line: caseLine,
  run: readTimeline,
})
