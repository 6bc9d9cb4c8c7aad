import { dueMessage } from '../../shared/entry/message'
import { queueHandler } from '../../shared/entry/queue'
import { cases } from '../../shared/wiring'
import { recordDueClocks } from './record-due-clocks'

export const handler = queueHandler(dueMessage, () => ({ cases: cases() }), recordDueClocks)
