import type { Case, Role } from '../../shared/domain/case'
import { objectionTo } from '../../shared/domain/closing'
import { type Act, decide } from '../../shared/domain/engine'
import { missingFrom } from '../../shared/domain/record'
import { Refusal } from '../../shared/domain/refusal'
import type { Complaint, Ticket, TicketFacts } from '../../shared/domain/ticket'
import { aComplaint, aMessage, aRecord, aTicket, by, later } from '../support/builders'

type Kind = 'ticket' | 'complaint'
type Facts = Partial<TicketFacts>

/** One row of §4.1 or §4.2 once more, by hand. */
interface Told {
  readonly row: string
  readonly event: string
  readonly from: readonly string[]
  readonly by: readonly Role[]
  readonly data?: object
  /** What the case must know before. */
  readonly given?: Facts
  readonly after?: { readonly days: number }
  /** What it knows afterwards; null: no longer. */
  readonly knows?: Readonly<Record<string, unknown>>
  /** What closes this row: others may stay open. */
  readonly closedBy?: readonly { readonly data?: object; readonly given?: Facts; readonly days?: number }[]
}

const note = 'e0000000-0000-4000-8000-000000000004'
const words = { message: aMessage({ from: 'customer' }) }
const desk: readonly Role[] = ['agent', 'supervisor']
const anyone: readonly Role[] = ['customer', ...desk]
const lead: readonly Role[] = ['team_lead', 'operations_manager']
const management: readonly Role[] = [...lead, 'senior_management']
const years = { days: 3 * 366 }
const asked: Facts = { destruction: { requestedBy: 'someone', at: '2029-03-10T00:00:00.000Z', method: 'anonymised' } }
const hold: Facts = { legalHold: { by: 'someone', at: '2026-03-10T00:00:00.000Z', reason: 'lawsuit' } }
const broken = { ...words, stillBroken: true }
const mine: Facts = { assigneeId: 'agent', firstResponderId: 'agent' }
const onceMore = { reopenCount: 1, rating: null, verifiedBy: null, recordedAt: null }

const archiving = (letter: 'T' | 'K'): readonly Told[] => [
  {
    ...{ row: `${letter}0n`, event: 'correct_archive', from: ['archived'], by: [...desk, 'team_lead'], data: { note } },
    closedBy: [{ data: {} }],
  },
  {
    ...{ row: `${letter}0o`, event: 'mark_result', from: ['archived'], by: [...desk, ...lead] },
    ...{ data: { note, fault: 'wrong' }, knows: { resultMarks: 1 } },
    closedBy: [{ data: { note } }, { data: { fault: 'incomplete' } }],
  },
  {
    ...{ row: `${letter}0p`, event: 'hold', from: ['closed', 'archived'], by: management, data: { reason: 'lawsuit' } },
    ...{ knows: { legalHold: expect.objectContaining({ reason: 'lawsuit' }) }, closedBy: [{ data: {} }] },
  },
  {
    ...{ row: `${letter}0q`, event: 'release_hold', from: ['closed', 'archived'] },
    ...{
      by: ['operations_manager', 'senior_management'],
      data: { reason: 'over' },
      given: hold,
      knows: { legalHold: null },
    },
    closedBy: [{ data: {} }, { given: {} }],
  },
  {
    ...{ row: `${letter}0r`, event: 'request_destruction', from: ['archived'], by: lead, after: years },
    ...{ data: { method: 'destroyed' }, knows: { destruction: expect.objectContaining({ method: 'destroyed' }) } },
    closedBy: [{ data: {} }, { given: hold }, { given: asked }, { days: 300 }],
  },
  {
    ...{ row: `${letter}0s`, event: 'refuse_destruction', from: ['archived'], by: management, given: asked },
    ...{ data: { reason: 'still_needed' }, knows: { destruction: null }, closedBy: [{ given: {} }, { data: {} }] },
  },
]

const tickets: readonly Told[] = [
  {
    ...{ row: 'T13', event: 'pass_verification', from: ['resolved'], by: desk, given: mine },
    ...{ data: { note, alone: true }, knows: { verifiedBy: expect.any(String) } },
    closedBy: [{ data: { alone: true } }],
  },
  {
    ...{ row: 'T14', event: 'fail_verification', from: ['resolved'], by: desk, given: mine },
    ...{ data: { note, alone: true, reason: 'not_solved' }, knows: onceMore },
    closedBy: [{ data: { note, alone: true } }, { data: { alone: true, reason: 'x' } }],
  },
  {
    ...{ row: 'T15', event: 'confirm_solved', from: ['feedback_sent'], by: anyone, data: words },
    knows: { lastMessage: expect.objectContaining({ from: 'customer' }) },
  },
  {
    ...{ row: 'T15a', event: 'rate', from: ['feedback_sent', 'closed', 'archived'], by: anyone },
    ...{ data: { rating: 1 }, knows: { rating: 1 }, closedBy: [{ data: { rating: 0 } }, { given: { rating: 4 } }] },
  },
  {
    ...{ row: 'T15a', event: 'rate', from: ['feedback_sent', 'closed', 'archived'], by: anyone },
    ...{
      data: { rating: 4, ...words },
      knows: { rating: 4, lastMessage: expect.objectContaining({ from: 'customer' }) },
    },
    ...{ closedBy: [{ data: {} }, { given: { rating: 4 } }] },
  },
  {
    ...{ row: 'T16', event: 'object', from: ['resolved', 'feedback_sent'], by: anyone, data: words },
    knows: { ...onceMore, lastMessage: expect.objectContaining({ from: 'customer' }) },
  },
  {
    ...{ row: 'T16', event: 'object', from: ['resolved', 'feedback_sent'], by: anyone, given: { reopenCount: 1 } },
    ...{ data: words, knows: { ...onceMore, reopenCount: 2, escalatedBecause: expect.any(String) } },
  },
  {
    ...{
      row: 'T17',
      event: 'archive',
      from: ['closed'],
      by: ['team_lead'],
      given: { recordedAt: '2026-03-09T02:00:00.000Z' },
    },
    ...{ data: { archiveNumber: 'SI-20260309-000001' }, knows: { archiveNumber: 'SI-20260309-000001' } },
    closedBy: [{ data: {} }, { given: {} }],
  },
  {
    ...{ row: 'T18', event: 'reopen', from: ['closed'], by: anyone, data: words, knows: { reopenCount: 1 } },
    closedBy: [{ days: 8 }],
  },
  {
    ...{ row: 'T18b', event: 'reopen', from: ['closed', 'archived'], by: anyone, after: { days: 8 }, data: words },
    ...{ knows: { lastMessage: expect.objectContaining({ from: 'customer' }) }, closedBy: [{ data: {} }] },
  },
  {
    ...{
      row: 'T18c',
      event: 'customer_writes',
      from: ['closed', 'archived'],
      by: ['customer', 'agent'],
      after: { days: 8 },
    },
    ...{ data: broken, knows: { lastMessage: expect.objectContaining({ from: 'customer' }) } },
    closedBy: [{ data: words }, { data: { stillBroken: true } }],
  },
  {
    ...{ row: 'T19', event: 'destroy', from: ['archived'], by: management, given: asked, after: years },
    ...{ knows: { erased: 'anonymised', lastMessage: null } },
    closedBy: [{ given: {} }, { given: { ...asked, ...hold } }, { days: 300 }],
  },
  {
    ...{ row: 'T21', event: 'complete_record', from: ['resolved', 'feedback_sent', 'closed'], by: desk, data: aRecord },
    knows: { recordedAt: expect.any(String), recordId: note },
    closedBy: [{ data: { given: aRecord.given } }, { data: { note } }, { given: { recordedAt: 'before' } }],
  },
  ...archiving('T'),
]

const complaints: readonly Told[] = [
  {
    ...{ row: 'K15', event: 'object', from: ['result_fed_back', 'followed_up'], by: anyone, data: words },
    knows: { reopenCount: 1, lastMessage: expect.objectContaining({ from: 'customer' }) },
  },
  {
    ...{ row: 'K15a', event: 'object', from: ['closed'], by: anyone, data: words, knows: { reopenCount: 1 } },
    closedBy: [{ days: 8 }],
  },
  {
    ...{ row: 'K15c', event: 'object', from: ['closed', 'archived'], by: anyone, after: { days: 8 }, data: words },
    ...{ knows: { lastMessage: expect.objectContaining({ from: 'customer' }) }, closedBy: [{ data: {} }] },
  },
  {
    ...{
      row: 'K15d',
      event: 'customer_writes',
      from: ['closed', 'archived'],
      by: ['customer', 'agent'],
      after: { days: 8 },
    },
    ...{ data: broken, knows: { lastMessage: expect.objectContaining({ from: 'customer' }) } },
    closedBy: [{ data: words }, { data: { stillBroken: true } }],
  },
  {
    ...{
      row: 'K16',
      event: 'archive',
      from: ['closed'],
      by: ['team_lead'],
      given: { recordedAt: '2026-03-09T02:00:00.000Z' },
    },
    ...{ data: { archiveNumber: 'CP-20260309-000001' }, knows: { archiveNumber: 'CP-20260309-000001' } },
    closedBy: [{ data: {} }, { given: {} }],
  },
  {
    ...{ row: 'K16a', event: 'destroy', from: ['archived'], by: management, given: asked, after: years },
    ...{ knows: { erased: 'anonymised', lastMessage: null } },
    closedBy: [{ given: {} }, { given: { ...asked, ...hold } }, { days: 300 }],
  },
  {
    ...{
      row: 'K18',
      event: 'complete_record',
      from: ['result_fed_back', 'followed_up', 'closed'],
      by: desk,
      data: aRecord,
    },
    knows: { recordedAt: expect.any(String), recordId: note },
    closedBy: [{ data: { given: aRecord.given } }, { data: { note } }, { given: { recordedAt: 'before' } }],
  },
  {
    ...{ row: 'K20', event: 'rate', from: ['result_fed_back', 'followed_up', 'closed', 'archived'], by: anyone },
    ...{
      data: { rating: 2, ...words },
      knows: { rating: 2, lastMessage: expect.objectContaining({ from: 'customer' }) },
    },
    ...{ closedBy: [{ data: {} }, { given: { rating: 4 } }] },
  },
  ...archiving('K'),
]

const subjectIn = (kind: Kind, state: string): Case =>
  kind === 'ticket' ? aTicket(state as Ticket['state']) : aComplaint(state as Complaint['state'])

function done(
  kind: Kind,
  state: string,
  role: Role,
  told: Told,
  odd: { data?: object; given?: Facts; days?: number } = {},
) {
  const subject = subjectIn(kind, state)
  const given = odd.given ?? told.given
  const before = { ...subject, facts: { ...subject.facts, ...given } } as Case
  if (given && Object.keys(given).length === 0 && told.given)
    for (const name of Object.keys(told.given)) delete (before.facts as Record<string, unknown>)[name]
  const span = odd.days === undefined ? (told.after ?? { minutes: 5 }) : { days: odd.days }
  const act = {
    event: told.event,
    actor: by(role),
    at: later(subject.changedAt, span),
    data: odd.data ?? told.data ?? {},
  }
  return decide(before, act as Act<Case>)
}

/** Which row it was, if any. */
function rowOf(run: () => ReturnType<typeof done>): string | undefined {
  try {
    return run().events.findLast(({ row }) => row)?.row
  } catch (error) {
    if (error instanceof Refusal) return undefined
    throw error
  }
}

const all = [...tickets.map(told => ['ticket', told] as const), ...complaints.map(told => ['complaint', told] as const)]
const named = all.map(([kind, told]) => [told.row, told.event, kind, told] as const)

describe.each(named)('%s (%s of a %s)', (row, event, kind, told) => {
  test(`${row} is open to its roles in its states, and the case then knows what followed`, () => {
    for (const state of told.from)
      for (const role of told.by) {
        const { events, after } = done(kind, state, role, told)
        expect([state, role, events.findLast(each => each.row)?.row]).toEqual([state, role, row])
        for (const [name, value] of Object.entries(told.knows ?? {}))
          expect([name, (after.facts as Record<string, unknown>)[name] ?? null]).toEqual([name, value])
      }
  })

  for (const [n, odd] of (told.closedBy ?? []).entries())
    test(`${row} is closed by what is missing (${n + 1})`, () => {
      const role = told.by.find(each => each !== 'customer') ?? 'customer'
      expect([event, rowOf(() => done(kind, told.from[0] ?? '', role, told, odd)) === row]).toEqual([event, false])
    })
})

describe('who handled a ticket alone', () => {
  const verify = (given: Facts, actor: string, data: object = { note }) => {
    const subject = aTicket('resolved')
    const before = { ...subject, facts: { ...subject.facts, ...given } }
    const act = {
      event: 'pass_verification',
      actor: { role: 'agent', id: actor },
      at: later(subject.changedAt, { hours: 1 }),
      data,
    }
    return rowOf(() => decide(before as Case, act as Act<Case>))
  }
  test('leaves its verification to a colleague, where one is there (T13, R-CLO-05)', () => {
    expect(verify({ assigneeId: 'a', firstResponderId: 'a' }, 'a')).toBeUndefined()
    expect(verify({ assigneeId: 'a', firstResponderId: 'a' }, 'a', {})).toBeUndefined()
    expect(verify({ assigneeId: 'a', firstResponderId: 'b' }, 'a')).toBe('T13')
    expect(verify({ assigneeId: 'a', firstResponderId: 'a' }, 'b')).toBe('T13')
    expect(verify({ assigneeId: 'a', firstResponderId: 'a' }, 'a', { note, alone: true })).toBe('T13')
  })
  test('nor says alone that it was not solved (T14)', () => {
    const subject = aTicket('resolved')
    const act = {
      event: 'fail_verification',
      actor: by('agent'),
      at: later(subject.changedAt, { hours: 1 }),
      data: { note, reason: 'x' },
    }
    expect(rowOf(() => decide(subject as Case, act as Act<Case>))).toBeUndefined()
  })
})

test('whoever asked for a destruction does not approve it (T19, K16a)', () => {
  for (const [kind, list] of [
    ['ticket', tickets],
    ['complaint', complaints],
  ] as const) {
    const told = list.find(({ event }) => event === 'destroy')!
    const own = { destruction: { ...asked.destruction!, requestedBy: 'team_lead' } }
    expect(rowOf(() => done(kind, 'archived', 'team_lead', told, { given: own }))).toBeUndefined()
    expect(rowOf(() => done(kind, 'archived', 'operations_manager', told, { given: own }))).toBe(told.row)
  }
})

describe('"it is not solved"', () => {
  test.each([
    ['ticket', 'in_progress', 'customer_writes'],
    ['ticket', 'resolved', 'object'],
    ['ticket', 'feedback_sent', 'object'],
    ['ticket', 'closed', 'reopen'],
    ['ticket', 'archived', 'reopen'],
    ['complaint', 'investigating', 'customer_writes'],
    ['complaint', 'result_fed_back', 'object'],
    ['complaint', 'closed', 'object'],
    ['complaint', 'archived', 'object'],
  ] as const)('of a %s that is %s is %s', (kind, state, event) => {
    expect(objectionTo(subjectIn(kind, state))).toBe(event)
  })
})

describe('what a record lacks (R-TKT-02)', () => {
  const { facts } = aTicket('resolved')
  test('is what nobody wrote, of what the case cannot know', () => {
    expect(missingFrom({ ...facts, requestId: 'r' }, [])).toEqual(['place', 'review', 'measures'])
    expect(missingFrom({ ...facts, requestId: 'r' }, ['place', 'review', 'measures'])).toEqual([])
  })
  test('and what it should know and does not', () => {
    const { classification, assigneeId, firstResponderId, requestId, ...bare } = facts
    expect(missingFrom(bare, ['place', 'review', 'measures'])).toEqual(['description', 'classification', 'handler'])
    expect(missingFrom(bare, ['description'])).not.toContain('description')
  })
})
