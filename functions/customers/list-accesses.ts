import * as z from 'zod'
import { allowed } from '../../shared/entry/customer'
import { type Call, route } from '../../shared/entry/route'
import { caseId, cursor, instant } from '../../shared/entry/shapes'
import { customerParams, type Desk } from './desk'

const query = z.strictObject({ cursor: cursor.optional() })
const line = () =>
  z.object({
    at: instant,
    by: z.string(),
    roles: z.array(z.string()),
    operation: z.string(),
    what: z.string(),
    caseId: caseId.optional(),
  })

/** Which members of staff were shown something personal of a customer, newest first (R-CUS-09, R-PRV-03 安全审计). */
export async function listAccesses(
  { customers }: Pick<Desk, 'customers'>,
  {
    principal,
    params: { customerId },
    query: { cursor },
  }: Call<z.output<typeof customerParams>, z.output<typeof query>>,
) {
  allowed(principal, 'customer.accesses', customerId)
  return { status: 200, body: await customers.accesses(customerId, cursor) }
}

export const listAccessesRoute = route({
  method: 'GET',
  path: '/v1/customers/{customerId}/accesses',
  operationId: 'listAccesses',
  summary: { en: "List who read a customer's data", zh: '查看客户资料的访问记录' },
  audience: ['staff'],
  params: customerParams,
  query,
  line,
  run: listAccesses,
})
