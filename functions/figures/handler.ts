import { httpHandler } from '../../shared/entry/http'
import type { Route } from '../../shared/entry/route'
import { cases, clients, envNumber, figures } from '../../shared/wiring'
import type { Desk } from './desk'
import { listFiguresRoute } from './list-figures'
import { listKpisRoute } from './list-kpis'
import { readDashboardRoute } from './read-dashboard'

export const routes: readonly Route<Desk>[] = [listFiguresRoute, listKpisRoute, readDashboardRoute]

export const handler = httpHandler(routes, {
  needs: () => ({ figures: figures(), cases: cases(), shards: envNumber('SHARDS') }),
  clients,
})
