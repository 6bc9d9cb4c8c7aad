import { scheduleHandler } from '../../shared/entry/schedule'
import { cases, envNumber, queue } from '../../shared/wiring'
import { sweepDueClocks } from './sweep-due-clocks'

export const handler = scheduleHandler(
  () => ({
    cases: cases(),
    shards: envNumber('SHARDS'),
    queue: queue('DUE_CLOCKS_QUEUE_URL'),
    waiting: queue('NOTIFICATIONS_QUEUE_URL'),
    dispatch: queue('DISPATCH_QUEUE_URL'),
  }),
  sweepDueClocks,
)
