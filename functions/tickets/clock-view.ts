import * as z from 'zod'
import type { ExplainedClock } from '../../shared/domain/clock-explanation'
import { caseId, instant } from '../../shared/entry/shapes'

const mark = () => z.object({ seq: z.int(), type: z.string(), row: z.string().optional(), at: instant, by: z.string() })
const seconds = z.number()

/** A clock to the second: what started it, what time counts, what moved it, what ended it. */
export const explainedClock = () =>
  z.object({
    id: z.string(),
    zh: z.string(),
    requirement: z.string(),
    duty: z.string().optional(),
    round: z.int(),
    outcome: z.enum(['running', 'paused', 'met', 'missed', 'ran_out', 'superseded']),
    startedBy: mark(),
    countsFrom: z.object({ at: instant, of: mark().optional() }),
    counts: z.enum(['elapsed', 'working']),
    zone: z.string(),
    policyVersion: z.string(),
    provisional: z.literal(true).optional(),
    warnAt: instant.optional(),
    dueAt: instant,
    absoluteAt: instant.optional(),
    limitSeconds: seconds,
    usedSeconds: seconds.optional(),
    intervals: z.array(z.object({ from: instant, to: instant, counted: z.boolean(), because: z.string(), seconds })),
    pauses: z.array(z.object({ from: instant, to: instant.optional(), seconds: seconds.optional() })),
    recomputed: z.array(mark().extend({ was: instant, dueAt: instant })),
    stages: z.array(mark().extend({ stage: z.string(), tell: z.string().optional() })),
    goneOn: z.array(mark()),
    ended: mark().extend({ how: z.string(), supersededBy: z.string().optional() }).optional(),
  })

export const clocksView = () =>
  z.object({
    id: caseId,
    number: z.string(),
    state: z.string(),
    clocks: z.array(explainedClock()),
    waited: z.object({ customerSeconds: seconds.optional(), departmentSeconds: seconds.optional() }),
  })

/** Whom a breach was told is the house's own business. */
export const clockFor =
  (staff: boolean) =>
  ({ stages, ...clock }: ExplainedClock): z.input<ReturnType<typeof explainedClock>> => ({
    ...clock,
    intervals: [...clock.intervals],
    pauses: [...clock.pauses],
    recomputed: [...clock.recomputed],
    goneOn: [...clock.goneOn],
    stages: stages.map(({ tell, ...stage }) => ({ ...stage, ...(staff && tell && { tell }) })),
  })
