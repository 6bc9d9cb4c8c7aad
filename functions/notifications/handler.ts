import { queueHandler } from '../../shared/entry/queue'
import { cases, customers, env, links, notices } from '../../shared/wiring'
import { mail } from '../../shared/wiring-mail'
import { sendNotices, tidings } from './send-notices'

export const handler = queueHandler(
  tidings,
  () => ({
    ...{ cases: cases(), customers: customers(), notices: notices(), mail: mail() },
    ...{ links: links(), apiUrl: env('API_URL') },
    ...{ shopName: env('SHOP_NAME'), mailboxes: JSON.parse(env('MAILBOXES')) },
  }),
  sendNotices,
)
