import type { Case, CaseKind, Change, Instant } from '../domain/case'
import { type Act, actorsOf, type CaseOf, decide, type EventOf } from '../domain/engine'
import { type Action, actorFor, may } from '../domain/may'
import { Refusal } from '../domain/refusal'
import type { Also, CaseStore, KeptAnswer } from '../stores/ports'
import { commitWithTickets } from './linked-ticket'
import { asOwnerOf } from './person'
import type { Answer, Call } from './route'

/** What a use case wants to do to a case that exists. */
export interface Intent<K extends CaseKind> {
  /** One, or several that may do the same. */
  readonly kind: K | readonly K[]
  readonly id: string
  readonly action: Action
  readonly event: EventOf[K]
  readonly data?: object | ((before: CaseOf[K]) => object)
  /** From the case as it stands: it may be read again when another was quicker. */
  readonly facts?: (before: CaseOf[K]) => Partial<CaseOf[K]['facts']>
  readonly also?: (before: CaseOf[K], after: CaseOf[K]) => Pick<Also, 'customers' | 'claims'>
}

const usualAttempts = 4
const keyKeptDays = 7

/** What one request changes: the first is the case that it names and that it is answered about. */
export interface Decision {
  readonly changes: readonly [Change, ...Change[]]
  readonly also?: Pick<Also, 'customers' | 'claims'> | undefined
  /** Told beside where the case stands. */
  readonly tells?: KeptAnswer
}

/** Reads, asks whether it may, decides, commits; again when another change came between, which the table then judges. */
export function act<K extends CaseKind>(
  stores: { readonly cases: CaseStore },
  call: Call,
  intent: Intent<K>,
): Promise<Answer> {
  return actOnMany(stores, call, async () => {
    const before: CaseOf[K] = asSeen(call, await found(stores.cases, call, intent.action, intent.kind, intent.id))
    const data = typeof intent.data === 'function' ? intent.data(before) : intent.data
    const change = decideFor<Case>(call, before, intent.event, data, intent.facts?.(before))
    return { changes: [change], also: intent.also?.(before, change.after as CaseOf[K]) }
  })
}

/** The same for an act on several cases at once: `decision` reads and decides, as often as others are quicker. */
export async function actOnMany(
  { cases }: { readonly cases: CaseStore },
  call: Call,
  decision: () => Promise<Decision>,
  attempts = usualAttempts,
): Promise<Answer> {
  try {
    for (let attempt = 0; attempt < attempts; attempt++) {
      const done = await once(cases, call, await decision())
      if (done) return done
    }
  } catch (error) {
    const first = error instanceof Refusal ? await firstAnswer(cases, call) : undefined
    if (first) return first
    throw error
  }
  throw new Refusal('conflict', 'others are changing this case at the same moment: try again')
}

/** The case, unless the caller has seen another version of it (If-Match). */
export function asSeen<C extends Case>({ ifMatch }: Pick<Call, 'ifMatch'>, before: C): C {
  const { kind, number, version } = before
  if (ifMatch === undefined || ifMatch === version) return before
  throw new Refusal('stale', `${kind} ${number} is at version ${version}`, { version })
}

/** What the table says to the caller's wish, in the role of the caller that fits. */
export const decideFor = <C extends Case>(
  { principal, now: at }: Pick<Call, 'principal' | 'now'>,
  before: C,
  event: Act<C>['event'],
  data: object = {},
  facts: Act<C>['facts'] = {},
): Change<C> => decide(before, { event, actor: actorFor(principal, actorsOf(before.kind, event)), at, data, facts })

async function once(cases: CaseStore, call: Call, { changes, also, tells }: Decision): Promise<Answer | undefined> {
  const [{ after }] = changes
  const answer = { id: after.id, number: after.number, state: after.state, version: after.version, ...tells }
  const outcome = await commitWithTickets(cases, changes, {
    ...also,
    claims: [...(also?.claims ?? []), ...(call.key ? [keyClaim(call, call.key, answer)] : [])],
  })
  if (outcome === 'committed') return { status: 200, body: answer, version: answer.version }
  if (outcome === 'attachment') throw notToAttach()
  return outcome === 'key' ? await firstAnswer(cases, call) : undefined
}

/** The case, if this caller may do this to it; what is another customer's does not exist for them. */
export async function found<K extends CaseKind>(
  cases: CaseStore,
  call: Pick<Call, 'principal'>,
  action: Action,
  kind: K | readonly K[],
  id: string,
): Promise<CaseOf[K]> {
  const subject = await cases.get(id)
  const kinds: readonly CaseKind[] = typeof kind === 'string' ? [kind] : kind
  const principal = await asOwnerOf(cases, call.principal, subject)
  return admitted(
    { principal },
    action,
    subject && kinds.includes(subject.kind) ? (subject as CaseOf[K]) : null,
    kinds[0],
  )
}

/** The same for a case of any kind, that is read already. */
export function admitted<C extends Case>(
  { principal }: Pick<Call, 'principal'>,
  action: Action,
  subject: C | null,
  what = 'case',
): C {
  const unknown = new Refusal('not_found', `there is no such ${what}`)
  if (!subject) throw unknown
  if (may(principal, action, subject)) return subject
  const anothers =
    principal.kind === 'link' || (principal.kind === 'storefront' && principal.customerId !== subject.customerId)
  throw anothers ? unknown : new Refusal('forbidden', `${action} is not for this caller`)
}

function keyClaim(call: Call, key: string, answer: KeptAnswer) {
  const { principal } = call
  const kept: Instant = new Date(Date.parse(call.now) + keyKeptDays * 86_400_000).toISOString()
  const expiresAt = principal.kind === 'link' ? principal.expiresAt : kept
  return { what: 'key', caller: call.principal.id, key, requestHash: call.requestHash, answer, expiresAt } as const
}

/** The same key and body: the same answer. The same key and another body: the caller has lost count. */
async function firstAnswer(cases: CaseStore, call: Call): Promise<Answer | undefined> {
  const kept = call.key ? await cases.keptAnswer(call.principal.id, call.key) : null
  if (!kept) return undefined
  if (kept.requestHash !== call.requestHash) throw keyUsed()
  return { status: 200, body: kept.answer, version: Number(kept.answer.version) }
}

export const keyUsed = () => new Refusal('unprocessable', 'this Idempotency-Key has been used for another request')

export const notToAttach = () => {
  const message = 'one of them is not yours to send, was refused, or belongs to another message'
  return new Refusal('unprocessable', 'these attachments cannot go with this message', {
    errors: [{ path: 'attachments', message }],
  })
}
