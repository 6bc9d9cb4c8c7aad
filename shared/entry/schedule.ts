import type { Instant } from '../domain/case'
import { isSmokeTest, smokeAnswer } from './smoke'
import { logger, observed } from './telemetry'

/** Runs at the instant that the schedule names, not at the one when it happens to be called. */
export function scheduleHandler<Needs>(needs: () => Needs, work: (needs: Needs, at: Instant) => Promise<object>) {
  return async (event: { readonly at?: string }): Promise<object> => {
    if (isSmokeTest(event)) return smokeAnswer
    const at = new Date(event.at ?? '').toISOString()
    const outcome = await observed(() => work(needs(), at))
    logger.info('done', { at, ...outcome })
    return outcome
  }
}
