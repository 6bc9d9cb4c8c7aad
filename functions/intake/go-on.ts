import type { Case } from '../../shared/domain/case'
import { allowed } from '../../shared/domain/engine'
import type { Complaint, Ticket } from '../../shared/domain/ticket'
import { customerSays, whereItWent } from '../../shared/entry/customer-words'
import { bringFiles } from './bring-files'
import type { Letter } from './letter'
import { callOf, inNameOf, type MailRoom } from './mail-room'

export const isDesk = (subject: Case): subject is Ticket | Complaint =>
  subject.kind === 'ticket' || subject.kind === 'complaint'

/** A customer's mail on their own case is their answer (T7), as if they had written it in the shop; null where nobody can say
 *  anything any more. */
export async function goOn(room: MailRoom, letter: Letter, named: Ticket | Complaint, now: string) {
  const { cases } = room
  const { customerId } = named
  const into = await whereItWent(cases, named)
  if (!allowed(into, ['customer']).some(({ event }) => event === 'customer_writes')) return null
  const call = inNameOf(callOf(letter, now), customerId)
  const attachments = await bringFiles(room, call, customerId, letter.files)
  const { text, record: mail, id } = letter
  const contentId = call.ids('message')
  const { body } = await customerSays({ cases }, call, into.id, {
    text,
    message: {
      ...{ contentId, from: 'customer', purpose: 'reply', mail: id },
      ...(attachments && { attachments }),
    },
    writeFor: customerId => ({
      ...{ what: 'content', customerId, contentId, content: { what: 'message', text, mail } },
      ...(attachments && { attached: { ids: attachments, by: 'customer' } }),
    }),
  })
  return body as { readonly id: string; readonly ticketId?: string }
}
