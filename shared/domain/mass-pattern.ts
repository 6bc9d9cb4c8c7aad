import { massPattern } from '../handbook/escalation'
import type { Instant } from './case'

/** The newest tickets of one category: as many as make a pattern, never more. */
export interface Recent {
  readonly tickets: readonly { readonly id: string; readonly at: Instant }[]
  /** The ticket that completed the last pattern. */
  readonly told?: { readonly id: string; readonly at: Instant }
}

const withinMs = massPattern.within.hours * 3_600_000

/**
 * With one more ticket. `pattern`: this ticket makes the number full within the window, and nobody was told within it
 * (R-ESC-07). The same ticket once more changes nothing and says the same.
 */
export function withTicket(
  { tickets, told }: Recent,
  ticket: { readonly id: string; readonly at: Instant },
): { readonly recent: Recent; readonly pattern: boolean } {
  if (tickets.some(({ id }) => id === ticket.id))
    return { recent: { tickets, ...(told && { told }) }, pattern: told?.id === ticket.id }
  const newest = [...tickets, ticket].sort((a, b) => (a.at < b.at ? -1 : 1)).slice(-massPattern.tickets)
  const first = newest[0]!
  const last = newest.at(-1)!
  const isFull = newest.length === massPattern.tickets && apart(first.at, last.at) <= withinMs
  const pattern = isFull && (!told || apart(told.at, ticket.at) > withinMs)
  const toldOf = pattern ? ticket : told
  return { recent: { tickets: newest, ...(toldOf && { told: toldOf }) }, pattern }
}

const apart = (a: Instant, b: Instant) => Math.abs(Date.parse(b) - Date.parse(a))
