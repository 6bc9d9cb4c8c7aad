import * as z from 'zod'
import { type Call, route } from '../../shared/entry/route'
import { agentParams, check, type Desk, meanwhile, placeIn, placeView, told } from './desk'

/** An agent leaves the team: what is in their hands is given on (R-NFR-03). Once gone, saying it again changes nothing. */
export async function retireAgent(desk: Desk, call: Call<z.output<typeof agentParams>>) {
  check(call, 'place.retire')
  const before = await placeIn(desk, call)
  if (before.leftAt) return told(desk, before, call.now)
  const place = await desk.places.change(before.agentId, { leftAt: call.now, presence: 'offline' }, call.now)
  if (!place) throw meanwhile()
  return told(desk, place, call.now)
}

export const retireAgentRoute = route({
  method: 'POST',
  path: '/v1/teams/{team}/agents/{agentId}/retirement',
  operationId: 'retireAgent',
  summary: { en: 'An agent leaves the team', zh: '坐席离开团队' },
  audience: ['staff'],
  versioned: true,
  params: agentParams,
  body: z.strictObject({}),
  answer: placeView,
  example: {},
  run: retireAgent,
})
