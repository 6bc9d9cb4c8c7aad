import { env } from './env'
import { attachmentFiles, quarantineAt } from './gateways/attachment-files'
import { incomingMails } from './gateways/incoming-mail'
import { once } from './wiring'

export type { Quarantine } from './gateways/attachment-files'
export type { IncomingMails } from './gateways/incoming-mail'

/** Apart from the rest of the wiring: only the functions of attachments and of mails speak to S3. */
export const files = /* @__PURE__ */ once(() =>
  attachmentFiles({ quarantine: env('QUARANTINE_BUCKET'), attachments: env('ATTACHMENTS_BUCKET') }),
)
export const mails = /* @__PURE__ */ once(() => incomingMails(env('INCOMING_MAIL_BUCKET')))
export const quarantine = /* @__PURE__ */ once(() => quarantineAt(env('QUARANTINE_BUCKET')))
