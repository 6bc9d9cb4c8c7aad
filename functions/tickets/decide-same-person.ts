import * as z from 'zod'
import { joined, mostIdentities } from '../../shared/domain/person'
import { Refusal } from '../../shared/domain/refusal'
import type { Complaint, Ticket } from '../../shared/domain/ticket'
import { actOnMany, asSeen, decideFor, found } from '../../shared/entry/act'
import { fileOfPerson } from '../../shared/entry/person'
import { route } from '../../shared/entry/route'
import { standing, words } from '../../shared/entry/shapes'
import { type Desk, deskKinds, noteFrom, type TicketCall, ticketParams } from './desk'

const body = z.strictObject({ decision: z.enum(['granted', 'refused']), explanation: words(5_000) })
type DecideCall = TicketCall<z.output<typeof body>>

/** A supervisor other than who asked makes two files one, in one transaction, or refuses it (R-CUS-05). No case moves and no
 *  identity is lost: the younger file leads to the older one from then on. */
export function decideSamePerson(desk: Pick<Desk, 'cases' | 'customers'>, call: DecideCall) {
  const { decision, explanation } = call.body
  const { note, writeFor } = noteFrom(call, explanation)
  return actOnMany(desk, call, async () => {
    const before = asSeen(call, await found(desk.cases, call, 'customer.decide_same', deskKinds, call.params.ticketId))
    const change = decideFor(call, before, 'decide_same_person', { note, decision })
    const also = { customers: [writeFor(before.customerId)] }
    if (decision === 'refused') return { changes: [change], also }
    const { join, identities } = await one(desk, call, before)
    const claims = [{ what: 'person', identities } as const]
    return { changes: [change], also: { customers: [...also.customers, join], claims } }
  })
}

async function one(desk: Pick<Desk, 'customers'>, { now: at, ids, principal }: DecideCall, ticket: Ticket | Complaint) {
  const { customerId, facts } = ticket
  const files = await Promise.all([customerId, facts.samePerson?.otherId ?? ''].map(id => fileOfPerson(desk, id)))
  const [own, other] = files
  if (!own || !other || own.customerId === other.customerId) throw new Refusal('conflict', 'these are one file already')
  const { identities, ...join } = joined(own, other)
  if (identities.length > mostIdentities)
    throw new Refusal('conflict', `nobody is known by more than ${mostIdentities} files`)
  const change = { id: ids('change'), at, by: principal.id, reason: 'same_person' }
  return { identities, join: { what: 'join', ...join, change } as const }
}

export const decideSamePersonRoute = route({
  method: 'POST',
  path: '/v1/tickets/{ticketId}/same-person/decision',
  operationId: 'decideSamePerson',
  summary: { en: 'Make two customer files one, or refuse it', zh: '批准或拒绝合并客户档案' },
  audience: ['staff'],
  versioned: true,
  params: ticketParams,
  body,
  answer: standing,
  example: { decision: 'granted', explanation: '两个档案的电话、收货地址一致，已电话核实。' },
  run: decideSamePerson,
})
