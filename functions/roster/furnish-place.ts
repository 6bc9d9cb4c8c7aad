import type * as z from 'zod'
import { Refusal } from '../../shared/domain/refusal'
import { type Call, route } from '../../shared/entry/route'
import { agentParams, checkIn, type Desk, meanwhile, placeSettings, placeView, stale, told } from './desk'

/** Gives an agent a work place, or changes what they do there (R-DSP-05, R-PRI-06). Who works elsewhere leaves there first. */
export async function furnishPlace(
  desk: Desk,
  call: Call<z.output<typeof agentParams>, unknown, z.output<typeof placeSettings>>,
) {
  await checkIn(desk, call, 'place.furnish')
  const { params, body, ifMatch, now } = call
  const before = await desk.places.get(params.agentId)
  if (ifMatch !== undefined && before && ifMatch !== before.version) throw stale(before)
  if (before && before.team !== params.team && before.leftAt === undefined)
    throw new Refusal('conflict', `the agent works in ${before.team}: they leave it first`)
  const place = await desk.places.furnish({ ...params, ...body }, before, now)
  if (!place) throw meanwhile()
  return told(desk, place, now)
}

export const furnishPlaceRoute = route({
  method: 'POST',
  path: '/v1/teams/{team}/agents/{agentId}',
  operationId: 'furnishPlace',
  summary: { en: 'Give an agent a work place, or change it', zh: '设置坐席' },
  audience: ['staff'],
  versioned: true,
  params: agentParams,
  body: placeSettings,
  answer: placeView,
  example: { topics: ['logistics'], languages: ['zh', 'en'], capacity: 8 },
  run: furnishPlace,
})
