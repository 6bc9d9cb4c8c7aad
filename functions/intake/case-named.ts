import type { Case } from '../../shared/domain/case'
import {
  addressesIn,
  casesNamedIn,
  type NamedBy,
  numbersIn,
  type Standing,
  standingOf,
} from '../../shared/domain/mail-thread'
import type { Letter } from './letter'
import type { MailRoom } from './mail-room'

export interface Named {
  readonly subject: Case
  readonly standing: Standing
}

/** The case that a mail belongs to, or says it does: by our address, by our Message-IDs, by the number in its subject. */
export async function caseNamed(room: MailRoom, { mail, verdicts }: Letter): Promise<Named | null> {
  const isCorrespondent = correspondentsBy(room, mail.from?.address)
  let other: Named | null = null
  for (const { by, find } of signsIn(room, mail)) {
    const subject = await find()
    if (!subject || subject.kind === 'incident') continue
    const named = { subject, standing: standingOf(by, verdicts.sender, await isCorrespondent(subject)) }
    if (named.standing === 'theirs') return named
    other ??= named
  }
  return other
}

interface Sign {
  readonly by: NamedBy
  find(): Promise<Case | null>
}

/** The surest first; what stands behind is looked up only when it is needed. */
function signsIn({ cases, replies, mailDomain }: MailRoom, mail: Letter['mail']): readonly Sign[] {
  const claims = addressesIn(mail).flatMap(address => replies.read(address) ?? [])
  return [
    ...claims.map(claim => ({
      by: 'token' as const,
      async find() {
        const subject = await cases.byNumber(claim.number)
        return subject && (await replies.isFor(claim, subject)) ? subject : null
      },
    })),
    ...casesNamedIn(mail, mailDomain).map(id => ({ by: 'reference' as const, find: () => cases.get(id) })),
    ...[...numbersIn(mail.subject, 'T'), ...numbersIn(mail.subject, 'O')].map(number => ({
      ...{ by: 'number' as const, find: () => cases.byNumber(number) },
    })),
  ]
}

/** Whether an address is that of a case's customer, by any of their files (R-CUS-05). */
function correspondentsBy({ cases, registry }: MailRoom, address: string | undefined) {
  let people: Promise<readonly string[]> | undefined
  return async ({ customerId }: Case): Promise<boolean> => {
    if (!address) return false
    people ??= registry.customersBy('email', address, 'CN')
    const known = await people
    return known.length > 0 && (await cases.identities(customerId)).some(id => known.includes(id))
  }
}
