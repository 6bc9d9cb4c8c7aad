import * as z from 'zod'
import { messagesOf } from '../../shared/domain/conversation'
import { actorsOf } from '../../shared/domain/engine'
import { actorFor } from '../../shared/domain/may'
import { Refusal } from '../../shared/domain/refusal'
import type { Ticket } from '../../shared/domain/ticket'
import { ticketBeside } from '../../shared/domain/ticket-beside'
import { actOnMany, asSeen, type Decision, decideFor, found } from '../../shared/entry/act'
import { refersTo } from '../../shared/entry/reference'
import { route } from '../../shared/entry/route'
import { caseId, standing, words } from '../../shared/entry/shapes'
import { type Desk, deskKinds, messageFrom, type TicketCall, ticketParams } from './desk'

const body = z.strictObject({
  /** The customer's message that speaks of two things. */
  messageId: caseId,
  /** The part of it that is the other thing; the whole of it when absent. */
  text: words(10_000).optional(),
  /** The order that the other thing is about, when it is another one. */
  orderId: caseId.optional(),
})

/** Two problems in one message are two tickets (T0i, R-CHN-03), made in one transaction, each of which names the other. */
export function splitTicket({ cases }: Pick<Desk, 'cases'>, call: TicketCall<z.output<typeof body>>) {
  const { messageId, text, orderId } = call.body
  const part = text ? messageFrom({ ...call, body: { text } }, 'request', 'customer') : undefined
  const message = part?.message ?? ({ contentId: messageId, from: 'customer', purpose: 'request' } as const)
  const id = call.ids('ticket')
  let taken = 0
  return actOnMany({ cases }, call, async (): Promise<Decision> => {
    const before = asSeen(call, await found(cases, call, 'ticket.split', deskKinds, call.params.ticketId))
    const said = messagesOf(await cases.history(before.id))
    if (!said.some(({ contentId, from }) => contentId === messageId && from === 'customer')) throw unknownMessage()
    if (orderId) await refersTo(cases, 'order', orderId, before.customerId, 'orderId')
    const change = decideFor<Ticket>(call, before as Ticket, 'split_off', { splitInto: id, messageId })
    const actor = actorFor(call.principal, actorsOf('ticket', 'receive'))
    const link = { splitFrom: before.id, ...(orderId && { orderId }) }
    const made = ticketBeside(before, { id, taken: taken++, message, actor, at: call.now, link })
    const { number } = made.after
    return {
      changes: [change, made],
      also: { customers: part ? [part.writeFor(before.customerId)] : [], claims: [{ what: 'number', number }] },
      tells: { splitInto: id, splitIntoNumber: number },
    }
  })
}

const unknownMessage = () =>
  new Refusal('unprocessable', 'the message is not known', {
    errors: [{ path: 'messageId', message: 'the customer has said no such thing here' }],
  })

export const splitTicketRoute = route({
  method: 'POST',
  path: '/v1/tickets/{ticketId}/split',
  operationId: 'splitTicket',
  summary: { en: 'Split a second problem off into its own ticket', zh: '拆分工单' },
  audience: ['staff'],
  versioned: true,
  params: ticketParams,
  body,
  answer: () => standing().extend({ splitInto: caseId, splitIntoNumber: z.string() }),
  example: { messageId: '0e000000-0000-4000-8000-0000000000e1', text: '另外，发票抬头开错了。' },
  run: splitTicket,
})
