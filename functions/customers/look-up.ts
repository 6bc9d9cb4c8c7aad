import * as z from 'zod'
import type { Case } from '../../shared/domain/case'
import { may } from '../../shared/domain/may'
import { numberAsMeant } from '../../shared/domain/number'
import { Refusal } from '../../shared/domain/refusal'
import { recordAccess } from '../../shared/entry/access'
import { type Call, route } from '../../shared/entry/route'
import { caseId, market, words } from '../../shared/entry/shapes'
import { caseLine, lineOf } from './case-line'
import type { Desk } from './desk'

/** What people share a phone with is a family, not a town. */
const mostCustomers = 5
/** The timeline shows the rest. */
const newestCases = 10

const body = z.strictObject({
  by: z.enum(['order_number', 'ticket_number', 'tracking_number', 'phone', 'email']),
  value: words(254),
  /** Whose way of writing phone numbers. */
  market: market.default('CN'),
})
type LookUpCall = Call<unknown, unknown, z.output<typeof body>>

/** Finds cases by what people have at hand. A POST, so that no e-mail address or phone stands in a URL or in its log (R-PRV-07). */
export async function lookUp(desk: Desk, call: LookUpCall) {
  const { principal } = call
  const action = `look_up.${call.body.by}` as const
  if (!may(principal, action)) throw new Refusal('forbidden', `${action} is not for this caller`)
  const { customerIds, cases } = await found(desk, call.body)
  const own = principal.kind === 'storefront' && principal.customerId
  const ids = own ? await desk.cases.identities(own) : []
  const isTheirs = (customerId: string) =>
    may(principal, action, { customerId: own && ids.includes(customerId) ? own : customerId })
  const customers = customerIds.filter(isTheirs)
  for (const customerId of customers) await recordAccess(desk, call, { customerId, what: 'look_up' })
  return {
    status: 200,
    body: {
      customers: customers.map(customerId => ({ customerId })),
      cases: cases.filter(({ customerId }) => isTheirs(customerId)).map(lineOf),
    },
  }
}

interface Found {
  readonly customerIds: readonly string[]
  readonly cases: readonly Case[]
}

async function found({ cases, registry }: Desk, { by, value, market }: LookUpCall['body']): Promise<Found> {
  switch (by) {
    case 'order_number':
    case 'ticket_number': {
      const subject = await cases.byNumber(numberAsMeant(value))
      return {
        customerIds: [],
        cases: subject && by === (subject.kind === 'order' ? 'order_number' : 'ticket_number') ? [subject] : [],
      }
    }
    case 'tracking_number':
      return { customerIds: [], cases: await cases.byTrackingNumber(value) }
    default: {
      const customerIds = (await registry.customersBy(by, value, market)).slice(0, mostCustomers)
      const newest = await Promise.all(
        customerIds.map(customerId => cases.ofCustomer(customerId, undefined, newestCases)),
      )
      return { customerIds, cases: newest.flatMap(({ items }) => items) }
    }
  }
}

export const lookUpRoute = route({
  method: 'POST',
  path: '/v1/look-up',
  operationId: 'lookUp',
  summary: { en: 'Find a customer or a case', zh: '查找客户或单据' },
  audience: ['staff', 'storefront'],
  throttle: { rate: 50, burst: 100 },
  body,
  answer: () => z.object({ customers: z.array(z.object({ customerId: caseId })), cases: z.array(caseLine()) }),
  example: { by: 'tracking_number', value: 'SF1040289377130' },
  run: lookUp,
})
