import { httpHandler } from '../../shared/entry/http'
import type { Route } from '../../shared/entry/route'
import { cases, clients, newWebhookSecret, registry, senders } from '../../shared/wiring'
import { cancelShopOrderRoute } from './cancel-shop-order'
import { cancelShopifyOrderRoute } from './cancel-shopify-order'
import type { Inbound } from './inbound'
import { readSenderRoute } from './read-sender'
import { receiveOrderRoute } from './receive-order'
import { receiveRequestRoute } from './receive-request'
import { receiveShopifyOrderRoute } from './receive-shopify-order'
import { receiveSystemEventRoute } from './receive-system-event'
import { recordParcelEventsRoute } from './record-parcel-events'
import { rotateSecretRoute } from './rotate-secret'

export const routes: readonly Route<Inbound>[] = [
  rotateSecretRoute,
  readSenderRoute,
  receiveOrderRoute,
  cancelShopOrderRoute,
  receiveShopifyOrderRoute,
  cancelShopifyOrderRoute,
  recordParcelEventsRoute,
  receiveRequestRoute,
  receiveSystemEventRoute,
]

export const handler = httpHandler(routes, {
  needs: () => ({ cases: cases(), registry: registry(), senders: senders(), newSecret: newWebhookSecret }),
  clients,
  senders,
})
