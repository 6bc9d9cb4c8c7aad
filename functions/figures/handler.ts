import { httpHandler } from '../../shared/entry/http'
import type { Route } from '../../shared/entry/route'
import { clients, figures } from '../../shared/wiring'
import type { Desk } from './desk'
import { listFiguresRoute } from './list-figures'
import { listKpisRoute } from './list-kpis'

export const routes: readonly Route<Desk>[] = [listFiguresRoute, listKpisRoute]

export const handler = httpHandler(routes, { needs: () => ({ figures: figures() }), clients })
