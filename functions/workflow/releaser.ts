import { historyMessage } from '../../shared/entry/message'
import { queueHandler } from '../../shared/entry/queue'
import { cases, tokens, workflow } from '../../shared/wiring'
import { releaseGate } from './release-gate'

export const handler = queueHandler(
  historyMessage,
  () => ({ cases: cases(), tokens: tokens(), workflow: workflow() }),
  releaseGate,
)
