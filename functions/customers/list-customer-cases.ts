import * as z from 'zod'
import { recordAccess } from '../../shared/entry/access'
import { type Call, route } from '../../shared/entry/route'
import { cursor } from '../../shared/entry/shapes'
import { caseLine, lineOf } from './case-line'
import { allowedTo, customerParams, type Desk } from './desk'

const query = z.strictObject({ cursor: cursor.optional() })

/** Everything a customer has with us, newest first (R-TKT-08, R-ORD-26); a customer sees their own only. */
export async function listCustomerCases(
  { cases, customers }: Omit<Desk, 'registry'>,
  call: Call<z.output<typeof customerParams>, z.output<typeof query>>,
) {
  const { customerId } = call.params
  await allowedTo({ cases }, call.principal, 'customer.cases', customerId)
  const { items, ...rest } = await cases.ofCustomer(customerId, call.query.cursor)
  if (items.length > 0) await recordAccess({ customers }, call, { customerId, what: 'timeline' })
  return { status: 200, body: { items: items.map(lineOf), ...rest } }
}

export const listCustomerCasesRoute = route({
  method: 'GET',
  path: '/v1/customers/{customerId}/cases',
  operationId: 'listCustomerCases',
  summary: { en: "List a customer's tickets and orders", zh: '查看客户的工单和订单' },
  audience: ['staff', 'storefront'],
  params: customerParams,
  query,
  line: caseLine,
  run: listCustomerCases,
})
