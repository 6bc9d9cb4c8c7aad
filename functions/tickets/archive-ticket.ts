import * as z from 'zod'
import { archiveNumber, archiveSequence } from '../../shared/domain/archive'
import type { Case } from '../../shared/domain/case'
import { deskKinds } from '../../shared/domain/closing'
import { actOnMany, asSeen, decideFor, found } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { standing } from '../../shared/entry/shapes'
import { type Desk, type TicketCall, ticketParams } from './desk'

/** How many leads may file at the same moment and each still get a number. */
const attempts = 40

/** The lead has checked the record, and files it (T17, K16, R-ARC-03): the next number of its type and day is taken in the same
 *  transaction, so that there are no gaps (R-ARC-06). From here on it is read-only. */
export function archiveTicket({ cases }: Pick<Desk, 'cases'>, call: TicketCall) {
  return actOnMany(
    { cases },
    call,
    async () => {
      const before = asSeen(call, await found(cases, call, 'ticket.archive', deskKinds, call.params.ticketId))
      const sequence = archiveSequence(before, call.now)
      const place = (await cases.lastPlace(sequence)) + 1
      const number = archiveNumber(sequence, place)
      const change = decideFor<Case>(call, before, 'archive', { archiveNumber: number })
      const claims = [
        { what: 'sequence', sequence, place },
        { what: 'number', number },
      ] as const
      return { changes: [change], also: { claims }, tells: { archiveNumber: number } }
    },
    attempts,
  )
}

export const archiveTicketRoute = route({
  method: 'POST',
  path: '/v1/tickets/{ticketId}/archive',
  operationId: 'archiveTicket',
  summary: { en: 'Check the record and archive it', zh: '审核记录并归档' },
  audience: ['staff'],
  versioned: true,
  params: ticketParams,
  body: z.strictObject({}),
  answer: () => standing().extend({ archiveNumber: z.string() }),
  example: {},
  run: archiveTicket,
})
