import type { Case } from '../domain/case'
import type { CustomerFile } from '../domain/customer'
import type { Principal } from '../domain/may'
import type { CaseStore, CustomerStore } from '../stores/ports'

/** The file of a person, by whichever of their identities (R-CUS-05). */
export async function fileOfPerson(
  { customers }: { readonly customers: Pick<CustomerStore, 'file'> },
  customerId: string,
): Promise<CustomerFile | null> {
  const file = await customers.file(customerId)
  return file?.joinedInto ? customers.file(file.joinedInto) : file
}

/** As whom a storefront looks at a case: for a customer with two files also as the other. One read more where that is not their own. */
export async function asOwnerOf(
  cases: Pick<CaseStore, 'identities'>,
  principal: Principal,
  subject: Pick<Case, 'customerId'> | null,
): Promise<Principal> {
  if (principal.kind !== 'storefront' || !principal.customerId || !subject) return principal
  const isTheirs = await isOnePerson(cases, principal.customerId, subject.customerId)
  return isTheirs ? { ...principal, customerId: subject.customerId } : principal
}

export const isOnePerson = async (cases: Pick<CaseStore, 'identities'>, one: string, other: string): Promise<boolean> =>
  one === other || (await cases.identities(other)).includes(one)

/** All by which the customer of a case is known; read only where one of the others is under another. */
export async function identitiesAmong(
  cases: Pick<CaseStore, 'identities'>,
  { customerId }: Pick<Case, 'customerId'>,
  others: readonly Pick<Case, 'customerId'>[],
): Promise<readonly string[]> {
  const isAlone = others.every(other => other.customerId === customerId)
  return isAlone ? [customerId] : cases.identities(customerId)
}
