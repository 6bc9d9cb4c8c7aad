import * as z from 'zod'
import type { Order } from '../../shared/domain/order'
import { meaningOf, type ParcelAct, parcelAct, parcelName } from '../../shared/domain/parcel'
import { Refusal } from '../../shared/domain/refusal'
import { act } from '../../shared/entry/act'
import type { Call } from '../../shared/entry/route'
import { code, money } from '../../shared/entry/shapes'
import type { CodeListName } from '../../shared/handbook/carrier-codes'
import { type Inbound, refusedDelivery } from './inbound'

export const parcelEvent = z.strictObject({
  /** The carrier's own, if it has one. */
  id: code().optional(),
  code: code(32),
  at: z.iso.datetime({ offset: true }),
  place: code(80).optional(),
  /** Of the slip that the customer signed, and what was collected at the door. */
  slipNumber: code().optional(),
  collected: money.optional(),
})

type ParcelEvent = z.output<typeof parcelEvent>

/** A carrier's event about the parcel of an order. */
export interface Told {
  readonly event: ParcelEvent
  readonly orderId: string
  readonly trackingNumber: string
  readonly codes: CodeListName
}

type Desk = Pick<Inbound, 'cases' | 'senders'>
type Outcome = { readonly outcome: 'taken' | 'refused'; readonly state: string }

const attempts = 4

/** One event, once: decided by the order as it stands, and again when another was quicker. */
export async function recordParcelEvent(desk: Desk, call: Call, told: Told): Promise<Outcome> {
  const { event, orderId, trackingNumber, codes } = told
  const key = `parcel ${parcelName(trackingNumber)} ${event.id ?? [event.code, event.at, event.place].join(' ')}`
  const means = meaningOf(event.code, codes)
  const at = happenedAt(event, call)
  for (let attempt = 0; attempt < attempts; attempt++) {
    const order = (await desk.cases.get(orderId)) as Order
    const history = means === 'delay' || means === 'lost' ? await desk.cases.history(orderId) : []
    const once = { ...call, key, requestHash: key, ifMatch: order.version }
    try {
      return await carriedOut(desk, once, order, event, parcelAct(order, history, { code: event.code, at }, means))
    } catch (error) {
      if (!(error instanceof Refusal) || error.kind !== 'stale') throw error
    }
  }
  throw new Refusal('conflict', 'others are changing this order at the same moment: try again')
}

/** In UTC; a carrier's clock that is ahead of ours is not believed. */
function happenedAt({ at }: ParcelEvent, { now }: Pick<Call, 'now'>): string {
  const utc = new Date(at).toISOString()
  return utc < now ? utc : now
}

/** What the table does not take is kept as a scan, where it takes one (R-TRK-01); a slip that it does not take is for people. */
async function carriedOut(
  desk: Desk,
  call: Call,
  order: Order,
  event: ParcelEvent,
  asked: ParcelAct,
): Promise<Outcome> {
  let why = ''
  for (const wanted of asked.event === 'scan' ? [asked] : [asked, { event: 'scan' } as const]) {
    const { id: _, at: __, ...said } = event
    const { event: name, ...kind } = wanted
    try {
      const { body } = await act(desk, call, {
        kind: 'order',
        id: order.id,
        action: `order.${name}`,
        event: name,
        data: { ...said, ...kind, happenedAt: happenedAt(event, call) },
      })
      if (why) await refusedDelivery(desk, call, call.key ?? order.number, why)
      return { outcome: 'taken', state: (body as { state: string }).state }
    } catch (error) {
      if (!(error instanceof Refusal) || !error.details.state) throw error
      if (name === 'confirm_receipt' && order.state !== 'completed') why = error.message
    }
  }
  if (why) await refusedDelivery(desk, call, call.key ?? order.number, why)
  return { outcome: 'refused', state: order.state }
}
