import type { Instant } from '../domain/case'
import { isSmokeTest, smokeAnswer } from './smoke'
import { logger, observed } from './telemetry'

export interface Scheduled {
  readonly at?: string
  /** By hand only: as if it were so late, which the run-book asks for after new holidays. */
  readonly until?: string
}

/** Runs at the instant that the schedule names, not at the one when it happens to be called. */
export function scheduleHandler<Needs>(
  needs: () => Needs,
  work: (needs: Needs, at: Instant, until: Instant) => Promise<object>,
) {
  return async (event: Scheduled): Promise<object> => {
    if (isSmokeTest(event)) return smokeAnswer
    const [at, until] = [event.at, event.until ?? event.at].map(said => new Date(said ?? '').toISOString()) as [
      string,
      string,
    ]
    const outcome = await observed(() => work(needs(), at, until))
    logger.info('done', { at, ...outcome })
    return outcome
  }
}
