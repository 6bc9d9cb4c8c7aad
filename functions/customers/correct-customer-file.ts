import * as z from 'zod'
import type { FileField } from '../../shared/domain/customer'
import { mayWrite } from '../../shared/domain/may'
import { Refusal } from '../../shared/domain/refusal'
import { keyUsed } from '../../shared/entry/act'
import { fileOfPerson } from '../../shared/entry/person'
import { type Answer, type Call, route } from '../../shared/entry/route'
import { caseId, code, email, language, market, phone, versionNumber, words } from '../../shared/entry/shapes'
import { allowedTo, customerParams, type Desk, noSuchCustomer } from './desk'

const attempts = 4

/** Every field but those that only a contact can show to be true: account and handle. */
const fields = {
  name: words(100).optional(),
  sex: z.enum(['female', 'male', 'other']).optional(),
  email: email.optional(),
  phone: phone.optional(),
  address: words(500).optional(),
  language: language.optional(),
  region: market.optional(),
  preferences: words(1_000).optional(),
  serviceNeeds: words(1_000).optional(),
  marketingConsent: z.enum(['given', 'withdrawn']).optional(),
  customerTier: z.enum(['general', 'key', 'special']).optional(),
  serviceTier: code().optional(),
  serviceScore: z.number().min(0).max(100).optional(),
}

const body = z
  .strictObject({
    ...fields,
    /** From where staff have it (R-CUS-03); what a storefront sends is the customer's own registration. */
    source: z.enum(['site_registration', 'order_information', 'customer_feedback']).default('customer_feedback'),
    reason: words(500).optional(),
  })
  .superRefine((given, context) => {
    if (!Object.keys(fields).some(field => field in given)) {
      context.addIssue({ code: 'custom', path: [], message: 'at least one field is needed' })
    }
    if (given.customerTier && !given.reason) {
      context.addIssue({ code: 'custom', path: ['reason'], message: 'a change of tier has a reason (R-CUS-07)' })
    }
  })

/** Staff, or customers themselves, complete or correct a file (R-CUS-13): who did it is kept, what stood there before is not. */
export async function correctCustomerFile(
  { cases, customers, registry }: Desk,
  call: Call<z.output<typeof customerParams>, unknown, z.output<typeof body>>,
): Promise<Answer> {
  const { principal, now: at, requestHash, ifMatch } = call
  await allowedTo({ cases }, principal, 'customer.correct', call.params.customerId)
  const { source, reason, ...given } = call.body
  const own = principal.kind === 'storefront' ? 'site_registration' : source
  const told = Object.fromEntries(
    Object.entries(given).map(([field, value]) => [field, { value: String(value), source: own, at }]),
  )
  const names = Object.keys(told) as FileField[]
  const notTheirs = names.filter(field => !mayWrite(principal, field))
  if (notTheirs.length > 0) throw new Refusal('forbidden', `${notTheirs.join(', ')}: not for this caller to change`)

  const change = { id: call.ids('change'), at, by: principal.id, fields: names, requestHash, ...(reason && { reason }) }
  for (let attempt = 0; attempt < attempts; attempt++) {
    const file = await fileOfPerson({ customers }, call.params.customerId)
    if (!file) throw noSuchCustomer()
    const { customerId } = file
    const done = call.key ? await customers.correction(customerId, change.id) : null
    if (done && done.requestHash !== requestHash) throw keyUsed()
    if (done) return answerOf(customerId, done.version)
    if (ifMatch !== undefined && ifMatch !== file.version) {
      throw new Refusal('stale', `the file is at version ${file.version}`, { version: file.version })
    }
    const renamed = await registry.renamed(file, { email: given.email, phone: given.phone })
    const outcome = await customers.correct({
      ...{ customerId, change, fields: told, names: renamed, version: file.version },
    })
    if (outcome === 'committed') return answerOf(customerId, file.version + 1)
  }
  throw new Refusal('conflict', 'others are changing this file at the same moment: try again')
}

const answerOf = (customerId: string, version: number) => ({ status: 200, version, body: { customerId, version } })

export const correctCustomerFileRoute = route({
  method: 'POST',
  path: '/v1/customers/{customerId}/corrections',
  operationId: 'correctCustomerFile',
  summary: { en: "Complete or correct a customer's file", zh: '补充或更正客户档案' },
  audience: ['staff', 'storefront'],
  versioned: true,
  params: customerParams,
  body,
  answer: () => z.object({ customerId: caseId, version: versionNumber }),
  example: { phone: '+86 138 0000 0027', preferences: '周末送货' },
  run: correctCustomerFile,
})
