import { httpHandler } from '../../shared/entry/http'
import type { Route } from '../../shared/entry/route'
import { clients, places, queue } from '../../shared/wiring'
import type { Desk } from './desk'
import { furnishPlaceRoute } from './furnish-place'
import { grantLeaveRoute } from './grant-leave'
import { listAgentsRoute } from './list-agents'
import { retireAgentRoute } from './retire-agent'
import { setPresenceRoute } from './set-presence'

export const routes: readonly Route<Desk>[] = [
  listAgentsRoute,
  furnishPlaceRoute,
  grantLeaveRoute,
  retireAgentRoute,
  setPresenceRoute,
]

export const handler = httpHandler(routes, {
  needs: () => ({ places: places(), dispatch: queue('DISPATCH_QUEUE_URL') }),
  clients,
})
