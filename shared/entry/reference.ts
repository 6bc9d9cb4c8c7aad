import type { CaseKind } from '../domain/case'
import { Refusal } from '../domain/refusal'
import type { CaseStore } from '../stores/ports'
import { isOnePerson } from './person'

/** A case that a new one refers to by its field `path` must be its customer's too, and another than `itself`: else the field is refused. */
export async function refersTo(
  cases: CaseStore,
  kind: CaseKind | readonly CaseKind[],
  id: string,
  customerId: string,
  path: string,
  itself?: string,
): Promise<void> {
  const kinds: readonly CaseKind[] = typeof kind === 'string' ? [kind] : kind
  const known = id === itself ? null : await cases.get(id)
  if (known && kinds.includes(known.kind) && (await isOnePerson(cases, customerId, known.customerId))) return
  const errors = [{ path, message: `this customer has no such ${kinds[0]}` }]
  throw new Refusal('unprocessable', `the ${kinds[0]} is not known`, { errors })
}
