/** Shopify's name of a gateway that is paid at the door: 货到付款. The shop may have named it itself. */
export const paidAtTheDoor = /cash[ _-]?on[ _-]?delivery|\bcod\b|货到付款|貨到付款/i

/** Paid before it came to us; anything else is paid after the review. */
export const paidStatuses: readonly string[] = ['paid']

/** Why Shopify says that an order was cancelled, in our words (reasons of N-13). */
export const cancelReasons: Readonly<Record<string, string>> = {
  customer: 'cancelled_by_customer',
  inventory: 'out_of_stock',
  fraud: 'suspected_fraud',
  declined: 'unpaid',
}
export const otherCancelReason = 'cancelled_in_shop'
