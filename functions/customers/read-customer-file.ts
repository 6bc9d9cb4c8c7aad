import * as z from 'zod'
import { type FileChange, type FileField, mailStopOf } from '../../shared/domain/customer'
import { shown } from '../../shared/domain/may'
import { recordAccess } from '../../shared/entry/access'
import { fileOfPerson } from '../../shared/entry/person'
import { type Call, route } from '../../shared/entry/route'
import { caseId, instant, money } from '../../shared/entry/shapes'
import { personalFields } from '../../shared/handbook/personal-fields'
import { allowedTo, customerParams, type Desk, noSuchCustomer } from './desk'
import { totalsOf } from './purchases'

const newestTransactions = 100

const answer = () => {
  const known = z.object({ value: z.string(), source: z.string(), at: instant })
  const fields = Object.entries(personalFields).filter(([, { group }]) => group !== 'case')
  return z.object({
    customerId: caseId,
    openedAt: instant,
    version: z.int(),
    /** Nothing is mailed to them since then, until the address is corrected or said to be right (R-NTF-03). */
    mailStop: z.object({ at: instant, why: z.string() }).optional(),
    /** Of a customer who had several files: by which ids they are known. */
    identities: z.array(caseId).optional(),
    market: z.string().optional(),
    language: z.string().optional(),
    fields: z.object(Object.fromEntries(fields.map(([field]) => [field, known.optional()]))),
    transactions: z.array(
      z.object({
        orderId: caseId,
        number: z.string(),
        completedAt: instant,
        total: money,
        lines: z.array(z.object({ productNumber: z.string(), quantity: z.int(), unitPrice: z.int() })),
      }),
    ),
    totals: z.array(
      z.object({ currency: z.string(), orders: z.int(), amount: z.int(), firstAt: instant, lastAt: instant }),
    ),
    changes: z
      .array(z.object({ at: instant, by: z.string(), fields: z.array(z.string()), reason: z.string().optional() }))
      .optional(),
  })
}

/** The customer file (客户档案, R-CUS-02): each field with its source, what was bought (R-ORD-25), and to staff what was changed
 *  (R-CUS-13). Staff's reading is recorded (R-CUS-09); customers read their own (R-PRV-05). */
export async function readCustomerFile(
  { cases, customers }: Pick<Desk, 'cases' | 'customers'>,
  call: Call<z.output<typeof customerParams>>,
) {
  const { principal } = call
  const { customerId } = call.params
  await allowedTo({ cases }, principal, 'customer.read', customerId)
  const [file, own, line] = await Promise.all([
    fileOfPerson({ customers }, customerId),
    customers.transactions(customerId),
    principal.kind === 'staff' ? customers.changes(customerId) : undefined,
  ])
  if (!file) throw noSuchCustomer()
  const ids = [file.customerId, ...(file.joinedFrom ?? [])]
  const others = ids.filter(id => id !== customerId)
  const purchases = [own, ...(await Promise.all(others.map(id => customers.transactions(id))))]
  const changes = line && [line, ...(await Promise.all(others.map(id => customers.changes(id))))]
  await recordAccess({ customers }, call, { customerId, what: 'file' })
  const { openedAt, version, fields } = file
  const bought = purchases.flat().sort((a, b) => (a.completedAt < b.completedAt ? -1 : 1))
  const transactions = bought
    .slice(-newestTransactions)
    .reverse()
    .map(({ orderId, number, completedAt, total, lines }) => ({ orderId, number, completedAt, total, lines }))
  const mailStop = mailStopOf(file)
  const body = {
    ...(mailStop && { mailStop }),
    ...{
      customerId: file.customerId,
      openedAt,
      version,
      market: fields.region?.value,
      language: fields.language?.value,
    },
    fields: inOrder(shown(principal, fields)),
    ...{ transactions, totals: totalsOf(bought) },
    ...(ids.length > 1 && { identities: ids }),
    ...(changes && {
      changes: once(changes.flat()).map(({ at, by, fields, reason }) => ({
        at,
        by,
        fields,
        ...(reason && { reason }),
      })),
    }),
  }
  return { status: 200, version, body }
}

/** That two files became one stands in both. */
const once = (changes: readonly FileChange[]) =>
  [...new Map(changes.map(change => [change.id, change])).values()].sort((a, b) => (a.at < b.at ? -1 : 1))

/** As the handbook arranges them (R-CUS-06). */
const inOrder = <T extends Partial<Record<FileField, unknown>>>(fields: T) =>
  Object.fromEntries(
    Object.keys(personalFields).flatMap(field => (field in fields ? [[field, fields[field as FileField]]] : [])),
  )

export const readCustomerFileRoute = route({
  method: 'GET',
  path: '/v1/customers/{customerId}',
  operationId: 'readCustomerFile',
  summary: { en: "Read a customer's file", zh: '查看客户档案' },
  audience: ['staff', 'storefront'],
  versioned: true,
  params: customerParams,
  answer,
  run: readCustomerFile,
})
