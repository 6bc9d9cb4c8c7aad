import * as z from 'zod'
import { act } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { standing } from '../../shared/entry/shapes'
import { type Desk, type OrderCall, orderParams } from './desk'

const body = z.strictObject({})

/** The customer says it is paid, and finance has no money (O9, R-ABN-03): nothing is cancelled until it is clarified. */
export function reportPaymentProblem(desk: Pick<Desk, 'cases'>, call: OrderCall<z.output<typeof body>>) {
  return act(desk, call, {
    kind: 'order',
    id: call.params.orderId,
    action: 'order.report_payment_problem',
    event: 'report_payment_problem',
    data: call.body,
  })
}

export const reportPaymentProblemRoute = route({
  method: 'POST',
  path: '/v1/orders/{orderId}/payment-problem',
  operationId: 'reportPaymentProblem',
  summary: { en: 'Report a payment that finance does not see', zh: '付款待核实' },
  audience: ['staff'],
  versioned: true,
  params: orderParams,
  body,
  answer: standing,
  example: {},
  run: reportPaymentProblem,
})
