import type { Case, Instant } from '../domain/case'
import type { Link } from '../domain/link'
import type { LinkHolder } from '../domain/may'
import { Refusal } from '../domain/refusal'
import type { CaseStore } from '../stores/ports'
import { logger } from './telemetry'

/** Who tells a link of ours from one that somebody made up, and whose case it names. */
export interface OpensLinks {
  readonly links: { open(token: string): Promise<Link | null> }
  readonly cases: Pick<CaseStore, 'get'>
}

/** The holder of a link, if it is one of ours and still good. What is refused reveals nothing, not even that there is a case. */
export async function linkPrincipal(opens: OpensLinks | undefined, token: string, now: Instant): Promise<LinkHolder> {
  const link = (await opens?.links.open(token)) ?? null
  if (!link) throw new Refusal('not_found', 'this link is none of ours, or not the whole of it')
  if (now > link.expiresAt) throw new Refusal('gone', 'this link was good until its time was over')
  const subject: Case | null = (await opens?.cases.get(link.caseId)) ?? null
  if (!subject) {
    logger.warn('a link of ours names no case')
    throw new Refusal('not_found', 'this link is none of ours, or not the whole of it')
  }
  const { purpose, caseId, expiresAt } = link
  const id = ['link', purpose, caseId, expiresAt].join(' ')
  return { kind: 'link', id, purpose, caseId, customerId: subject.customerId, expiresAt }
}
