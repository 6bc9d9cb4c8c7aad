import { httpHandler } from '../../shared/entry/http'
import type { Route } from '../../shared/entry/route'
import { type CaseStore, type CustomerStore, cases, clients, customers } from '../../shared/wiring'
import { listCustomerCasesRoute } from './list-customer-cases'
import { readCustomerFileRoute } from './read-customer-file'

export const routes: readonly Route<{ readonly cases: CaseStore; readonly customers: CustomerStore }>[] = [
  readCustomerFileRoute,
  listCustomerCasesRoute,
]

export const handler = httpHandler(routes, { needs: () => ({ cases: cases(), customers: customers() }), clients })
