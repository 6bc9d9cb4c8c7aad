import * as z from 'zod'
import { mayList } from '../../shared/domain/may'
import { Refusal } from '../../shared/domain/refusal'
import type { Complaint, Ticket } from '../../shared/domain/ticket'
import { type Call, route } from '../../shared/entry/route'
import { cursor } from '../../shared/entry/shapes'
import type { Desk } from './desk'
import { lineOf, ticketLine } from './ticket-view'

const query = z.strictObject({
  /** `mine`, `first-contact`, `watch`, `call-backs`, `complaints`, `authorisations` and `same-person` (supervisors), `issues`, `unanswered`, `team:<team>`, or
   *  `agent:<id>` (one's own, or any for a supervisor). */
  list: z
    .string()
    .regex(
      /^(mine|first-contact|watch|call-backs|complaints|authorisations|same-person|issues|unanswered|(team|agent|first-contact|department):[\w-]{1,64})$/,
      'mine, first-contact, watch, call-backs, complaints, authorisations, same-person, issues, unanswered, team:…, agent:… or department:…',
    ),
  cursor: cursor.optional(),
})

/** A work list of tickets: by priority, then customer tier, then deadline (R-PRI-04). */
export async function listTickets(
  { cases }: Pick<Desk, 'cases'>,
  { principal, query: { list, cursor } }: Call<unknown, z.output<typeof query>>,
) {
  const listKey = keyOf(list, principal.id)
  if (!mayList(principal, listKey)) throw new Refusal('forbidden', `the list ${list} is not for this caller`)
  const { items, ...rest } = await cases.list(listKey, cursor)
  return { status: 200, body: { items: items.map(ticket => lineOf(ticket as Ticket | Complaint)), ...rest } }
}

/** `department:…` is what a department still owes an answer to. */
function keyOf(list: string, id: string): string {
  if (list.startsWith('department:')) return list.replace('department', 'departments')
  if (list === 'mine') return `tickets:agent:${id}`
  return list === 'first-contact' ? `tickets:first-contact:${id}` : `tickets:${list}`
}

export const listTicketsRoute = route({
  method: 'GET',
  path: '/v1/tickets',
  operationId: 'listTickets',
  summary: { en: 'List tickets', zh: '查看工单列表' },
  audience: ['staff'],
  query,
  line: ticketLine,
  run: listTickets,
})
