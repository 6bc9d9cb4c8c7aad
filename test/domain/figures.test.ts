import type { Case, CaseEvent, Instant } from '../../shared/domain/case'
import { decide, settle } from '../../shared/domain/engine'
import { contributions, recount } from '../../shared/domain/figures'
import type { Order } from '../../shared/domain/order'
import type { Classification, Ticket } from '../../shared/domain/ticket'
import { aClassification, aMessage, by, later, monday, placeOrder, receiveTicket } from '../support/builders'

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
      ...{ market: 'CN', ageSeconds: 5400, happened: ['answered'], is: ['awaited', 'urgent'] },
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
