import * as z from 'zod'
import { deskKinds } from '../../shared/domain/closing'
import { act } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { standing } from '../../shared/entry/shapes'
import { type Desk, type TicketCall, ticketParams } from './desk'

const hold = z.strictObject({
  held: z.boolean(),
  reason: z.enum(['lawsuit', 'authority', 'claim', 'audit', 'over']),
})

/** Nothing is destroyed that a court, an authority or a claim may still ask for (T19). */
export function holdArchive(desk: Pick<Desk, 'cases'>, call: TicketCall<z.output<typeof hold>>) {
  const { held, reason } = call.body
  return act(desk, call, {
    ...{ kind: deskKinds, id: call.params.ticketId, action: 'archive.hold', event: held ? 'hold' : 'release_hold' },
    data: { reason },
  })
}

export const holdArchiveRoute = route({
  method: 'POST',
  path: '/v1/tickets/{ticketId}/legal-hold',
  operationId: 'holdArchive',
  summary: { en: 'Place or release a legal hold', zh: '依法保留或解除保留' },
  audience: ['staff'],
  versioned: true,
  params: ticketParams,
  body: hold,
  answer: standing,
  example: { held: true, reason: 'lawsuit' },
  run: holdArchive,
})
