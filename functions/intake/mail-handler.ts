import { queueHandler } from '../../shared/entry/queue'
import { attachments, cases, customers, env, notices, queue, registry, replyAddresses } from '../../shared/wiring'
import { mails, quarantine } from '../../shared/wiring-files'
import { arrivedMail, receiveMail } from './receive-mail'

export const handler = queueHandler(
  arrivedMail,
  () => ({
    ...{ cases: cases(), customers: customers(), registry: registry(), notices: notices() },
    ...{ attachments: attachments(), files: quarantine(), mails: mails() },
    ...{ replies: replyAddresses(), mailEvents: queue('MAIL_EVENTS_QUEUE_URL') },
    mailDomain: env('REPLY_MAILBOX').split('@')[1]!,
  }),
  receiveMail,
)
