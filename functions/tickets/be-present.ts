import * as z from 'zod'
import { found } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { instant } from '../../shared/entry/shapes'
import { type Desk, deskKinds, type TicketCall, ticketParams } from './desk'

const body = z.strictObject({ doing: z.enum(['reading', 'writing']).default('reading') })

/** Whoever has the ticket open says so once a minute; whoever does not is gone half a minute later. */
const presentSeconds = 90

/** Who else is on this ticket now, so that no two answer it: kept for a moment, and in no history. */
export async function bePresent({ cases, presences }: Desk, call: TicketCall<z.output<typeof body>>) {
  const { id: caseId } = await found(cases, call, 'ticket.be_present', deskKinds, call.params.ticketId)
  const until = new Date(Date.parse(call.now) + presentSeconds * 1000).toISOString()
  const [others] = await Promise.all([
    presences.at(caseId, call.now),
    presences.put({ caseId, by: call.principal.id, doing: call.body.doing, until }),
  ])
  return { status: 200, body: { present: othersThan(call.principal.id, others), until } }
}

export const othersThan = (id: string, all: Awaited<ReturnType<Desk['presences']['at']>>) =>
  all.filter(({ by }) => by !== id).map(({ by, doing, until }) => ({ by, doing, until }))

export const presentOnes = () => z.array(z.object({ by: z.string(), doing: z.string(), until: instant }))

export const bePresentRoute = route({
  method: 'POST',
  path: '/v1/tickets/{ticketId}/presence',
  operationId: 'bePresent',
  summary: { en: 'Say that one is on a ticket, and see who else is', zh: '报到并查看谁在处理' },
  audience: ['staff'],
  params: ticketParams,
  body,
  answer: () => z.object({ present: presentOnes(), until: instant }),
  example: { doing: 'writing' },
  run: bePresent,
})
