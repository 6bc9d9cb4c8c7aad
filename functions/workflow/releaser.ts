import { historyMessage } from '../../shared/entry/message'
import { queueHandler } from '../../shared/entry/queue'
import { tokens, workflow } from '../../shared/wiring'
import { releaseGate } from './release-gate'

export const handler = queueHandler(historyMessage, () => ({ tokens: tokens(), workflow: workflow() }), releaseGate)
