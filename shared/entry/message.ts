import * as z from 'zod'
import { caseId } from './shapes'

/** What publication sends: the name of a line of history. Its reader reads the line, and the case, from the table. */
export const historyMessage = z.object({
  caseId,
  kind: z.enum(['ticket', 'order']),
  seq: z.int().min(1),
  type: z.string(),
})

export type HistoryMessage = z.output<typeof historyMessage>

/** What the sweep sends: a case whose clocks are to be looked at as of an instant. */
export const dueMessage = z.object({ caseId, at: z.iso.datetime() })
