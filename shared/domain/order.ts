import type { Case } from './case'
import type { Money } from './money'

export type OrderState =
  | 'pending_review'
  | 'pending_payment'
  | 'payment_overdue'
  | 'paid'
  | 'ready_to_ship'
  | 'packed'
  | 'shipped'
  | 'in_transit'
  | 'completed'
  | 'refund_pending'
  | 'cancelled'

/** `prepaid`: paid at the storefront before review; `transfer`: paid after approval; `cash_on_delivery`: collected by the courier. */
export type PaymentMethod = 'prepaid' | 'transfer' | 'cash_on_delivery'

export interface OrderLine {
  readonly productNumber: string
  readonly quantity: number
  readonly unitPrice: number
}

/** Amounts are minor units of `total.currency`. */
export interface OrderFacts {
  readonly placedVia: 'online' | 'phone'
  readonly paymentMethod: PaymentMethod
  readonly lines: readonly OrderLine[]
  readonly shipping: number
  readonly total: Money
  /** The content item with consignee, phone and address. */
  readonly deliveryContentId: string
  readonly contactAttempts: number
  readonly courier?: string
  readonly trackingNumber?: string
  /** Set when the unpaid order stands before an agent for want of a contact attempt (R-ORD-14). */
  readonly contactWanted?: true
}

export type Order = Case<OrderState, OrderFacts>

export type OrderEvent =
  | 'place'
  | 'approve'
  | 'reject'
  | 'confirm_payment'
  | 'not_arrived'
  | 'cancel_unpaid'
  | 'notify_warehouse'
  | 'pack'
  | 'ship'
  | 'scan'
  | 'confirm_receipt'
  | 'cancel'
  | 'departments_notified'
  | 'record_contact_attempt'
  | 'want_contact'
