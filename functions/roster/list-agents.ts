import type * as z from 'zod'
import { type Call, route } from '../../shared/entry/route'
import { check, type Desk, placeView, teamParams, viewOf } from './desk'

/** Who works in a team, who is there, and what is in their hands: all of it, for a team is small (R-DSP-05). */
export async function listAgents({ places }: Pick<Desk, 'places'>, call: Call<z.output<typeof teamParams>>) {
  check(call, 'place.list')
  return { status: 200, body: { items: (await places.roster(call.params.team)).map(viewOf) } }
}

export const listAgentsRoute = route({
  method: 'GET',
  path: '/v1/teams/{team}/agents',
  operationId: 'listAgents',
  summary: { en: 'List the work places of a team', zh: '查看团队坐席' },
  audience: ['staff'],
  params: teamParams,
  line: placeView,
  run: listAgents,
})
