import { complaintParts, complaintRows } from '../handbook/complaint-transitions'
import { deskRows } from '../handbook/desk-rows'
import { ticketParts, ticketRows } from '../handbook/ticket-transitions'
import type { CaseKind } from './case'
import type { Row, Table } from './table'
import type { Complaint, ComplaintEvent, ComplaintState, Ticket, TicketEvent, TicketState } from './ticket'

/** The parts of a desk case's life. `open`: the customer waits for us, in hand or not yet; `told`: the result is told, its
 *  effect not yet known; `gone`: merged or destroyed. */
export type Part = 'open' | 'inHand' | 'told' | 'closed' | 'archived' | 'gone'
export type Parts<S extends string> = Readonly<Record<Part, readonly S[]>>

/** Where a ticket or a complaint stands in its life. */
export const isIn = ({ kind, state }: Pick<Ticket | Complaint, 'kind' | 'state'>, part: Part): boolean => {
  const states: readonly string[] = (kind === 'complaint' ? complaintParts : ticketParts)[part]
  return states.includes(state)
}

/** A row that tickets and complaints share; it moves no state. */
export interface DeskRow extends Omit<Row, 'id' | 'from' | 'to' | 'event'> {
  /** After the letter of the table. */
  readonly number: string
  readonly from: readonly Part[]
  readonly event: TicketEvent & ComplaintEvent
}

const tableOf = <S extends string, E extends string>(
  kind: CaseKind,
  letter: 'T' | 'K',
  rows: readonly Row<S, E>[],
  parts: Parts<S>,
): Table<S, E> => ({
  kind,
  rows: [
    ...rows,
    ...deskRows.map(({ number, from, ...row }) => {
      const states = from.flatMap(part => parts[part])
      return { ...row, id: `${letter}${number}`, from: states, to: null } as unknown as Row<S, E>
    }),
  ],
  closed: [...parts.closed, ...parts.archived, ...parts.gone],
  gone: parts.gone,
})

export const ticketTransitions = tableOf<TicketState, TicketEvent>('ticket', 'T', ticketRows, ticketParts)
export const complaintTransitions = tableOf<ComplaintState, ComplaintEvent>(
  'complaint',
  'K',
  complaintRows,
  complaintParts,
)
