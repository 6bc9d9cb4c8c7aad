import type { NoticeId } from '../../shared/domain/table'
import type { HistoryMessage } from '../../shared/entry/message'
import type { Delivery } from '../../shared/entry/queue'
import type { CaseStore } from '../../shared/wiring'
import { recordDepartmentsNotified } from './departments-notified'
import { type Post, sendNotice } from './send-notice'

/** Sends what an event of the history tells people (R-NTF-01). */
export async function sendNotices(
  { cases, ...post }: Post & { readonly cases: CaseStore },
  { message: { caseId, seq }, ...bearer }: Delivery<HistoryMessage>,
) {
  const [event, subject] = await Promise.all([cases.event(caseId, seq), cases.get(caseId)])
  if (!event || !subject) throw new Error(`there is no event ${caseId}/${seq}`)
  const outcomes: Record<string, string> = {}
  for (const id of (event.notices ?? []) as readonly NoticeId[]) {
    const { state, sentAt = bearer.now } = await sendNotice(post, subject, event, id, bearer)
    outcomes[id] = state
    if (id === 'N-10') await recordDepartmentsNotified(cases, caseId, sentAt)
  }
  return { outcomes }
}
