import * as z from 'zod'
import { filesMessage } from '../../shared/entry/message'
import { type Delivery, queueHandler } from '../../shared/entry/queue'
import { attachments, cases } from '../../shared/wiring'
import { files, mails } from '../../shared/wiring-files'
import { judgeAttachment, scanResult } from './judge-attachment'
import { settleFiles } from './settle-files'

const tidings = z.union([scanResult, filesMessage])

/** What the checker says of a file, and what the history does. */
export const handler = queueHandler(
  tidings,
  () => ({ attachments: attachments(), cases: cases(), files: files(), mails: mails() }),
  (needs, { message, ...delivery }: Delivery<z.output<typeof tidings>>) =>
    'result' in message
      ? judgeAttachment(needs, { message, ...delivery })
      : settleFiles(needs, { message, ...delivery }),
)
