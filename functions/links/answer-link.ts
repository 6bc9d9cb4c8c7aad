import * as z from 'zod'
import type { LinkHolder } from '../../shared/domain/may'
import { Refusal } from '../../shared/domain/refusal'
import { giveVerdict, sayUnsolved, verdict } from '../../shared/entry/closing'
import { withdrawConsent } from '../../shared/entry/consent'
import { parse } from '../../shared/entry/parse'
import { type Call, route } from '../../shared/entry/route'
import { linkPage } from './link-page'
import { type Desk, linkView, standingOf } from './link-view'
import { linkParams } from './open-link'

/** The one field that mail programs send of themselves (RFC 8058). */
const answer = verdict.partial().extend({ 'List-Unsubscribe': z.literal('One-Click').optional() })

/** Records what the customer says by a link, once: what is sent again is shown the first answer (R-CLO-02, R-SUR-05). */
export async function answerLink(desk: Desk, call: Call<unknown, unknown, z.output<typeof answer>>) {
  const { principal, page, body } = call
  if (principal.kind !== 'link') throw new Refusal('forbidden', 'this is for who holds a link')
  const before = await viewFor(desk, principal)
  const { 'List-Unsubscribe': _, ...said } = body
  if (!before.view.answered) {
    if (principal.purpose === 'unsubscribe') await unsubscribe(desk, call, principal)
    else if (principal.purpose === 'rate') await giveVerdict(desk, call, principal.caseId, parse(verdict, said))
    else await sayUnsolved(desk, call, principal.caseId, parse(verdict.pick({ text: true }).required(), said).text)
  }
  const { subject, view } = before.view.answered ? before : await viewFor(desk, principal)
  return page ? linkPage(view, subject.language) : { status: 200, body: view }
}

/** From all that is not about their own requests, by one click and without a word (R-PRV-09). */
const unsubscribe = ({ customers }: Desk, { ids, now }: Call, { customerId }: LinkHolder) =>
  withdrawConsent({ customers }, customerId, { id: ids('consent'), at: now, by: 'link' })

async function viewFor(desk: Desk, principal: LinkHolder) {
  const subject = await desk.cases.get(principal.caseId)
  if (!subject) throw new Refusal('not_found', 'there is no such link')
  return { subject, view: await standingOf(desk, subject, principal) }
}

export const answerLinkRoute = route({
  method: 'POST',
  path: '/v1/links/{token}',
  operationId: 'answerLink',
  summary: { en: 'Answer by a link in a mail, without signing in', zh: '通过邮件链接提交评价或异议' },
  audience: ['link'],
  throttle: { rate: 20, burst: 40 },
  page: 'first',
  form: true,
  params: linkParams,
  body: answer,
  answer: linkView,
  example: { solved: 'yes', rating: 5 },
  run: answerLink,
})
