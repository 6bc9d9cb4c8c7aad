import { messagesOf, notesOf } from '../../shared/domain/conversation'
import { maySee } from '../../shared/domain/may'
import { recordAccess } from '../../shared/entry/access'
import { found } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { type Desk, deskKinds, type TicketCall, ticketParams } from './desk'
import { ticketView, viewOf } from './ticket-view'

/** One ticket with its conversation and history (R-TKT-08); that its words were read is recorded (R-CUS-09). */
export async function readTicket({ cases, customers, notices, attachments }: Desk, call: TicketCall) {
  const ticket = await found(cases, call, 'ticket.read', deskKinds, call.params.ticketId)
  const isStaff = call.principal.kind === 'staff'
  const [history, sent] = await Promise.all([cases.history(ticket.id), isStaff ? notices.ofCase(ticket.id) : null])
  const messages = messagesOf(history)
  const said = [...messages, ...(isStaff ? notesOf(history) : [])].map(({ contentId }) => contentId)
  const brought = messages.flatMap(({ attachments = [] }) => attachments)
  const maySeeWords = maySee(call.principal, 'words')
  const words = maySeeWords ? await customers.contents(ticket.customerId, said) : new Map()
  const files = maySeeWords ? await attachments.several(ticket.customerId, brought) : new Map()
  if (words.size > 0) {
    await recordAccess({ customers }, call, { customerId: ticket.customerId, what: 'words', caseId: ticket.id })
  }
  return { status: 200, version: ticket.version, body: viewOf(ticket, history, sent, { words, files }, call.principal) }
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
