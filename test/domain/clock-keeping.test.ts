import type { Case, Clock, Role } from '../../shared/domain/case'
import { clocksAfter, type Step } from '../../shared/domain/clock-keeping'
import type { Row } from '../../shared/domain/table'
import type { Classification } from '../../shared/domain/ticket'
import { limits } from '../../shared/handbook/limits'
import { aClassification, by, later, monday } from '../support/builders'

interface Said {
  readonly state?: string
  readonly kind?: string
  readonly facts?: object
  readonly role?: Role
  readonly data?: object
  readonly ends?: Step['ends']
}

const blank = {
  ...{ id: 'c', kind: 'ticket', number: 'T-1', customerId: 'x', market: 'CN', language: 'zh-Hans' },
  ...{ state: '', version: 0, createdAt: monday, changedAt: monday, clocks: {}, facts: {} },
} as unknown as Case

/** The case after a row that does nothing but what is said here. */
const moved = (
  before: Case,
  at: string,
  row: Partial<Row>,
  { state, kind, facts = {}, role = 'agent', data = {}, ends = 'nothing' }: Said = {},
): Case => {
  const stands = {
    ...before,
    ...{ kind: kind ?? before.kind, state: state ?? before.state, version: before.version + 1 },
    facts: { ...before.facts, ...facts },
  } as Case
  const attempt = { actor: by(role), at, facts, data: { ...data } }
  return { ...stands, clocks: clocksAfter({ before, moved: stands, row: row as Row, attempt, ends }) }
}
const graded = (said: Partial<Classification>) => ({ facts: { classification: aClassification(said) } })
const received = moved(blank, monday, { starts: ['BY-GRADE'] }, { role: 'customer', state: 'received' })
const at = (hours: number) => later(monday, { hours })
const byGrade = { starts: ['BY-GRADE'] as const }
const classified = (said: Partial<Classification>, from: Case = received, hours = 0.1) =>
  moved(from, at(hours), byGrade, graded(said))
const running = ({ clocks }: Case) =>
  Object.values(clocks)
    .filter(clock => !clock.stoppedAt)
    .map(({ id }) => id)
    .sort()
const due = ({ clocks }: Case, id: string) => clocks[id]?.dueAt

describe('the set of a grade', () => {
  test('is that of §2.2 before classification, with the alarm of 48 hours (R-SLA-42)', () => {
    expect(running(received)).toEqual(['SLA-01', 'SLA-03', 'SLA-42'])
    expect(due(received, 'SLA-42')).toBe(at(48))
  })

  test('counts from receipt and takes the place of what ran (R-SLA-06, R-SLA-07, R-SLA-08)', () => {
    const ticket = classified({ grade: 'L1' })
    expect(running(ticket)).toEqual(['SLA-06', 'SLA-07', 'SLA-08', 'SLA-42'])
    expect([due(ticket, 'SLA-06'), due(ticket, 'SLA-07'), due(ticket, 'SLA-08')]).toEqual([at(24), at(24), at(48)])
    expect(ticket.clocks['SLA-01']).toMatchObject({ stoppedAt: at(0.1), supersededBy: 'SLA-06' })
    expect(ticket.clocks['SLA-03']).toMatchObject({ supersededBy: 'SLA-07' })
  })

  test('keeps the clock that it shares with the one before (L6 and R-SLA-03)', () => {
    const ticket = classified({ grade: 'L6' })
    expect(running(ticket)).toEqual(['SLA-03', 'SLA-19', 'SLA-42'])
    expect(ticket.clocks['SLA-03']).toEqual(received.clocks['SLA-03'])
  })

  test('does not ask again for what is done', () => {
    const answered = moved(received, at(1), { stops: ['response'] })
    expect(running(answered)).toEqual(['SLA-03'])
    const ticket = classified({ grade: 'L2' }, answered, 2)
    expect(running(ticket)).toEqual(['SLA-10', 'SLA-11'])
    expect(due(ticket, 'SLA-11')).toBe(at(48))
  })

  test('asks for nothing of a case that is handled', () => {
    const handled = moved(received, at(1), { stops: ['response', 'resolution'], starts: ['SLA-21'] })
    expect(classified({ grade: 'L2' }, handled, 2).clocks).toEqual(handled.clocks)
  })

  test('has no response clock where staff opened the ticket, then or later (convention 6)', () => {
    const phoned = moved(blank, monday, byGrade, { role: 'agent', state: 'received' })
    expect(running(phoned)).toEqual(['SLA-03'])
    expect(running(classified({ grade: 'L1' }, phoned))).toEqual(['SLA-07', 'SLA-08'])
  })

  test('of a complaint alarms over its handling, not its answer (R-SLA-42); an agent who writes it down has answered', () => {
    const complaint = moved(blank, monday, byGrade, { role: 'customer', kind: 'complaint', state: 'recorded' })
    expect(running(complaint)).toEqual(['SLA-17', 'SLA-18', 'SLA-42'])
    const acknowledged = moved(complaint, at(1), { stops: ['response'] })
    expect(running(acknowledged)).toEqual(['SLA-18', 'SLA-42'])
    expect(running(moved(acknowledged, at(2), { stops: ['resolution'] }))).toEqual([])
    const told = moved(blank, monday, byGrade, { role: 'agent', kind: 'complaint', state: 'recorded' })
    expect(running(told)).toEqual(['SLA-18', 'SLA-42'])
  })
})

describe('a change of grade or priority (R-PRI-07)', () => {
  const low = classified({ grade: 'L1', priority: 'P4' })

  test('raised, counts from receipt and never gives more time', () => {
    const raised = classified({ grade: 'L2', priority: 'P2' }, low, 5)
    expect(running(raised)).toEqual(['SLA-07', 'SLA-08', 'SLA-09', 'SLA-10', 'SLA-42'])
    expect([due(raised, 'SLA-09'), due(raised, 'SLA-10'), due(raised, 'SLA-07')]).toEqual([at(1), at(24), at(24)])
  })

  test('lowered, is what the grade has, counted from receipt', () => {
    const lowered = classified({ grade: 'L4', priority: 'P4' }, classified({ grade: 'L2', priority: 'P2' }), 5)
    expect(running(lowered)).toEqual(['SLA-15', 'SLA-16', 'SLA-42'])
    expect(due(lowered, 'SLA-15')).toBe(at(24))
    expect(lowered.clocks['SLA-10']).toMatchObject({ supersededBy: 'BY-GRADE' })
  })

  test('there and back is the same clock of the same round, with what it had on record', () => {
    const warned = { ...low, clocks: { ...low.clocks, 'SLA-06': { ...low.clocks['SLA-06']!, warnedAt: at(18) } } }
    const away = classified({ grade: 'L4', priority: 'P4' }, warned, 19)
    expect(away.clocks['SLA-06']).toMatchObject({ supersededBy: 'SLA-15' })
    const back = classified({ grade: 'L1', priority: 'P4' }, away, 20)
    expect(back.clocks['SLA-06']).toEqual(warned.clocks['SLA-06'])
  })

  test('urgent, takes two hours from receipt (R-SLA-02)', () => {
    const urgent = classified({ grade: 'L1', urgent: true, priority: 'P2' }, low, 1)
    expect(due(urgent, 'SLA-02')).toBe(at(2))
    expect(urgent.clocks['SLA-06']).toMatchObject({ supersededBy: 'SLA-02' })
  })
})

describe('a ticket that turns out to be a complaint', () => {
  test('was one all along when nobody has answered yet', () => {
    const complaint = moved(received, at(3), byGrade, { kind: 'complaint', state: 'recorded' })
    expect([due(complaint, 'SLA-17'), due(complaint, 'SLA-18')]).toEqual([at(24), at(48)])
  })

  test('is one from now on when it was answered before (R-SLA-17)', () => {
    const answered = moved(received, at(1), { stops: ['response'] })
    const complaint = moved(answered, at(30), byGrade, { kind: 'complaint', state: 'recorded' })
    expect([due(complaint, 'SLA-17'), due(complaint, 'SLA-18')]).toEqual([at(54), at(78)])
  })
})

describe('a second handling (R-SLA-48)', () => {
  const first = moved(classified({ grade: 'L1' }), at(20), {
    stops: ['response', 'resolution'],
    starts: ['SLA-21', 'SLA-22'],
  })
  const second = moved(first, at(60), { starts: ['SECOND-HANDLING'] })

  test('has the whole set once more, counted from now, in its second round', () => {
    expect(running(second)).toEqual(['SLA-06', 'SLA-07', 'SLA-08', 'SLA-42'])
    expect(second.clocks['SLA-07']).toMatchObject({ startedAt: at(60), dueAt: at(84), round: 2 })
  })

  test('owes nothing of the first any longer', () => {
    for (const id of ['SLA-21', 'SLA-22']) expect(second.clocks[id]).toMatchObject({ supersededBy: 'SECOND-HANDLING' })
  })

  test('keeps the first breach on record', () => {
    const late = { ...first, clocks: { ...first.clocks, 'SLA-07': { ...first.clocks['SLA-07']!, breachedAt: at(24) } } }
    expect(moved(late, at(60), { starts: ['SECOND-HANDLING'] }).clocks['SLA-07']).toMatchObject({
      round: 2,
      earlierBreachAt: at(24),
    })
  })

  test('regraded, counts from where it began, in its round', () => {
    const regraded = classified({ grade: 'L4', priority: 'P4' }, second, 70)
    expect(regraded.clocks['SLA-16']).toMatchObject({ startedAt: at(60), round: 2 })
  })
})

describe('clocks of one act', () => {
  test('a call back is due when it was promised (R-SLA-39), a department when the slip says (T8)', () => {
    const promised = moved(received, at(1), { starts: ['SLA-39'] }, { data: { dueAt: at(4) } })
    expect(promised.clocks['SLA-39']).toMatchObject({ startedAt: at(1), warnAt: at(3.25), dueAt: at(4) })
    const asked = moved(
      received,
      at(1),
      { starts: ['HANDOVER'] },
      { facts: { tasks: [{ askedAt: at(1), dueAt: at(9) }] } },
    )
    expect(due(asked, 'HANDOVER')).toBe(at(9))
    expect(() => moved(received, at(1), { starts: ['SLA-39'] })).toThrow('SLA-39')
  })

  test('of several departments is due when the first of them is, and goes on with the next (R-ESC-03)', () => {
    const handOver = (from: Case, hours: number, tasks: object[]) =>
      moved(from, at(hours), { starts: ['HANDOVER'] }, { facts: { tasks } })
    const [slow, quick] = [
      { askedAt: at(1), dueAt: at(20) },
      { askedAt: at(2), dueAt: at(9) },
    ]
    const one = handOver(received, 1, [slow])
    const two = handOver(one, 2, [slow, quick])
    expect([due(one, 'HANDOVER'), due(two, 'HANDOVER')]).toEqual([at(20), at(9)])
    const answered = handOver(two, 3, [slow, { ...quick, answeredAt: at(3) }])
    expect(answered.clocks.HANDOVER).toMatchObject({ startedAt: at(1), dueAt: at(20), round: 3 })
    const other = handOver(two, 3, [{ ...slow, answeredAt: at(3) }, quick])
    expect(other.clocks).toEqual(two.clocks)
  })

  test('the loop is closed, and the record complete, a day after the handling (R-SLA-21, R-SLA-22)', () => {
    const resolved = moved(received, at(10), { starts: ['SLA-21', 'SLA-22'] })
    expect([due(resolved, 'SLA-21'), due(resolved, 'SLA-22')]).toEqual([at(34), at(34)])
  })

  test('a closed case owes its customer nothing, its archive something; a merged one nothing at all (convention 8)', () => {
    const resolved = moved(received, at(10), { starts: ['SLA-21', 'SLA-22', 'SILENCE'] })
    expect(
      running(moved(resolved, at(11), { starts: ['ARCHIVE-CHECK'] }, { state: 'closed', ends: 'promises' })),
    ).toEqual(['ARCHIVE-CHECK', 'SLA-22'])
    expect(running(moved(resolved, at(11), {}, { state: 'merged', ends: 'everything' }))).toEqual([])
  })

  test('the team lead checks within five working days (G-32), and the archive is kept three years (R-SLA-23)', () => {
    const archived = moved(received, monday, { starts: ['ARCHIVE-CHECK', 'SLA-23'] })
    expect(due(archived, 'ARCHIVE-CHECK')).toBe('2026-03-13T09:00:00.000Z')
    expect(due(archived, 'SLA-23')).toBe('2029-03-09T01:00:00.000Z')
  })

  test('a word of progress begins a new day (R-CLO-07)', () => {
    const answered = moved(received, at(5), { starts: ['PROGRESS'] })
    const told = moved(answered, at(9), { starts: ['PROGRESS'] })
    expect(told.clocks.PROGRESS).toMatchObject({ startedAt: at(9), dueAt: at(33), round: 2 })
  })

  test('what is said after the result is no progress', () => {
    const resolved = moved(received, at(5), { stops: ['resolution'] }, { state: 'resolved' })
    expect(moved(resolved, at(6), { starts: ['PROGRESS'] }).clocks).toEqual(resolved.clocks)
  })

  test('an answer that is taken back has stopped no clock', () => {
    const answered = moved(received, at(1), { stops: ['response'] }, { facts: { lastMessage: { at: at(1) } } })
    const taken = moved(answered, later(at(1), { ms: 9000 }), { resumes: ['response'] })
    expect(taken.clocks).toEqual(received.clocks)
    const other = { ...answered, facts: { lastMessage: { at: at(2) } } }
    expect(moved(other, at(2), { resumes: ['response'] }).clocks).toEqual(answered.clocks)
  })
})

describe('the target of a chat (R-CHN-06)', () => {
  const chat = (facts: object) => moved(received, at(0), { starts: ['CHAT'] }, { facts })
  afterEach(() => jest.restoreAllMocks())

  test('is off where a shop switches it off', () => {
    jest.replaceProperty(limits as Record<string, object>, 'CHAT', { ...limits.CHAT, off: true })
    expect(chat({ channel: 'app_chat' }).clocks).not.toHaveProperty('CHAT')
  })

  test('counts seconds of opening hours from the first word that waits, on chats alone', () => {
    const asked = chat({ channel: 'app_chat' })
    expect(due(asked, 'CHAT')).toBe(later(monday, { minutes: 1 }))
    expect(moved(asked, later(monday, { ms: 5000 }), { starts: ['CHAT'] }).clocks).toEqual(asked.clocks)
    expect(moved(asked, later(monday, { ms: 9000 }), { stops: ['response'] }).clocks.CHAT).toHaveProperty('stoppedAt')
    expect(chat({ channel: 'email' }).clocks).not.toHaveProperty('CHAT')
  })
})

describe('the switch that lets a clock stand still (R-SLA-46)', () => {
  const pausing = (id: keyof typeof limits) =>
    jest.replaceProperty(limits as Record<string, object>, id, { ...limits[id], pausesWhile: ['waiting_customer'] })
  afterEach(() => jest.restoreAllMocks())
  const wait = (from: Case, hours: number, minutes: number) => {
    const waiting = moved(from, at(hours), {}, { state: 'waiting_customer' })
    return [waiting, moved(waiting, later(at(hours), { minutes }), {}, { state: 'in_progress' })] as const
  }

  test('is off for every limit of the handbook', () => {
    for (const limit of Object.values(limits)) expect(limit).not.toHaveProperty('pausesWhile')
    expect(wait(received, 1, 90)[1].clocks).toEqual(received.clocks)
  })

  test('moves an elapsed deadline and its warning by exactly the time that it stood still', () => {
    pausing('SLA-03')
    const ticket = moved(blank, monday, byGrade, { role: 'customer', state: 'in_progress' })
    const [waiting, again] = wait(ticket, 1, 90)
    expect(waiting.clocks['SLA-03']).toMatchObject({ pausedAt: at(1), dueAt: at(48) })
    expect(again.clocks['SLA-03']).toMatchObject({ pausedSeconds: 5400, warnAt: at(37.5), dueAt: at(49.5) })
    expect(again.clocks['SLA-03']).not.toHaveProperty('pausedAt')
    const [, thrice] = wait(again, 40, 30)
    expect(thrice.clocks['SLA-03']).toMatchObject({ pausedSeconds: 7200, dueAt: at(50) })
  })

  test('moves a working deadline by the working time alone', () => {
    pausing('ARCHIVE-CHECK')
    const ticket = moved(received, monday, { starts: ['ARCHIVE-CHECK'] })
    const [, again] = wait(ticket, 7, 24 * 60)
    expect(again.clocks['ARCHIVE-CHECK']).toMatchObject({ pausedSeconds: 8 * 3600, dueAt: '2026-03-16T09:00:00.000Z' })
    const [, night] = wait(ticket, 10, 60)
    expect(night.clocks['ARCHIVE-CHECK']).toEqual(ticket.clocks['ARCHIVE-CHECK'])
  })

  test('lets a clock that stops while it stands keep what it had', () => {
    pausing('SLA-03')
    const ticket = moved(blank, monday, byGrade, { role: 'customer', state: 'in_progress' })
    const [waiting] = wait(ticket, 1, 90)
    const stopped = moved(waiting, at(2), { stops: ['resolution'] }).clocks['SLA-03'] as Clock
    expect(stopped).toMatchObject({ stoppedAt: at(2), pausedSeconds: 3600, dueAt: at(49) })
  })

  test('does nothing for a clock that is broken', () => {
    pausing('SLA-03')
    const ticket = moved(blank, monday, byGrade, { role: 'customer', state: 'in_progress' })
    const broken = { ...ticket, clocks: { 'SLA-03': { ...ticket.clocks['SLA-03']!, breachedAt: at(48) } } }
    expect(wait(broken, 50, 60)[0].clocks).toEqual(broken.clocks)
  })
})
