import * as z from 'zod'
import { act } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { money, standing } from '../../shared/entry/shapes'
import { paymentFindings } from '../../shared/handbook/reasons'
import { type Desk, type OrderCall, orderParams, signOff } from './desk'

const body = signOff.extend({ finding: z.enum(paymentFindings).exclude(['failed']), received: money })

/** The payment was found, here or elsewhere (O10, R-ABN-03): the order goes on with what was received. */
export function clarifyPaid(desk: Pick<Desk, 'cases'>, call: OrderCall<z.output<typeof body>>) {
  return act(desk, call, {
    kind: 'order',
    id: call.params.orderId,
    action: 'order.clarify_paid',
    event: 'clarify_paid',
    data: call.body,
  })
}

export const clarifyPaidRoute = route({
  method: 'POST',
  path: '/v1/orders/{orderId}/payment-clarification',
  operationId: 'clarifyPaid',
  summary: { en: 'Record that the payment was found', zh: '核实已付款' },
  audience: ['staff'],
  versioned: true,
  params: orderParams,
  body,
  answer: standing,
  example: { finding: 'paid_elsewhere', received: { amount: 25800, currency: 'CNY' } },
  run: clarifyPaid,
})
