import * as z from 'zod'
import type { Case, CaseEvent } from '../../shared/domain/case'
import { deskKinds } from '../../shared/domain/closing'
import { filesIn, mailsIn, wordsIn } from '../../shared/domain/erasure'
import type { Complaint, Ticket } from '../../shared/domain/ticket'
import { actOnMany, asSeen, decideFor, found } from '../../shared/entry/act'
import { route } from '../../shared/entry/route'
import { standing } from '../../shared/entry/shapes'
import type { CustomerWrite } from '../../shared/wiring'
import { type Desk, type TicketCall, ticketParams } from './desk'

const decision = z
  .strictObject({
    decision: z.enum(['approved', 'refused']),
    reason: z.enum(['still_needed', 'wrong_case']).optional(),
  })
  .superRefine(({ decision, reason }, context) => {
    if ((decision === 'refused') === (reason !== undefined)) return
    context.addIssue({ code: 'custom', path: ['reason'], message: 'belongs to a refusal' })
  })

/** As many as fit beside the case itself into one transaction. */
const most = 80

/** Another than who asked approves, and in the same transaction the words are gone (T19, C-23): history and figures stay, and
 *  the history bears the certificate (F-34). The files themselves go by what the history says of them (destroy-files.ts). */
export function decideDestruction({ cases }: Pick<Desk, 'cases'>, call: TicketCall<z.output<typeof decision>>) {
  const { decision, reason } = call.body
  return actOnMany({ cases }, call, async () => {
    const before = asSeen(call, await found(cases, call, 'archive.decide_destruction', deskKinds, call.params.ticketId))
    if (decision === 'refused') return { changes: [decideFor<Case>(call, before, 'refuse_destruction', { reason })] }
    const history = await cases.history(before.id)
    const words = erasedOf(before, history, call.now)
    const files = filesIn(history)
    const mails = mailsIn(history)
    const sum = { items: words.length, files: files.length }
    const certificate = certificateFor(before, sum, call.principal.id, call.now)
    const change = decideFor<Case>(call, before, 'destroy', { certificate, files, ...(mails.length > 0 && { mails }) })
    for (let from = most; from < words.length; from += most)
      await cases.commit([], { customers: words.slice(from, from + most) })
    return { changes: [change], also: { customers: words.slice(0, most) } }
  })
}

/** Of what is anonymised, the record of the problem stays: it speaks of no person (C-23). */
function erasedOf(
  { customerId, facts }: Ticket | Complaint,
  history: readonly CaseEvent[],
  at: string,
): CustomerWrite[] {
  const kept = facts.destruction?.method === 'anonymised' ? facts.recordId : undefined
  const content = { what: 'erased', at } as const
  return [
    ...wordsIn(history)
      .filter(contentId => contentId !== kept)
      .map(contentId => ({ what: 'content', customerId, contentId, content }) as const),
    ...filesIn(history).map(id => ({ what: 'forget_attachment', customerId, id, at }) as const),
  ]
}

const certificateFor = (
  { number, facts }: Ticket | Complaint,
  sum: { readonly items: number; readonly files: number },
  approvedBy: string,
  at: string,
) => ({
  form: 'F-34',
  subject: facts.archiveNumber ?? number,
  fields: facts.destruction?.method === 'anonymised' ? ['words', 'files'] : ['words', 'files', 'record'],
  ...sum,
  basis: 'R-SLA-23',
  requestedBy: facts.destruction?.requestedBy,
  approvedBy,
  at,
  method: facts.destruction?.method,
})

export const decideDestructionRoute = route({
  method: 'POST',
  path: '/v1/tickets/{ticketId}/destruction',
  operationId: 'decideDestruction',
  summary: { en: 'Approve or refuse a destruction', zh: '审批档案销毁' },
  audience: ['staff'],
  versioned: true,
  params: ticketParams,
  body: decision,
  answer: standing,
  example: { decision: 'approved' },
  run: decideDestruction,
})
