import * as z from 'zod'
import type { CaseEvent, Instant } from '../domain/case'
import type { Message } from '../gateways/queues'

/** What the dispatcher is told: a case that waits or was freed by an agent, or a work place to look at. */
export const dispatchMessage = z
  .strictObject({
    team: z.string().exactOptional(),
    caseId: z.string().exactOptional(),
    freed: z.string().exactOptional(),
    back: z.literal(true).exactOptional(),
    agentId: z.string().exactOptional(),
  })
  .refine(({ caseId, agentId }) => caseId !== undefined || agentId !== undefined, 'a case or a work place')

/** A team is served in order, by one worker at a time. */
export function dispatchOf({ caseId, seq, dispatch }: CaseEvent): Pick<Message, 'body' | 'inTurn'> {
  return { body: { caseId, ...dispatch }, inTurn: { group: dispatch?.team ?? caseId, once: `${caseId}#${seq}` } }
}

/** Of a work place the worker finds the team: it may have changed. */
export const lookAt = (agentId: string, at: Instant, group = `agent-${agentId}`): Pick<Message, 'body' | 'inTurn'> => ({
  body: { agentId },
  inTurn: { group, once: `${agentId}@${at}` },
})
