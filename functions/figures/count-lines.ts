import type { CaseEvent, Instant } from '../../shared/domain/case'
import type { Image } from '../../shared/entry/stream'
import { logger } from '../../shared/entry/telemetry'
import type { FigureStore } from '../../shared/wiring'

export interface Counting {
  readonly eventOf: (image: Image['attributes']) => CaseEvent
  readonly figures: FigureStore
}

/** Adds what new lines of history contribute to the figures, each once (R-TKT-09). */
export async function countLines({ eventOf, figures }: Counting, images: readonly Image[]) {
  const newest = images.reduce((so: Instant, { writtenAt }) => (writtenAt > so ? writtenAt : so), '')
  const lines = images.map(({ attributes }) => eventOf(attributes))
  if (lines.length > 0) logger.info('counted', await figures.add(lines, newest))
  return new Set<string>()
}
