import { found } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { logger } from '../../shared/entry/telemetry'
import { type Desk, type TicketCall, ticketParams } from './desk'
import { ticketView, viewOf } from './ticket-view'

/** One ticket with its conversation and history (R-TKT-08); that its words were read is logged (R-CUS-09). */
export async function readTicket({ cases, customers, notices }: Desk, call: TicketCall) {
  const ticket = await found(cases, call, 'ticket.read', 'ticket', call.params.ticketId)
  const contentIds = ticket.facts.messages.map(message => message.contentId)
  const [history, sent, words] = await Promise.all([
    cases.history(ticket.id),
    call.principal.kind === 'staff' ? notices.ofCase(ticket.id) : null,
    customers.contents(ticket.customerId, contentIds),
  ])
  logger.info('personal data read', { what: 'messages', caseId: ticket.id, by: call.principal.id })
  return { status: 200, version: ticket.version, body: viewOf(ticket, history, sent, words, call.principal) }
}

export const readTicketRoute = route({
  method: 'GET',
  path: '/v1/tickets/{ticketId}',
  operationId: 'readTicket',
  summary: { en: 'Read a ticket', zh: '查看工单' },
  audience: ['staff', 'storefront'],
  versioned: true,
  params: ticketParams,
  answer: ticketView,
  run: readTicket,
})
