import { followUps } from '../handbook/follow-ups'
import type { CaseEvent } from './case'
import { gateOfState } from './gates'

export type Destination =
  | 'classification'
  | 'due-clocks'
  | 'notifications'
  | 'workflow-starts'
  | 'workflow-releases'
  | 'dispatch'

/** Which queues an event of the history goes to; the publication function carries it there. */
export const destinations = (event: CaseEvent): readonly Destination[] => [
  ...followUps
    .filter(({ type, opening }) => type === event.type && (!opening || event.from === null))
    .map(({ to }) => to),
  ...(event.notices?.length ? (['notifications'] as const) : []),
  ...(event.dispatch ? (['dispatch'] as const) : []),
  ...(leavesItsGate(event) ? (['workflow-releases'] as const) : []),
]

const leavesItsGate = (event: CaseEvent): boolean => {
  const gate = event.kind === 'order' && event.from !== null ? gateOfState(event.from) : undefined
  return gate !== undefined && gateOfState(event.to) !== gate
}
