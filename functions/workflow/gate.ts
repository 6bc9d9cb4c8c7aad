import * as z from 'zod'
import { caseId, instant } from '../../shared/entry/shapes'
import { taskHandler } from '../../shared/entry/task'
import { cases, tokens, workflow } from '../../shared/wiring'
import { parkAtGate } from './park-at-gate'
import { passTimeout } from './pass-timeout'

/** Step Functions writes instants with milliseconds or without. */
const enteredAt = instant.transform(text => new Date(text).toISOString())
const at = { gate: z.enum(['review', 'finance', 'warehouse', 'delivery']), orderId: caseId, enteredAt }
const task = z.union([
  // Executions of older templates don't say their name: then it is the order's id, as it was for all.
  z.strictObject({ ...at, token: z.string().min(1), execution: z.string().optional() }),
  z.strictObject({ ...at, timedOut: z.literal(true) }),
])

/** The one task of the order workflow, at each of its gates. */
export const handler = taskHandler(
  task,
  () => ({ cases: cases(), tokens: tokens(), workflow: workflow() }),
  (needs, asked) => ('token' in asked ? parkAtGate(needs, asked) : passTimeout(needs, asked)),
)
