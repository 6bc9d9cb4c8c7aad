import * as z from 'zod'
import { historyMessage, waitingMessage } from '../../shared/entry/message'
import type { Delivery } from '../../shared/entry/queue'
import { type Post, sendNotice } from './send-notice'

/** An event of the history, or a notice of one that has waited for the morning. */
export const tidings = z.union([historyMessage, waitingMessage])

/** Sends what an event of the history tells people (R-NTF-01). */
export async function sendNotices(post: Post, { message, ...bearer }: Delivery<z.output<typeof tidings>>) {
  const { caseId, seq } = message
  const [event, subject] = await Promise.all([
    'type' in message ? message : post.cases.event(caseId, seq),
    post.cases.get(caseId),
  ])
  if (!event || !subject) throw new Error(`there is no event ${caseId}/${seq}`)
  const ids = 'type' in message ? (message.notices ?? []) : [message.notice]
  const outcomes: Record<string, string> = {}
  for (const id of ids) outcomes[id] = (await sendNotice(post, subject, event, id, bearer)).state
  return { outcomes }
}
