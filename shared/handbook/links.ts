import type { LinkPurpose } from '../domain/link'
import type { Action } from '../domain/may'

interface LinkRule {
  readonly actions: readonly Action[]
  /** The notices that bear it, and the name by which their words know its address. */
  readonly notices: readonly string[]
  readonly fact: string
  /** How long it is good for. */
  readonly days: number
  readonly requirement: string
}

/** 免登录链接: what customers may do from a mail, without signing in (R-CLO-02, R-CLO-10, R-SUR-05). Seven days for an answer and
 *  seven to reopen what was closed (G-06, T18). */
export const links: Readonly<Record<LinkPurpose, LinkRule>> = {
  object: {
    actions: ['ticket.object'],
    notices: ['N-05', 'N-07'],
    fact: 'objectUrl',
    days: 14,
    requirement: 'N-05, N-07, T16, K15, R-CLO-04',
  },
  rate: {
    actions: ['ticket.rate', 'ticket.object'],
    notices: ['N-41'],
    fact: 'rateUrl',
    days: 14,
    requirement: 'N-41, T15, R-SUR-05, R-SUR-06',
  },
  reopen: {
    actions: ['ticket.object'],
    notices: ['N-41'],
    fact: 'reopenUrl',
    days: 14,
    requirement: 'N-41, T18, R-CLO-04',
  },
  unsubscribe: {
    actions: ['customer.unsubscribe'],
    notices: ['N-41'],
    fact: 'unsubscribeUrl',
    days: 180,
    requirement: 'R-PRV-09, N-41; RFC 8058',
  },
}
