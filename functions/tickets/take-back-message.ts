import * as z from 'zod'
import { act } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { standing } from '../../shared/entry/shapes'
import { type Desk, deskKinds, type TicketCall, ticketParams } from './desk'

/** A slip of the hand: within ten seconds its author takes the newest message back, and the clock that it stopped goes on. */
export function takeBackMessage(desk: Pick<Desk, 'cases'>, call: TicketCall) {
  return act(desk, call, {
    kind: deskKinds,
    id: call.params.ticketId,
    action: 'ticket.take_back',
    event: 'take_back',
    data: ticket => ({ takenBack: ticket.facts.lastMessage?.contentId }),
  })
}

export const takeBackMessageRoute = route({
  method: 'POST',
  path: '/v1/tickets/{ticketId}/replies/take-back',
  operationId: 'takeBackMessage',
  summary: { en: 'Take the newest message back, within ten seconds', zh: '撤回消息（十秒内）' },
  audience: ['staff'],
  versioned: true,
  params: ticketParams,
  body: z.strictObject({}),
  answer: standing,
  example: {},
  run: takeBackMessage,
})
