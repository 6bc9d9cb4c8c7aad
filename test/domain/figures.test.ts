import fc from 'fast-check'
import type { Case, CaseEvent, Instant, Role } from '../../shared/domain/case'
import { decide, settle } from '../../shared/domain/engine'
import { contributions, recount } from '../../shared/domain/figures'
import type { Order } from '../../shared/domain/order'
import type { Classification, Ticket } from '../../shared/domain/ticket'
import { aClassification, aMessage, by, later, monday, placeOrder, receiveTicket } from '../support/builders'
import { aDeskLife, anOrderLife } from '../support/random-life'

/** A ticket that comes in at `from`, and what happens to it after so many hours. */
function life(
  { from = monday, said = {}, market = 'CN' }: { from?: Instant; said?: Partial<Classification>; market?: 'CN' | 'BR' },
  ...steps: readonly (readonly [hours: number, event: 'classify' | 'take' | 'respond' | 'resolve' | 'wait'])[]
): readonly CaseEvent[] {
  const change = receiveTicket({}, { createdAt: from, market })
  const history: CaseEvent[] = [...change.events]
  let ticket: Ticket = change.after
  for (const [hours, event] of steps) {
    const at = later(from, { hours })
    const facts = {
      classify: { classification: aClassification(said) },
      take: {},
      respond: {},
      resolve: {},
      wait: {},
    }[event]
    const message = aMessage({ purpose: event === 'resolve' ? 'result' : 'reply' })
    const actor = event === 'classify' ? by('system') : by('agent', 'agent-1')
    const next = event === 'wait' ? settle(ticket, at) : decide(ticket, { event, actor, at, facts, data: { message } })
    if (!next) continue
    ticket = next.after as Ticket
    history.push(...next.events)
  }
  return history
}

const amounts = (lines: readonly CaseEvent[], place: string) => recount(lines).get(place)?.amounts

describe('a line of history', () => {
  test('that nobody counts says nothing of its case, and adds nothing', () => {
    const [, , taken] = life({}, [0, 'classify'], [1, 'take'])
    expect(taken).toMatchObject({ type: 'TicketTaken' })
    expect(taken).not.toHaveProperty('about')
    expect(contributions(taken as CaseEvent)).toEqual([])
  })

  test('that counts bears all that its count needs: nobody reads the case again (R-TKT-09)', () => {
    const answered = life({ said: { urgent: true } }, [0, 'classify'], [1, 'take'], [1.5, 'respond']).at(-1)
    expect(answered?.about).toEqual({
      ...{ market: 'CN', ageSeconds: 5400, happened: ['answered'], is: ['awaited', 'answered', 'urgent'] },
      ...{ topic: 'logistics', team: 'logistics' },
    })
  })

  test('names no person: ids and codes only', () => {
    for (const { about } of life({}, [0, 'classify'], [1, 'take'], [2, 'respond'], [3, 'resolve']))
      for (const value of Object.values(about ?? {})) expect(String(value)).toMatch(/^[\w,-]*$/)
  })
})

describe('figures', () => {
  const usual = life({}, [0, 'classify'], [1, 'take'], [2, 'respond'], [30, 'resolve'])

  test('of the house tell what came in, was answered, and was resolved, each on its day', () => {
    expect(amounts(usual, '2026-03-09 day all')).toEqual({
      ...{ received: 1, awaited: 1, answered: 1, answeredIn24h: 1, answerSeconds: 7200, 'met:SLA-06': 1 },
    })
    expect(amounts(usual, '2026-03-10 day all')).toEqual({
      ...{ resolved: 1, resolvedSeconds: 108_000, resolvedIn48h: 1, 'missed:SLA-07': 1, 'missed:PROGRESS': 1 },
    })
  })

  test('of a team and a topic have what was received from when it is known whose it is', () => {
    for (const place of ['team logistics', 'topic logistics'])
      expect(amounts(usual, `2026-03-09 ${place}`)).toMatchObject({ received: 1, awaited: 1, answered: 1 })
  })

  test('of an agent have what the agent did, and what was missed on the case', () => {
    const late = life({}, [0, 'classify'], [1, 'take'], [25, 'wait'], [26, 'respond'])
    expect(amounts(late, '2026-03-09 agent agent-1')).toEqual({ answered: 1, answerSeconds: 93_600 })
    expect(amounts(late, '2026-03-10 agent agent-1')).toEqual({ 'missed:SLA-06': 1, 'missed:SLA-07': 1 })
  })

  test('book an answer on the day of receipt, so that no share is more than all (K-01, K-19)', () => {
    const evening = life({ from: '2026-03-09T15:30:00.000Z' }, [0, 'classify'], [0.1, 'take'], [2, 'respond'])
    expect(amounts(evening, '2026-03-09 day all')).toMatchObject({ awaited: 1, answered: 1, answeredIn24h: 1 })
    expect(amounts(evening, '2026-03-10 day all')).toEqual({ 'met:SLA-06': 1 })
  })

  test('count an answer at 24 hours as in time, and one second later not (K-01, R-SLA-01)', () => {
    const answeredAfter = (hours: number) =>
      amounts(life({}, [0, 'classify'], [1, 'take'], [hours, 'respond']), '2026-03-09 day all')
    expect(answeredAfter(24)).toMatchObject({ answered: 1, answeredIn24h: 1 })
    expect(answeredAfter(24 + 1 / 3600)).not.toHaveProperty('answeredIn24h')
  })

  test('know urgent, major and complex cases (K-02, K-05, K-09)', () => {
    const said = { urgent: true, severity: 'major', grade: 'L2' } as const
    const hard = life({ said }, [0, 'classify'], [0.5, 'take'], [1.9, 'respond'], [40, 'resolve'])
    expect(amounts(hard, '2026-03-09 day all')).toMatchObject({
      ...{ urgent: 1, urgentAnsweredIn2h: 1, major: 1, majorAnsweredIn48h: 1 },
    })
    expect(amounts(hard, '2026-03-11 day all')).toMatchObject({ complex: 1, complexIn48h: 1, 'complexHours:42': 1 })
  })

  test('tell how often people left the proposed topic as it was, under the topic that it is (R-CLS-32)', () => {
    const acts = [
      [0, 'classify'],
      [1, 'take'],
      [2, 'respond'],
      [3, 'resolve'],
    ] as const
    const judged = (said: Partial<Classification>) => {
      const { judged, agreed } = amounts(life({ said }, ...acts), '2026-03-09 topic logistics') ?? {}
      return [judged, agreed]
    }
    const { topic, ...rest } = aClassification({ topic: 'payment' })
    expect(judged({ confidence: 0.9 })).toEqual([1, 1])
    expect(judged({ confidence: 0.9, proposed: { topic, ...rest } })).toEqual([1, undefined])
    expect(judged({})).toEqual([undefined, undefined])
  })

  test('have neither met nor missed for a clock that another took the place of (R-SLA-45)', () => {
    const urgent = life({ said: { urgent: true } }, [0, 'classify'])
    expect(amounts(urgent, '2026-03-09 day all')).toEqual({ received: 1, awaited: 1, urgent: 1 })
  })

  test('have a breach on the day of its due instant, whenever it was seen, and its later stop as nothing (K-42)', () => {
    const seenLate = life({}, [0, 'classify'], [1, 'take'], [60, 'respond'])
    expect(amounts(seenLate, '2026-03-10 day all')).toEqual({ 'missed:SLA-06': 1, 'missed:SLA-07': 1 })
    expect(amounts(seenLate, '2026-03-11 day all')).toEqual({ 'missed:SLA-08': 1 })
  })

  test('have an order as placed and completed or cancelled, and no met clock where it was closed over one', () => {
    const { after, events } = placeOrder()
    const act = {
      event: 'cancel',
      actor: by('customer'),
      at: later(monday, { hours: 1 }),
      data: { reason: 'other' },
    } as const
    const cancelled = decide(after as Case as Order, act)
    expect(amounts([...events, ...cancelled.events], '2026-03-09 day all')).toEqual({ placed: 1, cancelled: 1 })
  })
})

describe('the day of a figure', () => {
  const dayOf = (from: Instant, market: 'CN' | 'BR') =>
    [...recount(life({ from, market })).values()].map(({ day }) => day).join()

  test.each([
    ['CN', '2026-03-09T15:59:59.999Z', '2026-03-09'],
    ['CN', '2026-03-09T16:00:00.000Z', '2026-03-10'],
    ['BR', '2026-03-10T02:59:59.999Z', '2026-03-09'],
    ['BR', '2026-03-10T03:00:00.000Z', '2026-03-10'],
    ['CN', '2026-12-31T16:00:00.000Z', '2027-01-01'],
  ] as const)('is that of the market: %s at %s is %s', (market, at, day) => {
    expect(dayOf(at, market)).toBe(day)
  })
})

/** What happens to a ticket after so many hours: who does it, and what they say. */
type Told = readonly [hours: number, event: string, who: string, data?: object, facts?: object]

function tale(...steps: readonly Told[]): readonly CaseEvent[] {
  const opened = receiveTicket()
  return steps.reduce<{ subject: Case; lines: readonly CaseEvent[] }>(
    ({ subject, lines }, [hours, event, who, data = {}, facts = {}]) => {
      const [role = 'agent'] = who.split('-') as [Role]
      const act = { event, actor: by(role, who), at: later(monday, { hours }), data, facts } as never
      const change = decide(subject, act)
      return { subject: change.after, lines: [...lines, ...change.events] }
    },
    { subject: opened.after, lines: opened.events },
  ).lines
}

const said = (fields: Partial<Classification> = {}) => ({ classification: aClassification(fields) })
const classified: Told = [0, 'classify', 'system', {}, said()]
const taken: Told = [1, 'take', 'agent-1']
const words = (purpose: 'reply' | 'result', contentId = 'words') => ({ message: aMessage({ purpose, contentId }) })
const total = (lines: readonly CaseEvent[], measure: string) =>
  [...recount(lines).values()]
    .filter(({ by }) => by === 'day')
    .reduce((sum, item) => sum + (item.amounts[measure] ?? 0), 0)

describe('an answer', () => {
  test('that was taken back was none: the next one is the first (0d)', () => {
    const slip: readonly Told[] = [
      ...[classified, taken],
      [23.999, 'respond', 'agent-1', words('reply', 'slip')],
      [24, 'take_back', 'agent-1', { takenBack: 'slip' }],
    ]
    for (const measure of ['answered', 'answeredIn24h', 'answerSeconds', 'met:SLA-06'])
      expect([measure, total(tale(...slip), measure)]).toEqual([measure, 0])
    const again = tale(...slip, [25, 'respond', 'agent-1', words('reply')])
    expect(['answered', 'answeredIn24h', 'answerSeconds'].map(measure => total(again, measure))).toEqual([1, 0, 90_000])
  })

  test('in a second handling is no first one, nor is its solution (T16, convention 7)', () => {
    const lines = tale(
      ...[classified, taken],
      [2, 'respond', 'agent-1', words('reply')],
      [3, 'resolve', 'agent-1', words('result')],
      [4, 'fail_verification', 'agent-2', { reason: 'still_broken', note: 'n' }],
      [5, 'respond', 'agent-1', words('reply')],
      [6, 'resolve', 'agent-1', words('result')],
    )
    expect(['answered', 'resolved', 'reopened', 'resolvedAgain'].map(measure => total(lines, measure))).toEqual([
      1, 1, 1, 1,
    ])
    expect(total(lines, 'resolvedAgainSeconds')).toBe(21_600)
    expect(total(lines, 'met:SLA-22')).toBe(0)
  })

  test('is not awaited of a ticket that was dismissed or merged before (T20, T25)', () => {
    for (const [event, data] of [
      ['dismiss', { reason: 'spam' }],
      ['merge_into', { targetId: 'another' }],
    ] as const) {
      const lines = tale([0, 'classify', 'system', {}, said({ urgent: true })], [1, event, 'agent-1', data])
      expect([event, total(lines, 'received'), total(lines, 'awaited'), total(lines, 'urgent')]).toEqual([
        event,
        1,
        0,
        0,
      ])
      expect(recount(lines).get('2026-03-09 team logistics')?.amounts).toMatchObject({ awaited: 0 })
    }
  })
})

describe('a complaint', () => {
  const complained: Told = [0, 'classify', 'system', {}, said({ topic: 'complaint', grade: 'L5' })]
  const assessed: Told = [
    ...([1, 'assess', 'agent-1'] as const),
    { complaint: { class: 'ordinary', type: 'service', cause: 'attitude' } },
  ]

  test('is acknowledged in 24 hours, and remedied in 48 (K-14, K-15)', () => {
    const heardAfter = (acknowledged: number) =>
      tale(complained, assessed, [acknowledged, 'acknowledge', 'agent-1', words('reply')])
    const measures = ['complained', 'toAcknowledge', 'acknowledgedIn24h', 'toRemedy', 'remediedIn48h']
    expect(measures.map(measure => total(heardAfter(24), measure))).toEqual([1, 1, 1, 1, 0])
    expect(measures.map(measure => total(heardAfter(25), measure))).toEqual([1, 1, 0, 1, 0])
    const solution = { complaint: { fault: 'ours', solutionId: 's' } }
    const remedied = tale(
      ...[complained, assessed],
      [2, 'acknowledge', 'agent-1', words('reply')],
      [3, 'investigate', 'agent-1', { note: 'n' }],
      [4, 'agree_solution', 'agent-1', solution],
      [5, 'execute', 'agent-1', { note: 'n' }],
      [47, 'feed_back', 'agent-1', words('result')],
    )
    expect(measures.map(measure => total(remedied, measure))).toEqual([1, 1, 1, 1, 1])
  })

  test('that its customer withdraws is owed nothing (K17)', () => {
    const lines = tale(complained, [1, 'withdraw', 'customer', { confirmation: 'c', reason: 'r', note: 'n' }])
    expect(['complained', 'toAcknowledge', 'toRemedy'].map(measure => total(lines, measure))).toEqual([1, 0, 0])
  })
})

describe('the figures of any legal life', () => {
  const never = (lines: readonly CaseEvent[]) => {
    const of = (measure: string) => total(lines, measure)
    const pairs = [
      ['answered', 'awaited'],
      ['answeredIn24h', 'answered'],
      ['urgentAnsweredIn2h', 'urgent'],
      ['majorAnsweredIn48h', 'major'],
      ['acknowledgedIn24h', 'toAcknowledge'],
      ['remediedIn48h', 'toRemedy'],
      ['resolvedIn48h', 'resolved'],
      ['satisfied', 'rated'],
    ] as const
    for (const [part, whole] of pairs) {
      expect([part, of(part)]).toEqual([part, Math.max(0, of(part))])
      expect([part, whole, of(part) <= of(whole)]).toEqual([part, whole, true])
    }
  }

  test('have no part that is less than nothing or more than its whole', () => {
    fc.assert(
      fc.property(aDeskLife(), ({ history }) => never(history)),
      { numRuns: 300 },
    )
  })

  test('count each case as received once, and each order as placed once', () => {
    fc.assert(
      fc.property(aDeskLife(), anOrderLife(), (desk, order) => {
        expect(total(desk.history, 'received')).toBe(1)
        expect(total(order.history, 'placed')).toBe(1)
        expect(total(order.history, 'completed') + total(order.history, 'cancelled')).toBeLessThanOrEqual(1)
      }),
      { numRuns: 100 },
    )
  })

  test('have a breach for each line that tells of one', () => {
    fc.assert(
      fc.property(fc.oneof(aDeskLife(), anOrderLife()), ({ history }) => {
        const told = history.filter(({ type }) => type === 'ClockBreached').length
        const missed = [...recount(history).values()]
          .filter(({ by }) => by === 'day')
          .flatMap(({ amounts }) => Object.entries(amounts))
          .reduce((sum, [measure, amount]) => (measure.startsWith('missed:') ? sum + amount : sum), 0)
        expect(missed).toBe(told)
      }),
      { numRuns: 150 },
    )
  })
})
