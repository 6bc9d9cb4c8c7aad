import type { CaseEvent, Instant } from './case'
import type { Message } from './ticket'

/** 撤回 †: how long its author may take a message back. */
export const takeBackSeconds = 10

/** One message of a conversation, as the history tells it. */
export interface Said extends Message {
  readonly at: Instant
  /** The event that carries it. */
  readonly seq: number
  readonly by: string
}

/** What customer and shop said to each other, oldest first, without what was taken back. An internal note is no message: it
 *  stands in `data.note`, so that nothing which shows a conversation can show it. */
export const messagesOf = (history: readonly CaseEvent[]): readonly Said[] => {
  const takenBack = new Set(history.map(({ data }) => data.takenBack))
  return history.flatMap(({ seq, at, actor, data }) => {
    const message = data.message as Message | undefined
    return message && !takenBack.has(message.contentId) ? [{ ...message, at, seq, by: actor.id }] : []
  })
}

/** Internal notes, plans, tasks and their answers: for staff alone. */
export const notesOf = (history: readonly CaseEvent[]) =>
  history.flatMap(({ seq, at, type, actor, data }) =>
    typeof data.note === 'string' ? [{ contentId: data.note, at, seq, type, by: actor.id, role: actor.role }] : [],
  )
