import type * as z from 'zod'
import { isSmokeTest, smokeAnswer } from './smoke'
import { logger, observed } from './telemetry'

/** A task of the workflow: its answer is the state's result, and a throw is the state's error. */
export function taskHandler<Needs, S extends z.ZodType>(
  schema: S,
  needs: () => Needs,
  work: (needs: Needs, task: z.output<S>) => Promise<object>,
) {
  return async (event: object): Promise<object> => {
    if (isSmokeTest(event)) return smokeAnswer
    const task = schema.parse(event)
    try {
      return await observed(() => work(needs(), task))
    } catch (error) {
      logger.error('failed', { error: error as Error })
      throw error
    }
  }
}
