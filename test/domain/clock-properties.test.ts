import fc from 'fast-check'
import type { Case, CaseEvent } from '../../shared/domain/case'
import { isRunning } from '../../shared/domain/clocks'
import { complaintTransitions, ticketTransitions } from '../../shared/domain/desk-tables'
import { settle } from '../../shared/domain/engine'
import { rebuild } from '../../shared/domain/rebuild'
import type { ClockId } from '../../shared/domain/table'
import { limits } from '../../shared/handbook/limits'
import { later } from '../support/builders'
import { aDeskLife, deskLife, deskTries } from '../support/random-life'

/** Every head that a history passes through. */
const heads = (history: readonly CaseEvent[]): readonly Case[] =>
  history.map((_, index) => rebuild(history.slice(0, index + 1)))
const dutiesOf = ({ clocks }: Case) =>
  Object.values(clocks)
    .filter(isRunning)
    .map(({ id }) => limits[id as ClockId].duty)

describe('in any legal life of a ticket or complaint', () => {
  test('no promise to the customer runs on a closed case, and nothing on one that is gone (convention 8)', () => {
    fc.assert(
      fc.property(aDeskLife(), ({ history }) => {
        for (const head of heads(history)) {
          const { closed, gone = [] } = head.kind === 'ticket' ? ticketTransitions : complaintTransitions
          const state = head.state as never
          if ((gone as readonly string[]).includes(state)) expect(dutiesOf(head)).toEqual([])
          else if ((closed as readonly string[]).includes(state))
            for (const duty of dutiesOf(head)) expect(['record', 'archive', 'retention']).toContain(duty)
        }
      }),
      { numRuns: 30 },
    )
  })

  test('of one duty one clock runs: but the loop of L1 has its two ends (C-10)', () => {
    fc.assert(
      fc.property(aDeskLife(), ({ history }) => {
        for (const head of heads(history)) {
          const duties = dutiesOf(head).filter(duty => duty !== 'closed_loop')
          expect(duties).toEqual([...new Set(duties)])
        }
      }),
      { numRuns: 30 },
    )
  })

  test('the record is the same, swept every minute, five minutes, hour, or never (R-SLA-44)', () => {
    fc.assert(
      fc.property(deskTries(), tries => {
        const alone = deskLife(tries)
        for (const minutes of [1, 5, 60]) expect(deskLife(tries, minutes)).toEqual(alone)
        expect(settle(alone.head, later(alone.head.changedAt, { days: 0 }))).toBeNull()
      }),
      { numRuns: 30 },
    )
  })

  test('a clock tells each stage once, breaks at its due instant, and climbs the ladder in order (R-ESC-06)', () => {
    fc.assert(
      fc.property(aDeskLife(), ({ history }) => {
        const told = new Map<string, string[]>()
        for (const { type, data, at, clocks } of history) {
          if (!/^Clock(Warned|Breached|RanOut|Escalated)$/.test(type)) continue
          const id = String(data.clock)
          const { startedAt, round = 1 } = clocks?.[id] ?? {}
          const key = `${id} ${startedAt} ${round}`
          told.set(key, [...(told.get(key) ?? []), `${type}${data.rung ?? ''}`])
          if (type === 'ClockBreached') expect(at).toBe(data.dueAt)
        }
        for (const stages of told.values()) {
          expect(stages).toEqual([...new Set(stages)])
          expect([...stages].sort((a, b) => order.indexOf(a) - order.indexOf(b))).toEqual(stages)
        }
      }),
      { numRuns: 60 },
    )
  })
})

const order = ['ClockWarned', 'ClockBreached', 'ClockRanOut', 'ClockEscalated1', 'ClockEscalated2']
