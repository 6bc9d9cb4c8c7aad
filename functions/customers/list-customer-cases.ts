import * as z from 'zod'
import { may } from '../../shared/domain/may'
import { Refusal } from '../../shared/domain/refusal'
import { type Call, route } from '../../shared/entry/route'
import { cursor, instant, page, standing } from '../../shared/entry/shapes'
import type { CaseStore } from '../../shared/wiring'
import { customerParams } from './read-customer-file'

const query = z.strictObject({ cursor: cursor.optional() })
const line = () => standing().extend({ kind: z.enum(['ticket', 'order']), createdAt: instant, changedAt: instant })

/** Everything a customer has with us, newest first (R-TKT-08, R-ORD-26); a customer sees their own only. */
export async function listCustomerCases(
  { cases }: { readonly cases: CaseStore },
  {
    principal,
    params: { customerId },
    query: { cursor },
  }: Call<z.output<typeof customerParams>, z.output<typeof query>>,
) {
  if (!may(principal, 'customer.cases', { customerId })) {
    throw new Refusal(
      principal.kind === 'storefront' ? 'not_found' : 'forbidden',
      'there is no such customer for this caller',
    )
  }
  const { items, ...rest } = await cases.ofCustomer(customerId, cursor)
  const lines = items.map(({ id, number, state, version, kind, createdAt, changedAt }) => ({
    ...{ id, number, state, version, kind, createdAt, changedAt },
  }))
  return { status: 200, body: { items: lines, ...rest } }
}

export const listCustomerCasesRoute = route({
  method: 'GET',
  path: '/v1/customers/{customerId}/cases',
  operationId: 'listCustomerCases',
  summary: { en: "List a customer's tickets and orders", zh: '查看客户的工单和订单' },
  audience: ['staff', 'storefront'],
  params: customerParams,
  query,
  answer: () => page(line()),
  run: listCustomerCases,
})
