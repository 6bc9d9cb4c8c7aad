import { createHash } from 'node:crypto'
import { Refusal } from '../domain/refusal'

const digest = (question: string) => createHash('sha256').update(question).digest('base64url').slice(0, 16)

/** One row of keys for each partition that was read. */
export type Position = readonly (readonly string[])[]

/** Where a page ended, opaque to the caller and bound to the question that it continues. */
export function cursorOf(question: string, position: Position): string {
  return Buffer.from(JSON.stringify([digest(question), position])).toString('base64url')
}

/** Throws `invalid` for what is not a cursor, or one of another question. */
export function positionIn(question: string, cursor: string): Position {
  const position = positionOrNothing(question, cursor)
  if (position) return position
  throw new Refusal('invalid', 'the cursor does not continue this list', {
    errors: [{ path: 'cursor', message: 'not a cursor of this list' }],
  })
}

function positionOrNothing(question: string, cursor: string): Position | undefined {
  try {
    const [bound, position] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    const keys = (row: unknown) => Array.isArray(row) && row.every(key => typeof key === 'string' && key !== '')
    return bound === digest(question) && Array.isArray(position) && position.every(keys) ? position : undefined
  } catch {
    return undefined
  }
}
