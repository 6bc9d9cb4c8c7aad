import * as z from 'zod'
import { Refusal } from '../../shared/domain/refusal'
import { type Call, route } from '../../shared/entry/route'
import { linkPage } from './link-page'
import { type Desk, linkView, standingOf } from './link-view'

export const linkParams = z.strictObject({ token: z.string().min(1).max(400) })

/** Shows what a link is for. Whoever fetches it, a mail scanner too, changes nothing by that. */
export async function openLink(desk: Desk, { principal, page }: Call) {
  const subject = principal.kind === 'link' ? await desk.cases.get(principal.caseId) : null
  if (principal.kind !== 'link' || !subject) throw new Refusal('not_found', 'there is no such link')
  const view = await standingOf(desk, subject, principal)
  return page ? linkPage(view, subject.language) : { status: 200, body: view }
}

export const openLinkRoute = route({
  method: 'GET',
  path: '/v1/links/{token}',
  operationId: 'openLink',
  summary: { en: 'See what a link in a mail is for', zh: '打开邮件中的链接' },
  audience: ['link'],
  throttle: { rate: 50, burst: 100 },
  page: 'first',
  params: linkParams,
  answer: linkView,
  run: openLink,
})
