import * as z from 'zod'
import { deskKinds } from '../../shared/domain/closing'
import { messagesOf, notesOf } from '../../shared/domain/conversation'
import { Refusal } from '../../shared/domain/refusal'
import { recordAccess } from '../../shared/entry/access'
import { found } from '../../shared/entry/act'
import { type Answer, type Call, route } from '../../shared/entry/route'
import { caseId, instant } from '../../shared/entry/shapes'
import { attachmentLimits } from '../../shared/handbook/attachments'
import { type Desk, inMinutes } from './desk'

const { downloadMinutes } = attachmentLimits
const params = z.strictObject({ ticketId: caseId, contentId: caseId })

/** A mail as it came, of a message or of what stands beside it: as a download, on another origin than the API, for a few minutes
 *  (R-CHN-07). One in which a virus was found stays where it is. */
export async function readOriginal(
  { cases, customers, mails }: Pick<Desk, 'cases' | 'customers' | 'mails'>,
  call: Call<z.output<typeof params>>,
): Promise<Answer> {
  const { ticketId, contentId } = call.params
  const { id, number, customerId } = await found(cases, call, 'ticket.read_original', deskKinds, ticketId)
  const history = await cases.history(id)
  const isSaidHere = [...messagesOf(history), ...notesOf(history)].some(said => said.contentId === contentId)
  const content = isSaidHere ? await customers.content(customerId, contentId) : null
  const mail = content?.what === 'message' ? content.mail : undefined
  if (!mail) throw new Refusal('not_found', 'no such mail is part of this ticket')
  if (mail.verdicts.virus === 'fail') throw new Refusal('conflict', 'a virus was found in this mail')
  await recordAccess({ customers }, call, { customerId, what: 'mail', caseId: id })
  const url = await mails.download({ id: mail.original, name: `${number}.eml` }, call.now, downloadMinutes * 60)
  return { status: 200, body: { url, expiresAt: inMinutes(call.now, downloadMinutes) } }
}

export const readOriginalRoute = route({
  method: 'GET',
  path: '/v1/tickets/{ticketId}/messages/{contentId}/original',
  operationId: 'readOriginal',
  summary: { en: 'Download a mail as it came', zh: '下载来信原件' },
  audience: ['staff'],
  params,
  answer: () => z.object({ url: z.string(), expiresAt: instant }),
  run: readOriginal,
})
