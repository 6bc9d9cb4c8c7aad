import type { Case, Instant } from './case'
import type { Money } from './money'

export type OrderState =
  | 'pending_review'
  | 'merged'
  | 'pending_payment'
  | 'payment_overdue'
  | 'payment_problem'
  | 'paid'
  | 'ready_to_ship'
  | 'packed'
  | 'shipped'
  | 'in_transit'
  | 'logistics_exception'
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
  /** Who placed it in the customer's name (R-ORD-06). */
  readonly beautyConsultantId?: string
  /** A phone order's five fields were read back to the customer, who was told that delivery follows payment (R-ORD-03, R-ORD-04). */
  readonly readBack?: true
  /** The technical problem for which an agent placed it (R-ABN-02). */
  readonly ticketId?: string
  /** Product numbers without stock; the customer chooses to wait or to cancel (R-ORD-05). */
  readonly outOfStock?: readonly string[]
  readonly invoice?: Invoice
  /** The order that this one went into, and those that went into this one (R-ORD-08). */
  readonly mergedInto?: string
  readonly mergedFrom?: readonly string[]
  /** Who ships it (R-ORD-18). */
  readonly shipsFrom?: 'warehouse' | 'supplier'
  /** Paid, and not shipped in time (R-ORD-21). */
  readonly delayed?: true
  readonly deliveredAt?: Instant
  readonly exception?: ExceptionKind
  /** A parcel that was lost and sent again. */
  readonly reshipments?: number
  /** When the customer denied the receipt (C-20). */
  readonly disputedAt?: Instant
  /** What finance is asked to pay back, until it has. */
  readonly refund?: Refund
  /** What has gone back so far, in minor units. */
  readonly refunded?: number
  /** Notices that must be said by phone, since no mail arrives (R-NTF-03, R-NTF-04). */
  readonly callsWanted?: readonly string[]
}

/** 发票: the sub-state of §4.3; title, tax number and address are the content item's. */
export interface Invoice {
  readonly state: 'needed' | 'issued' | 'posted'
  readonly contentId: string
  /** The number of the registered letter. */
  readonly postNumber?: string
  readonly postedAt?: Instant
}

export type ExceptionKind = 'delay' | 'lost'
export type RefundKind = 'whole' | 'part' | 'shipping'

export interface Refund {
  readonly kind: RefundKind
  readonly amount: number
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
  | 'warn_of_stock'
  | 'merge'
  | 'merge_into'
  | 'report_payment_problem'
  | 'clarify_paid'
  | 'clarify_unpaid'
  | 'record_late_payment'
  | 'delay'
  | 'deliver'
  | 'report_exception'
  | 'resolve_exception'
  | 'reship'
  | 'refund_lost'
  | 'auto_receipt'
  | 'dispute_receipt'
  | 'want_refund'
  | 'record_refund'
  | 'want_invoice'
  | 'issue_invoice'
  | 'post_invoice'
  | 'want_call'
  | 'record_call'
