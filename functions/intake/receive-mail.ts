import * as z from 'zod'
import { idsFrom } from '../../shared/entry/ids'
import { readMail } from '../../shared/entry/mail/read-mail'
import type { Delivery } from '../../shared/entry/queue'
import { takeIn } from '../../shared/entry/ticket-opening'
import type { CaseStore, Registry } from '../../shared/wiring'
import type { IncomingMails } from '../../shared/wiring-files'

/** What is passed on of the event "Object Created": the mail lies under the id that SES gave it. */
export const arrivedMail = z.object({
  key: z.string().transform(key => key.slice(key.lastIndexOf('/') + 1)),
  tag: z.string(),
})

interface Needs {
  readonly cases: CaseStore
  readonly registry: Registry
  readonly mails: IncomingMails
}

/** SES proves by this that it may write into the bucket, whenever the rule is made. */
const setUp = 'AMAZON_SES_SETUP_NOTIFICATION'

/** A mail becomes a ticket (R-CHN-02, R-CHN-07), once, however often it is told of; then it stays as long as that. */
export async function receiveMail(
  { mails, ...intake }: Needs,
  { message: { key: id }, now }: Delivery<z.output<typeof arrivedMail>>,
) {
  if (id === setUp) return { outcome: 'set up' }
  const { from, subject, text } = await readMail(await mails.read(id))
  const call = {
    ...{ operation: 'receiveMail', params: {}, query: {}, body: {}, requestHash: id, now },
    ...{ principal: { kind: 'storefront', id: 'mail' } as const, ids: idsFrom('receiveMail', id) },
  }
  const ticket = await takeIn(intake, call, {
    ...{ action: 'ticket.open', kind: 'ticket', market: 'CN' },
    customer: { email: from?.address, ...(from?.name && { name: from.name }) },
    description: [subject, text].filter(Boolean).join('\n\n'),
    facts: { channel: 'email', direction: 'customer_initiated' },
  })
  await mails.keep(id)
  return { outcome: 'ticket', ticketId: ticket.id }
}
