import * as z from 'zod'
import { Refusal } from '../../shared/domain/refusal'
import { type Call, route } from '../../shared/entry/route'
import { check, type Desk, placeView, told } from './desk'

const body = z.strictObject({ presence: z.enum(['available', 'away', 'offline']) })

/** An agent says that they are there, have a break, or go home: who is there gets tickets (R-DSP-05). */
export async function setPresence(desk: Desk, call: Call<unknown, unknown, z.output<typeof body>>) {
  check(call, 'place.set_presence')
  const place = await desk.places.change(call.principal.id, call.body, call.now)
  if (!place) throw new Refusal('not_found', 'you have no work place: a supervisor gives you one')
  return told(desk, place, call.now)
}

export const setPresenceRoute = route({
  method: 'POST',
  path: '/v1/me/presence',
  operationId: 'setPresence',
  summary: { en: 'Say that you are there, or not', zh: '设置在线状态' },
  audience: ['staff'],
  body,
  answer: placeView,
  example: { presence: 'available' },
  run: setPresence,
})
