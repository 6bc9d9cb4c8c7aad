import { httpHandler } from '../../shared/entry/http'
import type { Route } from '../../shared/entry/route'
import { cases, clients, customers, rules } from '../../shared/wiring'
import { adoptRulesRoute } from './adopt-rules'
import { listRulesRoute } from './list-rules'
import type { Desk } from './rules-desk'
import { tryRulesRoute } from './try-rules'

export const routes: readonly Route<Desk>[] = [listRulesRoute, tryRulesRoute, adoptRulesRoute]

export const handler = httpHandler(routes, {
  needs: () => ({ cases: cases(), customers: customers(), rules: rules() }),
  clients,
})
