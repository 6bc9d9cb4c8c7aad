import { type CodeListName, carrierCodes, type Meaning } from '../handbook/carrier-codes'
import type { CaseEvent, Instant } from './case'
import type { ExceptionKind, Order, OrderEvent } from './order'

/** One writing of a tracking number: people add blanks and hyphens, and do not mind small letters. */
export const parcelName = (trackingNumber: string): string =>
  trackingNumber.normalize('NFKC').toUpperCase().replace(/[\s-]/g, '')

/** What a carrier says has happened to a parcel, in its own codes. */
export interface ParcelEvent {
  readonly code: string
  readonly at: Instant
}

/** An act on the order, and what the guards of the table read. */
export interface ParcelAct {
  readonly event: OrderEvent & ('scan' | 'deliver' | 'report_exception' | 'confirm_receipt')
  readonly kind?: ExceptionKind
}

export const meaningOf = (code: string, list: CodeListName): Meaning => carrierCodes[list][code]?.means ?? 'scan'

/** When something last happened to the parcel, as far as we know. */
const newestOf = (history: readonly CaseEvent[]): Instant =>
  history.reduce((newest, { data }) => {
    const at = typeof data.happenedAt === 'string' ? data.happenedAt : ''
    return at > newest ? at : newest
  }, '')

/** What an event asks of the order. Carriers tell late, twice and out of order: news that is older than what is known, or that is
 *  known already, is kept as a scan and moves nothing (R-TRK-01, R-TRK-03). */
export function parcelAct(order: Order, history: readonly CaseEvent[], { at }: ParcelEvent, means: Meaning): ParcelAct {
  const { exception, deliveredAt } = order.facts
  if (means === 'slip') return { event: 'confirm_receipt' }
  if (means === 'delivered') return { event: deliveredAt || exception ? 'scan' : 'deliver' }
  if (means === 'scan' || means === exception || at < newestOf(history)) return { event: 'scan' }
  return { event: 'report_exception', kind: means }
}
