import { mailNews } from '../../shared/entry/message'
import { batchHandler } from '../../shared/entry/queue'
import { cases, customers, notices } from '../../shared/wiring'
import { hearOfMails } from './hear-of-mail'

export const handler = batchHandler(
  mailNews,
  () => ({ cases: cases(), customers: customers(), notices: notices() }),
  hearOfMails,
)
