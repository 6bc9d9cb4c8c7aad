import { queueHandler } from '../../shared/entry/queue'
import { cases, customers, env, links, notices, replyAddresses } from '../../shared/wiring'
import { mail } from '../../shared/wiring-mail'
import { sendNotices, tidings } from './send-notices'

export const handler = queueHandler(
  tidings,
  () => ({
    ...{ cases: cases(), customers: customers(), notices: notices(), mail: mail() },
    ...{ links: links(), replies: replyAddresses(), apiUrl: env('API_URL') },
    ...{ shopName: env('SHOP_NAME'), brand: JSON.parse(env('MAIL_BRAND')), mailboxes: JSON.parse(env('MAILBOXES')) },
  }),
  sendNotices,
)
