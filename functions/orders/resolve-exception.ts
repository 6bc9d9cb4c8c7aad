import * as z from 'zod'
import { act } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { standing } from '../../shared/entry/shapes'
import { exceptionSolutions } from '../../shared/handbook/reasons'
import { type Desk, type OrderCall, orderParams } from './desk'

const body = z.strictObject({ solution: z.enum(exceptionSolutions) })

/** The courier and we have solved it (O18, R-TRK-03), and the customer is told. */
export function resolveException(desk: Pick<Desk, 'cases'>, call: OrderCall<z.output<typeof body>>) {
  return act(desk, call, {
    kind: 'order',
    id: call.params.orderId,
    action: 'order.resolve_exception',
    event: 'resolve_exception',
    data: call.body,
  })
}

export const resolveExceptionRoute = route({
  method: 'POST',
  path: '/v1/orders/{orderId}/exception-resolution',
  operationId: 'resolveException',
  summary: { en: 'Record that the parcel is on its way again', zh: '物流异常已解决' },
  audience: ['staff'],
  versioned: true,
  params: orderParams,
  body,
  answer: standing,
  example: { solution: 'found' },
  run: resolveException,
})
