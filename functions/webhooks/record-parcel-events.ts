import * as z from 'zod'
import type { Order } from '../../shared/domain/order'
import { parcelName } from '../../shared/domain/parcel'
import { Refusal } from '../../shared/domain/refusal'
import { route } from '../../shared/entry/route'
import { code } from '../../shared/entry/shapes'
import { type Inbound, type SenderCall, senderOf, senderParams } from './inbound'
import { parcelEvent, recordParcelEvent } from './parcel-event'

const body = z.strictObject({ trackingNumber: code(), events: z.array(parcelEvent).min(1).max(50) })

/** A carrier tells what happened to a parcel (O16, O17, O21; R-TRK-01, R-TRK-03, R-ORD-23): each event once, in the order in which
 *  they happened, whenever and however often it is told. */
export async function recordParcelEvents(
  desk: Pick<Inbound, 'cases' | 'senders'>,
  call: SenderCall<z.output<typeof body>>,
) {
  const { codes } = senderOf(call, 'courier')
  const { trackingNumber } = call.body
  const { id: orderId } = await orderWith(desk, trackingNumber)
  const inOrder = [...call.body.events].sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
  const events = []
  for (const event of inOrder) {
    const outcome = await recordParcelEvent(desk, call, { event, orderId, trackingNumber, codes })
    events.push({ ...(event.id && { id: event.id }), code: event.code, at: event.at, ...outcome })
  }
  return { status: 200, body: { orderId, events } }
}

/** A parcel that nobody has shipped yet, or that was lost and sent anew under another number: the carrier may ask again. */
async function orderWith({ cases }: Pick<Inbound, 'cases'>, trackingNumber: string): Promise<Order> {
  const found = (await cases.byTrackingNumber(trackingNumber)) as readonly Order[]
  const current = found.find(({ facts }) => parcelName(facts.trackingNumber ?? '') === parcelName(trackingNumber))
  if (current) return current
  throw new Refusal('not_found', 'no parcel with this number is on its way')
}

export const recordParcelEventsRoute = route({
  method: 'POST',
  path: '/v1/inbound/parcels/{sender}',
  operationId: 'recordParcelEvents',
  summary: { en: 'Tell what happened to a parcel', zh: '推送物流信息' },
  audience: ['webhook'],
  signed: 'kefu',
  params: senderParams,
  body,
  answer: () =>
    z.object({
      orderId: z.string(),
      events: z.array(
        z.object({
          id: z.string().optional(),
          code: z.string(),
          at: z.string(),
          outcome: z.enum(['taken', 'refused']),
          state: z.string(),
        }),
      ),
    }),
  example: {
    trackingNumber: 'SF1040289377130',
    events: [
      { id: '7130-1', code: 'departed', at: '2026-03-09T10:15:00+08:00', place: 'Shanghai hub' },
      { id: '7130-2', code: 'delivered', at: '2026-03-10T15:40:00+08:00' },
    ],
  },
  run: recordParcelEvents,
})
