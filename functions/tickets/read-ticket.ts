import { messagesOf, notesOf } from '../../shared/domain/conversation'
import { maySee } from '../../shared/domain/may'
import { recordAccess } from '../../shared/entry/access'
import { found } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { othersThan, presentOnes } from './be-present'
import { type Desk, deskKinds, type TicketCall, ticketParams } from './desk'
import { ticketView, viewOf } from './ticket-view'

/** One ticket with its conversation and history (R-TKT-08); that its words were read is recorded (R-CUS-09). */
export async function readTicket({ cases, customers, notices, attachments, presences }: Desk, call: TicketCall) {
  const ticket = await found(cases, call, 'ticket.read', deskKinds, call.params.ticketId)
  const isStaff = call.principal.kind === 'staff'
  const [history, sent, present] = await Promise.all([
    cases.history(ticket.id),
    isStaff ? notices.ofCase(ticket.id) : null,
    isStaff ? presences.at(ticket.id, call.now) : [],
  ])
  const messages = messagesOf(history)
  const said = [...messages, ...(isStaff ? notesOf(history) : [])].map(({ contentId }) => contentId)
  const brought = messages.flatMap(({ attachments = [] }) => attachments)
  const maySeeWords = maySee(call.principal, 'words')
  const words = maySeeWords ? await customers.contents(ticket.customerId, said) : new Map()
  const files = maySeeWords ? await attachments.several(ticket.customerId, brought) : new Map()
  if (words.size > 0) {
    await recordAccess({ customers }, call, { customerId: ticket.customerId, what: 'words', caseId: ticket.id })
  }
  const others = othersThan(call.principal.id, present)
  const body = {
    ...viewOf(ticket, history, sent, { words, files }, call.principal),
    ...(others.length > 0 && { present: others }),
  }
  return { status: 200, version: ticket.version, body }
}

export const readTicketRoute = route({
  method: 'GET',
  path: '/v1/tickets/{ticketId}',
  operationId: 'readTicket',
  summary: { en: 'Read a ticket', zh: '查看工单' },
  audience: ['staff', 'storefront'],
  versioned: true,
  params: ticketParams,
  /** `present`: who else of the staff has it open now. */
  answer: () => ticketView().extend({ present: presentOnes().optional() }),
  run: readTicket,
})
