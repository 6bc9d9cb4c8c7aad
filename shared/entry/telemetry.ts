import { Logger } from '@aws-lambda-powertools/logger'
import { Metrics } from '@aws-lambda-powertools/metrics'

/** One JSON line an outcome: ids, codes and outcomes only, never a body, a name or a text (R-PRV-07). */
export const logger = new Logger()

const metrics = new Metrics()

/** Business figures in the log (EMF): no call to CloudWatch stands in the way of a request. */
export function count(name: string, amount = 1): void {
  metrics.addMetric(name, 'Count', amount)
}

/** Runs one invocation and hands over what it counted, whether it ended well or not. */
export async function observed<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } finally {
    if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics()
  }
}
