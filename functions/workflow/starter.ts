import { historyMessage } from '../../shared/entry/message'
import { queueHandler } from '../../shared/entry/queue'
import { cases, env, workflow } from '../../shared/wiring'
import { startWorkflow } from './start-workflow'

export const handler = queueHandler(
  historyMessage,
  () => ({ cases: cases(), workflow: workflow(), machine: env('ORDER_WORKFLOW_ARN') }),
  startWorkflow,
)
