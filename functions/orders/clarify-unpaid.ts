import * as z from 'zod'
import { act } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { standing } from '../../shared/entry/shapes'
import { paymentFindings } from '../../shared/handbook/reasons'
import { type Desk, type OrderCall, orderParams } from './desk'

const body = z.strictObject({ finding: z.enum(paymentFindings).exclude(['paid']) })

/** There was no payment (O11, R-ABN-03): the order is overdue, and its five days have gone on counting. */
export function clarifyUnpaid(desk: Pick<Desk, 'cases'>, call: OrderCall<z.output<typeof body>>) {
  return act(desk, call, {
    kind: 'order',
    id: call.params.orderId,
    action: 'order.clarify_unpaid',
    event: 'clarify_unpaid',
    data: call.body,
  })
}

export const clarifyUnpaidRoute = route({
  method: 'POST',
  path: '/v1/orders/{orderId}/nonpayment',
  operationId: 'clarifyUnpaid',
  summary: { en: 'Record that there was no payment', zh: '核实未付款' },
  audience: ['staff'],
  versioned: true,
  params: orderParams,
  body,
  answer: standing,
  example: { finding: 'failed' },
  run: clarifyUnpaid,
})
