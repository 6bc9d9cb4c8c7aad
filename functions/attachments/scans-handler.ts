import { queueHandler } from '../../shared/entry/queue'
import { attachments } from '../../shared/wiring'
import { files } from '../../shared/wiring-files'
import { judgeAttachment, scanResult } from './judge-attachment'

export const handler = queueHandler(scanResult, () => ({ attachments: attachments(), files: files() }), judgeAttachment)
