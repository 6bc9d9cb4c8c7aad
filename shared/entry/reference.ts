import type { CaseKind } from '../domain/case'
import { Refusal } from '../domain/refusal'
import type { CaseStore } from '../stores/ports'

/** A case that a new one refers to by its field `path` must be its customer's too: else the field is refused. */
export async function refersTo(
  cases: CaseStore,
  kind: CaseKind,
  id: string,
  customerId: string,
  path: string,
): Promise<void> {
  const known = await cases.get(id)
  if (known?.kind === kind && known.customerId === customerId) return
  const errors = [{ path, message: `this customer has no such ${kind}` }]
  throw new Refusal('unprocessable', `the ${kind} is not known`, { errors })
}
