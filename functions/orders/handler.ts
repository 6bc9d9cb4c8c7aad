import { httpHandler } from '../../shared/entry/http'
import type { Route } from '../../shared/entry/route'
import { cases, clients, customers, notices, registry } from '../../shared/wiring'
import { approveOrderRoute } from './approve-order'
import { cancelOrderRoute } from './cancel-order'
import { cancelUnpaidOrderRoute } from './cancel-unpaid-order'
import { clarifyPaidRoute } from './clarify-paid'
import { clarifyUnpaidRoute } from './clarify-unpaid'
import { confirmPaymentRoute } from './confirm-payment'
import { confirmReceiptRoute } from './confirm-receipt'
import { delayOrderRoute } from './delay-order'
import type { Desk } from './desk'
import { disputeReceiptRoute } from './dispute-receipt'
import { issueInvoiceRoute } from './issue-invoice'
import { listOrdersRoute } from './list-orders'
import { mergeOrdersRoute } from './merge-orders'
import { notifyWarehouseRoute } from './notify-warehouse'
import { packOrderRoute } from './pack-order'
import { placeOrderRoute } from './place-order'
import { postInvoiceRoute } from './post-invoice'
import { readDispatchNoteRoute } from './read-dispatch-note'
import { readInvoiceRoute } from './read-invoice'
import { readOrderRoute } from './read-order'
import { recordCallRoute } from './record-call'
import { recordContactAttemptRoute } from './record-contact-attempt'
import { recordDeliveryRoute } from './record-delivery'
import { recordLatePaymentRoute } from './record-late-payment'
import { recordRefundRoute } from './record-refund'
import { recordScanRoute } from './record-scan'
import { refundLostOrderRoute } from './refund-lost-order'
import { rejectOrderRoute } from './reject-order'
import { reportExceptionRoute } from './report-exception'
import { reportNonarrivalRoute } from './report-nonarrival'
import { reportPaymentProblemRoute } from './report-payment-problem'
import { reshipOrderRoute } from './reship-order'
import { resolveExceptionRoute } from './resolve-exception'
import { shipOrderRoute } from './ship-order'
import { wantInvoiceRoute } from './want-invoice'
import { wantRefundRoute } from './want-refund'
import { warnOfStockRoute } from './warn-of-stock'

/** In the order of an order's life. */
export const routes: readonly Route<Desk>[] = [
  placeOrderRoute,
  listOrdersRoute,
  readOrderRoute,
  warnOfStockRoute,
  mergeOrdersRoute,
  approveOrderRoute,
  rejectOrderRoute,
  confirmPaymentRoute,
  reportNonarrivalRoute,
  recordContactAttemptRoute,
  recordCallRoute,
  reportPaymentProblemRoute,
  clarifyPaidRoute,
  clarifyUnpaidRoute,
  cancelUnpaidOrderRoute,
  recordLatePaymentRoute,
  notifyWarehouseRoute,
  readDispatchNoteRoute,
  delayOrderRoute,
  packOrderRoute,
  shipOrderRoute,
  recordScanRoute,
  recordDeliveryRoute,
  reportExceptionRoute,
  resolveExceptionRoute,
  reshipOrderRoute,
  refundLostOrderRoute,
  confirmReceiptRoute,
  disputeReceiptRoute,
  wantInvoiceRoute,
  readInvoiceRoute,
  issueInvoiceRoute,
  postInvoiceRoute,
  cancelOrderRoute,
  wantRefundRoute,
  recordRefundRoute,
]

export const handler = httpHandler(routes, {
  needs: () => ({ cases: cases(), customers: customers(), notices: notices(), registry: registry() }),
  clients,
})
