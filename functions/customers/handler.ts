import { httpHandler } from '../../shared/entry/http'
import type { Route } from '../../shared/entry/route'
import { cases, clients, customers, registry } from '../../shared/wiring'
import { correctCustomerFileRoute } from './correct-customer-file'
import type { Desk } from './desk'
import { listAccessesRoute } from './list-accesses'
import { listCustomerCasesRoute } from './list-customer-cases'
import { lookUpRoute } from './look-up'
import { readCustomerFileRoute } from './read-customer-file'
import { readTimelineRoute } from './read-timeline'

export const routes: readonly Route<Desk>[] = [
  lookUpRoute,
  readCustomerFileRoute,
  correctCustomerFileRoute,
  readTimelineRoute,
  listCustomerCasesRoute,
  listAccessesRoute,
]

export const handler = httpHandler(routes, {
  needs: () => ({ cases: cases(), customers: customers(), registry: registry() }),
  clients,
})
