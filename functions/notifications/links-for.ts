import type { CaseEvent } from '../../shared/domain/case'
import { type LinkPurpose, linkExpiry } from '../../shared/domain/link'
import { links } from '../../shared/handbook/links'
import type { LinkTokens } from '../../shared/wiring'

interface Needs {
  readonly links: Pick<LinkTokens, 'make'>
  readonly apiUrl: string
}

/** The addresses that a notice bears, by the names that its words know: the same for one event however often it is sent. */
export async function linksFor(
  needs: Needs,
  { caseId, at }: CaseEvent,
  notice: string,
): Promise<Record<string, string>> {
  const borne = Object.entries(links).filter(([, rule]) => rule.notices.includes(notice))
  const made = borne.map(async ([name, { fact }]) => {
    const purpose = name as LinkPurpose
    const token = await needs.links.make({ purpose, caseId, expiresAt: linkExpiry(purpose, at) })
    return [fact, `${needs.apiUrl}/v1/links/${token}`] as const
  })
  return Object.fromEntries(await Promise.all(made))
}
