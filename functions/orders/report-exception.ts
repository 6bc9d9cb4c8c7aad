import * as z from 'zod'
import { act } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { standing, words } from '../../shared/entry/shapes'
import { exceptionKinds } from '../../shared/handbook/reasons'
import { type Desk, type OrderCall, orderParams, withWords } from './desk'

const body = z.strictObject({ kind: z.enum(exceptionKinds), description: words(2_000).optional() })

/** A parcel is late or lost (O17, R-TRK-03), as courier, customer or agent tell: the customer hears from us, a ticket is opened. */
export function reportException(desk: Pick<Desk, 'cases'>, call: OrderCall<z.output<typeof body>>) {
  const { description, ...data } = call.body
  return act(desk, call, {
    kind: 'order',
    id: call.params.orderId,
    action: 'order.report_exception',
    event: 'report_exception',
    ...withWords(call, data, description),
  })
}

export const reportExceptionRoute = route({
  method: 'POST',
  path: '/v1/orders/{orderId}/exceptions',
  operationId: 'reportException',
  summary: { en: 'Report that the parcel is late or lost', zh: '报告物流异常' },
  audience: ['staff', 'storefront'],
  versioned: true,
  params: orderParams,
  body,
  answer: standing,
  example: { kind: 'delay', description: '五天没有物流更新了。' },
  run: reportException,
})
