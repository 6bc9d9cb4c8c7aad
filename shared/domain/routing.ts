import { followUps } from '../handbook/follow-ups'
import { notices } from '../handbook/notices'
import type { CaseEvent } from './case'
import { attachedIn } from './erasure'
import { gateOfState } from './gates'
import type { NoticeId } from './table'

export type Destination =
  | 'classification'
  | 'due-clocks'
  | 'notifications'
  | 'workflow-starts'
  | 'workflow-releases'
  | 'dispatch'
  | 'attachment-scans'

/** Which queues an event of the history goes to; the publication function carries it there. Where agents have no mail, an assignment
 *  stands in its agent's list, and there is nothing to send. */
export const destinations = (event: CaseEvent, agentsHaveMail = true): readonly Destination[] => [
  ...followUps
    .filter(({ type, opening }) => type === event.type && (!opening || event.from === null))
    .map(({ to }) => to),
  ...(event.notices?.some(id => agentsHaveMail || !standsInTheList(id as NoticeId, event))
    ? (['notifications'] as const)
    : []),
  ...(attachedIn(event.data).length > 0 ? (['attachment-scans'] as const) : []),
  ...(event.dispatch ? (['dispatch'] as const) : []),
  ...(leavesItsGate(event) ? (['workflow-releases'] as const) : []),
]

const standsInTheList = (id: NoticeId, { facts }: CaseEvent): boolean =>
  notices[id]?.recipient === 'assignee' && typeof facts?.assigneeId === 'string'

const leavesItsGate = (event: CaseEvent): boolean => {
  const gate = event.kind === 'order' && event.from !== null ? gateOfState(event.from) : undefined
  return gate !== undefined && gateOfState(event.to) !== gate
}
