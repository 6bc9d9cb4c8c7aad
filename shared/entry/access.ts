import type { CustomerStore } from '../stores/ports'
import type { Call } from './route'

/** What was shown, in the words of the record: a file, the address on a parcel, what an invoice says, what was said, a file that came with it, a mail as it came, the list of someone's cases. */
export type Shown = 'file' | 'delivery' | 'invoice' | 'words' | 'attachment' | 'mail' | 'timeline' | 'look_up'

/** Keeps who was shown what of whom, before it is shown (R-CUS-09, R-PRV-03): where no record can be written, nothing is read.
 *  Customers read what is their own, unrecorded. */
export async function recordAccess(
  { customers }: { readonly customers: Pick<CustomerStore, 'recordAccess'> },
  { principal, now: at, operation }: Pick<Call, 'principal' | 'now' | 'operation'>,
  { customerId, ...shown }: { readonly customerId: string; readonly what: Shown; readonly caseId?: string },
): Promise<void> {
  if (principal.kind !== 'staff') return
  await customers.recordAccess(customerId, { at, by: principal.id, roles: principal.roles, operation, ...shown })
}
