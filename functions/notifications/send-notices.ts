import { decide } from '../../shared/domain/engine'
import type { Order } from '../../shared/domain/order'
import type { NoticeId } from '../../shared/domain/table'
import { houseAct } from '../../shared/entry/house-act'
import type { HistoryMessage } from '../../shared/entry/message'
import type { Delivery } from '../../shared/entry/queue'
import type { CaseStore } from '../../shared/wiring'
import { type Post, sendNotice } from './send-notice'

const actor = { role: 'system', id: 'notifications' } as const

/** Sends what an event of the history tells people (R-NTF-01). Once finance has its notice, SLA-34 is met (O4a). */
export async function sendNotices(
  { cases, ...post }: Post & { readonly cases: CaseStore },
  { message: { caseId, seq }, ...bearer }: Delivery<HistoryMessage>,
) {
  const event = await cases.event(caseId, seq)
  if (!event) throw new Error(`there is no event ${caseId}/${seq}`)
  const outcomes: Record<string, string | undefined> = {}
  for (const id of (event.notices ?? []) as readonly NoticeId[]) {
    const subject = await cases.get(caseId)
    if (!subject) throw new Error(`there is no case ${caseId}`)
    outcomes[id] = await sendNotice(post, subject, event, id, bearer)
    if (id === 'N-10') await recordDepartmentsNotified(cases, caseId, bearer.now)
  }
  return { outcomes }
}

/** Also when the notice came too late to be sent: finance has acted, and knows. */
function recordDepartmentsNotified(cases: CaseStore, orderId: string, at: string) {
  return houseAct({ cases }, orderId, before => {
    const clock = before.clocks['SLA-34']
    const runs = clock !== undefined && clock.stoppedAt === undefined
    return runs ? decide(before as Order, { event: 'departments_notified', actor, at }) : null
  })
}
