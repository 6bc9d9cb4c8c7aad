import * as z from 'zod'
import type { Case, CaseEvent } from '../domain/case'
import { linkedTicketId } from './linked-ticket'
import { caseId, instant } from './shapes'

/** What every case shows of itself beside its facts: its history to all, with the tickets that it opened, its clocks and notices to staff. */
export const caseRecord = () => ({
  history: z.array(
    z.object({ at: instant, type: z.string(), to: z.string(), by: z.string(), ticketId: caseId.optional() }),
  ),
  clocks: z
    .array(
      z.object({
        id: z.string(),
        startedAt: instant,
        warnAt: instant.optional(),
        dueAt: instant,
        absoluteAt: instant.optional(),
        policyVersion: z.string(),
        provisional: z.literal(true).optional(),
        warnedAt: instant.optional(),
        breachedAt: instant.optional(),
        overrunAt: instant.optional(),
        rungs: z.int().optional(),
        pausedAt: instant.optional(),
        pausedSeconds: z.number().optional(),
        stoppedAt: instant.optional(),
        round: z.int().optional(),
        earlierBreachAt: instant.optional(),
        supersededBy: z.string().optional(),
      }),
    )
    .optional(),
  /** What became of each mail: `outcome` is what was heard of it since it was sent (R-NTF-01, R-NTF-03). */
  notices: z
    .array(
      z.object({
        ...{ notice: z.string(), state: z.string(), sentAt: instant.optional() },
        ...{ outcome: z.string().optional(), outcomeAt: instant.optional(), codes: z.array(z.string()).optional() },
      }),
    )
    .optional(),
})

interface Sending {
  readonly notice: string
  readonly state: string
  readonly sentAt?: string
  readonly outcome?: string
  readonly outcomeAt?: string
  readonly codes?: readonly string[]
}

export const historyOf = (events: readonly CaseEvent[]) =>
  events.map(event => {
    const { at, type, to, actor, opens } = event
    return { at, type, to, by: actor.role, ...(opens && { ticketId: linkedTicketId(event) }) }
  })

/** How the promises of time stand (R-SLA-47) and what was sent (R-NTF-01): for staff. */
export const standingOf = (subject: Case, notices: readonly Sending[]) => ({
  clocks: Object.values(subject.clocks)
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ terms, pausesWhile, ...clock }) => clock),
  notices: notices.map(({ notice, state, sentAt, outcome, outcomeAt, codes }) => ({
    ...{ notice, state, ...(sentAt && { sentAt }), ...(outcome && { outcome, outcomeAt }) },
    ...(codes && { codes: [...codes] }),
  })),
})
