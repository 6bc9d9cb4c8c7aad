import { houseChannel } from '../handbook/channels'
import type { Actor, Change, Instant } from './case'
import { open } from './engine'
import { caseNumber } from './number'
import type { Complaint, Message, Ticket, TicketFacts } from './ticket'

interface Beside {
  readonly id: string
  /** Of its number, for which others were quicker. */
  readonly taken: number
  readonly message: Message
  readonly actor: Actor
  readonly at: Instant
  /** How the one refers to the other. */
  readonly link: Pick<TicketFacts, 'splitFrom' | 'orderId'>
}

/** A new ticket beside one that is known: of the same customer, in the same language, about the same order. */
export function ticketBeside(
  known: Ticket | Complaint,
  { id, taken, message, actor, at, link }: Beside,
): Change<Ticket> {
  const { customerId, market, language } = known
  const { channel: came, orderId, tier } = known.facts
  const channel = came === houseChannel ? 'website' : came
  const direction = 'customer_initiated'
  const facts = { channel, direction, ...(orderId && { orderId }), ...(tier && { tier }), ...link } as const
  const number = caseNumber('ticket', id, taken)
  return open(
    'ticket',
    { id, number, customerId, market, language, facts, data: { channel, message } },
    'receive',
    actor,
    at,
  )
}
