import { env } from './env'
import { attachmentFiles } from './gateways/attachment-files'
import { once } from './wiring'

/** Apart from the rest of the wiring: only the functions of attachments speak to S3. */
export const files = once(() =>
  attachmentFiles({ quarantine: env('QUARANTINE_BUCKET'), attachments: env('ATTACHMENTS_BUCKET') }),
)
