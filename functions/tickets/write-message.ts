import type * as z from 'zod'
import { voiceOf } from '../../shared/domain/still-broken'
import type { Complaint, Ticket } from '../../shared/domain/ticket'
import { actOnMany, asSeen, type Decision, decideFor, found } from '../../shared/entry/act'
import { closingAnswer } from '../../shared/entry/closing'
import { linkedTicketId } from '../../shared/entry/linked-ticket'
import { route } from '../../shared/entry/route'
import { type Desk, deskKinds, messageFrom, type TicketCall, ticketParams, writing } from './desk'

type WriteCall = TicketCall<z.output<typeof writing>>

/** A customer writes, or an agent enters what they said (T7): thanks change nothing, 'still broken' opens the case again for
 *  seven days (T16, T18); what else or later is said of a closed one is a new ticket that goes on from it. */
export function writeMessage({ cases }: Pick<Desk, 'cases'>, call: WriteCall) {
  const voice = voiceOf(call.body.text)
  const { message, writeFor } = messageFrom(call, 'reply', 'customer')
  const { contentId } = message
  const data = { message, contentId, stillBroken: voice.says === 'still_broken', ...voice }
  return actOnMany({ cases }, call, async (): Promise<Decision> => {
    const named = asSeen(call, await found(cases, call, 'ticket.write', deskKinds, call.params.ticketId))
    const before = await whereItWent(cases, call, named)
    const change = decideFor<Ticket>(call, before as Ticket, 'customer_writes', data)
    const opening = change.events.find(({ opens }) => opens !== undefined)
    return {
      changes: [change],
      also: { customers: [writeFor(before.customerId)] },
      ...(opening && { tells: { ticketId: linkedTicketId(opening) } }),
    }
  })
}

/** What was merged is spoken of where it went. */
async function whereItWent(
  cases: Desk['cases'],
  call: WriteCall,
  named: Ticket | Complaint,
): Promise<Ticket | Complaint> {
  const { mergedInto } = named.facts
  if (named.state !== 'merged' || !mergedInto) return named
  return whereItWent(cases, call, await found(cases, call, 'ticket.write', deskKinds, mergedInto))
}

export const writeMessageRoute = route({
  method: 'POST',
  path: '/v1/tickets/{ticketId}/messages',
  operationId: 'writeMessage',
  summary: { en: 'Write to us about a ticket', zh: '客户留言' },
  audience: ['storefront', 'staff'],
  versioned: true,
  params: ticketParams,
  body: writing,
  answer: closingAnswer,
  example: { text: '我收到包裹了，但是还缺一件。' },
  run: writeMessage,
})
