import type { Case } from '../domain/case'
import { deskKinds } from '../domain/closing'
import { voiceOf } from '../domain/still-broken'
import type { Complaint, Message, Ticket } from '../domain/ticket'
import type { CaseStore, CustomerWrite } from '../stores/ports'
import { actOnMany, asSeen, type Decision, decideFor, found } from './act'
import { linkedTicketId } from './linked-ticket'
import type { Call } from './route'

/** What a customer says of a case, however it reached us. */
export interface Words {
  readonly text: string
  readonly message: Message
  writeFor(customerId: string): CustomerWrite
}

/** A customer speaks (T7): thanks change nothing, 'still broken' opens the case again for seven days (T16, T18); what else or
 *  later is said of a closed one is a new ticket that goes on from it. What was merged is spoken of where it went. */
export function customerSays(
  { cases }: { readonly cases: CaseStore },
  call: Call,
  ticketId: string,
  { text, message, writeFor }: Words,
) {
  const voice = voiceOf(text)
  const { contentId } = message
  const data = { message, contentId, stillBroken: voice.says === 'still_broken', ...voice }
  return actOnMany({ cases }, call, async (): Promise<Decision> => {
    const named = asSeen(call, await found(cases, call, 'ticket.write', deskKinds, ticketId))
    const before = await whereItWent(cases, named)
    const change = decideFor<Case>(call, before, 'customer_writes', data)
    const opening = change.events.find(({ opens }) => opens !== undefined)
    return {
      changes: [change],
      also: { customers: [writeFor(before.customerId)] },
      ...(opening && { tells: { ticketId: linkedTicketId(opening) } }),
    }
  })
}

/** A case goes into another of the same customer only. */
export async function whereItWent(
  cases: Pick<CaseStore, 'get'>,
  named: Ticket | Complaint,
): Promise<Ticket | Complaint> {
  const { mergedInto } = named.facts
  const into = named.state === 'merged' && mergedInto ? await cases.get(mergedInto) : null
  return into ? whereItWent(cases, into as Ticket | Complaint) : named
}
