import { batchHandler } from '../../shared/entry/queue'
import { cases, notices } from '../../shared/wiring'
import { confirmSendings, mailSent } from './confirm-sending'

export const handler = batchHandler(mailSent, () => ({ cases: cases(), notices: notices() }), confirmSendings)
