import * as z from 'zod'
import { type Call, route } from '../../shared/entry/route'
import { agentParams, checkIn, type Desk, meanwhile, placeIn, placeView, span, told } from './desk'

const body = z.strictObject({
  leave: z.array(span.refine(({ from, until }) => from < until, 'a leave ends after it begins')).max(50),
})

/** All leaves of an agent from now on. While one lasts they get no tickets, and colleagues take over what they hold (R-NFR-03). */
export async function grantLeave(desk: Desk, call: Call<z.output<typeof agentParams>, unknown, z.output<typeof body>>) {
  await checkIn(desk, call, 'place.grant_leave')
  await placeIn(desk, call)
  const leave = [...call.body.leave].sort((a, b) => (a.from < b.from ? -1 : 1))
  const place = await desk.places.change(call.params.agentId, { leave }, call.now)
  if (!place) throw meanwhile()
  return told(desk, place, call.now)
}

export const grantLeaveRoute = route({
  method: 'POST',
  path: '/v1/teams/{team}/agents/{agentId}/leave',
  operationId: 'grantLeave',
  summary: { en: 'Say when an agent is on leave', zh: '登记请假' },
  audience: ['staff'],
  versioned: true,
  params: agentParams,
  body,
  answer: placeView,
  example: { leave: [{ from: '2026-02-16T01:00:00.000Z', until: '2026-02-24T01:00:00.000Z' }] },
  run: grantLeave,
})
