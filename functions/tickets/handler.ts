import { httpHandler } from '../../shared/entry/http'
import type { Route } from '../../shared/entry/route'
import { cases, clients, customers, notices } from '../../shared/wiring'
import type { Desk } from './desk'
import { explainClocksRoute } from './explain-clocks'
import { listCallsRoute } from './list-calls'
import { listTicketsRoute } from './list-tickets'
import { readTicketRoute } from './read-ticket'
import { recordCallRoute } from './record-call'
import { replyToTicketRoute } from './reply-to-ticket'
import { resolveTicketRoute } from './resolve-ticket'
import { takeTicketRoute } from './take-ticket'

export const routes: readonly Route<Desk>[] = [
  listTicketsRoute,
  listCallsRoute,
  readTicketRoute,
  explainClocksRoute,
  takeTicketRoute,
  replyToTicketRoute,
  resolveTicketRoute,
  recordCallRoute,
]

export const handler = httpHandler(routes, {
  needs: () => ({ cases: cases(), customers: customers(), notices: notices() }),
  clients,
})
