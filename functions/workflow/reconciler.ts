import { scheduleHandler } from '../../shared/entry/schedule'
import { cases, env, envNumber, executions, tokens, workflow } from '../../shared/wiring'
import { reconcileWorkflows } from './reconcile-workflows'

export const handler = scheduleHandler(
  () => ({
    ...{ cases: cases(), tokens: tokens(), workflow: workflow(), executions: executions() },
    ...{ machine: env('ORDER_WORKFLOW_ARN'), shards: envNumber('SHARDS') },
  }),
  reconcileWorkflows,
)
