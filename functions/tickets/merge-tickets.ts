import * as z from 'zod'
import { Refusal } from '../../shared/domain/refusal'
import type { Complaint, Ticket } from '../../shared/domain/ticket'
import { fitsTogether, mostSources, unfit } from '../../shared/domain/ticket-merge'
import { actOnMany, asSeen, type Decision, decideFor, found } from '../../shared/entry/act'
import { identitiesAmong } from '../../shared/entry/person'
import { route } from '../../shared/entry/route'
import { caseId, standing } from '../../shared/entry/shapes'
import { type Desk, deskKinds, type TicketCall, ticketParams } from './desk'

const body = z.strictObject({
  ticketIds: z
    .array(caseId)
    .min(1)
    .max(mostSources)
    .refine(ids => new Set(ids).size === ids.length, 'each ticket once'),
})

/** Several tickets of one customer about one thing become one (T25, convention 8): the others keep their words, have no clocks
 *  any longer, and each side leads to the other. */
export function mergeTickets({ cases }: Pick<Desk, 'cases'>, call: TicketCall<z.output<typeof body>>) {
  const { ticketIds } = call.body
  return actOnMany({ cases }, call, async (): Promise<Decision> => {
    const target = asSeen(call, await found(cases, call, 'ticket.merge', deskKinds, call.params.ticketId))
    const sources = await Promise.all(ticketIds.map((id, index) => sourceOf(cases, id, index)))
    const identities = await identitiesAmong(cases, target, sources)
    const errors = sources.flatMap((source, index) => {
      const why = unfit(target, source, identities)
      return why ? [{ path: `ticketIds.${index}`, message: `${source.kind} ${source.number} ${why}` }] : []
    })
    if (errors.length > 0) throw misfit(errors)
    const into = sources.map(source => decideFor<Ticket>(call, source as Ticket, 'merge_into', { targetId: target.id }))
    const change = decideFor<Ticket>(call, target as Ticket, 'absorb', { sourceIds: ticketIds })
    if (!fitsTogether([change, ...into]))
      throw misfit([{ path: 'ticketIds', message: 'too many at once: merge fewer' }])
    return { changes: [change, ...into] }
  })
}

async function sourceOf(cases: Desk['cases'], id: string, index: number): Promise<Ticket | Complaint> {
  const source = await cases.get(id)
  if (source?.kind === 'ticket' || source?.kind === 'complaint') return source as Ticket | Complaint
  throw misfit([{ path: `ticketIds.${index}`, message: 'there is no such ticket' }])
}

const misfit = (errors: readonly { path: string; message: string }[]) =>
  new Refusal('unprocessable', 'these tickets do not go into one', { errors })

export const mergeTicketsRoute = route({
  method: 'POST',
  path: '/v1/tickets/{ticketId}/merge',
  operationId: 'mergeTickets',
  summary: { en: 'Merge tickets of one customer into this one', zh: '合并工单' },
  audience: ['staff'],
  versioned: true,
  params: ticketParams,
  body,
  answer: standing,
  example: { ticketIds: ['0b000000-0000-4000-8000-0000000000b2'] },
  run: mergeTickets,
})
