import { dispatchMessage } from '../../shared/entry/dispatch'
import { queueHandler } from '../../shared/entry/queue'
import { cases, places } from '../../shared/wiring'
import { dispatchTeam } from './dispatch-team'

export const handler = queueHandler(dispatchMessage, () => ({ cases: cases(), places: places() }), dispatchTeam)
