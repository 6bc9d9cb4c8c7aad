import type { HistoryMessage } from '../../shared/entry/message'
import type { Delivery } from '../../shared/entry/queue'
import { type Post, sendNotice } from './send-notice'

/** Sends what an event of the history tells people (R-NTF-01). */
export async function sendNotices(post: Post, { message: event, ...bearer }: Delivery<HistoryMessage>) {
  const { caseId, seq, notices = [] } = event
  const subject = await post.cases.get(caseId)
  if (!subject) throw new Error(`there is no case of event ${caseId}/${seq}`)
  const outcomes: Record<string, string> = {}
  for (const id of notices) outcomes[id] = (await sendNotice(post, subject, event, id, bearer)).state
  return { outcomes }
}
