import type { Case, CaseEvent, Clock } from './case'
import { onHead } from './clocks'

/** The head as its history tells it (R-TKT-04): what a store keeps must equal this, after whatever happened to the process.
 *  Throws when the history has a gap or does not begin with a creation. */
export function rebuild(history: readonly CaseEvent[]): Case {
  const [first, ...rest] = history
  if (!first?.opened || first.seq !== 1) throw new Error('a history begins with the event that opened its case')
  const { caseId: id, kind, at, opened } = first
  const blank: Case = {
    ...{ id, kind, ...opened, state: '', version: 0, createdAt: at, changedAt: at },
    ...{ clocks: {}, facts: {} },
  }
  return [first, ...rest].reduce(withEvent, blank)
}

function withEvent(head: Case, { caseId, kind, seq, to, at, facts, clocks }: CaseEvent): Case {
  if (caseId !== head.id || seq !== head.version + 1)
    throw new Error(`event ${seq} of ${caseId} follows ${head.version}`)
  const known: Readonly<Record<string, unknown>> = { ...head.facts, ...facts }
  return {
    ...head,
    kind,
    state: to,
    version: seq,
    changedAt: at > head.changedAt ? at : head.changedAt,
    ...(to === head.state ? {} : { enteredAt: at }),
    facts: Object.fromEntries(Object.entries(known).filter(([, value]) => value !== null)),
    clocks: onHead({ ...head.clocks, ...clocks }),
  }
}

/** What an event must carry so that `rebuild` finds its way from one head to the next. */
export function changesOf(before: Pick<Case, 'facts' | 'clocks'>, after: Case): Pick<CaseEvent, 'facts' | 'clocks'> {
  const [was, is] = [before.facts, after.facts] as Record<string, unknown>[] as [
    Record<string, unknown>,
    Record<string, unknown>,
  ]
  const facts = {
    ...Object.fromEntries(Object.entries(is).filter(([name, value]) => was[name] !== value)),
    ...Object.fromEntries(
      Object.keys(was)
        .filter(name => !(name in is))
        .map(name => [name, null]),
    ),
  }
  const clocks: Record<string, Clock> = Object.fromEntries(
    Object.entries(after.clocks).filter(([id, clock]) => before.clocks[id] !== clock),
  )
  return { ...(filled(facts) && { facts }), ...(filled(clocks) && { clocks }) }
}

const filled = (record: object) => Object.keys(record).length > 0
