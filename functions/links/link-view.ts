import * as z from 'zod'
import type { Case } from '../../shared/domain/case'
import type { LinkHolder } from '../../shared/domain/may'
import { onceKey } from '../../shared/entry/http'
import { fileOfPerson } from '../../shared/entry/person'
import { instant } from '../../shared/entry/shapes'
import type { CaseStore, CustomerStore } from '../../shared/wiring'

export interface Desk {
  readonly cases: CaseStore
  readonly customers: CustomerStore
}

/** What whoever holds a link is shown: what it is for and whether it was used; nothing of what was said. */
export const linkView = () =>
  z.object({
    purpose: z.enum(['object', 'rate', 'reopen', 'unsubscribe']),
    number: z.string(),
    state: z.string(),
    expiresAt: instant,
    answered: z.boolean(),
    rating: z.int().optional(),
  })

export type LinkView = z.input<ReturnType<typeof linkView>>

/** How a link stands: its first answer is kept as long as it is good. */
export async function standingOf({ cases, customers }: Desk, subject: Case, holder: LinkHolder): Promise<LinkView> {
  const { purpose, expiresAt, id } = holder
  const view = { purpose, number: subject.number, state: subject.state, expiresAt }
  if (purpose === 'unsubscribe') {
    const file = await fileOfPerson({ customers }, subject.customerId)
    return { ...view, answered: file?.fields.marketingConsent?.value === 'withdrawn' }
  }
  const kept = await cases.keptAnswer(id, onceKey)
  return {
    ...{ ...view, answered: kept !== null },
    ...(kept?.answer.rating !== undefined && { rating: Number(kept.answer.rating) }),
  }
}
