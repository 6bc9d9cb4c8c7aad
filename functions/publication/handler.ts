import type { Destination } from '../../shared/domain/routing'
import { streamHandler } from '../../shared/entry/stream'
import { env, eventFromImage, queue } from '../../shared/wiring'
import { publishHistory } from './publish-history'

const urlNames: Readonly<Record<Destination, string>> = {
  classification: 'CLASSIFICATION_QUEUE_URL',
  'due-clocks': 'DUE_CLOCKS_QUEUE_URL',
  notifications: 'NOTIFICATIONS_QUEUE_URL',
  'workflow-starts': 'WORKFLOW_STARTS_QUEUE_URL',
  dispatch: 'DISPATCH_QUEUE_URL',
  'attachment-scans': 'ATTACHMENT_SCANS_QUEUE_URL',
  'workflow-releases': 'WORKFLOW_RELEASES_QUEUE_URL',
}

export const handler = streamHandler(
  () => ({
    eventOf: eventFromImage,
    queueFor: destination => queue(urlNames[destination]),
    agentsHaveMail: env('AGENTS_HAVE_MAIL') === 'yes',
  }),
  publishHistory,
)
