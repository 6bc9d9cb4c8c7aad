import type * as z from 'zod'
import { act } from '../../shared/entry/act'
import { calling, callingExample } from '../../shared/entry/calling'
import { route } from '../../shared/entry/route'
import { standing } from '../../shared/entry/shapes'
import { type Desk, type OrderCall, orderParams } from './desk'

/** An agent said by phone what no mail could: the order leaves the list of calls when none is left (O0b, R-NTF-03). */
export function recordCall(desk: Pick<Desk, 'cases'>, call: OrderCall<z.output<typeof calling>>) {
  return act(desk, call, {
    kind: 'order',
    id: call.params.orderId,
    action: 'order.record_call',
    event: 'record_call',
    data: call.body,
  })
}

export const recordCallRoute = route({
  method: 'POST',
  path: '/v1/orders/{orderId}/calls',
  operationId: 'recordCallOfOrder',
  summary: { en: 'Record that the customer was called, about this order', zh: '登记已致电客户（订单）' },
  audience: ['staff'],
  versioned: true,
  params: orderParams,
  body: calling,
  answer: standing,
  example: callingExample,
  run: recordCall,
})
