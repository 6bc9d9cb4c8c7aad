import * as z from 'zod'
import { Refusal } from '../../shared/domain/refusal'
import { actOnMany, asSeen, decideFor, found } from '../../shared/entry/act'
import { fileOfPerson } from '../../shared/entry/person'
import { route } from '../../shared/entry/route'
import { caseId, standing, words } from '../../shared/entry/shapes'
import { type Desk, deskKinds, noteFrom, type TicketCall, ticketParams } from './desk'

const body = z.strictObject({
  /** The other file. */
  otherCustomerId: caseId,
  /** What proves it, in words. */
  evidence: words(5_000),
})

/** An agent says with evidence that the customer of a ticket has another file too; a supervisor decides (R-CUS-05). */
export function claimSamePerson(desk: Pick<Desk, 'cases' | 'customers'>, call: TicketCall<z.output<typeof body>>) {
  const { otherCustomerId: otherId, evidence } = call.body
  const { note, writeFor } = noteFrom(call, evidence)
  return actOnMany(desk, call, async () => {
    const before = asSeen(call, await found(desk.cases, call, 'customer.claim_same', deskKinds, call.params.ticketId))
    const [own, other] = await Promise.all([before.customerId, otherId].map(id => fileOfPerson(desk, id)))
    if (!own || !other) throw unknown()
    if (own.customerId === other.customerId) throw new Refusal('conflict', 'these are one file already')
    const change = decideFor(call, before, 'claim_same_person', { note, otherId })
    return { changes: [change], also: { customers: [writeFor(before.customerId)] } }
  })
}

const unknown = () => {
  const errors = [{ path: 'otherCustomerId', message: 'there is no such file' }]
  return new Refusal('unprocessable', 'the customer is not known', { errors })
}

export const claimSamePersonRoute = route({
  method: 'POST',
  path: '/v1/tickets/{ticketId}/same-person',
  operationId: 'claimSamePerson',
  summary: { en: 'Say that two customer files are one person', zh: '申请合并客户档案' },
  audience: ['staff'],
  versioned: true,
  params: ticketParams,
  body,
  answer: standing,
  example: { otherCustomerId: '9b1c9e0e-6f5c-5d0e-8a43-1c1c3f0f6e57', evidence: '电话核对了两笔订单的收货人与尾号。' },
  run: claimSamePerson,
})
