import { queueHandler } from '../../shared/entry/queue'
import { cases, registry } from '../../shared/wiring'
import { mails } from '../../shared/wiring-files'
import { arrivedMail, receiveMail } from './receive-mail'

export const handler = queueHandler(
  arrivedMail,
  () => ({ cases: cases(), registry: registry(), mails: mails() }),
  receiveMail,
)
