import type { CaseEvent } from './case'
import type { Message } from './ticket'

const named = /^(contentId|note|demandId|solutionId)$/

/** Every content item that a case's history refers to. What another case has begun with is that case's own. */
export function wordsIn(history: readonly CaseEvent[]): readonly string[] {
  const all = new Set(history.flatMap(({ data }) => idsIn(data)))
  for (const { opens, data } of history) if (opens !== undefined) for (const id of idsIn(data)) all.delete(id)
  return [...all]
}

/** The files that came with its messages. */
export const filesIn = (history: readonly CaseEvent[]): readonly string[] => [
  ...new Set(history.flatMap(({ data }) => attachedIn(data))),
]

/** The mails that it came by, as they were; what another case has begun with is that case's own. */
export const mailsIn = (history: readonly CaseEvent[]): readonly string[] => [
  ...new Set(
    history.flatMap(({ opens, data: { message, mail } }) => {
      const original = (message as Message | undefined)?.mail ?? mail
      return typeof original === 'string' && opens === undefined ? [original] : []
    }),
  ),
]

/** The files that came with the message of one line of history. */
export const attachedIn = ({ message }: CaseEvent['data']): readonly string[] =>
  (message as Message | undefined)?.attachments ?? []

const idsIn = (value: unknown, name = ''): readonly string[] => {
  if (typeof value === 'string') return named.test(name) ? [value] : []
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([inner, each]) => idsIn(each, inner))
}
