import type { Case } from '../../shared/domain/case'
import { allowed, decide } from '../../shared/domain/engine'
import type { Complaint, Ticket } from '../../shared/domain/ticket'
import { actOnMany } from '../../shared/entry/act'
import { whereItWent } from '../../shared/entry/customer-words'
import { houseAct } from '../../shared/entry/house-act'
import type { Letter } from './letter'
import { callOf, inNameOf, type MailRoom } from './mail-room'

const actor = { role: 'system', id: 'mail' } as const
const takesMail = (subject: Case) => allowed(subject, ['system']).some(({ event }) => event === 'keep_mail')

/** What a machine answers, or says twice, is kept where staff see it: no clock, no state, no notice. False: nobody looks there. */
export async function keepBeside(
  { cases }: Pick<MailRoom, 'cases'>,
  letter: Letter,
  named: Ticket | Complaint,
  now: string,
  why: 'auto_reply' | 'repeated',
): Promise<boolean> {
  const { id } = await whereItWent(cases, named)
  const call = inNameOf(callOf(letter, now), named.customerId)
  const note = call.ids('note')
  const { text, record: mail } = letter
  if (!takesMail((await cases.get(id))!)) return false
  await actOnMany({ cases }, call, async () => {
    const before = (await cases.get(id))!
    const { customerId } = before
    return {
      changes: [decide(before, { event: 'keep_mail', actor, at: now, data: { note, mail: letter.id, why } })],
      also: { customers: [{ what: 'content', customerId, contentId: note, content: { what: 'message', text, mail } }] },
    }
  })
  return true
}

/** Another holds our mail about a case, perhaps a colleague to whom the customer passed it on: staff see their ticket beside it. */
export async function tellOfAnother(
  { cases }: Pick<MailRoom, 'cases'>,
  named: Ticket | Complaint,
  ticketId: string,
  at: string,
) {
  const { id } = await whereItWent(cases, named)
  await houseAct({ cases }, id, before => {
    const { claimedBy = [] } = before.facts as Ticket['facts']
    if (claimedBy.includes(ticketId) || !takesMail(before)) return null
    return decide(before, { event: 'keep_mail', actor, at, data: { ticketId, why: 'another' } })
  })
}
