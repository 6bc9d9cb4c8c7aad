import * as z from 'zod'
import { act } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { code, standing } from '../../shared/entry/shapes'
import { type Desk, type OrderCall, orderParams } from './desk'

const body = z.strictObject({ code: code(32), place: code(80).optional() })

/** A scan by the courier (O16): the parcel is in transit; the workflow does not move for it. */
export function recordScan(desk: Pick<Desk, 'cases'>, call: OrderCall<z.output<typeof body>>) {
  return act(desk, call, {
    kind: 'order',
    id: call.params.orderId,
    action: 'order.scan',
    event: 'scan',
    data: call.body,
  })
}

export const recordScanRoute = route({
  method: 'POST',
  path: '/v1/orders/{orderId}/scans',
  operationId: 'recordScan',
  summary: { en: 'Record a scan of the parcel on its way', zh: '物流扫描' },
  audience: ['staff'],
  versioned: true,
  params: orderParams,
  body,
  answer: standing,
  example: { code: 'departed', place: 'Shanghai hub' },
  run: recordScan,
})
