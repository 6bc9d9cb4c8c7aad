import { historyMessage } from '../../shared/entry/message'
import { queueHandler } from '../../shared/entry/queue'
import { cases, customers, patterns, rules } from '../../shared/wiring'
import { classifyTicket } from './classify-ticket'

export const handler = queueHandler(
  historyMessage,
  () => ({ cases: cases(), customers: customers(), patterns: patterns(), rules: rules() }),
  classifyTicket,
)
