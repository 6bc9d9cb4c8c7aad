import { httpHandler } from '../../shared/entry/http'
import type { Route } from '../../shared/entry/route'
import { cases, clients, registry } from '../../shared/wiring'
import { type Intake, openTicketRoute } from './open-ticket'

export const routes: readonly Route<Intake>[] = [openTicketRoute]

export const handler = httpHandler(routes, { needs: () => ({ cases: cases(), registry: registry() }), clients })
