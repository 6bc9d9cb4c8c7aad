import fc from 'fast-check'
import type { Case, CaseEvent } from '../../shared/domain/case'
import { isRunning } from '../../shared/domain/clocks'
import { complaintTransitions, ticketTransitions } from '../../shared/domain/desk-tables'
import { ownerOf } from '../../shared/domain/dispatch'
import { settle } from '../../shared/domain/engine'
import { listsOf, mainSlot } from '../../shared/domain/lists'
import { mayList } from '../../shared/domain/may'
import { rebuild } from '../../shared/domain/rebuild'
import type { Ticket } from '../../shared/domain/ticket'
import { orderTransitions } from '../../shared/handbook/order-transitions'
import { staffRoles } from '../../shared/handbook/roles'
import { later } from '../support/builders'
import { aDeskLife, anOrderLife, orderLife, orderTries } from '../support/random-life'

/** Every head that a history passes through. */
const heads = (history: readonly CaseEvent[]): readonly Case[] =>
  history.map((_, index) => rebuild(history.slice(0, index + 1)))
const tableOf = ({ kind }: Case) =>
  kind === 'order' ? orderTransitions : kind === 'ticket' ? ticketTransitions : complaintTransitions
const isClosed = (head: Case) => (tableOf(head).closed as readonly string[]).includes(head.state)
const someone = (role: (typeof staffRoles)[number]) => ({ kind: 'staff', id: 'someone', roles: [role] }) as const

describe('in any legal life of a ticket, a complaint or an order', () => {
  test('there is one owner as long as it is open, and one list in which they find it (R-DSP-06, R-ORD-22)', () => {
    fc.assert(
      fc.property(fc.oneof(aDeskLife(), anOrderLife()), ({ history }) => {
        for (const head of heads(history)) {
          const lists = listsOf(head).filter(({ slot }) => slot === mainSlot)
          const { assigneeId } = (head as Ticket).facts
          if (isClosed(head)) {
            expect(ownerOf(head)).toBeUndefined()
            expect(lists.length).toBeLessThanOrEqual(1)
            continue
          }
          const [only, ...more] = lists.map(({ listKey }) => listKey)
          expect([head.state, only !== undefined, more]).toEqual([head.state, true, []])
          const read = only!.startsWith('tickets:agent:') ? 'tickets:agent:someone' : only!
          expect([read, staffRoles.some(role => mayList(someone(role), read))]).toEqual([read, true])
          if (head.kind === 'order' || ownerOf(head) === undefined) continue
          expect(ownerOf(head)).toBe(assigneeId ?? 'team_lead')
          expect(only).toMatch(assigneeId ? `tickets:agent:${assigneeId}` : /^tickets:team:/)
        }
      }),
      { numRuns: 60 },
    )
  })
})

describe('in any legal life of an order', () => {
  test('no clock runs once it is over, but that of an invoice that is still owed (convention 8, R-SLA-38)', () => {
    const over = new Set<string>()
    fc.assert(
      fc.property(anOrderLife(), ({ history }) => {
        for (const head of heads(history).filter(isClosed)) {
          over.add(head.state)
          const running = Object.values(head.clocks).filter(clock => isRunning(clock) && clock.id !== 'SLA-38')
          expect([head.state, running]).toEqual([head.state, []])
        }
      }),
      { numRuns: 200 },
    )
    expect([...over].sort()).toEqual([...orderTransitions.closed].sort())
  })

  test('the record is the same, swept every minute, five minutes, hour, or never; a second look changes nothing (R-SLA-44)', () => {
    fc.assert(
      fc.property(orderTries(), tries => {
        const alone = orderLife(tries)
        for (const minutes of [1, 5, 60]) expect(orderLife(tries, minutes)).toEqual(alone)
        expect(settle(alone.head, later(alone.head.changedAt, { days: 0 }))).toBeNull()
      }),
      { numRuns: 30 },
    )
  })
})

test('a sweep that comes again changes nothing, whenever it looks at whatever case (R-SLA-44)', () => {
  fc.assert(
    fc.property(fc.oneof(aDeskLife(), anOrderLife()), fc.nat({ max: 60 * 24 }), ({ history }, hours) => {
      for (const head of heads(history)) {
        const at = later(head.changedAt, { hours })
        const settled = settle(head, at)?.after ?? head
        expect(settle(settled, at)).toBeNull()
      }
    }),
    { numRuns: 30 },
  )
})
