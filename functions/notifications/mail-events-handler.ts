import { queueHandler } from '../../shared/entry/queue'
import { cases, notices } from '../../shared/wiring'
import { confirmSending, mailSent } from './confirm-sending'

export const handler = queueHandler(mailSent, () => ({ cases: cases(), notices: notices() }), confirmSending)
