import { httpHandler } from '../../shared/entry/http'
import type { Route } from '../../shared/entry/route'
import { cases, clients, customers, notices, registry } from '../../shared/wiring'
import { approveOrderRoute } from './approve-order'
import { cancelOrderRoute } from './cancel-order'
import { confirmPaymentRoute } from './confirm-payment'
import { confirmReceiptRoute } from './confirm-receipt'
import type { Desk } from './desk'
import { listOrdersRoute } from './list-orders'
import { notifyWarehouseRoute } from './notify-warehouse'
import { packOrderRoute } from './pack-order'
import { placeOrderRoute } from './place-order'
import { readOrderRoute } from './read-order'
import { recordContactAttemptRoute } from './record-contact-attempt'
import { recordScanRoute } from './record-scan'
import { rejectOrderRoute } from './reject-order'
import { shipOrderRoute } from './ship-order'

/** In the order of an order's life. */
export const routes: readonly Route<Desk>[] = [
  placeOrderRoute,
  listOrdersRoute,
  readOrderRoute,
  approveOrderRoute,
  rejectOrderRoute,
  confirmPaymentRoute,
  recordContactAttemptRoute,
  notifyWarehouseRoute,
  packOrderRoute,
  shipOrderRoute,
  recordScanRoute,
  confirmReceiptRoute,
  cancelOrderRoute,
]

export const handler = httpHandler(routes, {
  needs: () => ({ cases: cases(), customers: customers(), notices: notices(), registry: registry() }),
  clients,
})
