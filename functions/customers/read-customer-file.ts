import * as z from 'zod'
import { may } from '../../shared/domain/may'
import { Refusal } from '../../shared/domain/refusal'
import { type Call, route } from '../../shared/entry/route'
import { caseId, instant, money } from '../../shared/entry/shapes'
import { logger } from '../../shared/entry/telemetry'
import type { CustomerStore } from '../../shared/wiring'

export const customerParams = z.strictObject({ customerId: caseId })

const answer = () => {
  const known = z.object({ value: z.string(), source: z.string(), at: instant })
  return z.object({
    customerId: caseId,
    openedAt: instant,
    market: z.string(),
    language: z.string(),
    fields: z.record(z.string(), known),
    transactions: z.array(z.object({ orderId: caseId, number: z.string(), completedAt: instant, total: money })),
  })
}

/** The customer file (客户档案, R-CUS-02): each field with its source, and what was bought; the reading is logged (R-CUS-09). */
export async function readCustomerFile(
  { customers }: { readonly customers: CustomerStore },
  { principal, params: { customerId } }: Call<z.output<typeof customerParams>>,
) {
  if (!may(principal, 'customer.read')) throw new Refusal('forbidden', 'customer files are not for this caller')
  const [file, purchases] = await Promise.all([customers.file(customerId), customers.transactions(customerId)])
  if (!file) throw new Refusal('not_found', 'there is no such customer')
  logger.info('personal data read', { what: 'file', customerId, by: principal.id })
  const transactions = purchases.map(({ orderId, number, completedAt, total }) => ({
    orderId,
    number,
    completedAt,
    total,
  }))
  const { openedAt, fields } = file
  const { region, language } = fields
  return {
    status: 200,
    body: { customerId, openedAt, market: region?.value, language: language?.value, fields, transactions },
  }
}

export const readCustomerFileRoute = route({
  method: 'GET',
  path: '/v1/customers/{customerId}',
  operationId: 'readCustomerFile',
  summary: { en: "Read a customer's file", zh: '查看客户档案' },
  audience: ['staff'],
  params: customerParams,
  answer,
  run: readCustomerFile,
})
